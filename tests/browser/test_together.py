"""Several screens at once: what one person does is seen by the others."""

import asyncio
import re

from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import ActorId, AttendeeId, Pitch, Topic, TopicId
from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.patience import until

SETTLING = "[data-pending], [data-saved]"  # votes that still say how they fare


async def test_a_vote_on_one_phone_is_seen_on_another_and_in_the_lobby(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo, lobby = await phone(), await phone(), await _lobby(phone, board, desk)
    await join(ana, board, desk)
    await join(bo, board, desk)
    await vote_button(ana, "t3").click()
    await expect(vote_button(ana, "t3")).to_have_attribute("aria-pressed", "true")
    await expect(vote_button(ana, "t3")).to_contain_text("1st choice")
    await expect(bo.locator('[data-v="n-t3"]')).to_have_text("1")
    await expect(vote_button(bo, "t3")).to_have_attribute("aria-pressed", "false")
    await expect(lobby.locator(".counts [data-v=votes]")).to_have_text("1")
    await expect(lobby.locator("#wanted")).to_contain_text(
        desk.camp.topics[TopicId("t3")].pitch.title
    )


async def test_a_new_topic_comes_in_above_without_moving_what_is_read(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, lobby = await phone(), await _lobby(phone, board, desk)
    await join(ana, board, desk)
    await ana.evaluate("document.querySelector('#topics').children[4].scrollIntoView()")
    read = ana.locator("#topics > li").nth(4)
    before = await read.bounding_box()
    read_id = await read.get_attribute("id")
    await _pitch(desk, "late", "A topic that came late")
    await expect(ana.locator("#topics > li").first).to_have_attribute("id", "topic-late")
    await expect(ana.get_by_role("button", name="1 new topic")).to_be_visible()
    after = await ana.locator(f"#{read_id}").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    await expect(lobby.locator("#newest")).to_contain_text("A topic that came late")
    await ana.get_by_role("button", name="1 new topic").click()
    await expect(ana.locator("#topic-late")).to_be_in_viewport()
    await expect(ana.get_by_role("button", name="1 new topic")).to_be_hidden()


async def test_a_vote_given_without_wifi_arrives_when_it_is_back(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await vote_button(ana, "t5").click()
    await expect(vote_button(ana, "t2")).to_have_attribute("aria-pressed", "true")
    await expect(ana.locator('[data-own="t2"]')).to_have_attribute("data-pending", "")
    await expect(ana.get_by_text("Reconnecting")).to_be_visible()
    assert desk.camp.tallies.get(TopicId("t2"), 0) == 0
    await ana.context.set_offline(False)
    await expect(ana.locator('[data-v="n-t2"]')).to_have_text("1")
    await expect(ana.locator('[data-own="t2"]')).not_to_have_attribute("data-pending", "")
    await expect(ana.get_by_text("Reconnecting")).to_be_hidden()
    await until(lambda: list(desk.camp.ballots.values()) == [("t2", "t5")])


async def test_a_vote_given_without_wifi_survives_leaving_the_page(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await expect(ana.locator('[data-own="t2"]')).to_have_attribute("data-pending", "")
    await ana.goto("about:blank")
    await ana.context.set_offline(False)
    await ana.goto(f"{board.url}/c/{desk.camp.id}")
    await expect(ana.locator('[data-v="n-t2"]')).to_have_text("1")
    await expect(vote_button(ana, "t2")).to_have_attribute("aria-pressed", "true")


async def test_a_refused_vote_is_taken_back_with_the_reason(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    by = desk.camp.topics[TopicId("t2")].by
    await desk.submit(c.WithdrawTopic(topic=TopicId("t2"), by=by))
    await ana.context.set_offline(False)
    await expect(ana.locator("#notices")).to_contain_text("no longer on the board")
    await expect(ana.locator("#topic-t2")).to_have_count(0)
    await expect(ana.locator("[data-mine-count]")).to_have_text("")


async def test_all_votes_given_is_said_before_the_board_has_to(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp(budget=2)
    ana = await phone()
    await join(ana, board, desk)
    for topic in ("t1", "t2", "t3"):
        await vote_button(ana, topic).click()
    await expect(ana.locator("#notices")).to_contain_text("All 2 of your votes are given")
    await expect(ana.locator("#topic-t3 .refusal")).to_contain_text("All 2 of your votes")
    await expect(vote_button(ana, "t3")).to_have_attribute("aria-pressed", "false")


async def test_choices_made_on_one_screen_show_on_the_other_screens_of_the_same_person(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    other = await ana.context.new_page()
    await other.goto(f"{board.url}/c/{desk.camp.id}/choices")
    await expect(other.get_by_text("Nothing chosen yet")).to_be_visible()
    await vote_button(ana, "t4").click()
    await expect(other.locator("#choice-t4")).to_be_visible()
    await other.locator("#choice-t4 .remove").click()
    await expect(vote_button(ana, "t4")).to_have_attribute("aria-pressed", "false")


async def test_an_old_page_with_its_patches_is_a_fresh_page(
    board: Board, district: Desk, phone: Phones
) -> None:
    old = await phone()
    await join(old, board, district)
    await vote_button(old, "t9").click()
    await expect(old.locator("[data-mine-count]")).to_have_text("1")
    await _storm(district)
    await _at(old, district.seq)
    fresh = await old.context.new_page()
    await fresh.goto(f"{board.url}/c/{district.camp.id}")
    await _at(fresh, district.seq)
    assert await _cards(old) == await _cards(fresh)


async def test_an_old_lobby_with_its_patches_is_a_fresh_lobby(
    board: Board, district: Desk, phone: Phones
) -> None:
    old = await _lobby(phone, board, district)
    await _storm(district)
    await _at(old, district.seq)
    fresh = await _lobby(phone, board, district)
    await _at(fresh, district.seq)
    for part in ("#grid", "#newest", "#wanted", "#status", ".counts"):
        assert await _html(old, part) == await _html(fresh, part)


async def test_the_lobby_says_that_it_lost_its_connection_and_finds_it_again(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    lobby = await _lobby(phone, board, desk)
    await expect(lobby.locator("#fresh")).to_contain_text("Updated")
    await lobby.context.set_offline(True)
    await expect(lobby.locator("#fresh")).to_contain_text("Reconnecting")
    await lobby.context.set_offline(False)
    await expect(lobby.locator("#fresh")).to_contain_text(re.compile("^Updated"))


async def test_the_lobby_turns_its_pages_and_never_scrolls(
    board: Board, district: Desk, phone: Phones
) -> None:
    lobby = await _lobby(phone, board, district, "?mode=grid")
    rooms = []
    for _ in range(4):
        visible = "li => li.checkVisibility() ? [li.querySelector('.room-name').textContent] : []"
        rooms += await lobby.locator(".slot:first-of-type .cells > li").evaluate_all(
            f"lis => lis.flatMap({visible})"
        )
        await lobby.keyboard.press("ArrowRight")
    assert sorted(rooms) == sorted(room.name for room in district.camp.rooms.values())
    tall = await lobby.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert tall <= 0


async def _lobby(phone: Phones, board: Board, desk: Desk, query: str = "") -> Page:
    page = await phone(
        viewport={"width": 1920, "height": 1080},
        has_touch=False,
        is_mobile=False,
        device_scale_factor=1,
    )
    await page.goto(f"{board.url}/c/{desk.camp.id}/lobby{query}")
    return page


async def _pitch(desk: Desk, topic: str, title: str) -> None:
    by = next(iter(desk.camp.attendees))
    await desk.submit(
        c.PitchTopic(
            topic=TopicId(topic), by=by, at=1, pitch=Pitch(title=title), facilitators=(by,)
        )
    )


async def _storm(desk: Desk) -> None:
    """Much at once: votes, names, pitches, wishes that find somebody, withdrawals, returns."""
    people = [AttendeeId(f"voter-{n}") for n in range(1, 40)]
    topics = sorted(desk.camp.topics)
    start = desk.seq
    asks: list[c.Command] = []
    for n, person in enumerate(people):
        asks.append(c.CastVote(attendee=person, topic=topics[(n * 7 + start) % len(topics)]))
        asks.append(c.SeeTopics(attendee=person, topics=tuple(topics[n : n + 9])))
    await asyncio.gather(*(desk.submit(ask) for ask in asks), return_exceptions=True)
    wish = next(t for t in desk.camp.topics.values() if t.wish and t.up)
    await desk.submit(c.LeadTopic(topic=wish.id, attendee=people[3]))
    lead = next(t for t in desk.camp.topics.values() if t.facilitators and t.up)
    await desk.submit(c.NameAttendee(attendee=lead.facilitators[0], name=f"Renamed {start}"))
    await desk.submit(
        c.EditTopic(topic=lead.id, by=_owner(lead), pitch=Pitch(title=f"New {start} <b>"))
    )
    gone = next(t for t in reversed(topics) if desk.camp.topics[t].up and t != lead.id)
    by = _owner(desk.camp.topics[gone])
    await desk.submit(c.WithdrawTopic(topic=gone, by=by))
    await _pitch(desk, f"storm-{start}", f"Pitched in the storm at {start}")
    await desk.submit(c.RestoreTopic(topic=gone, by=by))


def _owner(topic: Topic) -> ActorId:
    return topic.facilitators[0] if topic.facilitators else topic.by


async def _at(page: Page, seq: int) -> None:
    """Wait until a page shows entry `seq`, and has drawn what came with it."""
    shown = """import(document.querySelector("script[type=module]").src.replace(/\\w+.js$/, "live.js"))
        .then(({ wire }) => wire.seq)"""
    for _ in range(300):
        if await page.evaluate(shown) >= seq and await page.locator(SETTLING).count() == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the page never came to {seq}")


async def _cards(page: Page) -> dict[str, str]:
    cards = await page.locator("#topics > li").evaluate_all(
        "cards => cards.map(card => [card.id, card.outerHTML])"
    )
    return {str(card_id): _plain(html) for card_id, html in cards}


async def _html(page: Page, selector: str) -> str:
    return _plain(str(await page.locator(selector).evaluate("e => e.outerHTML")))


def _plain(html: str) -> str:
    """Without what only says how fresh something is."""
    return re.sub(r'(?<= class=")([^"]*?) (?:lit|gliding)"', r'\1"', html)
