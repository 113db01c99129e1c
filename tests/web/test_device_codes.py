"""The codes that carry somebody over to another device, among a thousand people."""

from immutables import Map
from msgspec.structs import replace

from board.camp.model import Attendee, AttendeeId, Camp, CampId, Settings
from board.web.codes import STEP, Codes


class Counting(Codes):
    """Codes that count how many were drawn."""

    drawn = 0

    def device(self, camp: CampId, attendee: AttendeeId, now: float) -> str:
        """A code, as ever."""
        self.drawn += 1
        return super().device(camp, attendee, now)


def a_camp(people: int) -> Camp:
    camp = Camp(id=CampId("full"), settings=Settings(name="Full", date="2031-05-03", zone="UTC"))
    ids = [AttendeeId(f"a{n}") for n in range(people)]
    return replace(camp, attendees=Map({each: Attendee(id=each) for each in ids}))


def test_whoever_guesses_has_nothing_drawn_anew_and_who_came_in_since_is_found() -> None:
    codes, camp, now = Counting("a secret for tests only"), a_camp(1000), 100.0 * STEP
    assert codes.whose_device(camp, "bcdfghjk", now) is None
    assert codes.drawn == 2000  # everybody's, for this time step and the one before
    for _ in range(100):
        assert codes.whose_device(camp, "bcdfghjk", now) is None
    assert codes.drawn == 2000
    more = a_camp(1001)
    last = AttendeeId("a1000")
    assert codes.whose_device(more, codes.device(more.id, last, now), now) == last
    assert codes.whose_device(camp, codes.device(more.id, last, now), now) is None  # gone again
    assert codes.drawn < 2010


def test_a_device_code_stands_for_its_time_step_and_the_next() -> None:
    codes, camp, now = Codes("a secret for tests only"), a_camp(3), 100.0 * STEP
    given = codes.device(camp.id, AttendeeId("a1"), now)
    found = [codes.whose_device(camp, given, now + n * STEP) for n in (0, 1, 2, 0)]
    assert found == ["a1", "a1", None, "a1"]
