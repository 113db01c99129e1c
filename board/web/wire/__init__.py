"""The board's own way to keep ten thousand sockets under uvicorn: one write for each, tick by tick.

`door` is the protocol class that uvicorn is given; `handshake` checks and answers an upgrade; `socket` is one
screen's open WebSocket. Under any other server the same screens are served over plain ASGI, by
`board.web.live`.
"""
