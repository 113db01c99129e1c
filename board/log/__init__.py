"""The ordered, append-only log that is the truth about every camp."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from board.camp.errors import Invalid
from board.log.protocol import Log
from board.log.redis import RedisLog
from board.log.sqlite import SqliteLog


def open_log(url: str) -> Log:
    """The store that `url` names; it is connected to when it's first used. Invalid if it names none.

    `sqlite:///board.db` is relative to the working directory, `sqlite:////var/lib/board.db` absolute;
    `redis://`, `rediss://` and `unix://` as redis-py reads them, and several nodes of a Redis Cluster as
    `redis://a:7000,b:7000`.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Invalid(f"The store's URL can't be used: {error}.") from error
    if parts.scheme in ("redis", "rediss", "unix"):
        return RedisLog(url)
    path = unquote(parts.path).removeprefix("/")
    extra = parts.netloc or parts.query or parts.fragment
    if parts.scheme != "sqlite" or extra or not path or path.startswith(":"):
        raise Invalid(
            "The store's URL must be sqlite:///relative/path.db, sqlite:////absolute/path.db, or"
            " redis://host:port/0 (rediss:// with TLS, unix:///path/to/socket)."
        )
    return SqliteLog(Path(path))
