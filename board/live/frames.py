"""What travels between the board and its screens: JSON text frames, the same over every wire.

From the board: `patch`, `snapshot`, `mine`, `beat`, `ok`, `no`. From a screen: see
`board.live.asks`. `docs/protocol.md` describes each for who writes another client.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from board.camp.errors import BoardError
from board.camp.model import TopicId
from board.languages.told import to_json
from board.live.parts import Audience, Screen, Value
from board.live.render import Renderer
from board.log.protocol import Epoch

# ["put", id, into, html] - replace the element `id`, or put it first into the element `into`
# ["del", id]             - remove the element `id`
# ["keep", into, [ids]]   - remove the children of `into` that are not among `ids`
# ["set", {key: value}]   - the text of every element with `data-v=key`
# ["votes", [n, count, ...]] - how many votes topics have, on the card with the topic's number; each number
#                              is given as what it is more than the one before
Op: TypeAlias = tuple[Any, ...]

MOVES = (b'{"t":"patch"', b'{"t":"snapshot"')  # how the frames begin that move a screen on

_encode = to_json  # what the board says is told in the language of those the frame is for


def patch(seq: int, since: int, ops: list[Op]) -> bytes:
    """What changed between entries `since` and `seq`; applies only to a screen that is at `since`."""
    return _encode({"t": "patch", "from": since, "seq": seq, "ops": ops})


def snapshot(seq: int, epoch: Epoch, ops: list[Op]) -> bytes:
    """Everything, for a screen whose past isn't known any more."""
    return _encode({"t": "snapshot", "seq": seq, "epoch": epoch, "ops": ops})


def mine(seq: int, ballot: tuple[TopicId, ...]) -> bytes:
    """One attendee's own ballot as of `seq`, first choice first; only their own screens get it."""
    return _encode({"t": "mine", "seq": seq, "ballot": ballot})


def beat(seq: int, now: int) -> bytes:
    """A sign of life: the seq the screen should show, and the board's clock in ms since the Unix epoch."""
    return _encode({"t": "beat", "seq": seq, "now": now})


def ok(number: int, seq: int) -> bytes:
    """The screen's ask `number` is durably done, at `seq`."""
    return _encode({"t": "ok", "n": number, "seq": seq})


def no(number: int, error: BoardError) -> bytes:
    """The screen's ask `number` is refused, and nothing has changed."""
    return _encode(
        {"t": "no", "n": number, "kind": error.kind, "detail": error.detail, "status": error.status}
    )


def changes(audience: Audience, before: Screen, after: Screen, renderer: Renderer) -> list[Op]:
    """The ops that turn a page showing `before` into one showing `after`."""
    ops: list[Op] = []
    if before.parts is not after.parts:
        ops.extend(_part_changes(audience, before, after, renderer))
    values = {k: v for k, v in after.values.items() if before.values.get(k) != v}
    values.update((k, "") for k in before.values if k not in after.values)
    if audience == "phone" and (votes := _votes(after, values)):
        ops.append(("votes", votes))
    if values:
        ops.append(("set", values))
    return ops


def only_tallies(ops: list[Op]) -> bool:
    """Whether all that changes is how many votes topics have, on phones."""
    return all(op[0] == "votes" for op in ops)


def weight(op: Op) -> int:
    """About how many bytes the numbers of votes in an op take, framed and compressed."""
    return 60 + 2 * len(op[1]) if op[0] == "votes" else 0


def _votes(screen: Screen, values: dict[str, Value]) -> list[int]:
    """Take the tallies out of `values`, and say them as shortly as can be: nothing else comes as often."""
    keys = [key for key, value in values.items() if key.startswith("n-") and value != ""]
    cards = (screen.parts[f"topic-{key.removeprefix('n-')}"].inputs[0] for key in keys)
    counts = sorted(
        (card.topic.number, values.pop(key)) for card, key in zip(cards, keys, strict=True)
    )
    votes, before = list[int](), 0
    for number, tally in counts:
        votes += (number - before, int(tally))
        before = number
    return votes


def _part_changes(
    audience: Audience, before: Screen, after: Screen, renderer: Renderer
) -> Iterator[Op]:
    for part_id, part in before.parts.items():
        if part_id not in after.parts and part.into:
            yield "del", part_id
    drawn = {
        part_id
        for part_id, part in after.parts.items()
        if (old := before.parts.get(part_id)) is None or old.inputs != part.inputs
    }
    yield from _puts(audience, after, drawn, renderer)


def everything(audience: Audience, screen: Screen, renderer: Renderer) -> list[Op]:
    """The ops that turn any page of this audience into one showing `screen`."""
    lists: dict[str, list[str]] = {}
    for part_id, part in screen.parts.items():
        if part.into:
            lists.setdefault(part.into, []).append(part_id)
    for into in _LISTS[audience]:
        lists.setdefault(into, [])
    ops: list[Op] = [("keep", into, ids) for into, ids in lists.items()]
    ops.extend(_puts(audience, screen, set(screen.parts), renderer))
    ops.append(("set", dict(screen.values)))
    return ops


# The lists each audience's pages can hold, so that an emptied one is emptied on the screen too.
_LISTS: dict[Audience, tuple[str, ...]] = {
    "phone": ("offers", "topics"),
    "grid": (),
    "lobby": (),
    "organiser": ("rows",),
}


def _puts(audience: Audience, screen: Screen, ids: set[str], renderer: Renderer) -> Iterator[Op]:
    # Last first, since each is put before those that are there already.
    for part_id in reversed(list(screen.parts)):
        part = screen.parts[part_id]
        if part_id in ids and part.within not in ids:
            yield "put", part_id, part.into, renderer.part(audience, screen, part_id)
