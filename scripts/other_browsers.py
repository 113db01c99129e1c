"""The main flow in real WebKit and Firefox, against a board with a small camp: `make browsers`.

The tests drive Chromium; this is for the other two, by hand, before a release. A row is a thing that people
do, a column an engine; `make browsers ARGS=--pictures=folder` also keeps what each page looked like.
"""

import argparse
import asyncio
import base64
import logging
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.config import Config
from board.live.desk import Desk, Desks
from board.server import web_server
from board.web.identity import Tokens
from scripts.engines import Browser, BrowserError, Engine, engines, eventually
from scripts.watched import Watched
from tests import seed

SECRET = "a secret for this camp only"  # it lives for some seconds
PHONE, LAPTOP, WALL = (447, 844), (1280, 800), (1920, 1080)  # WebKitGTK's windows are no narrower
LANGUAGES = ("zh", "ar", "es", "pt", "fr", "en")
LOBBY = ("marketplace", "grid", "spotlight", "now", "results")
CONSOLE = ("", "/topics", "/grid", "/day", "/people", "/settings", "/whatif", "/log", "/print")


class Camp:
    """A small camp on a running board, and what the browser under test is expected to do to it."""

    def __init__(self, url: str, desk: Desk, seen: Watched) -> None:
        self.desk, self.seen = desk, seen
        self.home = f"{url}/c/{desk.camp.id}"
        token = Tokens(SECRET).organiser_token(desk.camp.id, seed.ORGANISER)
        self.organiser = f"{url}/o/{desk.camp.id}/{token}"
        self._loop = asyncio.get_running_loop()
        self._before = {*desk.camp.attendees}
        self._others = 0

    def ballot(self) -> tuple[TopicId, ...]:
        """The choices of who came in by the browser."""
        camp = self.desk.camp
        mine = (votes for person, votes in camp.ballots.items() if person not in self._before)
        return next(mine, ())

    def somebody_votes(self, topic: str) -> None:
        """Another phone's vote reaches the board."""
        self._others += 1
        me = AttendeeId(f"other-{self._others}")
        self._before.add(me)
        self._do(c.JoinCamp(attendee=me, name="Bo"))
        self._do(c.CastVote(attendee=me, topic=TopicId(topic)))

    def _do(self, command: c.Command) -> None:
        asyncio.run_coroutine_threadsafe(self.desk.submit(command), self._loop).result(20)


def joins(browser: Browser, camp: Camp) -> None:
    """Come in with one tap."""
    browser.size(*PHONE)
    browser.open(camp.home)
    browser.click("form[action$='/attendees'] button.primary")
    _ready(browser, "#topics")


def votes(browser: Browser, camp: Camp) -> None:
    """Vote twice; it shows, and the board has it."""
    for topic in ("t2", "t5"):
        browser.click(_vote(topic))
    _shows(browser, _vote("t5"), "2nd choice")
    _holds(browser, camp, "t2", "t5")


def hears_others(browser: Browser, camp: Camp) -> None:
    """Another's vote shows by itself, over a WebSocket."""
    before = _text(browser, "[data-v=n-t2]")
    frames = browser.script("return framesHeard")
    camp.somebody_votes("t2")
    browser.wait(f"return {_reads('[data-v=n-t2]')} !== arguments[0]", before)
    browser.wait("return framesHeard > arguments[0]", frames)


def orders(browser: Browser, camp: Camp) -> None:
    """Move a choice up."""
    browser.open(f"{camp.home}/choices")
    _ready(browser, "#choices")
    browser.click("#choice-t5 .up")
    browser.wait("return document.querySelector('#choices > li').id === 'choice-t5'")
    _holds(browser, camp, "t5", "t2")


def searches(browser: Browser, camp: Camp) -> None:
    """Find a topic by its title."""
    browser.open(camp.home)
    _ready(browser, "#topics")
    browser.type("#q", camp.desk.camp.topics[TopicId("t3")].pitch.title[:24])
    shown = "[...document.querySelectorAll('#topics > li')].filter((li) => li.offsetParent)"
    browser.wait(f"return {shown}.map((li) => li.id).join() === 'topic-t3'")


