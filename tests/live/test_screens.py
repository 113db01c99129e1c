"""What screens show: an old page plus its patches is a fresh page, whatever happens at a camp."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from board.camp.evolve import fold
from board.camp.model import Camp
from board.live import frames
from board.live.parts import AUDIENCES, Audience, screen
from board.live.render import Renderer
from board.log.protocol import Epoch
from tests.camp.strategies import History, histories
from tests.live.page import Page

PUBLIC: tuple[Audience, ...] = ("phone", "grid", "lobby")


@pytest.mark.parametrize("audience", AUDIENCES)
@given(history=histories(25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_old_page_and_its_patches_are_a_fresh_page(audience: Audience, history: History) -> None:
    camps = every_camp(history)
    renderer = Renderer(camps[0].id)
    page = Page(audience, before := screen(camps[0], audience), renderer)
    known = (camps[0], before)
    for seq, camp in enumerate(camps[1:], start=2):
        after = screen(camp, audience, known)
        page.apply(frames.patch(seq, seq - 1, frames.changes(audience, before, after, renderer)))
        before, known = after, (camp, after)
        assert page.shown() == fresh(audience, camp)


@pytest.mark.parametrize("audience", AUDIENCES)
@given(history=histories(25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_patch_over_many_entries_is_as_good_as_many(
    audience: Audience, history: History
) -> None:
    camps = every_camp(history)
    renderer = Renderer(camps[0].id)
    before, after = screen(camps[0], audience), screen(camps[-1], audience)
    page = Page(audience, before, renderer)
    page.apply(frames.patch(len(camps), 1, frames.changes(audience, before, after, renderer)))
    assert page.shown() == fresh(audience, camps[-1])


@pytest.mark.parametrize("audience", AUDIENCES)
@given(history=histories(25), another=histories(10))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_snapshot_turns_any_page_into_a_fresh_one(
    audience: Audience, history: History, another: History
) -> None:
    renderer = Renderer(history.camp.id)
    page = Page(audience, screen(another.camp, audience), Renderer(another.camp.id))
    ops = frames.everything(audience, screen(history.camp, audience), renderer)
    page.apply(frames.snapshot(9, Epoch("e"), ops))
    assert page.shown() == fresh(audience, history.camp)


@given(history=histories(25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_hidden_reaches_no_public_screen(history: History) -> None:
    camp = history.camp
    for audience in PUBLIC:
        shown = screen(camp, audience)
        everything = json.dumps(frames.everything(audience, shown, Renderer(camp.id)))
        for topic in camp.topics.values():
            if not topic.up:
                assert f"/topics/{topic.id}\\" not in everything
                assert f"n-{topic.id}" not in shown.values
        if not camp.settings.tallies_shown:
            assert not any(key.startswith("n-") for key in shown.values)


def every_camp(history: History) -> list[Camp]:
    """The camp after each entry."""
    camps, camp = list[Camp](), None
    for events in history.entries:
        camp = fold(camp, events)
        camps.append(camp)
    return camps


def fresh(audience: Audience, camp: Camp) -> dict[str, list[str]]:
    """What a page shows that is drawn anew, by a renderer that remembers nothing."""
    return Page(audience, screen(camp, audience), Renderer(camp.id)).shown()
