"""What scripts and styles of attendees' pages may use: see docs/browsers.md."""

import re
from pathlib import Path

import pytest

from board import assets

# Later than Chrome 80 and Safari 13.4, and not to be had otherwise.
TOO_NEW = {
    "logical assignment (Chrome 85, Safari 14)": r"\?\?=|\|\|=|&&=",
    "private names (Chrome 74, Safari 14.1)": r"(?<![\"'`\w(\[#.-])#[a-zA-Z_]\w*\s*(?:=[^=]|\(|;)",
    "static blocks (Chrome 94, Safari 16.4)": r"\bstatic\s*\{",
    "class fields (Chrome 72, Safari 14)": r"class [^{\n]*\{\n  (?:static )?\w+ = ",
    "await at the top (Chrome 89, Safari 15)": r"^(?:const \w+ = |\w+ = )?await ",
    ".at() (Chrome 92, Safari 15.4)": r"\.at\(-?\d",
    "replaceAll (Chrome 85)": r"\.replaceAll\(",
    "replaceChildren (Chrome 86, Safari 14)": r"\.replaceChildren\(",
    "structuredClone (Chrome 98, Safari 15.4)": r"\bstructuredClone\(",
    "Object.hasOwn (Chrome 93, Safari 15.4)": r"Object\.hasOwn\(",
    "findLast (Chrome 97, Safari 15.4)": r"\.findLast(?:Index)?\(",
    "toSorted and its like (Chrome 110, Safari 16)": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "Promise.any (Chrome 85, Safari 14)": r"Promise\.(?:any|withResolvers)\(",
    "extending EventTarget (Safari 14)": r"new EventTarget\(|extends EventTarget",
    "lookbehind (Safari 16.4)": r"\(\?<[=!]",
    "showModal (Safari 15.4)": r"\.showModal\(",
    "checkVisibility (Chrome 105, Safari 17.4)": r"\.checkVisibility\(",
    "randomUUID (only over HTTPS)": r"\.randomUUID\(",
    "requestIdleCallback (not in Safari)": r"\brequestIdleCallback\(",
    "AbortSignal.timeout (Chrome 103, Safari 16)": r"AbortSignal\.(?:timeout|any)\(",
    "BroadcastChannel (Safari 15.4)": r"new BroadcastChannel\(",
    "navigator.clipboard (only over HTTPS)": r"navigator\.clipboard\.",
}
# What one can do without: a rule or a declaration that an older browser leaves out.
LATER_SELECTOR = re.compile(r":has\(|:is\(|:where\(")
LATER_VALUE = re.compile(r"\d(?:dvh|svh|lvh|dvw)\b|color-mix\(|light-dark\(|oklch\(")
LATER_RULE = re.compile(
    r"^\s*(?:@layer|@container|@scope|@property|@starting-style|&)", re.MULTILINE
)

OTHERS = ("console", "whatif", "components", "badges", "roster", "print", "cards-print")
# Organisers’ laptops are not attendees’ phones.


def _of(folder: str, ending: str) -> list[Path]:
    return sorted(
        path
        for path in (assets.folder("static") / folder).glob(f"*.{ending}")
        if not path.name.startswith(OTHERS)
    )


SCRIPTS, SHEETS = _of("js", "js"), _of("css", "css")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_of_attendees_use_nothing_newer_than_the_baseline(path: Path) -> None:
    text = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {
        what: hit[0] for what, new in TOO_NEW.items() if (hit := re.search(new, text, re.MULTILINE))
    }
    assert found == {}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_styles_of_attendees_lose_nothing_that_matters_in_an_older_browser(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not LATER_RULE.search(text)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        listed = [each.strip() for each in re.split(r",(?![^(]*\))", selectors) if each.strip()]
        later = [bool(LATER_SELECTOR.search(each)) for each in listed]
        assert all(later) or not any(later), f"an old browser drops all of: {selectors.strip()}"
        _falls_back(body)


def test_the_check_knows_what_it_looks_for() -> None:
    assert re.search(TOO_NEW[".at() (Chrome 92, Safari 15.4)"], "list.at(-1)")
    assert re.search(TOO_NEW["private names (Chrome 74, Safari 14.1)"], "  #count = 0;")
    assert re.search(TOO_NEW["await at the top (Chrome 89, Safari 15)"], "const a = await b();")
    assert len(SCRIPTS) > 20
    with pytest.raises(AssertionError):
        _falls_back("min-height: 100dvh;")
    _falls_back("min-height: 100vh; min-height: 100dvh;")


def _falls_back(body: str) -> None:
    """Every later value follows one that an older browser takes."""
    known: set[str] = set()
    for declaration in body.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if LATER_VALUE.search(value):
            assert name in known, f"{declaration.strip()}: nothing stands in for it"
        known.add(name)
