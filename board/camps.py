"""Creating a camp from the command line."""

import argparse
import asyncio
from pathlib import Path

from board.camp import commands as c
from board.camp import pasted
from board.camp.errors import Invalid
from board.camp.model import CampId, Organiser, OrganiserId, Room, Settings, Slot
from board.config import Config
from board.live.desk import Desks
from board.log import open_log
from board.web import zones
from board.web.identity import Tokens, new_code, new_id


def create(config: Config, given: argparse.Namespace) -> int:
    """Create the camp that was asked for, and print its links; the exit status."""
    zones.check(given.zone)
    command = c.CreateCamp(
        camp=CampId(""),
        settings=Settings(name=given.name, date=given.date, zone=given.zone),
        organiser=Organiser(id=OrganiserId(new_id("o")), name=given.organiser),
        rooms=_rooms(given.rooms) if given.rooms else (),
        slots=_slots(given.slots) if given.slots else (),
    )
    camp = asyncio.run(_create(config, command))
    base = config.url or f"http://localhost:{config.port}"
    token = Tokens(config.secret).organiser_token(camp, command.organiser.id)
    print(f"Camp {camp.upper()}")
    print(f"  phones     {base}/c/{camp}")
    print(f"  lobby      {base}/c/{camp}/lobby")
    print(f"  organiser  {base}/o/{camp}/{token}")
    print("Keep the organiser link: it is not shown again.")
    return 0


async def _create(config: Config, command: c.CreateCamp) -> CampId:
    log = open_log(config.store)
    desks = Desks(log)
    try:
        return (await desks.begin(command, new_code)).camp.id
    finally:
        await desks.close()
        await log.close()


def _rooms(file: Path) -> tuple[Room, ...]:
    try:
        found = pasted.rooms(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Invalid(f"{file} can't be read: {error.strerror}.") from error
    if found.complaints:
        raise Invalid("\n".join(found.complaints))
    return found.rooms


def _slots(text: str) -> tuple[Slot, ...]:
    time, *numbers = text.split(",")
    start = pasted.minutes_of(time)
    if (
        start is None
        or len(numbers) not in (2, 3)
        or not all(n.strip().isdecimal() for n in numbers)
    ):
        raise Invalid(f"--slots {text}: write START,MINUTES,COUNT or with a GAP, as 9:00,50,4,10.")
    minutes, count, gap = ([int(n) for n in numbers] + [0])[:3]
    return pasted.slots(start, count, minutes, gap)
