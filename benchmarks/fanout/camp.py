"""The camp that is measured: a district's, with phones that vote in it, and what it was heard to say."""

import asyncio
import json
from pathlib import Path

from msgspec import Struct
from websockets.asyncio.client import connect

from board.camp.commands import JoinCamp
from board.camp.model import AttendeeId, CampId
from board.live.desk import Desks
from board.log import open_log
from board.web.identity import Tokens
from tests import seed

CODE = CampId("larks")
SECRET = "a secret for benchmarks only"
VOTERS = 50
CHOICES = 40  # so many votes one after the other, then all of them are taken back, and so on
UPDATES = VOTERS * 2 * CHOICES


class Ready(Struct, frozen=True, kw_only=True):
    """A camp in a file, at `seq` of `epoch`, and the tokens of the phones that will vote."""

    store: Path
    seq: int
    epoch: str
    tokens: tuple[str, ...]
    topics: tuple[str, ...]

    def phone(self, *, fresh: bool) -> str:
        """Where a phone that only looks opens its wire: as of now, or from an epoch long gone."""
        since = "since=7&epoch=gone" if fresh else f"since={self.seq}&epoch={self.epoch}"
        return f"/c/{CODE}/live?audience=phone&{since}"

    def voice(self, number: int) -> str:
        """Where the phone of one who votes opens its wire."""
        return f"{self.phone(fresh=False)}&token={self.tokens[number]}"

    def asks(self) -> list[tuple[int, str]]:
        """Votes, and the same votes taken back, as (whose phone, what it asks)."""
        return [(n % VOTERS, self._ask(n)) for n in range(UPDATES)]

    def _ask(self, n: int) -> str:
        turn, voter = divmod(n, VOTERS)
        back, choice = divmod(turn, CHOICES)
        topic = self.topics[(voter * 7 + choice) % len(self.topics)]
        return json.dumps({"t": "unvote" if back else "vote", "n": n, "topic": topic})


async def prepare(folder: Path) -> Ready:
    """A district's camp, open, with 138 topics, ballots and a full grid."""
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
    ready = Ready(
        store=store,
        seq=desk.seq,
        epoch=desk.epoch,
        tokens=tuple(signed),
        topics=tuple(desk.camp.topics),
    )
    await desks.close()
    await log.close()
    return ready


class Heard(Struct, frozen=True, kw_only=True):
    """What a phone of this camp was sent: a frame for each of some votes, and one with everything."""

    patches: tuple[str, ...]
    snapshot: str


async def record(camp: Ready, port: int) -> Heard:
    """Vote, one vote at a time, at a board that serves `camp`, and keep what a phone hears."""
    base = f"ws://127.0.0.1:{port}"
    patches = []
    async with (
        connect(base + camp.phone(fresh=True), compression=None, max_size=None) as looking,
        connect(base + camp.voice(0), compression=None, max_size=None) as voting,
    ):
        snapshot = await _next(looking, "snapshot")
        for vote in [ask for who, ask in camp.asks() if who == 0]:
            await looking.send('{"t":"beat"}')
            await voting.send(vote)
            patches.append(await _next(looking, "patch"))
            await _next(voting, "ok")
    return Heard(patches=tuple(patches), snapshot=snapshot)


async def _next(wire: object, kind: str) -> str:
    async with asyncio.timeout(20):
        while True:
            text = str(await wire.recv())  # type: ignore[attr-defined]
            if text.startswith(f'{{"t":"{kind}"'):
                return text
