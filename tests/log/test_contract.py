"""What every store has to keep, whichever it is."""

import asyncio
import gc
import threading
from contextlib import aclosing

import msgspec
import pytest

from board.camp.errors import StoreDamaged, Unavailable
from board.camp.model import CampId
from board.log import open_log
from board.log.codec import checksum
from board.log.protocol import Commit, Log, SeqTaken
from board.log.tail import BATCH, Row
from tests.log.entries import CAMP, an_entry, append_many, follow_until, race
from tests.log.processes import Acked, a_storm
from tests.log.stores import Edit, Store


async def test_what_was_appended_is_read_back_in_order(log: Log) -> None:
    entries = await append_many(log, CAMP, 3)
    assert await log.read(CAMP) == entries
    assert await log.read(CAMP, after=2) == entries[2:]
    assert await log.read(CAMP, after=3) == []


async def test_a_log_outlives_the_one_who_wrote_it(store: Store, log: Log) -> None:
    entries = await append_many(log, CAMP, 2)
    await log.close()
    again = open_log(store.url)
    assert await again.read(CAMP) == entries
    await again.close()


async def test_a_log_of_several_batches_is_read_and_followed_whole(log: Log) -> None:
    entries = await append_many(log, CAMP, BATCH + 2)
    assert await log.read(CAMP) == entries
    assert await follow_until(log, CAMP, len(entries)) == entries


async def test_a_camp_nobody_has_heard_of_reads_empty(log: Log) -> None:
    await append_many(log, CAMP, 1)
    assert await log.read(CampId("autumn")) == []


async def test_camps_are_sorted_and_each_has_its_own_log(log: Log) -> None:
    names = [CampId(name) for name in ("winter", "autumn", "spring-2", "spring")]
    assert await log.camps() == []
    logs = {name: await append_many(log, name, 2) for name in names}
    assert await log.camps() == sorted(names)
    assert {name: await log.read(name) for name in names} == logs


@pytest.mark.parametrize("seq", [1, 2, 3, 5, 6])
async def test_an_entry_is_refused_anywhere_but_at_the_end(log: Log, seq: int) -> None:
    entries = await append_many(log, CAMP, 3)
    with pytest.raises(SeqTaken) as refused:
        await log.append(CAMP, an_entry(seq))
    assert refused.value.last == 3
    assert await log.read(CAMP) == entries


async def test_a_log_begins_with_entry_1(log: Log) -> None:
    with pytest.raises(SeqTaken):
        await log.append(CAMP, an_entry(2))
    assert await log.read(CAMP) == []
    assert await log.camps() == []


async def test_appending_an_entry_again_changes_nothing_and_succeeds(log: Log) -> None:
    entries = await append_many(log, CAMP, 3)
    for entry in entries:
        await log.append(CAMP, entry)
    assert await log.read(CAMP) == entries


async def test_twenty_appends_at_one_seq_have_one_winner(log: Log, other_log: Log) -> None:
    (first,) = await append_many(log, CAMP, 1)
    rivals = [an_entry(2) for _ in range(20)]
    answers = await asyncio.gather(
        *((log, other_log)[at % 2].append(CAMP, rival) for at, rival in enumerate(rivals)),
        return_exceptions=True,
    )
    won = [rival for rival, answer in zip(rivals, answers, strict=True) if answer is None]
    assert await other_log.read(CAMP) == [first, *won]
    assert len(won) == 1
    assert sum(isinstance(answer, SeqTaken) for answer in answers) == 19


async def test_many_writers_in_three_processes_lose_nothing_and_share_one_order(
    store: Store, log: Log, other_log: Log
) -> None:
    async def write(to: Log) -> list[Acked]:
        return [(entry.seq, entry.commit) async for entry in race(to, CAMP, 100)]

    async with a_storm(store.url, CAMP, 150) as one, a_storm(store.url, CAMP, 150) as two:
        await asyncio.gather(one.acks(1), two.acks(1))
        following = asyncio.create_task(follow_until(log, CAMP, 500))
        acked = [*await asyncio.gather(write(log), write(other_log))]
        acked += [await one.finish(), await two.finish()]
    entries = await log.read(CAMP)
    assert await following == entries
    assert [entry.seq for entry in entries] == list(range(1, 501))
    told = sorted(pair for pairs in acked for pair in pairs)
    assert told == [(entry.seq, entry.commit) for entry in entries]


async def test_camps_written_at_the_same_time_do_not_mix(log: Log) -> None:
    names = [CampId(f"camp-{number}") for number in range(10)]
    logs = await asyncio.gather(*(append_many(log, name, 20) for name in names))
    assert [await log.read(name) for name in names] == logs


# Following


