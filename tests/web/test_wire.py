"""The board's own sockets: what other servers' leave to the application is theirs to get right."""

import asyncio
import json
import struct
import zlib
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from board.camp.commands import PitchTopic
from board.camp.model import Pitch, TopicId
from board.live import hub as hubs
from board.live.framed import SMALL, Framed
from board.web import live
from board.web.wire import door as doors
from board.web.wire.socket import Socket
from tests.patience import until
from tests.web.programs import Program, begins
from tests.web.screens import Screen, Served, a_served_board


async def test_frames_are_the_same_compressed(own_door: Served, olu: Program) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots", description="words " * 50)
    async with (
        own_door.screen(ada, compression="deflate") as packed,
        own_door.screen(ada) as plain,
    ):
        assert packed.wire.protocol.extensions
        assert not plain.wire.protocol.extensions
        assert await packed.hear("snapshot") == await plain.hear("snapshot")
        assert (await packed.ask("vote", topic=topic))["t"] == "ok"
        await ada.pitches("Lace", description="words " * 50)
        assert await _hear_pitch(packed) == await _hear_pitch(plain)


async def _hear_pitch(screen: Screen) -> Any:
    while True:
        for op in (await screen.hear("patch"))["ops"]:
            if op[0] == "put":
                return op


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_is_one_message_of_any_length(size: int) -> None:
    text = b"x" * size
    framed = Framed(text)
    assert _opened(framed.plain) == text
    assert _opened(framed.deflated) == text
    if size > SMALL:
        assert len(framed.deflated) < len(framed.plain)


def _opened(message: bytes) -> bytes:
    assert message[0] & ~0x40 == 0x81
    size, at = message[1], 2
    if size == 126:
        (size,), at = struct.unpack_from("!H", message, 2), 4
    elif size == 127:
        (size,), at = struct.unpack_from("!Q", message, 2), 10
    body = message[at:]
    assert len(body) == size
    packed = message[0] & 0x40
    return zlib.decompressobj(-15).decompress(body + b"\x00\x00\xff\xff") if packed else body


async def test_an_ask_may_come_byte_by_byte_or_in_pieces_or_many_at_once(
    own_door: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace", "Bees")]
    votes = [json.dumps({"t": "vote", "n": n, "topic": t}).encode() for n, t in enumerate(topics)]
    async with own_door.screen(ada) as screen:
        for byte in _masked(votes[0]):
            screen.wire.transport.write(bytes([byte]))
            await asyncio.sleep(0)
        assert (await screen.hear("ok"))["n"] == 0
        pieces = [votes[1][:5], votes[1][5:9], votes[1][9:]]
        screen.wire.transport.write(
            b"".join(
                _masked(piece, Opcode.CONT if n else Opcode.TEXT, fin=n == 2)
                for n, piece in enumerate(pieces)
            )
        )
        assert (await screen.hear("ok"))["n"] == 1
        screen.wire.transport.write(b"".join(map(_masked, [votes[2], votes[2], b'{"t":"beat"}'])))
        assert [(await screen.hear("ok"))["n"] for _ in range(2)] == [2, 2]
    assert (await olu.board())["tallies"] == dict.fromkeys(topics, 1)


@pytest.mark.parametrize("at", range(1, 70, 3))
async def test_asks_may_be_cut_anywhere(own_door: Served, olu: Program, at: int) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    votes = [json.dumps({"t": "vote", "n": n, "topic": topic}).encode() for n in range(3)]
    sent = b"".join(map(_masked, votes))
    before = set(_doors(own_door))
    async with own_door.screen(ada) as screen:
        await screen.hear("snapshot")
        [wire] = [each for each in _doors(own_door) - before if isinstance(each, Socket)]
        screen.wire.transport.write(sent[:at])
        await until(lambda: len(wire._begun) == at % len(_masked(votes[0])))
        screen.wire.transport.write(sent[at:])
        assert [(await screen.hear("ok"))["n"] for _ in votes] == [0, 1, 2]
        assert wire._peer is None  # the simplest way, to the end
        screen.wire.transport.write(sent[:at])
        await until(lambda: len(wire._begun) == at % len(_masked(votes[0])))
        wire.end(None)  # its goodbye is understood though it comes in the middle of an ask
        screen.wire.transport.write(sent[at:])
        assert (await screen.end())[0] == 1001
        peer = wire._protocol()
        await until(lambda: peer.close_rcvd is not None)


def _masked(text: bytes, opcode: Opcode = Opcode.TEXT, *, fin: bool = True) -> bytes:
    return Frame(opcode, text, fin).serialize(mask=True)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (Frame(Opcode.TEXT, b'{"t":"beat"}').serialize(mask=False), 1002),
        (_masked(b"", Opcode.CONT), 1002),
        (b"\xf1\x80abcd", 1002),  # bits that were not agreed on
        (b"\x89\xfe\x00\x7eabcd" + b"x" * 126, 1002),
        (_masked(b"", fin=False) + 80 * _masked(b"", Opcode.CONT, fin=False), 1009),
    ],
    ids=["not masked", "no beginning", "reserved", "long ping", "endless"],
)
async def test_what_is_no_websocket_ends_its_own_socket_only(
    own_door: Served, olu: Program, bad: bytes, code: int
) -> None:
    hub = await own_door.hub(olu.camp)
    async with own_door.screen(olu.without_token()) as other:
        await other.hear("snapshot")
        async with own_door.screen(olu.without_token()) as screen:
            await screen.hear("snapshot")
            screen.wire.transport.write(bad)
            assert (await screen.end())[0] == code
        await until(lambda: hub.screens == 1)
        topic = await olu.pitches("Robots", lead=False)
        assert topic in json.dumps(await other.hear("patch"))


