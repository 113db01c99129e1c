"""Entries as bytes: every event comes back as it was, whatever people wrote into it."""

from typing import Any, get_args
from zlib import crc32

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from board.camp import said
from board.camp.errors import StoreDamaged
from board.camp.events import Event, PlanAdopted, RoomSet, SettingsChanged, Unplaced, VoteCast
from board.camp.model import AttendeeId, CampId, Room, RoomId, TopicId
from board.log import codec
from board.log.codec import checksum, decode, encode
from board.log.protocol import Commit, Entry
from tests.log.entries import CAMP, an_entry

_structs: dict[type, st.SearchStrategy[Any]] = {}

_NAMES = st.text(max_size=12) | st.integers(-(2**53), 2**53) | st.integers(0, 1439).map(said.Clock)
_SENTENCES = st.recursive(
    st.builds(lambda what: said.say("The {what} is too long.", what=what), _NAMES)
    | st.builds(lambda n: said.say_n(n, "one is here", "{n} are here"), st.integers(0, 300)),
    lambda inner: st.builds(
        lambda first, more: said.say("{first}; {more}", first=first, more=said.AllOf(*more)),
        inner,
        st.lists(inner | _NAMES, max_size=3),
    ),
    max_leaves=3,
)


def _any(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Any value of a type as msgspec sees it."""
    match kind:
        case inspect.StrType():
            return st.text(max_size=12)
        case inspect.IntType():
            return st.integers(-(2**53), 2**53)
        case inspect.BoolType():
            return st.booleans()
        case inspect.BytesType():
            return st.binary(max_size=12)
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.VarTupleType(item_type=item):
            return st.lists(_any(item), max_size=3).map(tuple)
        case inspect.TupleType(item_types=items):
            return st.tuples(*map(_any, items))
        case inspect.UnionType(types=kinds):
            return st.one_of(*map(_any, kinds))
        case inspect.StructType(cls=cls, fields=fields):
            if cls not in _structs:  # deferred, since an action's undo holds events
                _structs[cls] = st.deferred(
                    lambda: st.builds(cls, **{f.name: _any(f.type) for f in fields})
                )
            return _structs[cls]
        case inspect.CustomType(cls=cls) if cls is said.Kept:
            return st.text(max_size=12).map(said.kept) | _SENTENCES.map(said.kept)
    raise NotImplementedError(kind)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
@settings(max_examples=15)
def test_every_event_comes_back_as_it_was(kind: type[Event], drawn: st.DataObject) -> None:
    events = drawn.draw(st.lists(_any(inspect.type_info(kind)), min_size=1, max_size=3))
    entry = Entry(
        seq=7, commit=Commit("c"), at=drawn.draw(st.integers(0, 2**53)), events=(*events,)
    )
    body = encode(entry)
    assert decode(CAMP, 7, body, checksum(CAMP, 7, body)) == entry


@given(sentence=_SENTENCES)
def test_what_the_board_said_comes_back_with_its_sentence_and_names(sentence: said.Said) -> None:
    event = Unplaced(topic=TopicId("t1"), why=said.kept(sentence))
    plan = PlanAdopted(cleared=(), placed=(), unplaced=(event,))
    body = encode(Entry(seq=1, commit=Commit("c1"), at=5, events=(plan,)))
    (again,) = decode(CAMP, 1, body, checksum(CAMP, 1, body)).events
    assert isinstance(again, PlanAdopted)
    assert again.unplaced[0].why == str(sentence)
    assert said.stored(again.unplaced[0].why) == said.stored(sentence)


def test_a_sentence_in_a_field_that_keeps_none_is_stored_in_english() -> None:
    told = said.say("{n} rooms", n=3)
    body = encode(
        Entry(
            seq=1,
            commit=Commit("c1"),
            at=5,
            events=(RoomSet(room=Room(id=RoomId("r1"), name=told, capacity=9)),),
        )
    )
    assert b'"name":"3 rooms"' in body


@pytest.mark.parametrize(
    "why",
    [
        b'["{who} is here",{}]',
        b'["{n} are here",{"n":"many"},"x"]',
        b"[1]",
        b"{}",
        b"7",
        b'["{a}",{"a":' * 40 + b"1" + b"}]" * 40,
    ],
)
def test_what_the_board_never_said_is_no_entry(why: bytes) -> None:
    event = b'{"type":"SessionCleared","topic":"t1","slot":"s1","unplaced":%b}' % why
    body = b'{"v":1,"commit":"c1","at":5,"events":[%b]}' % event
    with pytest.raises(StoreDamaged):
        decode(CAMP, 1, body, checksum(CAMP, 1, body))


def test_defaults_take_no_room() -> None:
    vote = VoteCast(attendee=AttendeeId("a1"), topic=TopicId("t1"))
    entry = Entry(seq=1, commit=Commit("c1"), at=5, events=(vote,))
    assert encode(entry) == (
        b'{"v":1,"commit":"c1","at":5,"events":[{"type":"VoteCast","attendee":"a1","topic":"t1"}]}'
    )


def test_a_plan_and_settings_from_before_moves_were_counted_are_read_as_they_were_meant() -> None:
    body = (
        b'{"v":1,"commit":"c1","at":5,"events":['
        b'{"type":"SettingsChanged","settings":{"name":"Old","date":"2026-03-14","zone":"UTC"}},'
        b'{"type":"PlanAdopted","cleared":[["t1","s1"]],"placed":[{"topic":"t1","slot":"s2",'
        b'"room":"r1","why":"31 want it"}],"unplaced":[{"topic":"t2","why":"no room is free"}]}]}'
    )
    settings, plan = decode(CAMP, 1, body, checksum(CAMP, 1, body)).events
    assert isinstance(settings, SettingsChanged)
    assert settings.settings.moves_per_minute == 6
    assert isinstance(plan, PlanAdopted)
    assert (plan.at, plan.figures, plan.forced, plan.troubles) == (0, None, (), ())
    assert plan.placed[0].at == 0
    assert encode(Entry(seq=1, commit=Commit("c1"), at=5, events=(settings, plan))) == body


@given(flipped=st.integers(min_value=0), camp=st.sampled_from([CAMP, CampId("autumn")]))
def test_a_changed_bit_or_another_place_is_noticed(flipped: int, camp: CampId) -> None:
    entry = an_entry(3)
    body = encode(entry)
    check = checksum(camp, 3, body)
    at, bit = divmod(flipped % (len(body) * 8), 8)
    damaged = body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :]
    for where, seq, stored in ((camp, 3, damaged), (camp, 4, body), (CampId("x"), 3, body)):
        with pytest.raises(StoreDamaged, match=f"Camp {where}: entry {seq} .* checksum"):
            decode(where, seq, stored, check)


def test_the_checksum_is_a_plain_crc_32_that_other_tools_can_verify() -> None:
    assert checksum(CAMP, 12, b"{}") == crc32(b"spring/12/{}")


def test_a_body_of_an_older_board_goes_through_every_upcast_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = an_entry(2)
    old = encode(entry)
    (vote,) = entry.events
    assert isinstance(vote, VoteCast)

    def rename(body: dict[str, Any]) -> dict[str, Any]:
        for event in body["events"]:
            event["for"] = event.pop("topic")
        return body

    def rename_back(body: dict[str, Any]) -> dict[str, Any]:
        for event in body["events"]:
            event["topic"] = event.pop("for") + "-kept"
        return body

    monkeypatch.setattr(codec, "VERSION", 3)
    monkeypatch.setattr(codec, "UPCASTS", {1: rename, 2: rename_back})
    kept = msgspec.structs.replace(vote, topic=TopicId(f"{vote.topic}-kept"))
    assert decode(CAMP, 2, old, checksum(CAMP, 2, old)) == msgspec.structs.replace(
        entry, events=(kept,)
    )
    new = encode(entry)
    assert decode(CAMP, 2, new, checksum(CAMP, 2, new)) == entry


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"v":2,"commit":"c","at":1,"events":[]}', "newer board .*Upgrade this board"),
        (b'{"v":0,"commit":"c","at":1,"events":[]}', "version 0"),
        (b'{"v":1,"commit":"c","at":1,"events":[{"type":"Unheard"}]}', "can't be read"),
        (b'{"v":1,"commit":"c"}', "can't be read"),
        (b'{"v":1,"com', "can't be read"),
        (b"", "can't be read"),
        (b"\xff\xfe", "can't be read"),
    ],
)
def test_what_this_board_can_not_know_the_meaning_of_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(StoreDamaged, match=f"Camp spring: entry 9 .*{said}"):
        decode(CAMP, 9, body, checksum(CAMP, 9, body))
