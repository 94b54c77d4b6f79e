"""Articles as people have them, turned into the corpus format."""
