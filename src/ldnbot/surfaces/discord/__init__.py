"""ldnbot in Discord."""
