"""Django Channels on Daphne: serve_channels.py PORT SNAPSHOT."""

import importlib
import sys
from pathlib import Path
from typing import Any

SNAPSHOT = Path(sys.argv[2]).read_text(encoding="utf-8")


def application() -> Any:
    """The ASGI application, over an in-memory layer that drops nothing."""
    settings = importlib.import_module("django.conf").settings

    layer = {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        "CONFIG": {"capacity": 100_000, "expiry": 600},
    }
    settings.configure(ALLOWED_HOSTS=["*"], CHANNEL_LAYERS={"default": layer})

    generic = importlib.import_module("channels.generic.websocket")
    routing = importlib.import_module("channels.routing")

    class Consumer(generic.AsyncWebsocketConsumer):  # type: ignore[misc,name-defined]
        """A phone, or who publishes."""

        async def connect(self) -> None:
            await self.accept()
            if self.scope["path"] != "/pub":
                await self.channel_layer.group_add("camp", self.channel_name)
            if self.scope["path"] == "/fresh":
                await self.send(text_data=SNAPSHOT)

        async def receive(self, text_data: str = "", **_rest: object) -> None:
            await self.channel_layer.group_send("camp", {"type": "update", "text": text_data})

        async def update(self, event: dict[str, str]) -> None:
            await self.send(text_data=event["text"])

        async def disconnect(self, _code: int) -> None:
            await self.channel_layer.group_discard("camp", self.channel_name)

    return routing.ProtocolTypeRouter({"websocket": Consumer.as_asgi()})


if __name__ == "__main__":
    server = importlib.import_module("daphne.server")
    server.Server(
        application=application(),
        endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"],
        websocket_timeout=-1,
    ).run()
