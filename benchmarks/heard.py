"""Screens that count what the hub gives them, by what it was about."""

import json
from collections import defaultdict
from typing import Any

from msgspec import Struct

from board.camp.errors import BoardError
from board.live.follower import Follower, Looks
from board.live.framed import Framed, message

ACK = 52  # bytes of IPv4, TCP and its timestamps: around each frame, and for its acknowledgement
MASK = 4  # bytes more for what a phone sends (RFC 6455, 5.3)

TALLIES, MOVES, TOPICS, OTHER = (
    "tallies",
    "places and moves",
    "topics",
    "announcements and the like",
)
SNAPSHOTS, MINE, BEATS = "snapshots", "one's own votes", "beats"


class Bytes(Struct):
    """What travelled for one reason: `deflated` as it does where compression was agreed to, else `plain`."""

    frames: float = 0
    deflated: int = 0
    plain: int = 0


class Screen(Follower):
    """A screen that is always on and takes every frame at once."""

    __slots__ = ("heard", "packets")

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks)
        self.heard: dict[str, Bytes] = defaultdict(Bytes)
        self.packets = 0

    def put(self, frame: Framed) -> None:
        """Count a frame."""
        self.packets += 1
        says = json.loads(frame.json)
        kind = says["t"]
        if kind == "patch":
            self._count_patch(says["ops"], frame)
        else:
            self._count({"snapshot": SNAPSHOTS, "mine": MINE}.get(kind, BEATS), frame)

    def end(self, why: BoardError | None) -> None:
        """The morning is over."""
        assert why is None

    def asked(self, ask: dict[str, Any], answer: bytes = b"") -> None:
        """Count what this phone sends, and what it is answered."""
        self.packets += 1 + bool(answer)
        sent = message(json.dumps(ask, separators=(",", ":")).encode())
        size = len(sent) + MASK + (len(message(answer)) if answer else 0)
        counted = self.heard[MINE if answer else BEATS]
        counted.frames += 1
        counted.deflated += size
        counted.plain += size

    def _count_patch(self, ops: list[list[Any]], frame: Framed) -> None:
        """Share out a patch about several things: numbers of votes take what it is larger for them."""
        rest = [op for op in map(_without_tallies, ops) if op]
        if not rest:
            self._count(TALLIES, frame)
            return
        whole = json.loads(frame.json)
        without = Framed(
            json.dumps(whole | {"ops": rest}, separators=(",", ":"), ensure_ascii=False).encode()
        )
        counted = self.heard[_kind(rest)]
        counted.frames += 1
        counted.deflated += min(len(without.deflated), len(frame.deflated))
        counted.plain += min(len(without.plain), len(frame.plain))
        if len(without.json) < len(frame.json):
            tallies = self.heard[TALLIES]
            tallies.deflated += max(0, len(frame.deflated) - len(without.deflated))
            tallies.plain += max(0, len(frame.plain) - len(without.plain))

    def _count(self, kind: str, frame: Framed) -> None:
        counted = self.heard[kind]
        counted.frames += 1
        counted.deflated += len(frame.deflated)
        counted.plain += len(frame.plain)


def _without_tallies(op: list[Any]) -> list[Any] | None:
    if op[0] == "votes":
        return None
    if op[0] != "set":
        return op
    rest = {key: value for key, value in op[1].items() if not key.startswith("n-")}
    return ["set", rest] if rest else None


def _kind(ops: list[list[Any]]) -> str:
    names = {op[1] for op in ops if op[0] in ("put", "del")}
    if any(name.startswith(("topic-", "by-")) for name in names):
        return TOPICS
    placed = any(name.startswith("cell-") for name in names)
    values = {key for op in ops if op[0] == "set" for key in op[1]}
    return MOVES if placed or any(key.startswith("at-") for key in values) else OTHER
