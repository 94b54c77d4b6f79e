"""What must survive a restart: answers that have buttons, feedback, open questions, the audit, server settings."""
