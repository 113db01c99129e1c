"""A real board for tests: `board serve` in a process of its own, and small camps to put into its store."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from board.camp import events as e
from board.camp.model import (
    AttendeeId,
    CampId,
    Organiser,
    OrganiserId,
    Pitch,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)
from board.exports.whole import Document, restore
from board.log import open_log
from board.log.codec import VERSION
from board.web.identity import Tokens
from tests.servers import PATIENCE, free_port

SECRET = "a secret for tests only"
CAMP = CampId("test5")
ORGANISER = OrganiserId("o1")


class BoardServer:
    """`board serve` over `store`, on a port of its own that stays the same across restarts."""

    def __init__(self, store: str, folder: Path, *, planner: bool = False) -> None:
        self.store, self.folder, self.planner, self.port = store, folder, planner, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/c/{CAMP}/live"

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def said(self) -> str:
        """What it wrote so far, on both streams."""
        return (self.folder / "board.out").read_text()

    def start(self, *, limits: Sequence[str] = ()) -> None:
        """Start it; returns when it answers."""
        environ = {
            **os.environ,
            "BOARD_STORE": self.store,
            "BOARD_SECRET": SECRET,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        command = [*limits, sys.executable, "-m", "board", "serve"]
        command += [] if self.planner else ["--no-planner"]
        with (self.folder / "board.out").open("ab") as out:
            self._process = subprocess.Popen(command, env=environ, stdout=out, stderr=out)
        deadline = time.monotonic() + PATIENCE
        while not self.answers("/healthz"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(self.said)
            time.sleep(0.02)

    def answers(self, path: str) -> bool:
        """Whether it answers with 200."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def status(self, path: str) -> int:
        """The HTTP status it answers with."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def kill(self) -> None:
        """Kill it as kill -9 does."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Stop it as an operator would; its exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code = self._process.wait(timeout=PATIENCE)
        self._process = None
        return code


@contextmanager
def running_board(store: str, folder: Path, *, planner: bool = False) -> Iterator[BoardServer]:
    """A board that answers; it's gone afterwards."""
    server = BoardServer(store, folder, planner=planner)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def small_camp(*, attendees: int = 20, topics: int = 24, rooms: int = 4) -> tuple[e.Event, ...]:
    """An open camp: people a1, a2, ..., offers t1, t2, ... led by them, rooms r1, ..., slots s1 to s3."""
    people = [AttendeeId(f"a{n}") for n in range(1, attendees + 1)]
    return (
        e.CampCreated(
            camp=CAMP,
            settings=Settings(name="Test Camp", date="2031-05-03", zone="UTC"),
            organiser=Organiser(id=ORGANISER, name="Olu"),
        ),
        *(
            e.SlotSet(
                slot=Slot(id=SlotId(f"s{n}"), name=f"Slot {n}", start=480 + n * 60, minutes=50)
            )
            for n in range(1, 4)
        ),
        *(
            e.RoomSet(room=Room(id=RoomId(f"r{n}"), name=f"Room {n}", capacity=20 + n))
            for n in range(1, rooms + 1)
        ),
        e.PhaseChanged(phase="open"),
        *(e.AttendeeJoined(attendee=person, name=f"Person {person}") for person in people),
        *(
            e.TopicPitched(
                topic=TopicId(f"t{n}"),
                pitch=Pitch(title=f"Topic number {n}"),
                by=people[n % attendees],
                at=n,
                facilitators=(people[n % attendees],),
            )
            for n in range(1, topics + 1)
        ),
    )


async def put_camp(store: str, events: tuple[e.Event, ...]) -> None:
    """Begin a camp in a store with these events."""
    log = open_log(store)
    try:
        first = events[0]
        assert isinstance(first, e.CampCreated)
        document = Document(board_camp=VERSION, camp=first.camp, entries=1, events=events)
        await restore(log, document, first.camp)
    finally:
        await log.close()


def attendee_token(attendee: str) -> str:
    """The token of an attendee of the test camp."""
    return Tokens(SECRET).sign("attendee", CAMP, attendee)
