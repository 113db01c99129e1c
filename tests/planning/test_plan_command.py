"""`board plan`, as an organiser types it: no server, no store, no Redis."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from board import cli
from board.planning.plan import Plan
from board.planning.planner import plan
from tests.patience import until
from tests.planning.camps import instance
from tests.planning.validity import assert_valid

CAMP = instance(
    slots=["s1", "s2", "s3"],
    rooms={"gym": 12, "lab": 7, "nook": 3},
    topics=[{"id": f"t{n}", "facilitators": [f"a{n}"]} for n in range(10)],
    ballots={f"a{n}": [f"t{(n * 3 + k) % 10}" for k in (1, 3, 7)] for n in range(30)},
    seed=7,
)
ENVIRON = {key: value for key, value in os.environ.items() if not key.startswith("BOARD_")}
ENVIRON["LC_ALL"] = "C.UTF-8"
PATIENCE = 60.0


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "board", "plan", *map(str, arguments)]


def board_plan(
    *arguments: str | Path, folder: Path, stdin: bytes = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments),
        env=ENVIRON | environ,
        cwd=folder,
        input=stdin,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    """A folder with nothing but a camp in it."""
    (tmp_path / "camp.json").write_bytes(msgspec.json.encode(CAMP))
    return tmp_path


def test_a_plan_is_printed_or_written_and_keeps_every_rule(camp: Path) -> None:
    printed = board_plan("camp.json", "--seconds", "0.2", folder=camp)
    assert printed.returncode == 0, printed.stderr
    filed = board_plan("camp.json", "--iterations", "2", "--out", "plan.json", folder=camp)
    assert (filed.returncode, filed.stdout) == (0, b"")
    for body in (printed.stdout, (camp / "plan.json").read_bytes()):
        assert_valid(CAMP, msgspec.json.decode(body, type=Plan))


def test_as_many_iterations_give_the_same_bytes_again(camp: Path) -> None:
    first, second = (
        board_plan("camp.json", "--iterations", "3", folder=camp, PYTHONHASHSEED=salt).stdout
        for salt in ("1", "2")
    )
    assert first == second
    assert msgspec.json.decode(first, type=Plan) == plan(CAMP, iterations=3, prove=True)


def test_reasons_are_told_in_the_language_asked_for_or_that_of_the_terminal(camp: Path) -> None:
    def whys(*options: str, **environ: Any) -> str:
        done = board_plan("camp.json", "--iterations", "1", *options, folder=camp, **environ)
        return " ".join(each["why"] for each in json.loads(done.stdout)["placements"])

    spanish = whys("--language", "es-MX")
    assert "personas" in spanish
    assert "people" not in spanish
    assert whys(LC_ALL="es_ES.UTF-8") == spanish
    assert whys(LC_ALL="", LC_MESSAGES="es_AR", LANG="fr_FR.UTF-8") == spanish
    assert whys(LC_ALL="", LANG="de_DE.UTF-8") == whys()
    assert "people want it" in whys("--language", "en", LC_ALL="fr_FR.UTF-8")
    wrong = board_plan("camp.json", "--language", "tlh", folder=camp)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"the board speaks en, es, fr, pt-BR, ar, zh-Hans" in wrong.stderr


def test_conflicts_of_pins_are_told_in_the_language_asked_for(camp: Path) -> None:
    pins = [{"topic": topic, "slot": "s1", "room": "gym"} for topic in ("t1", "t2")]
    raw = {**json.loads(msgspec.json.encode(CAMP)), "pins": pins}
    (camp / "pins.json").write_text(json.dumps(raw))
    refused = board_plan("pins.json", "--language", "fr", folder=camp)
    assert refused.returncode == 2
    told = 'pins[0] et pins[1] : tous dans la salle "gym" au "s1"'
    assert told in refused.stderr.decode().splitlines()


def test_the_time_that_it_took_is_in_the_plan_if_time_is_what_counts(camp: Path) -> None:
    timed = board_plan("camp.json", "--seconds", "0.3", folder=camp)
    assert 0 < json.loads(timed.stdout)["seconds"] < PATIENCE


def test_there_is_a_plan_even_if_the_time_is_over_before_it_begins(camp: Path) -> None:
    hurried = board_plan("camp.json", "--seconds", "1e-9", folder=camp)
    assert_valid(CAMP, msgspec.json.decode(hurried.stdout, type=Plan))
    assert b" 1 iteration in " in hurried.stderr


def test_nothing_is_needed_but_the_instance_and_nothing_is_left_behind(tmp_path: Path) -> None:
    done = board_plan(
        "-", "--iterations", "1", folder=tmp_path, stdin=msgspec.json.encode(CAMP),
        BOARD_STORE="redis://127.0.0.1:1/0", PORT="none", PATH="",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert_valid(CAMP, msgspec.json.decode(done.stdout, type=Plan))
    assert list(tmp_path.iterdir()) == []


def test_a_plan_has_a_line_for_every_session_topic_and_attendee(camp: Path) -> None:
    body = board_plan("camp.json", "--iterations", "1", folder=camp).stdout.decode()
    found = json.loads(body)
    lines = [line.strip().rstrip(",") for line in body.splitlines()]
    assert body.endswith("}\n")
    for each in (*found["placements"], *found["unplaced"]):
        assert json.dumps(each) in lines
    for part in ("seats", "waitlist"):
        for key, value in found[part].items():
            assert f"{json.dumps(key)}: {json.dumps(value)}" in lines


def test_the_closing_lines_say_what_the_plan_has_come_to(camp: Path) -> None:
    done = board_plan("camp.json", "--iterations", "3", folder=camp)
    score = json.loads(done.stdout)["score"]
    said = done.stderr.decode()
    assert said.startswith(f"{score['seated']} of at most {score['bound']} seats (")
    assert f"the bound is {score['bound_by']}." in said
    assert ("The bound is loose" in said) == score["loose"]
    assert f"{score['choices']['1']:.1%} have their first, " in said
    assert f"{len(json.loads(done.stdout)['unplaced'])} topic" in said
    assert "0 sessions moved; 3 iterations in " in said
    assert "\r" not in said
    assert "\x1b" not in said


def test_a_terminal_shows_how_far_it_is_on_one_line_that_goes_away(camp: Path) -> None:
    with on_a_terminal("camp.json", "--seconds", "1", folder=camp) as (process, terminal):
        shown = b"".join(iter(lambda: read(terminal), b"")).decode()
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert_valid(CAMP, msgspec.json.decode(process.stdout.read(), type=Plan))
    line, after = shown.split("\r\x1b[K")
    looks = line.split("\r")[1:]
    bound = plan(CAMP, iterations=1, prove=True).score.bound
    assert len(looks) > 1
    for look in looks:
        assert "\n" not in look
        assert f" of at most {bound} seats (" in look
    assert after.count("\r\n") == after.count("\n") == 3


def test_ctrl_c_ends_the_search_and_the_best_plan_so_far_is_written(camp: Path) -> None:
    long = ("camp.json", "--seconds", "3600", "--out", "plan.json")
    with on_a_terminal(*long, folder=camp) as (process, terminal):
        assert b"iteration" in read(terminal)  # it has begun
        process.send_signal(signal.SIGINT)
        said = b"".join(iter(lambda: read(terminal), b"")).decode()
        assert process.wait(PATIENCE) == 0
    assert "Traceback" not in said
    assert "topics unplaced" in said or "topic unplaced" in said
    assert_valid(CAMP, msgspec.json.decode((camp / "plan.json").read_bytes(), type=Plan))


async def test_ctrl_c_before_there_is_an_instance_leaves_no_plan_and_says_so_by_its_status(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "slow.json")
    with on_a_terminal("slow.json", "--out", "plan.json", folder=tmp_path) as (process, terminal):
        writers: list[int] = []

        def is_being_read() -> bool:
            with suppress(OSError):  # which nobody reads yet
                writers.append(os.open(tmp_path / "slow.json", os.O_WRONLY | os.O_NONBLOCK))
            return bool(writers) or process.poll() is not None

        await until(is_being_read)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        os.close(writers[0])
        assert read(terminal) == b""
    assert not (tmp_path / "plan.json").exists()


def test_every_problem_of_an_instance_is_named_at_once_each_with_its_place(tmp_path: Path) -> None:
    wrong = {
        "slots": [{"id": "s1"}],
        "rooms": [{"id": "gym", "capacity": -1, "colour": "red"}],
        "topics": [{"id": "t1", "facilitators": ["ghost"]}],
        "ballots": {"a1": ["t9"]},
        "pins": [{"topic": "t1"}],
    }
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    (tmp_path / "plan.json").write_text("as it was")
    refused = board_plan("wrong.json", "--out", "plan.json", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode().splitlines() == [
        "board: wrong.json can't be planned, for 5 reasons:",
        "rooms[0].colour: unknown key",
        "rooms[0].capacity: -1 is below 0",
        'topics[0].facilitators[0]: no attendee "ghost"',
        'ballots["a1"][0]: no topic "t9"',
        "pins[0]: names neither a slot nor a room",
    ]
    assert (tmp_path / "plan.json").read_text() == "as it was"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON: it is empty"),
        ("{}".encode("utf-16"), "not JSON: it looks like UTF-16"),
    ],
)
def test_what_is_no_json_is_refused_in_words(body: bytes, said: str, tmp_path: Path) -> None:
    refused = board_plan("-", folder=tmp_path, stdin=body)
    assert (refused.returncode, refused.stdout) == (2, b"")
    head, problem = refused.stderr.decode().splitlines()
    assert head == "board: the instance can't be planned, for 1 reason:"
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.json",), "none.json can't be read: No such file or directory."),
        ((".",), ". can't be read: Is a directory."),
        (("camp.json", "--out", "."), "--out plan.json"),
        (("camp.json", "--out", "none/plan.json"), "there is no directory none."),
        (("camp.json", "--out", "camp.json"), "is the instance. Give the plan another name."),
        (("camp.json", "--out", "x" * 300), "can't be used: File name too long."),
    ],
)
def test_a_file_that_can_t_be_used_is_named_at_once(
    arguments: tuple[str, ...], said: str, camp: Path
) -> None:
    before = (camp / "camp.json").read_bytes()
    refused = board_plan(*arguments, "--seconds", "3600", folder=camp)
    assert (refused.returncode, refused.stdout) == (1, b"")
    (line,) = refused.stderr.decode().splitlines()
    assert line.startswith("board: ")
    assert line.endswith(said)
    assert (camp / "camp.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: INSTANCE"),
        (("camp.json", "--iterations", "0"), "--iterations: write a number from 1"),
        (("camp.json", "--iterations", "-3"), "--iterations: write a number from 1"),
        (("camp.json", "--iterations", "1.5"), "--iterations: write a number from 1"),
        (("camp.json", "--iterations", "9" * 5_000), "--iterations: write a number from 1"),
        (("camp.json", "--seconds", "0"), "--seconds: write a number of seconds over 0"),
        (("camp.json", "--seconds", "-1"), "--seconds: write a number of seconds over 0"),
        (("camp.json", "--seconds", "nan"), "--seconds: write a number of seconds over 0"),
        (("camp.json", "--seconds", "soon"), "--seconds: write a number of seconds over 0"),
        (("camp.json", "--seconds", "1", "--iterations", "1"), "not allowed with argument"),
    ],
)
def test_a_wrong_call_says_what_to_write(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.main(["plan", *arguments])
    assert refused.value.code == 2
    assert said in capsys.readouterr().err


def test_a_plan_that_can_t_be_written_leaves_the_one_before_it_whole(camp: Path) -> None:
    (camp / "plan.json").write_text("as it was")
    full = subprocess.run(  # the kernel itself refuses to let any file grow past 100 bytes
        [
            "prlimit",
            "--fsize=100",
            *command("camp.json", "--iterations", "1", "--out", "plan.json"),
        ],
        env=ENVIRON | {"PYTHONDONTWRITEBYTECODE": "1"},
        cwd=camp,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert full.returncode == 1
    assert full.stderr == b"board: The plan can't be written: File too large.\n"
    assert (camp / "plan.json").read_text() == "as it was"
    assert {each.name for each in camp.iterdir()} == {"camp.json", "plan.json"}


def test_a_plan_goes_where_a_link_leads_and_is_anybody_s_to_read(camp: Path) -> None:
    (camp / "real.json").write_text("before")
    (camp / "link.json").symlink_to("real.json")
    board_plan("camp.json", "--iterations", "1", "--out", "link.json", folder=camp)
    assert (camp / "link.json").is_symlink()
    assert_valid(CAMP, msgspec.json.decode((camp / "real.json").read_bytes(), type=Plan))
    umask = os.umask(0)
    os.umask(umask)
    assert (camp / "real.json").stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_plan_can_go_into_a_pipe_which_stays_one(camp: Path) -> None:
    os.mkfifo(camp / "pipe")
    reader = os.open(camp / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    done = board_plan("camp.json", "--iterations", "1", "--out", "pipe", folder=camp)
    assert done.returncode == 0, done.stderr
    assert_valid(CAMP, msgspec.json.decode(os.read(reader, 1_000_000), type=Plan))
    os.close(reader)
    assert (camp / "pipe").is_fifo()


def test_a_reader_that_goes_away_is_no_crash(camp: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command("camp.json", "--iterations", "1"), cwd=camp, env=ENVIRON, stdout=writer,
        stderr=subprocess.PIPE, timeout=PATIENCE, check=False,
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr == b"board: The plan can't be written: Broken pipe.\n"


@contextmanager
def on_a_terminal(*arguments: str, folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The command with its stderr on a terminal, and that terminal's other end."""
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), cwd=folder, env=ENVIRON, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=end,
        # Whoever runs the tests may have had them ignore Ctrl-C; nobody at a terminal does.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    os.close(end)
    try:
        with process:
            try:
                yield process, terminal
            finally:
                process.kill()  # it may have ended, or wait for what a failed test won't do any more
    finally:
        os.close(terminal)


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once nobody writes to it any more."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
