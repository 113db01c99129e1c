"""kill -9 in the middle of a vote storm, again and again: no acknowledged vote is ever lost."""

import asyncio
import json
import random
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from board.camp.model import AttendeeId, TopicId
from board.live.desk import replay
from board.log import open_log
from tests.boards import CAMP, BoardServer, attendee_token, put_camp, small_camp

ROUNDS = 12
VOTERS = 24
TOPICS = ROUNDS * 40


class Storm:
    """Voters that vote for one topic after the other, and remember what they were promised."""

    def __init__(self) -> None:
        self.asked: dict[str, list[str]] = {f"a{n}": [] for n in range(1, VOTERS + 1)}
        self.acknowledged: dict[str, list[str]] = {voter: [] for voter in self.asked}

    @property
    def votes(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    async def blow(self, server: BoardServer) -> None:
        """Vote until the board is gone."""
        await asyncio.gather(*(self._vote(server, voter) for voter in self.asked))

    async def _vote(self, server: BoardServer, voter: str) -> None:
        address = f"{server.socket_url}?audience=phone&token={attendee_token(voter)}"
        try:
            async with connect(address, compression=None, max_size=None) as socket:
                while True:
                    topic = f"t{len(self.asked[voter]) + 1}"
                    self.asked[voter].append(topic)
                    ask = {"t": "vote", "n": len(self.asked[voter]), "topic": topic}
                    await socket.send(json.dumps(ask))
                    while (answer := json.loads(await socket.recv())).get("n") != ask["n"]:
                        pass
                    assert answer["t"] == "ok", answer
                    self.acknowledged[voter].append(topic)
        except (OSError, WebSocketException):
            return


async def test_no_acknowledged_vote_is_lost_when_the_board_is_killed(
    store_url: str, tmp_path: Path
) -> None:
    await put_camp(store_url, small_camp(attendees=VOTERS, topics=TOPICS))
    server, storm, draw = BoardServer(store_url, tmp_path), Storm(), random.Random(4)
    for round_ in range(ROUNDS):
        await asyncio.to_thread(server.start)
        before = storm.votes
        blowing = asyncio.create_task(storm.blow(server))
        while storm.votes < before + VOTERS * (2 + round_ % 3):
            await asyncio.sleep(0.005)
            assert not blowing.done(), server.said
        await asyncio.sleep(draw.uniform(0, 0.03))  # kill at no particular moment
        await asyncio.to_thread(server.kill)
        await blowing
        await _nothing_lost(store_url, storm)


async def _nothing_lost(store: str, storm: Storm) -> None:
    log = open_log(store)
    try:
        *_, (_, camp) = replay(CAMP, await log.read(CAMP))
    finally:
        await log.close()
    for voter, acknowledged in storm.acknowledged.items():
        ballot = camp.ballots.get(AttendeeId(voter), ())
        assert set(acknowledged) <= set(ballot), voter
        assert set(ballot) <= set(storm.asked[voter]), voter
        # Nothing half-applied: a vote that counts is on a ballot, and the other way round.
    for topic, tally in camp.tallies.items():
        assert tally == sum(TopicId(topic) in ballot for ballot in camp.ballots.values())
