"""What is known: articles, their passages and references; reading, writing, importing and checking them."""
