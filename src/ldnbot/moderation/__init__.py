"""How the corpus changes: proposals, their effect, versions, publishing, undoing, teaching."""
