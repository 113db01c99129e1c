"""The draw: lots that only the published seed decides, never arrival, id order or a hash seed."""

from hashlib import blake2b


def lot(seed: int, *parts: str) -> int:
    """Draw the lot of whatever `parts` name: the same number always, and no two alike.

    The first part says what is drawn for, so that a good lot in one draw says nothing of another.
    """
    digest = blake2b(str(seed).encode(), digest_size=16)
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8))
        digest.update(encoded)
    return int.from_bytes(digest.digest())
