"""Where templates and static files are: inside the installed package, or beside it in a checkout."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `static` or `templates`."""
    packed = _PACKAGE / "_assets" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


@cache
def static_url() -> str:
    """Where browsers find the static files: it changes with them, so that they can be kept for ever."""
    digest = blake2b(digest_size=6)
    root = folder("static")
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"/static/{digest.hexdigest()}"
