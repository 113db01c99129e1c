"""What can happen to a file: locks, a full disk, foreign and damaged content, replacement."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import aclosing, closing
from pathlib import Path

import pytest

from board.camp.errors import StoreDamaged, Unavailable
from board.log.protocol import SeqTaken
from board.log.sqlite import SqliteLog
from tests.log.entries import CAMP, an_entry, append_many, follow_until
from tests.log.processes import ROOT
from tests.log.stores import SqliteStore


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "some" / "where" / "board.db")
    await append_many(log, CAMP, 1)
    await log.close()
    assert (tmp_path / "some" / "where" / "board.db").exists()


async def test_many_logs_opening_one_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    for attempt in range(10):
        logs = [SqliteLog(tmp_path / f"{attempt}.db") for _ in range(6)]
        assert await asyncio.gather(*(log.read(CAMP) for log in logs)) == [[]] * 6
        await asyncio.gather(*(log.close() for log in logs))


async def test_a_file_locked_for_too_long_is_unavailable_and_then_works_again(
    sqlite_store: SqliteStore,
) -> None:
    log = SqliteLog(sqlite_store.path, patience=0.1)
    await append_many(log, CAMP, 1)
    with closing(sqlite3.connect(sqlite_store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            await log.append(CAMP, an_entry(2))
        assert len(await log.read(CAMP)) == 1  # readers never wait for a writer
        other.execute("ROLLBACK")
    await append_many(log, CAMP, 1, after=1)
    assert len(await log.read(CAMP)) == 2
    await log.close()


async def test_waiting_for_a_lock_does_not_stop_the_event_loop(sqlite_store: SqliteStore) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 1)
    with closing(sqlite3.connect(sqlite_store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(log.append(CAMP, an_entry(2)))
        assert not (await asyncio.wait([waiting], timeout=0.1))[0]
        other.execute("ROLLBACK")
        await waiting
    await log.close()


async def test_what_was_appended_after_its_writer_gave_up_still_comes_to_who_follows(
    sqlite_store: SqliteStore,
) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 1)
    async with aclosing(log.follow(CAMP, after=1)) as batches:
        coming = asyncio.ensure_future(anext(batches))
        await asyncio.sleep(0.1)  # it has looked, and waits
        with closing(sqlite3.connect(sqlite_store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(log.append(CAMP, an_entry(2)))
            await asyncio.sleep(0.1)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            other.execute("ROLLBACK")
        async with asyncio.timeout(10):
            assert [entry.seq for entry in await coming] == [2]
        await append_many(log, CAMP, 1, after=2)
        async with asyncio.timeout(10):
            assert [entry.seq for entry in await anext(batches)] == [3]
    await log.close()


async def test_appends_of_many_camps_that_wait_together_all_get_their_own_answer(
    sqlite_store: SqliteStore,
) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 1)
    appends = [log.append(CAMP, an_entry(seq)) for seq in (1, 2, 3, 5, 4)]
    answers = await asyncio.gather(*appends, return_exceptions=True)
    assert [isinstance(answer, SeqTaken) for answer in answers] == [True, False, False, True, False]
    assert [entry.seq for entry in await log.read(CAMP)] == [1, 2, 3, 4]
    await log.close()


def test_a_full_disk_refuses_whole_entries_and_takes_more_when_there_is_room(
    tmp_path: Path,
) -> None:
    # In a process of its own, since the kernel's limit counts for every file the process writes.
    told = subprocess.run(
        [sys.executable, "-m", "tests.log.full_disk", tmp_path / "board.db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == "refused, kept, appended again\n"


# What stands in the file


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
async def test_what_is_no_database_is_damaged_and_kept_unless_it_is_empty(
    sqlite_store: SqliteStore, content: bytes
) -> None:
    sqlite_store.path.write_bytes(content)
    log = SqliteLog(sqlite_store.path)
    if content:
        for ask in (log.read(CAMP), log.append(CAMP, an_entry(1)), log.warnings()):
            with pytest.raises(StoreDamaged, match=r"board\.db is damaged .* restore it from a b"):
                await ask
        assert sqlite_store.path.read_bytes() == content
    else:
        await append_many(log, CAMP, 1)
    await log.close()


async def test_a_file_with_torn_pages_is_damaged(sqlite_store: SqliteStore) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 200)
    await log.close()
    with sqlite_store.path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096))
    log = SqliteLog(sqlite_store.path)
    with pytest.raises(StoreDamaged):
        await log.read(CAMP)
    with pytest.raises(StoreDamaged, match="damaged"):
        await log.warnings()
    await log.close()


async def test_a_body_edited_by_hand_is_noticed_even_as_text(sqlite_store: SqliteStore) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 2)
    with closing(sqlite3.connect(sqlite_store.path)) as db, db:
        db.execute("UPDATE entries SET body = replace(body, 'a2', 'a3') WHERE seq = 2")
    with pytest.raises(StoreDamaged, match="entry 2"):
        await log.read(CAMP)
    await log.close()


async def test_a_file_of_a_newer_board_is_left_alone(sqlite_store: SqliteStore) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 1)
    await log.close()
    with closing(sqlite3.connect(sqlite_store.path)) as db:
        db.execute("PRAGMA user_version = 2")
    log = SqliteLog(sqlite_store.path)
    with pytest.raises(StoreDamaged, match=r"newer board .* Upgrade this board"):
        await log.append(CAMP, an_entry(2))
    await log.close()


async def test_another_programs_database_is_left_alone(sqlite_store: SqliteStore) -> None:
    with closing(sqlite3.connect(sqlite_store.path)) as db, db:
        db.execute("CREATE TABLE bookmarks (url)")
    before = sqlite_store.path.read_bytes()
    log = SqliteLog(sqlite_store.path)
    with pytest.raises(StoreDamaged, match="belongs to another program"):
        await log.append(CAMP, an_entry(1))
    await log.close()
    assert sqlite_store.path.read_bytes() == before


async def test_a_path_that_leads_to_a_folder_is_unavailable(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    with pytest.raises(Unavailable, match="unable to open"):
        await log.read(CAMP)
    await log.close()


# A file that is exchanged under a running board


async def test_a_file_replaced_while_it_is_open_is_noticed_and_never_written_to_the_old_one(
    tmp_path: Path, sqlite_store: SqliteStore
) -> None:
    backup = SqliteLog(tmp_path / "backup.db")
    await append_many(backup, CAMP, 3)
    await backup.close()

    log = SqliteLog(sqlite_store.path)
    entries = await append_many(log, CAMP, 5)
    async with aclosing(log.follow(CAMP, after=0)) as batches:
        assert await anext(batches) == entries
        for left in sqlite_store.path.parent.glob("board.db-*"):
            left.unlink()
        (tmp_path / "backup.db").rename(sqlite_store.path)
        with pytest.raises(StoreDamaged, match="entry 5 of the log is gone"):
            await anext(batches)
    with pytest.raises(SeqTaken) as refused:
        await log.append(CAMP, an_entry(6))
    assert refused.value.last == 3
    await log.close()


async def test_a_file_that_vanished_is_noticed(sqlite_store: SqliteStore) -> None:
    log = SqliteLog(sqlite_store.path)
    await append_many(log, CAMP, 5)
    for left in sqlite_store.path.parent.glob("board.db*"):
        left.unlink()
    with pytest.raises(SeqTaken):
        await log.append(CAMP, an_entry(6))
    with pytest.raises(StoreDamaged, match="entry 5 of the log is gone"):
        await follow_until(log, CAMP, 6, after=5)
    await log.close()
