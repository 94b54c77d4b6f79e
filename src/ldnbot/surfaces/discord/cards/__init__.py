"""What is shown in Discord, as values: markdown text cut into pages that fit one message each."""
