"""The rules, by what they are about. Only `board.camp.decide` decides with them; others look things up."""
