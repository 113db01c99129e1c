"""Finding a topic among 138: filters together, with counts, kept by the address, with scripts and without."""

import re

import pytest
from playwright.async_api import Page, expect

from board.camp.model import AttendeeId, Topic, TopicId
from board.live.desk import Desk
from board.web.pages import finding
from tests.browser.conftest import Board, Phones, join, vote_button


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_filters_work_together_and_the_address_keeps_them(
    board: Board, district: Desk, phone: Phones, scripts: bool
) -> None:
    page = await phone(java_script_enabled=scripts)
    await join(page, board, district, scripts=scripts)
    up = [topic for topic in district.camp.topics.values() if topic.up]
    topic = next(t for t in up if t.pitch.tags and t.pitch.grade_bands and not t.wish)
    tag, grade = topic.pitch.tags[0], topic.pitch.grade_bands[0]
    await page.get_by_label("Tags").select_option(finding.folded(tag))
    await page.get_by_label("Grades").select_option(grade)
    await page.get_by_label("Show", exact=True).select_option("offer")
    if not scripts:
        await page.get_by_role("button", name="Search").click()
    wanted = {t.id for t in up if not t.wish and _has(t, tag) and _suits(t, grade)}
    await expect(page.locator("[data-found]")).to_contain_text(f"{len(wanted)} of {len(up)} topics")
    assert await _shown(page) == wanted
    await expect(page).to_have_url(re.compile(r"[?&]show=offer&grade=.+&tag="))

    await page.locator(f"#topic-{topic.id} h2 a").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(topic.pitch.title)
    await page.go_back()
    assert await _shown(page) == wanted
    await page.reload()
    assert await _shown(page) == wanted

    await page.get_by_role("link", name="Show all topics").click()
    await expect(page.locator("[data-found]")).to_be_hidden()
    assert len(await _shown(page)) == len(up)
    await expect(page).to_have_url(f"{board.url}/c/{district.camp.id}")


async def test_what_the_page_finds_is_what_the_board_finds(
    board: Board, district: Desk, phone: Phones
) -> None:
    page = await phone()
    await join(page, board, district)
    up = [topic for topic in district.camp.topics.values() if topic.up]
    for query in ("robots", "MÚSICA", "k-2 read", "a", "zzz", "parents 3-5"):
        await page.get_by_role("searchbox").fill(query)
        found = finding.find(district.camp, AttendeeId("x"), (), up, {"q": query})
        assert await _shown(page) == found.topics
        for option in found.tags[:5]:
            label = page.locator(f'#tag option[value="{option.value}"]')
            await expect(label).to_have_text(f"{option.label} ({option.left})")
    await page.get_by_role("searchbox").fill("zzz")
    await expect(page.get_by_text("Nothing matches")).to_be_visible()


async def test_not_yet_seen_leaves_what_is_new_to_me(
    board: Board, district: Desk, phone: Phones
) -> None:
    page = await phone()
    await join(page, board, district)
    show = page.get_by_label("Show", exact=True)
    first = str(await page.locator("#topics > li").first.get_attribute("data-topic"))
    await vote_button(page, first).click()
    await expect(page.locator("[data-pending]")).to_have_count(0)
    await page.reload()
    await show.select_option("unseen")
    shown = await _shown(page)
    assert TopicId(first) not in shown
    assert len(shown) > 100
    await show.select_option("mine")
    assert await _shown(page) == {first}
    await vote_button(page, first).click()
    await expect(page.locator("[data-none]")).to_be_visible()


def _has(topic: Topic, tag: str) -> bool:
    return finding.folded(tag) in {
        finding.folded(each) for each in (*topic.pitch.tags, topic.pitch.format)
    }


def _suits(topic: Topic, grade: str) -> bool:
    return not topic.pitch.grade_bands or grade in topic.pitch.grade_bands


async def _shown(page: Page) -> set[TopicId]:
    ids = await page.locator("#topics > li").evaluate_all(
        "cards => cards.filter(card => !card.hidden).map(card => card.dataset.topic)"
    )
    return {TopicId(topic) for topic in ids}
