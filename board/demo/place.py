"""Where the demo listens, and how people on the same network get there."""

import io
import ipaddress
import os
import socket
from collections.abc import Mapping

import segno

from board.camp.errors import Conflict, Invalid

FIRST_PORT, PORTS = 8000, 50
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[38;5;231;48;5;16m", "\x1b[0m"


def listen(environ: Mapping[str, str] = os.environ) -> socket.socket:
    """A listening socket at HOST and PORT; without PORT, at the first free port from 8000 on.

    Some shells export HOST as the machine's name, which is no wish: only an IP address, or
    `localhost`, is. Conflict if the port is taken, Invalid if HOST or PORT can't be used at all.
    """
    host, port = environ.get("HOST", "").strip(), environ.get("PORT", "").strip()
    if host != "localhost" and not _is_address(host):
        host = "0.0.0.0"  # noqa: S104 - phones must reach it
    if not port:
        return _first_free(host)
    if not (port.isdecimal() and int(port) < 65536):
        raise Invalid(f"PORT={port} is no port. Write a number from 0 to 65535.")
    try:
        return _bound(host, int(port))
    except OSError as error:
        raise Conflict(
            f"The demo can't listen on port {port} of {host}: {error.strerror or error}."
            f" Choose another port, for example PORT={int(port) % 65535 + 1}."
        ) from error


def base_url(listening: socket.socket, *, near: bool = False) -> str:
    """The board's address on the network, or (`near`) on this very machine."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost" if near else lan_address() or "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def lan_address() -> str:
    """The address of this machine on its network, empty if it has none.

    Connecting a UDP socket sends nothing; it only makes the system choose the interface that it would
    use. The address is from RFC 5737's block for documentation.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        address = str(probe.getsockname()[0])
    return "" if ipaddress.ip_address(address).is_loopback else address


def qr_code(url: str) -> str:
    """A QR code for a terminal: black on white, whatever colours the terminal has."""
    drawn = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(drawn, border=2, compact=True)
    # segno draws the light modules, as for a dark terminal: so the "ink" is white, the ground black.
    return "\n".join(
        f"  {_WHITE_ON_BLACK}{line}{_AS_BEFORE}" for line in drawn.getvalue().splitlines()
    )


def _first_free(host: str) -> socket.socket:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            return _bound(host, port)
        except OSError:
            continue
    raise Conflict(
        f"The ports from {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are all taken. Set PORT."
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
