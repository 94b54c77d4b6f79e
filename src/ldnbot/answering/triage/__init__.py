"""What a message needs before any article: help at once, a caution, or a word on what ldnbot cannot do."""
