"""The servers people would use instead: each as its documentation says to broadcast with it."""

from benchmarks.fanout.camp import Heard
from benchmarks.fanout.peers.javascript import Bun, NodeWs, SocketIo
from benchmarks.fanout.peers.nchan import Nchan
from benchmarks.fanout.peers.python import (
    Channels,
    PlainStarlette,
    PythonSocketIo,
    WebsocketsBroadcast,
)
from benchmarks.fanout.product import Product


def peers(heard: Heard) -> list[Product]:
    """All of them, to publish what the board was heard to say; the first is who all are compared to."""
    return [
        Bun(heard),
        Nchan(heard),
        NodeWs(heard),
        WebsocketsBroadcast(heard),
        PlainStarlette(heard),
        SocketIo(heard),
        PythonSocketIo(heard),
        Channels(heard),
    ]
