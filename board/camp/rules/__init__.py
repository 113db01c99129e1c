"""The rules, by what they are about. `board.camp.decide` is the only caller."""
