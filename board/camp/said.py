"""What the board says to people: one sentence with names in it, the same wherever it is said."""


def say(sentence: str, **names: object) -> str:
    """The sentence with its {names} filled in."""
    return sentence.format(**names)