@pytest.mark.parametrize(
    "bad",
    [
        b"\xf1\x80abcd",
        (_masked(b"", fin=False) + 80 * _masked(b"", Opcode.CONT, fin=False)) + bytes(100_000),
        100 * _masked(b"no ask " * 200),
    ],
    ids=["no frame", "fragments", "no ask"],
)
async def test_who_breaks_the_rules_is_heard_no_more_and_let_go_later(
    own_door: Served, olu: Program, monkeypatch: pytest.MonkeyPatch, bad: bytes
) -> None:
    """At once, they would come back at once."""
    monkeypatch.setattr(live, "GOODBYE", 1.0)
    before = set(_doors(own_door))
    async with own_door.screen(olu.without_token()) as screen:
        await screen.hear("snapshot")
        [wire] = [each for each in _doors(own_door) - before if isinstance(each, Socket)]
        screen.wire.transport.pause_reading()  # whoever does so takes no leave either
        screen.wire.transport.write(bad)
        await until(lambda: not wire.transport.is_reading())
        assert not wire.transport.is_closing()
        await until(lambda: wire not in _doors(own_door))


async def test_a_ping_is_answered(own_door: Served, olu: Program) -> None:
    async with own_door.screen(olu.without_token()) as screen:
        async with asyncio.timeout(20):
            await (await screen.wire.ping())


