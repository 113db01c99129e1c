"""Style sheets say what phones of 2020 understand (Chrome 80, Safari 13.4), and newer things only on top."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))

# What an old browser passes over, with all that depends on it; and what says the same.
TOO_NEW = {
    r"@layer": "the order of the links",
    r"@container": "@media",
    r"^\s*inset(-block|-inline|-block-start|-block-end)?:": "top, right, bottom, left",
    r"^\s*(margin|padding|border)-(block|inline):": "the same, -start and -end",
    r"^\s*(scale|rotate|translate):": "transform",
    r"^\s*&": "a selector of its own",
    r":where\(": "a plain selector",
}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_style_sheet_says_nothing_that_old_phones_pass_over(sheet: Path) -> None:
    words = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    found = [
        f"{line.strip()}: write {instead}"
        for line in words.splitlines()
        for new, instead in TOO_NEW.items()
        if re.search(new, line)
    ]
    assert found == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_style_sheet_has_a_rule_for_every_brace(sheet: Path) -> None:
    words = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert words.count("{") == words.count("}")
    assert not re.search(r"\{\s*\}", words)


def test_nothing_is_taken_from_elsewhere() -> None:
    for sheet in SHEETS:
        assert not re.search(r"url\(|@import", sheet.read_text()), sheet.name


def test_old_browsers_see_where_the_focus_is() -> None:
    """They don't know :focus-visible: a rule with it in its list would be passed over as a whole."""
    base = (CSS / "base.css").read_text()
    assert re.search(r"^:focus \{[^}]*outline: 3px solid", base, re.MULTILINE)
