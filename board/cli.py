"""The command line: `board serve`, `create`, `plan`, `planner`, `demo`, `rehearse`, `export`, `import`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from board import config, server
from board.camp.errors import BoardError
from board.languages.language import NAMES, Language, asked_for, of_environment, speak
from board.live.planner import Share


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status: 0, or 1 after a sentence on stderr, 2 for a wrong call."""
    given = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        return run(given)
    except BoardError as error:
        print(f"board: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    top = argparse.ArgumentParser(prog="board", description="The live board for unconferences.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_serving(commands)
    _add_camps(commands)
    _add_planning(commands)
    _add_playing(commands)
    return top


def _add_serving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="serve the board, and plan beside it")
    serve.add_argument(
        "--no-planner", action="store_true", help="leave planning to `board planner`"
    )
    serve.set_defaults(run=_serve)
    planner = commands.add_parser("planner", help="plan every camp of the store, as votes come in")
    planner.add_argument("--stop-with-stdin", action="store_true", help="end when stdin is closed")
    planner.add_argument(
        "--share",
        type=_share,
        default=Share(),
        metavar="K/N",
        help="plan only the Kth of N shares of all camps; start one planner for each",
    )
    planner.set_defaults(run=_planner)


def _add_camps(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    create = commands.add_parser("create", help="create a camp and print its links")
    create.add_argument("name")
    create.add_argument("--date", required=True, help="2026-03-14")
    create.add_argument("--zone", default="UTC", help="its time zone, as America/New_York")
    create.add_argument("--organiser", default="Organiser", help="what the organiser is called")
    create.add_argument("--rooms", type=Path, help="a file with a room a line: Library 40")
    create.add_argument("--slots", metavar="START,MINUTES,COUNT[,GAP]", help="as 9:00,50,4,10")
    create.set_defaults(run=_create)
    export = commands.add_parser("export", help="write a whole camp as JSON")
    export.add_argument("camp", help="its code")
    export.add_argument("--json", type=Path, metavar="FILE", help="where to (default: print it)")
    export.set_defaults(run=_export)
    imported = commands.add_parser("import", help="bring back a camp that was exported")
    imported.add_argument("file", type=Path)
    imported.add_argument("--code", help="another code for it, if its own is taken")
    imported.set_defaults(run=_import)


def _add_planning(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plan = commands.add_parser(
        "plan",
        help="plan an instance: a camp written as a file",
        description="Plan a camp that is written as a file, without a server; docs/formats.md says how."
        " Ctrl-C ends the search, and the best plan so far is written.",
    )
    plan.add_argument("instance", metavar="INSTANCE", help="a JSON file, or - for stdin")
    length = plan.add_mutually_exclusive_group()
    length.add_argument(
        "--seconds",
        type=_seconds,
        default=1.0,
        metavar="S",
        help="how long it may take until the plan is there (default: 1)",
    )
    length.add_argument(
        "--iterations",
        type=_iterations,
        metavar="N",
        help="search for so many iterations instead: the same number gives the same plan again",
    )
    plan.add_argument("--out", type=Path, metavar="FILE", help="where to (default: print it)")
    plan.add_argument(
        "--language",
        type=_language,
        metavar="TAG",
        help="what the reasons are told in, as es or pt-BR (default: as LC_ALL, LC_MESSAGES or LANG"
        " say, else English)",
    )
    plan.set_defaults(run=_plan)


def _add_playing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser(
        "demo",
        help="run a district's day with a thousand simulated educators",
        description="Run a district's day: 1,000 simulated educators come, pitch 138 topics and vote."
        " Their board is gone when it ends, on Ctrl-C.",
    )
    demo.add_argument(
        "--phones",
        type=_count,
        default=300,
        metavar="N",
        help="how many phones are online at once, at most (default: %(default)s)",
    )
    demo.add_argument(
        "--minutes",
        type=_minutes,
        default=12,
        metavar="M",
        help="how long it takes until all have voted; 0.5 is quick (default: %(default)s)",
    )
    demo.set_defaults(run=_demo)
    rehearse = commands.add_parser(
        "rehearse",
        help="send simulated phones to your own board",
        description="Send simulated phones to your own board, and check that it keeps every vote it"
        " acknowledged (exit status 1 if not). They join, pitch, vote, lose their Wi-Fi and come"
        " back; all of that stays in the camp, so make one for it and open it first. While it runs,"
        " nobody else should vote there.",
    )
    rehearse.add_argument("url", help="the camp's address: http://host:8000/c/CODE")
    rehearse.add_argument(
        "--phones", type=_count, default=200, metavar="N", help="how many (default: %(default)s)"
    )
    rehearse.add_argument(
        "--minutes", type=_minutes, default=2, metavar="M", help="how long (default: %(default)s)"
    )
    rehearse.add_argument("--json", type=Path, metavar="FILE", help="also write the report here")
    rehearse.set_defaults(run=_rehearse)


def _count(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 20_000):
        raise argparse.ArgumentTypeError("write a number from 1 to 20000")
    return int(text)


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes <= 24 * 60:
        raise argparse.ArgumentTypeError("write a number of minutes over 0, as 0.5")
    return minutes


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 24 * 60 * 60:
        raise argparse.ArgumentTypeError("write a number of seconds over 0, as 2.5")
    return seconds


def _iterations(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text[:12]) <= 10**9):
        raise argparse.ArgumentTypeError("write a number from 1 to 1000000000")
    return int(text)


def _share(text: str) -> Share:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError("write it as 2/4: the second of four")
    return Share(int(number), int(of))


def _language(text: str) -> Language:
    language = asked_for(text)
    if language is None:
        raise argparse.ArgumentTypeError(f"the board speaks {', '.join(NAMES)}")
    return language


def _serve(given: argparse.Namespace) -> int:
    server.serve(config.from_environment(), planner=not given.no_planner)
    return 0


def _planner(given: argparse.Namespace) -> int:
    server.run_planner(
        config.from_environment(), stop_with_stdin=given.stop_with_stdin, share=given.share
    )
    return 0


def _create(given: argparse.Namespace) -> int:
    from board import camps

    return camps.create(config.from_environment(), given)


def _export(given: argparse.Namespace) -> int:
    from board.exports import whole

    return whole.write(config.from_environment(), given.camp, given.json)


def _import(given: argparse.Namespace) -> int:
    from board.exports import whole

    return whole.bring_back(config.from_environment(), given.file, given.code)


def _plan(given: argparse.Namespace) -> int:
    from board import plans

    with speak(given.language or of_environment(os.environ)):
        return plans.write(
            given.instance, seconds=given.seconds, iterations=given.iterations, out=given.out
        )


def _demo(given: argparse.Namespace) -> int:
    from board.demo import run

    return run.demo(phones=given.phones, minutes=given.minutes)


def _rehearse(given: argparse.Namespace) -> int:
    from board.rehearsal import run

    return run.rehearse(given.url, phones=given.phones, minutes=given.minutes, report=given.json)
