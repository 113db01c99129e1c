"""What the board agrees to as a WebSocket's opening handshake, and how it says no (RFC 6455, 4.2)."""

import asyncio

import pytest

from board.web.wire import door
from board.web.wire.handshake import NoHandshake, agreed
from tests.web.programs import Program
from tests.web.screens import Served

GOOD = {
    "Host": "board.test",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def headers(changed: dict[str, str | None]) -> list[tuple[bytes, bytes]]:
    every = {**GOOD, **changed}
    return [(name.lower().encode(), v.encode()) for name, v in every.items() if v is not None]


def test_the_answer_is_the_one_of_the_rfc() -> None:
    handshake = agreed(b"GET", "1.1", headers({}))
    lines = handshake.answer.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 101 Switching Protocols"
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in lines
    assert lines[-2:] == [b"", b""]
    assert not handshake.deflate


@pytest.mark.parametrize(
    "changed",
    [
        {"Upgrade": "WebSocket"},
        {"Upgrade": "h2c, websocket"},
        {"Connection": "keep-alive, Upgrade"},
        {"Sec-WebSocket-Extensions": "x-webkit-deflate-frame"},
    ],
)
def test_what_the_rfc_allows_is_agreed_to(changed: dict[str, str | None]) -> None:
    assert not agreed(b"GET", "1.1", headers(changed)).deflate


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Host": None}, 400),
        ({"Upgrade": None}, 426),
        ({"Upgrade": "h2c"}, 426),
        ({"Connection": None}, 400),
        ({"Connection": "keep-alive"}, 400),
        ({"Sec-WebSocket-Version": None}, 426),
        ({"Sec-WebSocket-Version": "8"}, 426),
        ({"Sec-WebSocket-Key": None}, 400),
        ({"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ="}, 400),
        ({"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZSE="}, 400),  # 17 bytes
        ({"Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!=="}, 400),
    ],
)
def test_what_it_forbids_is_refused(changed: dict[str, str | None], status: int) -> None:
    with pytest.raises(NoHandshake) as refused:
        agreed(b"GET", "1.1", headers(changed))
    assert refused.value.answer.startswith(b"HTTP/1.1 %d " % status)
    if "Sec-WebSocket-Version" in changed:
        assert b"\r\nSec-WebSocket-Version: 13\r\n" in refused.value.answer


@pytest.mark.parametrize(("method", "version"), [(b"POST", "1.1"), (b"GET", "1.0")])
def test_it_is_a_get_over_http_1_1(method: bytes, version: str) -> None:
    with pytest.raises(NoHandshake):
        agreed(method, version, headers({}))


def test_a_header_that_counts_is_there_once() -> None:
    key = (b"sec-websocket-key", GOOD["Sec-WebSocket-Key"].encode())
    with pytest.raises(NoHandshake, match="sec-websocket-key is there twice"):
        agreed(b"GET", "1.1", [*headers({}), key])


@pytest.mark.parametrize(
    ("offered", "deflate"),
    [
        ("permessage-deflate", True),
        ("permessage-deflate; client_max_window_bits", True),
        ("permessage-deflate; client_max_window_bits=10; server_no_context_takeover", True),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", True),
        ("permessage-deflate; server_max_window_bits=10", False),  # made once for all: the widest
        ("permessage-deflate; colour=blue", False),
        ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", False),
        ("bbf-usp-protocol", False),
    ],
)
def test_messages_are_compressed_where_that_can_be_agreed(offered: str, deflate: bool) -> None:
    handshake = agreed(b"GET", "1.1", headers({"Sec-WebSocket-Extensions": offered}))
    assert handshake.deflate is deflate
    assert (b"permessage-deflate; server_no_context_takeover" in handshake.answer) is deflate


async def test_a_bad_handshake_is_told_what_is_wrong(own_door: Served, olu: Program) -> None:
    lines = [f"{name}: {value}" for name, value in GOOD.items() if "Key" not in name]
    answer = await _raw(own_door, [f"GET /c/{olu.camp}/live HTTP/1.1", *lines])
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Sec-WebSocket-Key must be 16 bytes in base64." in answer


async def test_who_knocks_and_says_nothing_is_let_go(
    own_door: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "HEAD", 0.2)
    assert await _raw(own_door, []) == b""


async def _raw(served: Served, lines: list[str]) -> bytes:
    """Everything that comes back to a request, or to none, until the board hangs up."""
    host, port = served.listening.getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    if lines:
        writer.write("\r\n".join([*lines, "", ""]).encode())
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()
