"""Any colour a camp chooses can be read on every page, in every theme."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.live import brand
from board.live.brand import GROUNDS, Colour, contrast

CSS = Path(__file__).parents[2] / "static" / "css"
SHEETS = {
    "light": "tokens",
    "dark": "dark",
    "contrast": "contrast",
    "contrast-dark": "contrast-dark",
}
EDGE = 3.0

unhurried = settings(deadline=None)  # the machine may be busy
colours = st.tuples(*[st.integers(0, 255)] * 3)


@unhurried
@given(colours, st.sampled_from(sorted(GROUNDS)))
def test_words_in_any_colour_can_be_read_on_everything_they_stand_on(
    colour: Colour, theme: str
) -> None:
    ground = GROUNDS[theme]
    found = brand.tokens(colour, ground)
    for under in (*ground.grounds, found["board-tint"]):
        assert contrast(found["link"], under) >= ground.ratio
        assert contrast(found["board"], under) >= max(ground.ratio, EDGE)
    for pressed in ("board", "board-deep"):
        assert contrast(found["on-board"], found[pressed]) >= ground.ratio
    assert contrast(ground.soft, found["board-tint"]) >= ground.ratio


@unhurried
@given(colours)
def test_a_colour_that_can_be_read_already_stays_as_it_is(colour: Colour) -> None:
    ground = GROUNDS["light"]
    found = brand.tokens(colour, ground)
    again = brand.tokens(found["board"], ground)
    assert again == found


@unhurried
@given(colours)
def test_a_style_sheet_names_every_theme_and_only_colours(colour: Colour) -> None:
    sheet = brand.style_sheet(colour)
    assert len(re.findall(r"--board:#[0-9a-f]{6};", sheet)) == 8
    assert sheet.count("{") == sheet.count("}")
    for theme in ("system", "dark", "contrast"):
        assert f'[data-theme="{theme}"]' in sheet


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1d5140", "#fffdf7", 8.96)],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    first, second = brand.parse(one), brand.parse(other)
    assert first is not None
    assert second is not None
    assert contrast(first, second) == pytest.approx(ratio, abs=0.02)
    assert contrast(first, second) == contrast(second, first)


@pytest.mark.parametrize("theme", sorted(SHEETS))
def test_the_grounds_are_those_of_the_style_sheets(theme: str) -> None:
    tokens = declared(SHEETS[theme])
    ground = GROUNDS[theme]
    for token in ("wall", "wall-deep", "card", "note"):
        assert tokens[token] in ground.grounds, token
    assert tokens["card"] == ground.card
    assert tokens["ink-soft"] == ground.soft
    assert tokens["on-board"] == ground.on


@pytest.mark.parametrize("theme", sorted(SHEETS))
def test_the_board_s_own_colours_can_be_read_as_well(theme: str) -> None:
    tokens, ratio = declared(SHEETS[theme]), GROUNDS[theme].ratio
    for under in ("wall", "wall-deep", "card", "note", "board-tint", "alarm-tint"):
        for ink in ("ink", "ink-soft", "link"):
            assert contrast(tokens[ink], tokens[under]) >= ratio, (ink, under)
    assert contrast(tokens["on-board"], tokens["board"]) >= ratio
    assert contrast(tokens["on-board"], tokens["board-deep"]) >= ratio
    assert contrast(tokens["note-ink"], tokens["note"]) >= ratio
    assert contrast(tokens["alarm"], tokens["card"]) >= ratio
    assert contrast(tokens["alarm"], tokens["alarm-tint"]) >= ratio
    for seen in ("edge", "board", "note-edge", "focus"):
        for under in ("wall", "card"):
            assert contrast(tokens[seen], tokens[under]) >= EDGE, (seen, under)


def test_every_theme_brings_every_colour() -> None:
    kinds = [set(declared(sheet)) for sheet in SHEETS.values()]
    for one, other in pairwise(kinds):
        assert one == other


def declared(sheet: str) -> dict[str, Colour]:
    """The colours of a style sheet, by their names."""
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / f"{sheet}.css").read_text())
    return {name: colour for name, text in found if (colour := brand.parse(text))}