def comes_back(browser: Browser, camp: Camp) -> None:
    """Go to a topic and back: the page is true by itself, and live."""
    browser.open(camp.home)
    _ready(browser, "#topics")
    browser.open(f"{camp.home}/topics/t3")
    camp.somebody_votes("t4")
    count = _text(browser, "[data-v=n-t3]")
    browser.back()
    _ready(browser, "#topics")
    browser.wait(f"return {_reads('[data-v=n-t4]')} === '1'")
    camp.somebody_votes("t3")
    browser.wait(f"return {_reads('[data-v=n-t3]')} !== arguments[0]", count)


def pitches(browser: Browser, camp: Camp) -> None:
    """Put a topic on the board."""
    browser.open(f"{camp.home}/pitch")
    browser.wait("return document.querySelector('[data-js]') !== null")
    browser.click("[data-all-at-once]")
    browser.type("#title", "Whittling for everybody")
    browser.click("[data-send]")
    _shows(browser, "h1", "Whittling for everybody")


def copies_a_link(browser: Browser, _: Camp) -> None:
    """Copy the link of one's own topic."""
    browser.script("delete Navigator.prototype.share")  # its sheet is the system's, not the page's
    browser.click("section details.more summary")
    browser.click("[data-share]")
    _shows(browser, "#notices", "The link is ")


def reads_the_grid(browser: Browser, camp: Camp) -> None:
    """The grid and my day."""
    for path, there in (("/grid", ".slot"), ("/day", "#day, .stop, main h1")):
        browser.open(camp.home + path)
        _ready(browser, there)
    _fits(browser)


def speaks(browser: Browser, camp: Camp) -> None:
    """Every language, right to left too; no page sticks out."""
    for tag in LANGUAGES:
        browser.open(f"{camp.home}/me")
        _ready(browser, "button[name=lang]")
        browser.click(f"button[name=lang][value|={tag}]")
        browser.wait("return document.documentElement.lang.startsWith(arguments[0])", tag)
        for path in ("", "/choices", "/grid", "/day", "/pitch"):
            browser.open(camp.home + path)
            _ready(browser, "main")
            _fits(browser)


def shows_the_lobby(browser: Browser, camp: Camp) -> None:
    """The lobby's modes on a wall, and a vote that shows on it."""
    browser.size(*WALL)
    for mode in LOBBY:
        browser.open(f"{camp.home}/lobby?mode={mode}")
        _ready(browser, "#wall")
        _fits(browser)
    count = _text(browser, "[data-v=votes]")
    camp.somebody_votes("t7")
    browser.wait(f"return {_reads('[data-v=votes]')} !== arguments[0]", count)


def runs_the_morning(browser: Browser, camp: Camp) -> None:
    """Every section of the console, and a session that is moved on its grid."""
    browser.size(*LAPTOP)
    browser.open(camp.organiser)
    for path in CONSOLE:
        browser.open(f"{camp.home}/console{path}")
        browser.wait("return document.readyState === 'complete'")
        _fits(browser)
    before = camp.desk.camp.placements
    browser.open(f"{camp.home}/console/grid")
    browser.click(".square.taken .grip")
    browser.click("#moving [data-next]")
    browser.click("#moving [data-put]")
    eventually(lambda: camp.desk.camp.placements != before, "a session moved")
    browser.click("#notices button")
    eventually(lambda: camp.desk.camp.placements == before, "and was put back")


DONE: tuple[tuple[str, Callable[[Browser, Camp], None]], ...] = (
    ("comes in with one tap", joins),
    ("votes", votes),
    ("another’s vote arrives over the wire", hears_others),
    ("puts choices in order", orders),
    ("searches", searches),
    ("back button: the page catches up", comes_back),
    ("pitches", pitches),
    ("copies a link", copies_a_link),
    ("grid and my day", reads_the_grid),
    ("all six languages, nothing sticks out", speaks),
    ("lobby, all modes, live", shows_the_lobby),
    ("console, all sections; moves a session, and back", runs_the_morning),
)


