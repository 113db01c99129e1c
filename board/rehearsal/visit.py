"""What somebody does at the board during a rehearsal."""

import asyncio
from time import perf_counter

from board.camp.model import Pitch, TopicId
from board.rehearsal.board_seen import BoardSeen
from board.rehearsal.phone import Phone, new_id

PACE = 10.0  # seconds from one thing to the next, on average
AWAY = (1.0, 10.0)  # seconds without Wi-Fi
SEEN_AT_ONCE = 12
FEW, ENOUGH = 4, 15  # votes: below, people only add; at the most, they only change

_THINGS = ("vote", "withdraw", "order", "lose")
_WHILE_FEW = (92, 0, 0, 8)
_USUALLY = (66, 12, 14, 8)
_WITH_ENOUGH = (0, 50, 42, 8)


class Person:
    """Who holds a phone: does a thing every `pace` seconds, first of all pitching their `pitches`."""

    def __init__(
        self, phone: Phone, board: BoardSeen, *, pitches: list[Pitch], pace: float = PACE
    ) -> None:
        self.phone, self._board, self._pitches, self._pace = phone, board, pitches, pace
        self._rng = phone.rng
        self._unseen: list[TopicId] = []
        self._scrolled: set[TopicId] = set()

    async def visit(self, arrival: float, leaving: float) -> None:
        """Come at `arrival`, take part until `leaving` (both on `perf_counter`), and keep the page open."""
        await asyncio.sleep(max(0.0, arrival - perf_counter()))
        if not await self.phone.join():
            return
        self.phone.come_online()
        while (now := perf_counter()) < leaving:
            await asyncio.sleep(min(self._rng.expovariate(1 / self._pace), leaving - now))
            if (left := leaving - perf_counter()) > 0:
                self._do_something(left)

    def _do_something(self, left: float) -> None:
        """Scroll on, and do one thing; `left` are the seconds until one leaves."""
        self._scroll()
        if self._pitches:
            pitch = self._pitches.pop()
            lead = self._rng.random() < 0.8
            self.phone.pitch(TopicId(new_id(self._rng)), pitch, lead=lead)
            return
        count = len(self.phone.ballot)
        odds = _WHILE_FEW if count < FEW else _USUALLY if count < ENOUGH else _WITH_ENOUGH
        [thing] = self._rng.choices(_THINGS, odds)
        match thing:
            case "vote":
                self._vote()
            case "withdraw":
                self.phone.withdraw(self._rng.choice(self.phone.ballot))
            case "order":
                self.phone.order(self._rng.sample(self.phone.ballot, count))
            case "lose":
                # Voting goes on while the phone is away: these are the votes that get lost elsewhere.
                seconds = min(self._rng.uniform(*AWAY), left)
                self.phone.lose_wifi(seconds, silently=self._rng.random() < 0.5)
                self._vote()

    def _vote(self) -> None:
        for topic in self._board.draw(8):
            if topic not in self.phone.ballot:
                self.phone.vote(topic)
                return

    def _scroll(self) -> None:
        if not self._unseen:
            self._unseen = [topic for topic in self._board.topics if topic not in self._scrolled]
            self._rng.shuffle(self._unseen)
        seen = self._unseen[:SEEN_AT_ONCE]
        del self._unseen[:SEEN_AT_ONCE]
        self._scrolled.update(seen)
        self.phone.see(seen)
