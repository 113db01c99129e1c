"""A camp in other shapes, for other programs and for another day."""
