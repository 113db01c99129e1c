"""The ordered, append-only log that is the truth about every camp."""
