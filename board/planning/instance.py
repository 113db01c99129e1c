"""What the planner is asked: an instance, read from JSON or built in Python, and checked."""

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.conflicts import conflicts
from board.planning.references import reference_problems
from board.planning.shape import read_shape
from board.planning.values import Instance, Pin, Placement, Room, Slot, Topic

__all__ = [
    "AttendeeId",
    "Instance",
    "InvalidInstance",
    "Pin",
    "Placement",
    "Room",
    "RoomId",
    "Slot",
    "SlotId",
    "Topic",
    "TopicId",
    "check",
    "parse_instance",
]


class InvalidInstance(ValueError):
    """The instance can't be planned; `problems` names every reason, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_instance(raw: bytes) -> Instance:
    """Read an instance from its JSON; raises InvalidInstance with all that is wrong with it."""
    instance, problems = read_shape(raw)
    if instance is not None:
        problems += check(instance)
    if instance is None or problems:
        raise InvalidInstance(problems)
    return instance


def check(instance: Instance) -> list[str]:
    """Name all that is wrong with an instance: broken references, and rules it can't keep."""
    return [*reference_problems(instance), *conflicts(instance)]
