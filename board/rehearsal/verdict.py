"""The end of a rehearsal: every phone's ballot, and the tallies, compared with what the board holds."""

import asyncio
from collections.abc import Sequence

from msgspec import Struct

from board.camp.errors import BoardError
from board.camp.model import Phase, TopicId
from board.rehearsal import check
from board.rehearsal.api import Api
from board.rehearsal.phone import Phone


class Verdict(Struct, frozen=True, kw_only=True):
    """What the comparison came to; `missing_from_tallies` is None where they are hidden."""

    checked: bool = False
    lost_votes: int = 0
    missing_from_tallies: int | None = None


class UpTopic(Struct):
    """A topic on the board."""

    id: TopicId


class CampNow(Struct):
    """What a rehearsal needs to know of a camp; `tallies` are None where they are hidden."""

    seq: int
    phase: Phase
    topics: list[UpTopic]
    tallies: dict[TopicId, int] | None = None

    @property
    def up(self) -> set[TopicId]:
        """The topics on the board."""
        return {topic.id for topic in self.topics}


def promised(phones: Sequence[Phone]) -> list[check.Expected]:
    """What these phones were told until now.

    To be taken before the board is read: an ask that is answered while ballots are being read would
    otherwise be expected in what was read before.
    """
    return [
        check.Expected(ballot=tuple(phone.acknowledged), doubt=phone.in_doubt) for phone in phones
    ]


async def judge(
    api: Api,
    phones: Sequence[Phone],
    expected: Sequence[check.Expected],
    before: CampNow,
    after: CampNow,
) -> Verdict:
    """Compare what was promised to each phone with its ballot, and all of it with the tallies.

    `before` and `after` is the camp around the rehearsal, `after` read later than `expected` was
    taken. Not checked if the board can't be asked.
    """
    try:
        held = await asyncio.gather(*(_held(api, phone) for phone in phones))
    except BoardError:
        return Verdict()
    lost = sum(
        check.lost_from_ballot(mine, there, after.up)
        for mine, there in zip(expected, held, strict=True)
    )
    missing = None
    if after.tallies is not None:
        missing = check.missing_from_tallies(
            expected, before.tallies or {}, after.tallies, after.up
        )
    return Verdict(checked=True, lost_votes=lost, missing_from_tallies=missing)


async def _held(api: Api, phone: Phone) -> tuple[TopicId, ...]:
    return (await api.get("/ballot", _Ballot, phone.token)).ballot


class _Ballot(Struct):
    ballot: tuple[TopicId, ...]
