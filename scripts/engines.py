"""WebKit and Firefox, driven from here with nothing but the standard library.

WebKit speaks WebDriver (https://www.w3.org/TR/webdriver2/) through WebKitGTK's own `WebKitWebDriver`;
Firefox speaks the same commands through Marionette, which is built into it: length-prefixed JSON over TCP
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference to an element
PATIENCE = 20.0  # seconds for a browser to start, or for something to come true in it
MINI_BROWSERS = ("/usr/lib", "/usr/lib64", "/usr/libexec")
FIREFOXES = ("firefox-esr", "firefox")

Send = Callable[..., Any]


class BrowserError(Exception):
    """What a browser refused, or what did not come true in it."""


class Browser:
    """One window of a browser. `send(command, **parameters)` is its driver's way to say a command."""

    def __init__(self, name: str, send: Send) -> None:
        self.name = name
        self._send = send

    def size(self, width: int, height: int) -> None:
        """Ask for a window that large, in CSS pixels; a browser may have a least one."""
        self._send("SetWindowRect", width=width, height=height)

    def open(self, url: str) -> None:
        """Go there and wait until it is loaded."""
        self._send("Navigate", url=url)

    def back(self) -> None:
        """Press the back button."""
        self._send("Back")

    def script(self, body: str, *arguments: Any) -> Any:
        """What the body of a function gives in the page."""
        return self._send("ExecuteScript", script=body, args=list(arguments))

    def click(self, selector: str) -> None:
        """Click the first element of a CSS selector as a person does: it has to be there, and on top."""
        self.wait(_INTO_SIGHT, selector)
        self._send("ElementClick", id=self._find(selector))

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        self._send("ElementSendKeys", id=self._find(selector), text=text)

    def wait(self, body: str, *arguments: Any) -> None:
        """Wait until the body of a function gives true in the page, also over a change of page."""

        def true() -> bool:
            try:
                return bool(self.script(body, *arguments))
            except BrowserError:  # the page it was said in is gone
                return False

        eventually(true, " ".join((body, *map(str, arguments))))

    def picture(self) -> str:
        """What the window shows, as base64 of a PNG."""
        return str(self._send("TakeScreenshot"))

    def _find(self, selector: str) -> str:
        return str(self._send("FindElement", using="css selector", value=selector)[ELEMENT])


# A bar is fixed at the bottom of the pages; drivers take what is behind it for in sight.
_INTO_SIGHT = """
const found = document.querySelector(arguments[0]);
if (found) found.scrollIntoView({ block: "center", behavior: "instant" });
return found !== null;
"""


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until something is true, BrowserError if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise BrowserError(f"never came true: {what}")
        time.sleep(0.05)


class Engine(NamedTuple):
    """A browser engine: what to install for it, and how to start it; None if it isn't here."""

    name: str
    packages: str
    start: Callable[[], Any] | None


def engines() -> tuple[Engine, ...]:
    """WebKit and Firefox, as far as this machine has them."""
    driver, display, mini = shutil.which("WebKitWebDriver"), _display(), _mini_browser()
    webkit = partial(_webkit, driver, mini) if driver and mini and display else None
    firefox = next((found for name in FIREFOXES if (found := shutil.which(name))), None)
    return (
        Engine("WebKit", "webkit2gtk-driver xvfb", webkit),
        Engine("Firefox", "firefox-esr", partial(_firefox, firefox) if firefox else None),
    )


def _display() -> bool:
    return "DISPLAY" in os.environ or shutil.which("Xvfb") is not None


def _mini_browser() -> str | None:
    found = (path for root in MINI_BROWSERS for path in Path(root).glob("**/MiniBrowser"))
    return next((str(path) for path in found if "webkit" in str(path)), None)


@contextmanager
def _webkit(driver: str, mini: str) -> Iterator[Browser]:
    port = _free_port()
    with _screen() as environ, _process([driver, f"--port={port}"], environ):
        wanted = {"webkitgtk:browserOptions": {"binary": mini, "args": ["--automation"]}}
        url = f"http://127.0.0.1:{port}/session"
        opened = _until_up(partial(_post, url, {"capabilities": {"alwaysMatch": wanted}}))
        session = f"{url}/{opened['sessionId']}"
        version = opened["capabilities"]["browserVersion"]
        try:
            yield Browser(f"WebKitGTK {version}", partial(_webdriver, session))
        finally:
            _request("DELETE", session)


@contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """The environment with a display in it: this desktop's, or one that nobody sees."""
    if "DISPLAY" in os.environ:
        yield {**os.environ}
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield {**os.environ, "DISPLAY": f":{server.stdout.readline().strip()}"}
        finally:
            server.terminate()


_PATHS = {
    "Navigate": ("POST", "/url"),
    "Back": ("POST", "/back"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "SetWindowRect": ("POST", "/window/rect"),
    "TakeScreenshot": ("GET", "/screenshot"),
}


def _webdriver(session: str, command: str, **parameters: Any) -> Any:
    method, path = _PATHS[command]
    return _request(method, session + path.format_map(parameters), parameters)


def _post(url: str, body: dict[str, Any]) -> Any:
    return _request("POST", url, body)


def _request(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    coded = json.dumps(body or {}).encode() if method == "POST" else None
    request = urllib.request.Request(
        url, coded, {"Content-Type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        said = json.load(error)["value"]
        raise BrowserError(f"{said['error']}: {said['message']}") from error


@contextmanager
def _firefox(binary: str) -> Iterator[Browser]:
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
        command = [binary, "--headless", "--marionette", "--no-remote", "--profile", profile]
        with _process(command, {**os.environ, "MOZ_HEADLESS": "1"}):
            marionette = _until_up(partial(_Marionette, port))
            opened = marionette.send("NewSession", capabilities={"alwaysMatch": {}})
            version = opened["capabilities"]["browserVersion"]
            try:
                yield Browser(f"Firefox {version}", marionette.send)
            finally:
                marionette.close()


class _Marionette:
    """A connection to Firefox: `[0, id, command, parameters]`, answered by `[1, id, error, result]`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._file = self._socket.makefile("rb")
        self._asked = 0
        self._read()  # it says hello

    def send(self, command: str, **parameters: Any) -> Any:
        self._asked += 1
        coded = json.dumps([0, self._asked, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(coded), coded))
        _, _, error, result = self._read()
        if error:
            raise BrowserError(f"{error['error']}: {error['message']}")
        # Marionette wraps what isn't an object, WebDriver over HTTP doesn't.
        return result["value"] if result and set(result) == {"value"} else result

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            if not byte:
                raise ConnectionError("Firefox hung up")
            length += byte
        return json.loads(self._file.read(int(length)))


@contextmanager
def _process(command: list[str], environ: dict[str, str]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environ, stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.terminate()


def _until_up(attempt: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
