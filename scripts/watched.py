"""A board whose pages tell of their own script errors, whatever browser shows them.

They also count, in `window.framesHeard`, what comes over WebSockets.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SCRIPT = b"""
const tell = (what) => navigator.sendBeacon("/watched", `${location.pathname}: ${what}`);
addEventListener("error", ({ message, target }) => {
  if (target.rel === "prefetch") return; // one may leave before it came
  tell(message || `${target.outerHTML} did not load`);
}, true);
addEventListener("unhandledrejection", ({ reason }) => tell(reason && reason.stack || reason));
addEventListener("securitypolicyviolation", (event) => tell(`forbidden: ${event.blockedURI}`));
window.framesHeard = 0;
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { window.framesHeard += 1; });
  }
};
"""
TAG = b'<head><script src="/watched.js"></script>'


class Watched:
    """An ASGI app around the board's, and what went wrong in its pages."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.errors: list[str] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or let the board answer, with the script above in its pages."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == "/watched.js":
            await _answer(send, b"text/javascript", SCRIPT)
        elif scope["path"] == "/watched":
            self.errors.append((await receive())["body"].decode())
            await _answer(send, b"text/plain", b"")
        else:
            plain = [
                (name, value) for name, value in scope["headers"] if name != b"accept-encoding"
            ]
            await self._app({**scope, "headers": plain}, receive, _Inserting(send))


class _Inserting:
    """Puts the script into a page on its way out; anything else goes out as it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if not any(value.startswith(b"text/html") for _, value in message["headers"]):
                await self._send(message)
                return
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._page += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        page = self._page.replace(b"<head>", TAG, 1)
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        headers.append((b"content-length", b"%d" % len(page)))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": page})


async def _answer(send: Send, kind: bytes, body: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})
