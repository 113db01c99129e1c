"""`websockets.broadcast()` on uvloop: serve_websockets.py PORT SNAPSHOT."""

import sys
from pathlib import Path

import uvloop  # type: ignore[import-not-found]
from websockets.asyncio.server import ServerConnection, broadcast, serve

phones: set[ServerConnection] = set()
snapshot = Path(sys.argv[2]).read_text(encoding="utf-8")


async def serve_one(socket: ServerConnection) -> None:
    """One phone, or who publishes."""
    path = socket.request.path if socket.request else ""
    if path == "/pub":
        async for text in socket:
            broadcast(phones, text)
        return
    phones.add(socket)
    try:
        if path == "/fresh":
            await socket.send(snapshot)
        await socket.wait_closed()
    finally:
        phones.discard(socket)


async def main() -> None:
    """Serve until killed."""
    async with serve(serve_one, "127.0.0.1", int(sys.argv[1]), compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
