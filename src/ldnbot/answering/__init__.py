"""What to say: the judgement, the quotes, the Answer and the disclaimer."""
