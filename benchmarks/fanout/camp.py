"""The camp that is measured: a district's, with people who change it, and what it was heard to say."""

import asyncio
import json
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from websockets.asyncio.client import connect

from benchmarks.fanout.product import Said
from board.camp.commands import ClearSession, JoinCamp, PlaceSession
from board.camp.decide import decide
from board.camp.errors import BoardError
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, CampId, Cell, RoomId, SlotId, TopicId
from board.live.desk import Desks
from board.log import open_log
from board.web.identity import Tokens, cookie
from tests import seed

CODE = CampId("larks")
SECRET = "a secret for benchmarks only"
VOTERS = 50
CHOICES = 40  # so many votes one after the other, then all of them are taken back, and so on
MOVES_EACH = 400  # of sessions, in every slot
RECORDED = 60
PATIENCE = 60.0  # seconds for a frame: the board takes its time with the numbers of votes


class Ready(Struct, frozen=True, kw_only=True):
    """A camp in a file, at `seq` of `epoch`, and what is needed to change it.

    `people` are the cookies of those who only look on, a phone each. `moves` are an organiser's
    actions as the API takes them, in the order of each of the slots;
    each has its own voice, and can be done once.
    """

    store: Path
    seq: int
    epoch: str
    organiser: str
    voters: tuple[str, ...]
    people: tuple[str, ...]
    topics: tuple[str, ...]
    moves: tuple[Said, ...]

    def phone(self, *, fresh: bool) -> str:
        """Where a phone that only looks opens its wire: as of now, or from an epoch long gone."""
        since = "since=7&epoch=gone" if fresh else f"since={self.seq}&epoch={self.epoch}"
        return f"/c/{CODE}/live?audience=phone&{since}"

    def voice(self, number: int) -> str:
        """Where the phone of one who votes opens its wire."""
        return f"{self.phone(fresh=False)}&token={self.voters[number]}"

    def votes(self) -> list[Said]:
        """Votes, and the same votes taken back; it can all begin again at the end."""
        return [(n % VOTERS, self._vote(n)) for n in range(VOTERS * 2 * CHOICES)]

    def _vote(self, n: int) -> str:
        turn, voter = divmod(n, VOTERS)
        back, choice = divmod(turn, CHOICES)
        topic = self.topics[(voter * 7 + choice) % len(self.topics)]
        return json.dumps({"t": "unvote" if back else "vote", "n": n, "topic": topic})


async def prepare(folder: Path, people: int = 1_000) -> Ready:
    """A district's camp, open, with 138 topics, ballots and a full grid, and so many who look on."""
    store = folder / "camp.db"
    log = open_log(f"sqlite:///{store}")
    desks = Desks(log)
    desk = await seed.district_camp(desks, CODE, voters=200)
    tokens = Tokens(SECRET)
    signed = []
    for n in range(VOTERS):
        voter = AttendeeId(f"voice-{n}")
        await desk.submit(JoinCamp(attendee=voter, name=f"Voice {n}"))
        signed.append(tokens.attendee_token(desk.camp, voter))
    crowd = [AttendeeId(f"phone-{n}") for n in range(people)]
    for start in range(0, people, 500):
        some = crowd[start : start + 500]
        await asyncio.gather(*(desk.submit(JoinCamp(attendee=each)) for each in some))
    name = cookie("attendee", CODE)
    for n, slot in enumerate(desk.camp.slots):  # each slot has a room free, to move sessions into
        gone = next(topic for cell, topic in desk.camp.cells.items() if cell.slot == slot)
        act = seed.action(10 + n)
        await desk.submit(ClearSession(by=seed.ORGANISER, action=act, at=1, topic=gone, slot=slot))
    ready = Ready(
        store=store,
        seq=desk.seq,
        epoch=desk.epoch,
        organiser=tokens.organiser_token(CODE, seed.ORGANISER),
        voters=tuple(signed),
        people=tuple(f"{name}={tokens.attendee_token(desk.camp, each)}" for each in crowd),
        topics=tuple(desk.camp.topics),
        moves=tuple(_moves(desk.camp)),
    )
    await desks.close()
    await log.close()
    return ready


def _moves(camp: Camp) -> Iterable[Said]:
    """Sessions that move, one after the other, into the room that the last one left."""
    slots = [_in_slot(camp, slot) for slot in camp.slots]
    return ((voice, text) for turn in zip(*slots, strict=False) for voice, text in enumerate(turn))


def _in_slot(camp: Camp, slot: SlotId) -> list[str]:
    rooms = list(camp.rooms)
    free = next(room for room in rooms if Cell(slot, room) not in camp.cells)
    found: list[str] = []
    where: dict[RoomId, TopicId] = {
        cell.room: topic for cell, topic in camp.cells.items() if cell.slot == slot
    }
    while len(found) < MOVES_EACH:
        moved = False
        for room, topic in list(where.items()):
            act = seed.action(100 + len(found))
            move = PlaceSession(
                by=seed.ORGANISER, action=act, at=1, topic=topic, slot=slot, room=free
            )
            try:
                camp = fold(camp, decide(camp, move))
            except BoardError:
                continue
            found.append(
                json.dumps({"type": "PlaceSession", "topic": topic, "slot": slot, "room": free})
            )
            del where[room]
            where[free], free, moved = topic, room, True
        assert moved, "no session fits the free room"
    return found[:MOVES_EACH]


class Heard(Struct, frozen=True, kw_only=True):
    """What a phone of this camp was sent: frames for single moves and votes, and one with everything."""

    moves: tuple[str, ...]
    votes: tuple[str, ...]
    snapshot: str


async def record(camp: Ready, port: int) -> Heard:
    """Change a board that serves `camp`, one thing at a time, and keep what a phone hears."""
    base = f"ws://127.0.0.1:{port}"
    moves, votes = [], []
    async with (
        connect(base + camp.phone(fresh=True), compression=None, max_size=None) as looking,
        connect(base + camp.voice(0), compression=None, max_size=None) as voting,
    ):
        snapshot = await _next(looking, "snapshot")
        for _, move in camp.moves[:RECORDED]:
            await asyncio.to_thread(_post, port, camp.organiser, move)
            moves.append(await _next(looking, "patch"))
        await voting.send(camp.votes()[0][1])  # the next ones would wait long
        votes.append(await _next(looking, "patch"))
    return Heard(moves=tuple(moves), votes=tuple(votes), snapshot=snapshot)


ACTIONS = f"/api/camps/{CODE}/actions"


def _post(port: int, token: str, body: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{ACTIONS}",
        data=body.encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=20).close()


async def _next(wire: Any, kind: str) -> str:
    async with asyncio.timeout(PATIENCE):
        while True:
            text = str(await wire.recv())
            if text.startswith(f'{{"t":"{kind}"'):
                return text