async def test_a_follower_gets_what_is_there_and_what_comes(log: Log, other_log: Log) -> None:
    entries = await append_many(log, CAMP, 2)
    async with aclosing(log.follow(CAMP, after=1)) as batches:
        assert await anext(batches) == entries[1:]
        for writer in (log, other_log):
            entries += await append_many(writer, CAMP, 1, after=len(entries))
            assert await anext(batches) == entries[-1:]


async def test_a_follower_may_wait_for_a_log_to_begin(log: Log, other_log: Log) -> None:
    async with aclosing(log.follow(CAMP, after=0)) as batches:
        waiting = asyncio.ensure_future(anext(batches))
        await other_log.camps()
        assert not waiting.done()
        entries = await append_many(other_log, CAMP, 1)
        assert await waiting == entries


async def test_every_follower_gets_every_entry_once_while_others_write(
    log: Log, other_log: Log
) -> None:
    followers = [follow_until(reader, CAMP, 300) for reader in (log, other_log, log)]
    seen, again, third, _ = await asyncio.gather(*followers, append_many(log, CAMP, 300))
    assert seen == again == third == await log.read(CAMP)


async def test_a_follower_that_is_cancelled_leaves_nothing_behind(log: Log) -> None:
    before = asyncio.all_tasks()
    await append_many(log, CAMP, 1)
    for _ in range(3):
        following = asyncio.create_task(follow_until(log, CAMP, 1000))
        await asyncio.wait([following], timeout=0.05)  # in the midst of waiting for entry 2
        following.cancel()
        await asyncio.wait([following])
        assert following.cancelled()
    await _all_ended_since(before)
    assert await follow_until(log, CAMP, 1) == await log.read(CAMP)


async def test_followers_cancelled_at_any_moment_all_end(log: Log, other_log: Log) -> None:
    writing = asyncio.create_task(append_many(other_log, CAMP, 150))
    while not writing.done():
        following = [asyncio.create_task(follow_until(log, CAMP, 1000)) for _ in range(20)]
        for follower in following:
            await asyncio.sleep(0.001)
            follower.cancel()
        _, pending = await asyncio.wait(following, timeout=10)
        assert not pending
        assert all(follower.cancelled() for follower in following)
    await writing


async def test_an_append_whose_caller_gave_up_reaches_followers_too(log: Log) -> None:
    await append_many(log, CAMP, 1)
    async with aclosing(log.follow(CAMP, after=1)) as batches:
        waiting = asyncio.ensure_future(anext(batches))
        for seq in (2, 3):
            giving_up = asyncio.create_task(log.append(CAMP, an_entry(seq)))
            await asyncio.sleep(0)
            giving_up.cancel()
            await asyncio.wait([giving_up])
            assert [entry.seq async for entry in race(log, CAMP, 1)]
        seen = await waiting
        while seen[-1].seq < (await log.read(CAMP))[-1].seq:
            seen = [*seen, *await anext(batches)]
    assert seen == (await log.read(CAMP))[1:]


# Damage


def _flip_a_byte(rows: list[Row]) -> list[Row]:
    seq, body, check = rows[2]
    return [*rows[:2], (seq, body.replace(b"a3", b"a4"), check), *rows[3:]]


def _lose_the_third(rows: list[Row]) -> list[Row]:
    return rows[:2] + rows[3:]


def _swap_two(rows: list[Row]) -> list[Row]:
    (third, *three), (fourth, *four) = rows[2:4]
    return [*rows[:2], (third, *four), (fourth, *three), *rows[4:]]  # type: ignore[list-item]


def _let_a_newer_board_write(rows: list[Row]) -> list[Row]:
    seq = rows[2][0]
    body = msgspec.json.encode({"v": 99, "written": "in a way nobody knows yet"})
    return [*rows[:2], (seq, body, checksum(CAMP, seq, body)), *rows[3:]]


def _make_it_nonsense(rows: list[Row]) -> list[Row]:
    seq, body = rows[2][0], b'{"v": 1, "commit": 7}'
    return [*rows[:2], (seq, body, checksum(CAMP, seq, body)), *rows[3:]]


EDITS = [_flip_a_byte, _lose_the_third, _swap_two, _let_a_newer_board_write, _make_it_nonsense]


@pytest.mark.parametrize("edit", EDITS)
async def test_a_damaged_log_is_refused_naming_the_entry_and_kept(
    store: Store, log: Log, edit: Edit
) -> None:
    await append_many(log, CAMP, 5)
    store.edit(CAMP, edit)
    with pytest.raises(StoreDamaged, match=r"Camp spring: .*entry 3"):
        await log.read(CAMP)
    with pytest.raises(StoreDamaged, match=r"Camp spring: .*entry 3"):
        await follow_until(log, CAMP, 5)
    kept: list[Row] = []
    store.edit(CAMP, lambda rows: kept.extend(rows) or rows)  # type: ignore[func-returns-value]
    assert len(kept) >= 4


