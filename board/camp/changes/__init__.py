"""What each event changes in a camp, by subject. Every module has its `CHANGES`: event to function."""
