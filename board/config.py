"""What an operator sets through the environment, checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from board.camp.errors import Invalid

# Every setting, for the documentation and the command line: name, default, meaning.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("BOARD_STORE", "sqlite:///board.db", "where the logs are: sqlite:///path/to/file.db or redis://host:port/0"),
    ("BOARD_SECRET", "", "signs tokens, 16 characters or more; SQLite keeps its own beside the file"),
    ("HOST", "0.0.0.0", "the address to listen on"),  # noqa: S104 - phones must reach it
    ("PORT", "8000", "the port to listen on"),
    ("BOARD_URL", "", "how people reach the board, for links and QR codes: https://board.example.org"),
    ("BOARD_ORIGINS", "", "other origins whose pages may talk to the board, separated by spaces"),
    ("BOARD_REHEARSALS", "on", "whether organisers can rehearse from their console: on, or off"),
    ("BOARD_LOG_LEVEL", "info", "how much to say: debug, info, warning or error"),
)  # fmt: skip

_LEVELS = ("debug", "info", "warning", "error")


class Config(Struct, frozen=True, kw_only=True):
    """The settings of one process. `url` is empty where the request's Host header says it."""

    store: str
    secret: str
    host: str
    port: int
    url: str = ""
    origins: tuple[str, ...] = ()
    log_level: str = "info"
    rehearsals: bool = True


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings in `environ`, or Invalid naming every one that is wrong and what to write."""
    defaults = {name: default for name, default, _ in SETTINGS}
    given = {name: environ.get(name, "").strip() or default for name, default in defaults.items()}
    wrong = [*_wrong(given)]
    if wrong:
        raise Invalid("\n".join(wrong))
    return Config(
        store=given["BOARD_STORE"],
        secret=given["BOARD_SECRET"] or kept_secret(given["BOARD_STORE"]),
        host=given["HOST"],
        port=int(given["PORT"]),
        url=given["BOARD_URL"].rstrip("/"),
        origins=tuple(given["BOARD_ORIGINS"].split()),
        log_level=given["BOARD_LOG_LEVEL"].lower(),
        rehearsals=given["BOARD_REHEARSALS"].lower() == "on",
    )


def kept_secret(store: str) -> str:
    """The secret beside a SQLite store, drawn and written (readable by its owner only) if there is none."""
    path = Path(store.removeprefix("sqlite:///") + ".secret")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(32)
        file.write(secret + "\n")
    return secret


def _wrong(given: Mapping[str, str]) -> list[str]:
    wrong = []
    store, secret = given["BOARD_STORE"], given["BOARD_SECRET"]
    if not store.startswith(("sqlite:///", "redis://", "rediss://", "unix://")):
        wrong.append(
            f"BOARD_STORE={store} names no store. Write sqlite:///path/to/file.db or"
            " redis://host:port/0."
        )
    if not secret and not store.startswith("sqlite:///"):
        wrong.append(
            "BOARD_SECRET is not set. All processes over one Redis need the same one: write"
            " BOARD_SECRET= and 16 characters or more that nobody can guess."
        )
    if secret and len(secret) < 16:
        wrong.append("BOARD_SECRET is too short. Write 16 characters or more.")
    if not (given["PORT"].isdecimal() and int(given["PORT"]) < 65536):
        wrong.append(f"PORT={given['PORT']} is no port. Write a number from 0 to 65535.")
    for name in ("BOARD_URL", "BOARD_ORIGINS"):
        wrong += [
            f"{name}={url} is no address. Write it as https://board.example.org."
            for url in given[name].split()
            if not url.startswith(("http://", "https://")) or len(url.rstrip("/").split("/")) != 3
        ]
    if given["BOARD_REHEARSALS"].lower() not in ("on", "off"):
        wrong.append("BOARD_REHEARSALS must be on or off.")
    if given["BOARD_LOG_LEVEL"].lower() not in _LEVELS:
        wrong.append(f"BOARD_LOG_LEVEL must be one of {', '.join(_LEVELS)}.")
    return wrong
