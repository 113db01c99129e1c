"""What Lighthouse says about the pages of a full day: `make lighthouse`.

Runs the demo, and Lighthouse on the door, the topics (as a phone on slow 4G with a slow processor, its
mobile preset), and the lobby (its desktop preset). Needs `lighthouse` on the PATH:

    npm install -g lighthouse@12
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple

from scripts.demo import Links, running_demo

CATEGORIES = ("performance", "accessibility", "best-practices")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100}


class Page(NamedTuple):
    """A page to look at: what it is called, where, as which visitor, and with which preset."""

    name: str
    url: str
    cookie: str
    preset: str


def main() -> int:
    """Look at the pages and print the table; the exit status is 1 if one falls short."""
    lighthouse, browser = shutil.which("lighthouse"), _browser()
    if lighthouse is None or browser is None:
        print("Needs `lighthouse` (npm install -g lighthouse@12) and Chromium.", file=sys.stderr)
        return 2
    with running_demo() as links:
        reports = {page.name: _look(lighthouse, browser, page) for page in _pages(links)}
    print(_table(reports))
    for line in _faults(reports):
        print(line)
    short = [
        name
        for name, report in reports.items()
        if any(_score(report, category) < least for category, least in LEAST.items())
    ]
    return 1 if short else 0


def _browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _pages(links: Links) -> list[Page]:
    cookie = _joined(links.phone)
    return [
        Page("door, phone", links.phone, "", "mobile"),
        Page("topics, phone", links.phone, cookie, "mobile"),
        Page("my choices, phone", f"{links.phone}/choices", cookie, "mobile"),
        Page("grid, phone", f"{links.phone}/grid", cookie, "mobile"),
        Page("lobby, desktop", links.lobby, "", "desktop"),
    ]


def _joined(home: str) -> str:
    """The cookies of somebody who has come in."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{home}/attendees", data=b"next=").close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _look(lighthouse: str, browser: str, page: Page) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            lighthouse, page.url, "--quiet", "--output=json", f"--output-path={out}",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
        ]  # fmt: skip
        if page.preset == "desktop":
            command.append("--preset=desktop")
        if page.cookie:
            command.append(f"--extra-headers={json.dumps({'Cookie': page.cookie})}")
        environ = {**os.environ, "CHROME_PATH": browser}
        subprocess.run(command, env=environ, check=True, timeout=300)
        report: dict[str, Any] = json.loads(out.read_text())
    return report


def _score(report: dict[str, Any], category: str) -> int:
    return round((report["categories"][category]["score"] or 0) * 100)


def _table(reports: dict[str, dict[str, Any]]) -> str:
    lines = ["| page | performance | accessibility | best practices | first paint | blocked |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, report in reports.items():
        scores = " | ".join(str(_score(report, category)) for category in CATEGORIES)
        shown = (
            report["audits"][audit].get("displayValue", "").replace("\u00a0", " ")
            for audit in ("first-contentful-paint", "total-blocking-time")
        )
        lines.append(f"| {name} | {scores} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _faults(reports: dict[str, dict[str, Any]]) -> list[str]:
    """What kept a category below what it should be."""
    found = []
    for name, report in reports.items():
        for category, least in LEAST.items():
            if _score(report, category) >= least:
                continue
            for ref in report["categories"][category]["auditRefs"]:
                audit = report["audits"][ref["id"]]
                if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                    shown = audit.get("displayValue", "")
                    found.append(f"{name}: {audit['id']} {audit['score']} {shown}")
    return found


if __name__ == "__main__":
    sys.exit(main())
