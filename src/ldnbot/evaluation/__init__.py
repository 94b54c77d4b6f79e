"""How good it is: question sets, measures, reports."""
