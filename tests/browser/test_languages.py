"""Every page in every state, in a language nobody speaks and in one that is written from the right."""

import re
from itertools import count

import pytest
from playwright.async_api import Page

from board.camp import commands as c
from board.camp.model import GRADE_BANDS, Camp, CampId, Placement
from board.languages.language import NAMES
from board.web.languages import COOKIE
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.every_page import PAGES, Looked, come
from tests.browser.test_axe import wrong

NARROW = {"viewport": {"width": 320, "height": 568}, "reduced_motion": "reduce"}

_codes = count(1)

# The words a page shows (its styles' too) or tells a screen reader, each with a hint of where it stands.
_TOLD = """() => {
  const told = [];
  const seen = (element) => element.checkVisibility
    ? element.checkVisibility({ visibilityProperty: true }) : element.offsetParent !== null;
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: around, textContent: text } = walk.currentNode;
    if (/^(SCRIPT|STYLE|NOSCRIPT|CODE|DATALIST)$/.test(around.tagName) || !text.trim()) continue;
    if (around.tagName === "TITLE" || seen(around)) told.push([text, around.outerHTML.slice(0, 200)]);
  }
  for (const element of document.querySelectorAll("body *")) {
    for (const side of ["::before", "::after"]) {
      const { content } = getComputedStyle(element, side);
      const where = `${side} of ${element.outerHTML.slice(0, 200)}`;
      if (/^"/.test(content) && seen(element)) told.push([content, where]);
    }
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    if (!seen(element)) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      const text = element.getAttribute(name);
      if (text) told.push([text, element.outerHTML.slice(0, 200)]);
    }
  }
  return told;
}"""
_TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      return width && (right > clientWidth + 1 || left < -1);
    })
    .slice(0, 4).map((each) => each.outerHTML.slice(0, 160));
}"""


async def speaking(page: Page, board: Board, language: str) -> None:
    """Choose a language as the language chooser does."""
    await page.context.add_cookies([{"name": COOKIE, "value": language, "url": board.url}])


@pytest.mark.parametrize("looked", PAGES, ids=lambda looked: looked.name)
async def test_no_word_was_forgotten_and_longer_ones_fit(
    board: Board, phone: Phones, looked: Looked
) -> None:
    page = await phone(**NARROW)
    code = f"xa{next(_codes)}"
    address = await come(page, board, looked, code)
    await speaking(page, board, "en-XA")
    camp = (await board.desks.open(CampId(code))).camp
    untold: list[str] = []
    for path in looked.paths:
        if path.startswith("//components"):
            continue  # samples, for who builds pages
        await page.goto(address(path))
        untold += [f"{path} {each}" for each in await _untold(page, camp)]
        if looked.who != "organiser":
            untold += [f"{path} too wide: {each}" for each in await page.evaluate(_TOO_WIDE)]
    assert not untold, "\n".join(untold)


@pytest.mark.parametrize(
    "looked",
    [each for each in PAGES if each.state in ("open", "running")],
    ids=lambda looked: looked.name,
)
async def test_arabic_runs_from_the_right_and_axe_finds_nothing_wrong(
    board: Board, phone: Phones, looked: Looked
) -> None:
    page = await phone(**NARROW)
    address = await come(page, board, looked, f"ar{next(_codes)}")
    await speaking(page, board, "ar")
    found: list[str] = []
    for path in looked.paths:
        if path.startswith("//components"):
            continue
        await page.goto(address(path))
        html = page.locator("html")
        assert (await html.get_attribute("lang"), await html.get_attribute("dir")) == ("ar", "rtl")
        found += [f"{path} {each}" for each in await wrong(page, "light")]
        if looked.who != "organiser":
            found += [f"{path} too wide: {each}" for each in await page.evaluate(_TOO_WIDE)]
    assert not found, "\n".join(found)


async def test_a_language_is_chosen_at_the_door_with_one_tap_and_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(java_script_enabled=False, locale="fr-FR")
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await page.get_by_role("button", name="J’y suis").wait_for()
    await page.get_by_role("button", name="Español").click()
    await page.get_by_role("button", name="Entro").click()
    await page.get_by_role("link", name="Mis elecciones").wait_for()
    assert await page.locator("html").get_attribute("lang") == "es"


async def test_what_comes_over_the_wire_and_what_scripts_say_is_in_the_pages_language(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(locale="es-ES")
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await page.get_by_role("button", name="Entro").click()
    await page.wait_for_selector("[data-js] #topics")
    offers = (
        t for t in desk.camp.topics.values() if not (t.wish or t.pitch.needs or t.pitch.not_in)
    )
    topic = min(offer.id for offer in offers)
    await page.locator(f'[data-own="{topic}"] button').click()
    await page.get_by_text("1.ª opción").wait_for()
    placed = desk.camp.topics[topic]
    slot = min(desk.camp.slots.values(), key=lambda each: each.start)
    room = max(desk.camp.rooms.values(), key=lambda each: each.capacity)
    await desk.submit(
        c.AdoptPlan(placements=(Placement(topic=placed.id, slot=slot.id, room=room.id),))
    )
    await page.locator(f"#topic-{topic} .at").get_by_text(room.name).wait_for()


async def test_a_lobby_screen_speaks_the_language_in_its_address_and_changes_nobody_elses(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(locale="en-US", viewport={"width": 1920, "height": 1080}, is_mobile=False)
    await page.goto(f"{board.url}/c/{desk.camp.id}/lobby?lang=ar")
    await page.get_by_text("امسح وادخل").first.wait_for()
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    assert await page.locator("html").get_attribute("lang") == "en"


async def _untold(page: Page, camp: Camp) -> list[str]:
    """What is still in plain letters, and no words of the camp's own."""
    own = sorted(_own_words(camp, page.url), key=len, reverse=True)
    found = []
    told: list[tuple[str, str]] = await page.evaluate(_TOLD)
    for text, where in told:
        left = re.sub(r"\b[A-Z0-9]{4}( [A-Z0-9]{4})?\b", "", " ".join(text.split()))  # a code
        for words in own:
            left = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "", left)
        if plain := re.findall(r"[A-Za-z]{2,}", left):
            found.append(f"{plain} in {where}")
    return found


def _own_words(camp: Camp, url: str) -> set[str]:
    host = url.split("/")[2]
    own = {*NAMES.values(), *GRADE_BANDS, f"http://{host}", host, "UTC", "NOPE"}
    own |= {"Edcamp Riverside", "America/New_York", "12:00 45 Lunch"}  # examples to type
    own |= {camp.id, camp.id.upper(), camp.settings.name, camp.settings.zone}
    for topic in camp.topics.values():
        pitch = topic.pitch
        lines = " ".join(pitch.description.split())
        own |= {pitch.title, lines, lines[:160].rsplit(" ", 1)[0], pitch.bring}
        own |= {*pitch.tags, *pitch.needs}
    for room in camp.rooms.values():
        own |= {room.name, *room.features}
    own |= {pause.name for pause in camp.breaks.values()}
    own |= {person.name for person in (*camp.attendees.values(), *camp.organisers.values())}
    own |= {
        words for badge in camp.roster.values() for words in (badge.name, badge.school, badge.role)
    }
    own |= {said.text for said in camp.announcements}
    own |= {"kiln", "sink"}  # what a topic that is nowhere needs; all reasons are the board's own
    return {" ".join(words.split()) for words in own} - {""}
