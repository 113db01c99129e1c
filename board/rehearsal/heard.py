"""What a phone takes in of the board's frames: only what it needs, since a thousand of them share a CPU."""

from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.json import Decoder


class _Frame(Struct, tag_field="t", tag=str.lower, gc=False):
    """The shape every frame shares; what isn't named in a frame's type is skipped unread."""


class Patch(_Frame):
    """What changed from entry `since` to `seq`."""

    seq: int
    since: int = field(name="from")


class Snapshot(_Frame):
    """Everything, as of `seq`."""

    seq: int
    epoch: str


class Mine(_Frame):
    """One's own ballot, which the phone knows itself."""


class Beat(_Frame):
    """A sign of life."""


class Ok(_Frame):
    """The ask `n` is done at `seq`."""

    n: int
    seq: int


class No(_Frame):
    """The ask `n` is refused."""

    n: int
    kind: str
    detail: str = ""


Heard: TypeAlias = Patch | Snapshot | Mine | Beat | Ok | No


class Drawn(Struct, gc=False):
    """A patch's or snapshot's ops, for the one screen that reads them."""

    ops: list[list[Any]] = []


hear = Decoder(Heard).decode
read_ops = Decoder(Drawn).decode