async def test_an_entry_of_a_newer_board_asks_for_an_upgrade(store: Store, log: Log) -> None:
    await append_many(log, CAMP, 5)
    store.edit(CAMP, _let_a_newer_board_write)
    with pytest.raises(StoreDamaged, match="Upgrade this board"):
        await log.read(CAMP)


async def test_a_log_without_its_beginning_is_refused(store: Store, log: Log) -> None:
    await append_many(log, CAMP, 5)
    store.edit(CAMP, lambda rows: rows[2:])
    with pytest.raises(StoreDamaged, match="entry 1 is missing"):
        await log.read(CAMP)


async def test_whoever_has_read_further_than_the_log_goes_is_told(store: Store, log: Log) -> None:
    await append_many(log, CAMP, 5)
    store.edit(CAMP, lambda rows: rows[:3])
    with pytest.raises(StoreDamaged, match="entry 5 of the log is gone"):
        await log.read(CAMP, after=5)
    with pytest.raises(StoreDamaged, match="entry 5 of the log is gone"):
        await follow_until(log, CAMP, 6, after=5)


async def test_a_follower_notices_that_the_log_was_cut(store: Store, log: Log) -> None:
    await append_many(log, CAMP, 5)
    async with aclosing(log.follow(CAMP, after=0)) as batches:
        await anext(batches)
        store.edit(CAMP, lambda rows: rows[:3])
        with pytest.raises(StoreDamaged, match="entry 5 of the log is gone"):
            await anext(batches)


async def test_a_follower_notices_that_the_log_was_replaced_by_a_longer_one(
    store: Store, log: Log
) -> None:
    await append_many(log, CAMP, 5)
    others: list[Row] = []
    elsewhere = CampId("elsewhere")
    await append_many(log, elsewhere, 8)
    store.edit(elsewhere, lambda rows: others.extend(rows) or rows)  # type: ignore[func-returns-value]
    moved = [(seq, body, checksum(CAMP, seq, body)) for seq, body, _ in others]
    async with aclosing(log.follow(CAMP, after=0)) as batches:
        await anext(batches)
        store.edit(CAMP, lambda _: moved)
        with pytest.raises(StoreDamaged, match="entry 5 of the log is another one now"):
            await anext(batches)


async def test_whoever_follows_again_can_tell_that_it_is_the_same_log(log: Log) -> None:
    entries = await append_many(log, CAMP, 3)
    async with aclosing(log.follow(CAMP, after=2, commit=entries[1].commit)) as batches:
        assert await anext(batches) == entries[2:]
    async with aclosing(log.follow(CAMP, after=2, commit=Commit("another"))) as batches:
        with pytest.raises(StoreDamaged, match="entry 2 of the log is another one now"):
            await anext(batches)


# The end


async def test_closing_ends_followers_and_leaves_no_thread_task_or_socket(store: Store) -> None:
    tasks, threads = asyncio.all_tasks(), set(threading.enumerate())
    log = open_log(store.url)
    await append_many(log, CAMP, 3)
    following = asyncio.create_task(_follow_to_the_end(log))
    waiting = asyncio.create_task(_follow_to_the_end(log, CampId("autumn")))
    await asyncio.wait([following], timeout=0.05)
    await log.close()
    await log.close()
    assert await asyncio.wait_for(following, 10) == 3
    assert await asyncio.wait_for(waiting, 10) == 0
    await _all_ended_since(tasks)
    assert set(threading.enumerate()) == threads
    gc.collect()  # a file or socket left open would warn here, and warnings are errors


async def test_a_closed_log_says_so(log: Log) -> None:
    await append_many(log, CAMP, 1)
    await log.close()
    with pytest.raises(Unavailable, match="closed"):
        await log.append(CAMP, an_entry(2))
    with pytest.raises(Unavailable, match="closed"):
        await log.read(CAMP)
    assert [batch async for batch in log.follow(CAMP, after=0)] == []


async def test_a_store_in_good_order_gives_no_warnings(log: Log) -> None:
    await append_many(log, CAMP, 1)
    assert await log.warnings() == []


async def _follow_to_the_end(log: Log, camp: CampId = CAMP) -> int:
    return sum([len(batch) async for batch in log.follow(camp, after=0)])


async def _all_ended_since(before: set[asyncio.Task[object]]) -> None:
    left = asyncio.all_tasks() - before
    if left:
        _, pending = await asyncio.wait(left, timeout=10)
        assert not pending
