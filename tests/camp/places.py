"""The few people, places and words that drawn days are made of."""

from hypothesis import strategies as st

from board.camp.model import (
    AttendeeId,
    BreakId,
    OrganiserId,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)

ATTENDEES = tuple(AttendeeId(f"a{n}") for n in range(1, 7))
ORGANISERS = tuple(OrganiserId(f"o{n}") for n in range(1, 4))
ROOMS = tuple(RoomId(f"r{n}") for n in range(1, 6))
SLOTS = tuple(SlotId(f"s{n}") for n in range(1, 5))
BREAKS = tuple(BreakId(f"b{n}") for n in range(1, 3))
TOPICS = tuple(TopicId(f"t{n}") for n in range(1, 10))
FEATURES = ("projector", "piano")
TITLES = ("Chess", "Reading aloud", "<b>Maps & legends</b>", "  Grüße, Zoë  ", "数学", "")


def some_settings() -> st.SearchStrategy[Settings]:
    """What organisers may have chosen."""
    return st.builds(
        Settings,
        name=st.just("Spring camp"),
        date=st.just("2026-03-14"),
        zone=st.just("Europe/Berlin"),
        vote_budget=st.sampled_from([0, 0, 1, 3]),
        tallies_shown=st.booleans(),
        leaderless=st.booleans(),
        moves_per_minute=st.sampled_from([6, 1, 0, 60]),
        identity=st.sampled_from(["open", "open", "doors", "roster"]),
        colour=st.sampled_from(["", "#1d5140", "#ffcc00"]),
    )


def a_room(
    room: RoomId,
    *,
    name: str = "",
    features: tuple[str, ...] = FEATURES,
    closed: tuple[SlotId, ...] = (),
) -> Room:
    """A room with everything, unless said otherwise."""
    return Room(id=room, name=name or f"Room {room}", capacity=20, features=features, closed=closed)


def a_slot(slot: SlotId) -> Slot:
    """A slot at its own hour: no two of them overlap."""
    return Slot(id=slot, name=f"Slot {slot}", start=480 + 60 * int(slot[1:]), minutes=45)
