"""The board over one of uvicorn's own WebSocket protocols, to see what the board's own is worth."""

import sys

from board.config import from_environment
from board.limits import allow_many_sockets
from board.server import web_server

if __name__ == "__main__":
    allow_many_sockets()
    server = web_server(from_environment())
    server.config.http, server.config.ws = "httptools", sys.argv[1]
    server.run()
