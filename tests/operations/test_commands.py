"""The command line, as an operator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from board.camp.model import CampId
from board.live.desk import replay
from board.log import open_log
from tests.boards import CAMP, SECRET, put_camp, small_camp
from tests.log.stores import SqliteStore


def board(
    *arguments: str, store: str, folder: Path, **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "board", *arguments],
        env={**os.environ, "BOARD_STORE": store, "BOARD_SECRET": SECRET, **environ},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_camp_is_created_and_its_links_are_printed_once(store_url: str, tmp_path: Path) -> None:
    (tmp_path / "rooms.txt").write_text("Library 40\nGym, 120, piano\n")
    made = board(
        "create", "Edcamp Ada", "--date", "2031-05-03", "--zone", "America/New_York",
        "--rooms", "rooms.txt", "--slots", "9:00,50,4,10", store=store_url, folder=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    code = made.stdout.split()[1].lower()
    for link in (f"/c/{code}\n", f"/c/{code}/lobby\n", f"/o/{code}/o."):
        assert link in made.stdout
    exported = json.loads(board("export", code, store=store_url, folder=tmp_path).stdout)
    kinds = [event["type"] for event in exported["events"]]
    assert kinds.count("RoomSet") == 2
    assert kinds.count("SlotSet") == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "X", "--date", "tomorrow"), "2026-03-14"),
        (("create", "X", "--date", "2031-05-03", "--zone", "Mars/Base"), "time zone"),
        (("create", "X", "--date", "2031-05-03", "--slots", "late"), "9:00,50,4,10"),
        (("create", "X", "--date", "2031-05-03", "--rooms", "none.txt"), "none.txt"),
        (("export", "nope9"), "no camp with the code"),
        (("import", "none.json"), "none.json"),
    ],
)
def test_a_wrong_call_is_answered_with_what_to_write(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    refused = board(*arguments, store=f"sqlite:///{tmp_path}/b.db", folder=tmp_path)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_a_camp_goes_out_and_comes_back_whole(store_url: str, tmp_path: Path) -> None:
    await put_camp(store_url, small_camp())
    out = board("export", CAMP, "--json", "camp.json", store=store_url, folder=tmp_path)
    assert out.returncode == 0, out.stderr
    other = f"sqlite:///{tmp_path}/other.db"
    back = board("import", "camp.json", "--code", "again", store=other, folder=tmp_path)
    assert back.returncode == 0, back.stderr
    before, after = await camp_in(store_url, CAMP), await camp_in(other, CampId("again"))
    assert after[1:] == before[1:]
    taken = board("import", "camp.json", "--code", "again", store=other, folder=tmp_path)
    assert taken.returncode == 1
    assert "--code" in taken.stderr


def test_what_is_no_export_is_refused_and_begins_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(
        '{"board_camp": 1, "camp": "x", "entries": 1, "events": [{}]}'
    )
    store = f"sqlite:///{tmp_path}/b.db"
    refused = board("import", "bad.json", store=store, folder=tmp_path)
    assert refused.returncode == 1
    assert "bad.json is not a camp" in refused.stderr


async def test_the_board_does_not_start_on_a_damaged_log(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "board.db")
    await put_camp(store.url, small_camp())
    store.edit(
        CAMP, lambda rows: [(seq, body.replace(b"Topic", b"Tupic"), c) for seq, body, c in rows]
    )
    refused = board("serve", store=store.url, folder=tmp_path, PORT="0")
    assert refused.returncode == 1
    assert f"Camp {CAMP}: entry 1" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", ["serve", "planner"])
def test_wrong_settings_stop_the_start(command: str, tmp_path: Path) -> None:
    refused = board(command, store="mysql://x", folder=tmp_path, PORT="many")
    assert refused.returncode == 1
    assert "BOARD_STORE" in refused.stderr
    assert "PORT" in refused.stderr


async def camp_in(store: str, code: CampId) -> tuple[object, ...]:
    """Everything about a camp, its code first."""
    log = open_log(store)
    *_, (_, camp) = replay(code, await log.read(code))
    await log.close()
    return tuple(getattr(camp, field) for field in camp.__struct_fields__)
