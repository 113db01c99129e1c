"""Everything the board can say no with.

    BoardError
    ├── Invalid            422  something given is not usable as it is
    ├── Unauthorised       401  nobody we know: no token, or a forged or expired one
    ├── Forbidden          403  somebody we know, but this is not theirs
    ├── Unknown            404  no such camp, topic, room, ...
    ├── Conflict           409  usable, but not now: it contradicts what stands
    │   ├── CodeTaken      409  another camp has this code
    │   ├── WrongPhase     409  not in this phase of the day
    │   └── PlanRefused    409  a plan that breaks a rule
    ├── TooLarge           413  more bytes than anybody needs
    ├── TooMany            429  more at once than anybody needs
    └── Unavailable        503  the store can't be reached; nothing is lost, try again
        ├── StoreFull      507  the store takes no more
        └── StoreDamaged   500  the log can't be trusted; a person has to look

Each carries the HTTP status of its answer, the WebSocket close code (RFC 6455: 4000-4999 are ours)
used where a socket can't go on after it, and a `kind` that names it in the API's problem details
(RFC 9457). Its message is a sentence for the person who asked, saying what to do.
"""

from typing import ClassVar

from board.camp.said import say


class BoardError(Exception):
    """Something the board refuses, with a sentence for the person who asked."""

    status: ClassVar[int] = 400
    close: ClassVar[int] = 4400
    kind: ClassVar[str] = "refused"
    title: ClassVar[str] = say("That can't be done")

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Invalid(BoardError):
    """Something given is not usable as it is."""

    status = 422
    close = 4422
    kind = "invalid"
    title = say("Something needs to be put right")


class Unauthorised(BoardError):
    """Nobody we know: no token, or a forged or expired one."""

    status = 401
    close = 4401
    kind = "unauthorised"
    title = say("Join first")


class Forbidden(BoardError):
    """Somebody we know, but this is not theirs."""

    status = 403
    close = 4403
    kind = "forbidden"
    title = say("This is not yours to change")


class Unknown(BoardError):
    """No such camp, topic, room, slot, or person."""

    status = 404
    close = 4404
    kind = "unknown"
    title = say("There is nothing here")


class Conflict(BoardError):
    """It contradicts what stands on the board."""

    status = 409
    close = 4409
    kind = "conflict"
    title = say("That doesn't fit")


class CodeTaken(Conflict):
    """Another camp has this code."""

    kind = "code-taken"
    title = say("There is such a camp")

    def __init__(
        self, detail: str = say("There is a camp with this code already. Please try again.")
    ) -> None:
        super().__init__(detail)


class WrongPhase(Conflict):
    """Not in this phase of the day."""

    kind = "wrong-phase"
    title = say("Not now")


class PlanRefused(Conflict):
    """A plan that breaks a rule of the camp."""

    kind = "plan-refused"
    title = say("The plan breaks a rule")


class TooLarge(BoardError):
    """More bytes than anybody needs."""

    status = 413
    close = 1009
    kind = "too-large"
    title = say("That is too large")


class TooMany(BoardError):
    """More at once than anybody needs."""

    status = 429
    close = 4429
    kind = "too-many"
    title = say("Slow down a little")


class Unavailable(BoardError):
    """The store can't be reached. Nothing that was acknowledged is lost."""

    status = 503
    close = 1013
    kind = "unavailable"
    title = say("The board can't save right now")


class StoreFull(Unavailable):
    """The store takes no more."""

    status = 507
    kind = "store-full"
    title = say("The board has run out of space")


class StoreDamaged(Unavailable):
    """The log can't be trusted; a person has to look."""

    status = 500
    close = 1011
    kind = "store-damaged"
    title = say("The board's log is damaged")
