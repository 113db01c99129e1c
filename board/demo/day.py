"""The district day as a camp: what begins it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from board.camp.commands import CreateCamp
from board.camp.model import (
    Break,
    BreakId,
    CampId,
    Organiser,
    Pitch,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
)
from board.demo.district import Topic, district_day


def beginning(camp: CampId, organiser: Organiser) -> CreateCamp:
    """The camp with its rooms, breakouts and breaks. It is tomorrow, so that the clock freezes nothing."""
    day = district_day()
    tomorrow = datetime.now(ZoneInfo(day.time_zone)).date() + timedelta(days=1)
    breakouts = [period for period in day.periods if period.kind == "breakout"]
    together = [period for period in day.periods if period.kind == "together"]
    return CreateCamp(
        camp=camp,
        settings=Settings(name=day.name, date=tomorrow.isoformat(), zone=day.time_zone),
        organiser=organiser,
        rooms=tuple(
            Room(id=RoomId(f"r{n}"), name=r.name, capacity=r.capacity, features=r.features)
            for n, r in enumerate(day.rooms, start=1)
        ),
        slots=tuple(
            Slot(id=SlotId(f"s{n}"), name=p.title, start=p.start_minute, minutes=p.minutes)
            for n, p in enumerate(breakouts, start=1)
        ),
        breaks=tuple(
            Break(id=BreakId(f"b{n}"), name=p.title, start=p.start_minute, minutes=p.minutes)
            for n, p in enumerate(together, start=1)
        ),
    )


def pitch_of(topic: Topic) -> Pitch:
    """What a topic says about itself on the board."""
    return Pitch(
        title=topic.title,
        description=topic.description,
        grade_bands=topic.grade_bands,
        tags=topic.subjects,
        format=topic.format,
        bring=topic.bring,
        needs=topic.needs,
        seat_cap=topic.seat_cap,
        sessions=2 if topic.willing_to_repeat else 1,
    )
