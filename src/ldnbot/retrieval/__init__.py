"""Which passages match a question: text to terms, and the BM25 index."""
