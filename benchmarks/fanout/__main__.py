"""The command: get the peers, record the board, measure in turns, print tables, keep the figures."""

import argparse
import asyncio
import itertools
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.fanout import camp, herd, hostile, machine, picture, results, shapes, tables
from benchmarks.fanout.board import Board
from benchmarks.fanout.camp import Heard, Ready
from benchmarks.fanout.crowd import Failed, compiled
from benchmarks.fanout.peers import peers
from benchmarks.fanout.product import Absent, Product, running
from tests.servers import free_port

T = TypeVar("T")
CACHE = Path.home() / ".cache" / "edcamp-board-peers"
STOCK = "websockets-sansio"
PICTURE, DRAWN = Path(__file__).parents[2] / "docs" / "images" / "fanout.svg", 4_000  # phones


def main() -> None:
    """Measure what was asked for."""
    given = _arguments()
    if given.again:
        kept = results.kept(given.json)["shapes"]["figures"]
        PICTURE.write_text(picture.picture(picture.bars(kept, DRAWN), DRAWN), encoding="utf-8")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are ended then too
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one: Callable[..., Iterable[Any]]
        table: Callable[[Sequence[Any]], str]
        if given.hostile:
            part, sizes, one, table = "hostile", [given.good], hostile.measure, tables.hostile
        elif given.herd:
            part, sizes, one, table = "herd", given.phones or [10_000], herd.measure, tables.herd
        else:
            sizes = given.phones or [1_000, 4_000]
            part, one, table = "shapes", shapes.measure, tables.shapes
        ready = asyncio.run(camp.prepare(folder, max(sizes)))
        server_core, crowd_core = given.cores or machine.cores()
        bench = shapes.Bench(compiled(folder), given.peers, server_core, crowd_core)
        ours: list[Product] = [Board(ready)]
        if given.stock:
            ours.append(Board(ready, STOCK))
        heard = _heard(bench, ready, folder)
        print(
            f"A patch of one move is {_mean(heard.moves):.0f} bytes, of one vote"
            f" {_mean(heard.votes):.0f}; the snapshot"
            f" {len(heard.snapshot.encode()):,}. Load average {machine.load_average()}.\n"
        )
        first, *others = peers(heard)  # in this order, should somebody lose patience
        wanted = _there([first, *ours, *others], given)
        found: list[Any] = []
        try:
            for these in _in_turns(wanted, sizes, given.rounds, partial(one, bench)):
                found += these
                results.keep(given.json, part, found)
        finally:  # what was measured before somebody lost patience is shown too
            print("\n" + table(found), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fanout", description=__doc__)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--herd", action="store_true", help="phones that all come back at once")
    part.add_argument("--hostile", action="store_true", help="good phones beside bad ones")
    part.add_argument("--again", action="store_true", help="draw what was measured, and end")
    parser.add_argument("--phones", type=int, nargs="+", metavar="N")
    parser.add_argument("--good", type=int, default=1_000, help="good phones beside the bad")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=_words, default=(), metavar="A,B", help="parts of names")
    parser.add_argument("--stock", action="store_true", help=f"also the board on uvicorn's {STOCK}")
    parser.add_argument(
        "--peers", type=Path, default=CACHE, metavar="FOLDER", help="where they are"
    )
    parser.add_argument("--cores", type=_cores, metavar="SERVER,CROWD")
    parser.add_argument("--json", type=Path, default=results.KEPT, metavar="FILE")
    given = parser.parse_args()
    if given.hostile and not given.only:
        given.only = hostile.COMPARED
    most = machine.most_phones()
    if max(given.phones or [0]) > most:
        parser.error(f"only {most} phones fit the limit of open files (ulimit -n)")
    return given


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in text.split(","))


def _cores(text: str) -> tuple[int, int]:
    server, crowd = text.split(",")
    return int(server), int(crowd)


def _heard(bench: shapes.Bench, ready: Ready, folder: Path) -> Heard:
    port, own = free_port(), folder / "recorded"
    own.mkdir()
    with running(Board(ready), bench.cache, own, bench.server_core, port):
        return asyncio.run(camp.record(ready, port))


def _there(products: Iterable[Product], given: argparse.Namespace) -> list[Product]:
    """Those that were asked for and are to be had."""
    found = []
    for product in _named(products, given):
        try:
            product.fetch(given.peers)
        except Absent as why:
            print(f"{product.name} is left out: {why}")
        else:
            found.append(product)
    return found


def _named(products: Iterable[Product], given: argparse.Namespace) -> list[Product]:
    return [
        product
        for product in products
        if not given.only or any(word in product.name.lower() for word in given.only)
    ]


def _in_turns(
    products: Sequence[Product],
    sizes: Sequence[int],
    rounds: int,
    measure: Callable[[Product, int, int], Iterable[T]],
) -> Iterator[list[T]]:
    """Everything in every round, one after the other; what fails is left out, and said so."""
    for size, turn, product in itertools.product(sizes, range(rounds), products):
        if size > product.most_phones:
            continue
        print(f"round {turn + 1}: {product.name}, {size:,} phones", end="", flush=True)
        try:
            yield list(measure(product, size, turn))
            print(f"; load average {machine.load_average()}")
        except (Absent, Failed) as why:
            print(f" is left out: {why}")


def _mean(texts: Sequence[str]) -> float:
    return sum(len(text.encode()) for text in texts) / len(texts)


if __name__ == "__main__":
    main()
