"""A message as Discord lays it out, as HTML of our own and as a picture."""
