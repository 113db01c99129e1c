"""What every web process on this machine knows of a rehearsal: how it goes, and whether it is to end.

A folder of the system's temporary one, ours alone, named after the store. Its lock is held by the process
whose rehearsal it is for as long as it runs, and let go by the system if that process dies.
"""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

FOLDER = "board-rehearsal"


class Slate:
    """The slate of one store, seen by one process."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._held: int | None = None

    def take(self) -> bool:
        """Make the rehearsal of this store ours; False if another process has one under way."""
        held = os.open(self._file("lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return False
        self._held = held
        self._file("stop").unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        """Let another process rehearse."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    @property
    def taken(self) -> bool:
        """Whether a rehearsal is under way, here or in another process."""
        if self._held is not None or not self.take():
            return True
        self.leave()
        return False

    def write(self, state: bytes) -> None:
        """Let everybody know how it goes."""
        with contextlib.suppress(
            OSError
        ):  # a full disk: the others know less, and nothing else fails
            fresh = self._file(f"state.{os.getpid()}")
            fresh.write_bytes(state)
            fresh.replace(self._file("state"))

    def read(self) -> bytes:
        """What was written last, by whichever process; empty if nothing was."""
        with contextlib.suppress(FileNotFoundError):
            return self._file("state").read_bytes()
        return b""

    def ask_to_stop(self) -> None:
        """Ask whichever process runs it to end it."""
        self._file("stop").touch(mode=0o600)

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody wants the rehearsal that is under way to end."""
        return self._file("stop").exists()

    def _file(self, name: str) -> Path:
        digest = hashlib.sha256(self._store.encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"{FOLDER}-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        there = folder.lstat()
        if there.st_uid != os.getuid() or there.st_mode & 0o077:
            raise PermissionError(f"{folder} belongs to somebody else, or is open to them.")
        return folder / name
