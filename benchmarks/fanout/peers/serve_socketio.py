"""python-socketio on uvicorn: serve_socketio.py PORT SNAPSHOT."""

import json
import sys
from pathlib import Path
from typing import Any

import socketio  # type: ignore[import-not-found]
import uvicorn

snapshot = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
sio = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], cors_allowed_origins="*")


@sio.event  # type: ignore[untyped-decorator]
async def connect(sid: str, environ: dict[str, Any], _auth: object) -> None:
    """Tell a phone everything first, if it asks for that."""
    if "fresh=1" in environ["QUERY_STRING"]:
        await sio.emit("update", snapshot, to=sid)


@sio.event  # type: ignore[untyped-decorator]
async def pub(_sid: str, update: object) -> None:
    """Pass an update on to everybody."""
    await sio.emit("update", update)


if __name__ == "__main__":
    uvicorn.run(
        socketio.ASGIApp(sio),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        ws_per_message_deflate=False,
        log_level="warning",
    )