def main() -> int:
    """Drive every engine that is here, and print the table; the exit status is 1 if something failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--pictures", type=Path, help="a folder for what each step ended with")
    pictures: Path | None = parser.parse_args().pictures
    found = engines()
    missing = [engine for engine in found if engine.start is None]
    for engine in missing:
        print(f"No {engine.name} here: sudo apt-get install {engine.packages}", file=sys.stderr)
    if len(missing) == len(found):
        return 2
    columns = dict(asyncio.run(_drive(engine, pictures)) for engine in found if engine.start)
    print(_table(columns))
    for name, said in columns.items():
        for what, wrong in said.items():
            if wrong:
                print(f"{name}: {what}: {wrong}")
    return 1 if any(wrong for said in columns.values() for wrong in said.values()) else 0


async def _drive(engine: Engine, pictures: Path | None) -> tuple[str, dict[str, str]]:
    """What an engine calls itself, and what went wrong with each thing it was to do."""
    async with _camp() as camp:
        return await asyncio.to_thread(_do_all, engine, camp, pictures)


def _do_all(engine: Engine, camp: Camp, pictures: Path | None) -> tuple[str, dict[str, str]]:
    assert engine.start
    said: dict[str, str] = {}
    with engine.start() as browser:
        for what, do in DONE:
            said[what] = _wrong(do, browser, camp)
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                file = pictures / f"{engine.name}-{do.__name__}.png"
                file.write_bytes(base64.b64decode(browser.picture()))
    said["no script error, nothing its policy forbids"] = "; ".join(camp.seen.errors)
    return browser.name, said


def _wrong(do: Callable[[Browser, Camp], None], browser: Browser, camp: Camp) -> str:
    try:
        do(browser, camp)
    except (BrowserError, OSError) as error:
        return str(error).replace("\n", " ")[:200]
    return ""


@asynccontextmanager
async def _camp() -> AsyncIterator[Camp]:
    """A camp with 12 topics and a grid, on a board on a free port, whose pages tell of their errors."""
    logging.getLogger("board").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        store = f"sqlite:///{folder}/board.db"
        server = web_server(Config(store=store, secret=SECRET, host="127.0.0.1", port=port))
        server.config.load()
        app: Any = server.config.loaded_app
        seen = server.config.loaded_app = Watched(app)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)
        desk = await seed.small_camp(_desks(app), "larks")
        await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
        try:
            yield Camp(f"http://127.0.0.1:{port}", desk, seen)
        finally:
            server.should_exit = True
            await serving


def _desks(app: Any) -> Desks:
    while not hasattr(app, "state"):
        app = app.app
    desks: Desks = app.state.site.desks
    return desks


def _table(columns: dict[str, dict[str, str]]) -> str:
    lines = [f"| | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for what in next(iter(columns.values())):
        marks = ("no" if said[what] else "yes" for said in columns.values())
        lines.append(f"| {what} | {' | '.join(marks)} |")
    return "\n".join(lines)


def _vote(topic: str) -> str:
    return f'[data-own="{topic}"] button'


def _ready(browser: Browser, selector: str) -> None:
    """Wait until the page's scripts have run, and something is on it."""
    browser.wait(
        "return document.readyState === 'complete'"
        " && document.documentElement.hasAttribute('data-js')"
        " && document.querySelector(arguments[0]) !== null",
        selector,
    )


def _reads(selector: str) -> str:
    return f"document.querySelector('{selector}').textContent.trim()"


def _text(browser: Browser, selector: str) -> str:
    return str(browser.script(f"return {_reads(selector)}"))


def _shows(browser: Browser, selector: str, words: str) -> None:
    browser.wait(
        "const at = document.querySelector(arguments[0]);"
        " return at !== null && at.textContent.includes(arguments[1])",
        selector,
        words,
    )


def _fits(browser: Browser) -> None:
    """Nothing may stick out of the window to the side."""
    wide, where = browser.script(
        "return [document.documentElement.scrollWidth - document.documentElement.clientWidth, location.href]"
    )
    if wide > 0:
        raise BrowserError(f"{where} is {wide} pixels too wide")


def _holds(browser: Browser, camp: Camp, *topics: str) -> None:
    """Wait until the board has these choices, in this order, and the page says that they are saved."""
    eventually(lambda: camp.ballot() == topics, f"the board has {topics}")
    browser.wait("return document.querySelector('[data-pending]') === null")


if __name__ == "__main__":
    sys.exit(main())
