"""Starlette, one `await send_text()` after the other, on uvicorn: serve_starlette.py PORT SNAPSHOT."""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

phones: set[WebSocket] = set()
snapshot = Path(sys.argv[2]).read_text(encoding="utf-8")


async def subscribe(socket: WebSocket) -> None:
    """One phone."""
    await socket.accept()
    phones.add(socket)
    try:
        if socket.url.path == "/fresh":
            await socket.send_text(snapshot)
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        phones.discard(socket)


async def publish(socket: WebSocket) -> None:
    """Who publishes."""
    await socket.accept()
    try:
        while True:
            text = await socket.receive_text()
            for phone in list(phones):
                await phone.send_text(text)
    except WebSocketDisconnect:
        pass


app = Starlette(
    routes=[
        WebSocketRoute("/sub", subscribe),
        WebSocketRoute("/fresh", subscribe),
        WebSocketRoute("/pub", publish),
    ]
)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
    )
