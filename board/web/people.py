"""Finding who is meant by a name that somebody typed for them."""

from board.camp.errors import Invalid
from board.camp.model import Attendee, AttendeeId, Camp
from board.camp.said import say


def named(camp: Camp, given: str, new: AttendeeId) -> Attendee:
    """Who is called `given`, or `given (id)` where several are; with the id `new` if nobody is."""
    name, _, tail = given.rpartition(" (")
    by_id = camp.attendees.get(AttendeeId(tail.removesuffix(")")))
    if by_id is not None and by_id.name == name:
        return by_id
    namesakes = [p for p in camp.attendees.values() if p.name.lower() == given.lower()]
    if len(namesakes) > 1:
        raise Invalid(
            say(
                "{n} people are called {name}. Choose one from the list.",
                n=len(namesakes),
                name=given,
            )
        )
    return namesakes[0] if namesakes else Attendee(id=new, name=given)
