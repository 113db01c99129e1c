"""Django Channels on Daphne: serve_channels.py PORT SNAPSHOT."""

import os
import sys
from pathlib import Path
from typing import Any

SNAPSHOT = Path(os.environ.setdefault("SNAPSHOT", sys.argv[-1])).read_text(encoding="utf-8")


def application() -> Any:
    """The ASGI application, over an in-memory layer that drops nothing."""
    from django.conf import settings  # type: ignore[import-not-found]

    layer = {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        "CONFIG": {"capacity": 100_000, "expiry": 600},
    }
    settings.configure(ALLOWED_HOSTS=["*"], CHANNEL_LAYERS={"default": layer})

    from channels.generic.websocket import (  # type: ignore[import-not-found]
        AsyncWebsocketConsumer,
    )
    from channels.routing import (  # type: ignore[import-not-found]
        ProtocolTypeRouter,
    )

    class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]
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

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard("camp", self.channel_name)

    return ProtocolTypeRouter({"websocket": Consumer.as_asgi()})


if __name__ == "__main__":
    from daphne.endpoints import build_endpoint_description_strings  # type: ignore[import-not-found]
    from daphne.server import Server  # type: ignore[import-not-found]

    Server(
        application=application(),
        endpoints=build_endpoint_description_strings(host="127.0.0.1", port=int(sys.argv[1])),
        websocket_timeout=-1,
    ).run()
