"""How much anybody may send: checked while it comes in, so that more never piles up."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from board.camp.errors import TooLarge
from board.camp.said import say


class BodyLimit:
    """Refuses, with TooLarge, a request's body of more than `most` bytes.

    Starlette's own `max_body_size` answers in plain text, whatever the board's handlers say.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise TooLarge(
                    say("The board takes {most} bytes at once. Please send less.", most=self.most)
                )
            return message

        await self.app(scope, counted, send)
