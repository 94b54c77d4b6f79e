"""The moderators' side of ldnbot in Discord: proposals, publishing, undoing, teaching. Members never come here."""
