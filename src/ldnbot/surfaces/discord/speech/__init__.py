"""What buttons, titles and forms say in each language. Quotes and notices stay in the article's language."""
