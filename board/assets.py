"""Where templates and static files are: inside the installed package, or beside it in a checkout."""

import re
from functools import cache
from hashlib import blake2b
from pathlib import Path

_PACKAGE = Path(__file__).parent
_IMPORT = re.compile(r"""^(?:import|export)[^"']*["']\./([\w-]+\.js)["']""", re.MULTILINE)


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


@cache
def modules(*names: str) -> tuple[str, ...]:
    """The files in static/js that these modules need, themselves included.

    A page that names them lets a phone fetch all at once instead of finding out one after the other.
    """
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            source = (folder("static") / "js" / name).read_text(encoding="utf-8")
            waiting += _IMPORT.findall(source)
    return tuple(found)
