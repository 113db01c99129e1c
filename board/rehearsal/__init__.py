"""Simulated phones over real sockets: what organisers run against their own board before the day."""
