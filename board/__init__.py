"""The live board for Edcamp-style unconferences."""
