"""What an operation is: everything that its route and its description are made from."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from msgspec import Struct
from starlette.requests import Request

from board.camp.commands import Command
from board.camp.errors import Forbidden, Unknown
from board.camp.model import ActorId, Camp, Topic, TopicId
from board.camp.said import say
from board.web import site
from board.web.site import Visitor

Who: TypeAlias = Literal["anyone", "attendee", "organiser", "attendee or organiser"]


class Call(NamedTuple):
    """One request, and who sent it; there is no visitor where the path names no camp."""

    request: Request
    visitor: Visitor | None

    @property
    def by(self) -> Visitor:
        """Who asks, at which camp."""
        assert self.visitor is not None, "this operation's path names no camp"
        return self.visitor

    @property
    def site(self) -> site.Site:
        """The process that serves this call."""
        return site.site(self.request)

    @property
    def camp(self) -> Camp:
        """The camp as it is now."""
        return self.by.camp

    @property
    def seq(self) -> int:
        """The seq of the camp as it is now."""
        return self.by.desk.seq

    @property
    def actor(self) -> ActorId:
        """Who asks: as an organiser, who may do more, if they are one."""
        return self.by.organiser or self.by.an_attendee()

    def path(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def topic(self) -> Topic:
        """The topic in the path if whoever asks can see it; Unknown if not, whether it exists or not."""
        topic = self.camp.topics.get(TopicId(self.path("topic")))
        if topic is None or not (topic.up or self.owns(topic)):
            raise Unknown(say("There is no such topic on this board. It may have been withdrawn."))
        return topic

    def owns(self, topic: Topic) -> bool:
        """Whether whoever asks may change the topic: its facilitators, or who wished for it; organisers."""
        owners = topic.facilitators or (topic.by,)
        return self.by.organiser is not None or self.by.attendee in owners

    async def submit(self, command: Command) -> int:
        """The seq at which `command` is done."""
        return await self.by.desk.submit(command)


Handler: TypeAlias = Callable[[Call, Any], Awaitable[Struct]]


class Operation(Struct, frozen=True, kw_only=True):
    """One thing that can be asked of the API.

    `asked` is the type of the body, None where there is none. An operation that is `cached` answers
    with an ETag of where the camp's log stands, and with 304 to whoever has that already.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    summary: str
    who: Who
    handler: Handler
    answer: type[Struct]
    asked: Any = None
    status: int = 200
    cached: bool = False

    @property
    def of_camp(self) -> bool:
        """Whether it is about one camp."""
        return "{camp}" in self.path


def let_in(operation: Operation, visitor: Visitor) -> None:
    """Refuse, with Unauthorised or Forbidden, whoever the operation is not for."""
    match operation.who:
        case "attendee":
            visitor.an_attendee()
        case "organiser":
            if visitor.organiser is None and visitor.attendee is not None:
                raise Forbidden(say("Only organisers can do this. Ask one for an organiser link."))
            visitor.an_organiser()
        case "attendee or organiser":
            if visitor.organiser is None:
                visitor.an_attendee()
        case "anyone":
            pass