async def test_what_moves_is_not_kept_waiting_by_votes(
    own_door: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace")]
    async with own_door.screen(olu.without_token(), audience="lobby") as lobby:
        await lobby.hear("snapshot")
        await asyncio.sleep(5 * hubs.QUICKEST)
        monkeypatch.setattr(hubs, "QUICKEST", 3_600.0)
        await bo.votes(*topics)
        await lobby.hear("patch")  # and now all that can wait has to
        moved = await ada.pitches("Knots")
        assert moved in json.dumps(await lobby.hear("patch"))


async def test_what_reaches_phones_most_often_waits_for_its_turn(
    own_door: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers of votes share everybody's air; what moves does not wait for them."""
    monkeypatch.setattr(hubs, "TALLIES", 200.0)
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace", "Bees")]
    async with (
        own_door.screen(olu.without_token()) as phone,
        own_door.screen(olu.without_token(), audience="lobby") as lobby,
        own_door.screen(bo) as voter,
    ):
        known = await phone.hear("snapshot")
        await lobby.hear("snapshot")
        for topic in topics:
            last = (await voter.ask("vote", topic=topic))["seq"]
        numbers = await phone.hear_until(last)
        assert [frame["from"] for frame in numbers] == [
            known["seq"],
            *[frame["seq"] for frame in numbers[:-1]],
        ]
        told = [op[1] for frame in numbers for op in frame["ops"]]
        together = [zip(accumulate(op[::2]), op[1::2], strict=True) for op in told]
        assert dict(each for pairs in together for each in pairs) == {1: 1, 2: 1, 3: 1}
        assert len(numbers) <= 2
        await voter.ask("unvote", topic=topics[0])
        moved = await ada.pitches("Knots")
        assert moved in json.dumps(await phone.hear("patch"))


async def test_connections_without_end_leave_those_who_are_in_alone(tmp_path: Path) -> None:
    async with a_served_board(f"sqlite:///{tmp_path}/board.db") as served:
        olu = await begins(served.client)
        door: Any = served.server.config.http_protocol_class
        async with served.screen(olu.without_token()) as screen:
            await screen.hear("snapshot")
            door.most = len(served.server.server_state.connections)
            for n in range(20):
                reader, writer = await asyncio.open_connection(*served.listening.getsockname())
                if n % 2:  # what they want does not get them in either
                    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
                with suppress(ConnectionResetError):
                    assert await reader.read() == b""
                writer.close()
            topic = await _directly(served, olu)
            assert topic in json.dumps(await screen.hear("patch"))
            door.most = 1000


async def test_asks_that_wait_are_answered_when_there_is_room_again(
    own_door: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await olu.joins("Ada")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace")]
    log = (await own_door.hub(olu.camp)).desk._log
    append, may_go_on = log.append, asyncio.Event()

    async def slow(*given: Any) -> None:
        await may_go_on.wait()
        await append(*given)

    before = set(_doors(own_door))
    async with own_door.screen(ada) as screen:
        await screen.hear("snapshot")
        [wire] = [each for each in _doors(own_door) - before if isinstance(each, Socket)]
        monkeypatch.setattr(log, "append", slow)
        votes = [json.dumps({"t": "vote", "n": n, "topic": t}) for n, t in enumerate(topics)]
        screen.wire.transport.write(b"".join(_masked(vote.encode()) for vote in votes))
        await until(lambda: wire._waiting and wire._asks)
        wire.pause_writing()  # as its transport does while a frame is on its way
        may_go_on.set()
        assert (await screen.hear("ok"))["n"] == 0
        wire.resume_writing()
        assert (await screen.hear("ok"))["n"] == 1


async def test_a_head_without_end_is_refused(own_door: Served) -> None:
    reader, writer = await asyncio.open_connection(*own_door.listening.getsockname())
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n")
    for n in range(100):
        writer.write(b"X-%d: %s\r\n" % (n, b"x" * 1000))
    with suppress(ConnectionResetError):
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_whoever_begins_another_request_says_soon_what_it_wants(
    own_door: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "HEAD", 0.3)
    reader, writer = await asyncio.open_connection(*own_door.listening.getsockname())
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 ")
    writer.write(b"GET ")
    async with asyncio.timeout(20):
        with suppress(ConnectionResetError):
            await reader.read()
    writer.close()


async def test_an_origin_that_is_none_is_refused(own_door: Served, olu: Program) -> None:
    reader, writer = await asyncio.open_connection(*own_door.listening.getsockname())
    writer.write(
        b"GET /c/%s/live HTTP/1.1\r\nHost: here\r\nOrigin: http://[\r\nConnection: Upgrade\r\n"
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" % olu.camp.encode()
    )
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")  # and then it is told why
    assert (await reader.readexactly(4))[2:] == (4403).to_bytes(2, "big")
    writer.close()


def _doors(served: Served) -> set[Any]:
    return served.server.server_state.connections


async def _directly(served: Served, olu: Program) -> str:
    """Pitch a topic without a connection of one's own."""
    hub = await served.hub(olu.camp)
    by = next(iter(hub.desk.camp.organisers))
    pitched = PitchTopic(
        topic=TopicId("robots"), by=by, at=1, pitch=Pitch(title="Robots"), facilitators=()
    )
    await hub.desk.submit(pitched)
    return "robots"
