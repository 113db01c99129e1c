"""What peers have in common: they are sent a frame, and pass it on to everybody as it is."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout.camp import Heard
from benchmarks.fanout.product import Said, Wire

HERE = Path(__file__).parent


TIMES = 200  # a burst is longer than what was heard


class Publisher:
    """A peer whose one voice publishes, over `/pub`, what the board was heard to say."""

    most_phones = 1_000_000
    most_burst = 1_000_000

    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    def wire(self) -> Wire:
        """Phones at `/sub`; at `/fresh` they are told everything first."""
        return Wire()

    def moves(self) -> Sequence[Said]:
        """The board's frames for moves."""
        return [(0, self.said(frame)) for frame in self._heard.moves] * TIMES

    def votes(self) -> Sequence[Said]:
        """Its frames for single votes."""
        return [(0, self.said(frame)) for frame in self._heard.votes] * TIMES

    def said(self, frame: str) -> str:
        """A frame as this peer's voice says it."""
        return frame

    def started(self, port: int, folder: Path) -> None:
        """Nothing is left to do."""

    def keep_snapshot(self, folder: Path) -> Path:
        """A file with the frame that tells a fresh phone everything."""
        path = folder / "snapshot.json"
        path.write_text(self._heard.snapshot, encoding="utf-8")
        return path


class SocketIoPublisher(Publisher):
    """The same where frames travel as Socket.IO's events."""

    def wire(self) -> Wire:
        """Socket.IO has one address; who wants everything first says so in its query."""
        address = "/socket.io/?EIO=4&transport=websocket"
        return Wire(phone=address, fresh=f"{address}&fresh=1", voices=(address,), socketio=True)

    def said(self, frame: str) -> str:
        """An event that carries it."""
        return f'42["pub",{frame}]'
