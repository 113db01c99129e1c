"""What the operating system lets one process have."""

import contextlib
import os
import resource
import socket


def allow_many_sockets() -> None:
    """Raise this process's limit of open files as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard != resource.RLIM_INFINITY else max(soft, 65_536)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def most_sockets() -> int:
    """How many of them may be connections: some files have to be left for the store and for programs."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft - max(32, soft // 20)


def let_queue(listening: socket.socket, most: int) -> None:
    """Let so many connections wait at a socket that listens already (at most `net.core.somaxconn`)."""
    with socket.socket(fileno=os.dup(listening.fileno())) as same:
        same.listen(most)
