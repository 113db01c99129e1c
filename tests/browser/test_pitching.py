"""Pitching on a phone: step by step, with what is there already pointed out, and never lost."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from board.camp.model import AttendeeId, TopicId
from board.camp.rules.company import asking
from board.live.desk import Desk
from tests.browser.conftest import PATIENCE, PHONE, Board, Camps, Phones, join
from tests.patience import until

SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 568}}


async def opened(page: Page, board: Board, desk: Desk, *, name: str = "Ana") -> Page:
    """A phone of somebody who is in, at the pitch page."""
    await join(page, board, desk, name=name)
    await page.get_by_role("link", name="Pitch").click()
    await page.wait_for_selector("[data-js] [data-pitch]")
    return page


async def whole_form(page: Page) -> None:
    await page.get_by_role("button", name="Show the whole form").click()


async def put_up(page: Page) -> None:
    await page.get_by_role("button", name="Put it on the board").click()
    await page.wait_for_url("**/topics/**")


def pitched(desk: Desk, title: str) -> list[TopicId]:
    return [t.id for t in desk.camp.topics.values() if t.pitch.title == title]


@pytest.mark.parametrize("options", [PHONE, SMALL], ids=["phone", "small phone"])
async def test_a_first_pitch_is_three_steps_under_one_thumb(
    board: Board, camp: Camps, phone: Phones, options: dict[str, Any]
) -> None:
    desk = await camp()
    page = await opened(await phone(**options), board, desk)
    await expect(
        page.get_by_role("heading", name="What would you love to talk about?")
    ).to_be_visible()
    await page.get_by_label("In a few words").fill("Zorbing in PE")
    await in_reach(page, "Next")
    await page.get_by_role("button", name="Next").tap()
    await expect(page.get_by_label("Title")).to_be_focused()
    await page.get_by_role("button", name="Zorbing in PE: what works for you?").tap()
    await in_reach(page, "Next")
    await page.get_by_role("button", name="Next").tap()
    await expect(page.locator("[data-preview]")).to_contain_text(
        "Zorbing in PE: what works for you?"
    )
    await page.get_by_text("I want to learn this", exact=True).tap()
    await expect(page.locator("[data-preview]")).to_contain_text("A wish: who can lead this?")
    await in_reach(page, "Put it on the board")
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_text("It’s on the board.")).to_be_visible()
    [topic] = pitched(desk, "Zorbing in PE: what works for you?")
    assert desk.camp.topics[topic].wish
    assert desk.camp.topics[topic].pitch.description == "Zorbing in PE"


async def in_reach(page: Page, name: str) -> None:
    """Whether a button is on the screen, above the tabs, and large enough."""
    box = await page.get_by_role("button", name=name).bounding_box()
    tabs = await page.get_by_role("navigation").last.bounding_box()
    assert box is not None
    assert tabs is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= tabs["y"] + 1
    assert box["height"] >= 44


async def test_the_three_steps_work_by_keyboard_and_go_back_one_at_a_time(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(
        await phone(**{**PHONE, "has_touch": False, "is_mobile": False}), board, desk
    )
    await page.get_by_label("In a few words").focus()
    await page.keyboard.type("Zorbing")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Why zorb?")
    await page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Who starts the conversation?")
    await expect(heading).to_be_focused()
    await page.go_back()
    await expect(page.get_by_label("Title")).to_have_value("Why zorb?")
    await page.get_by_label("Title").press("Enter")
    await expect(heading).to_be_visible()
    await page.get_by_role("button", name="Put it on the board").press("Enter")
    await page.wait_for_url("**/topics/**")
    [topic] = pitched(desk, "Why zorb?")
    assert not desk.camp.topics[topic].wish


async def test_a_step_without_a_title_goes_no_further(
    board: Board, camp: Camps, phone: Phones
) -> None:
    page = await opened(await phone(), board, await camp())
    await page.get_by_role("button", name="Next").tap()
    await page.get_by_role("button", name="Next").tap()
    await expect(page.get_by_role("heading", name="Give it a title")).to_be_visible()
    await expect(page.get_by_label("Title")).to_be_focused()


async def test_the_steps_can_be_skipped_and_come_no_more_to_who_has_pitched(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await expect(page.get_by_role("heading", name="Pitch a topic")).to_be_visible()
    await page.get_by_label("Title").fill("Zorbing")
    await put_up(page)
    await page.get_by_role("link", name="Pitch").click()
    await expect(page.get_by_label("What will happen there?")).to_be_visible()
    await page.get_by_role("button", name="Help me, step by step").click()
    await expect(page.get_by_text("Step 1 of 3")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "said"),
    [("I want to learn this", "Your vote is on it."), ("I’ll lead this", "Asked.")],
)
async def test_one_tap_joins_what_is_there_and_what_was_typed_is_kept(
    board: Board, camp: Camps, phone: Phones, kind: str, said: str
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_text(kind, exact=True).tap()
    await page.get_by_label("Title").fill("Mindfulness for us")
    await page.get_by_label("What will happen there?").fill("We breathe.")
    join_it = page.locator('.like-join[formaction$="/topics/t1/joining"]')
    await join_it.tap()
    await expect(page.get_by_text(said)).to_be_visible()
    [me] = [p.id for p in desk.camp.attendees.values() if p.name == "Ana"]
    if "learn" in kind:
        assert desk.camp.ballots[me] == ("t1",)
    else:
        assert asking(desk.camp, TopicId("t1")) == (me,)
    await page.get_by_role("link", name="Back to your pitch").click()
    await expect(page.get_by_label("Title")).to_have_value("Mindfulness for us")
    await expect(page.get_by_label("What will happen there?")).to_have_value("We breathe.")
    await expect(page.get_by_text("We kept what you typed.")).to_be_visible()


async def test_enter_in_the_title_never_joins_something_else(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Mindfulness for us")
    await expect(page.locator(".like-join").first).to_be_visible()
    await page.get_by_label("Title").press("Enter")
    await page.wait_for_url("**/topics/**")
    assert pitched(desk, "Mindfulness for us")


async def test_a_twin_sent_before_it_could_be_compared_is_shown_what_is_there_first(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await page.route("**/similar?*", lambda route: route.abort())
    await whole_form(page)
    await page.get_by_label("Title").fill("Mindfulness for us")
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_text("Already on the board")).to_be_visible()
    assert not pitched(desk, "Mindfulness for us")
    await page.get_by_role("button", name="No, put mine on the board").tap()
    await page.wait_for_url("**/topics/**")
    assert pitched(desk, "Mindfulness for us")


async def test_a_draft_survives_a_reload_and_another_page_until_one_starts_afresh(
    board: Board, camp: Camps, phone: Phones
) -> None:
    page = await opened(await phone(), board, await camp())
    await whole_form(page)
    await page.get_by_text("I want to learn this", exact=True).tap()
    await page.get_by_label("Title").fill("Zorbing")
    await page.reload()
    await expect(page.get_by_label("Title")).to_have_value("Zorbing")
    await page.get_by_role("link", name="Topics").click()
    await page.get_by_role("link", name="Pitch").click()
    await expect(page.get_by_label("Title")).to_have_value("Zorbing")
    await expect(page.get_by_label("I want to learn this")).to_be_checked()
    await page.get_by_role("button", name="Start afresh").click()
    await page.reload()
    await page.wait_for_selector("[data-js] [data-pitch]")
    await expect(page.locator("#title")).to_have_value("")


async def test_a_pitch_made_offline_is_kept_and_goes_up_by_itself(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_role("heading", name="Kept on this phone")).to_be_focused()
    await expect(page.locator("[data-kept-cards]")).to_contain_text("Zorbing")
    assert not pitched(desk, "Zorbing")
    await page.context.set_offline(False)
    await expect(page.get_by_text("It’s on the board.")).to_be_visible(timeout=PATIENCE)
    assert len(pitched(desk, "Zorbing")) == 1


async def test_a_pitch_kept_offline_is_sent_from_any_page_after_a_reload(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await page.route("**/topics", lambda route: route.abort())
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    await page.get_by_role("link", name="My choices").click()
    await expect(page.get_by_text("A pitch of yours waits on this phone")).to_be_visible()
    await page.unroute("**/topics")
    await expect(page.get_by_text("“Zorbing” is on the board now.")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_text("A pitch of yours waits on this phone")).to_have_count(0)
    assert len(pitched(desk, "Zorbing")) == 1


async def test_a_kept_pitch_can_be_changed_and_goes_up_once_as_changed(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await page.route("**/topics", lambda route: route.abort())
    await page.get_by_role("button", name="Put it on the board").tap()
    await page.get_by_role("button", name="Change it").tap()
    await page.get_by_label("Title").fill("Zorbing for all")
    await page.unroute("**/topics")
    await put_up(page)
    assert len(pitched(desk, "Zorbing for all")) == 1
    assert not pitched(desk, "Zorbing")


@pytest.mark.parametrize("frozen", [False, True], ids=["loaded again", "as it was left"])
async def test_who_goes_back_to_the_form_pitches_another_topic(
    board: Board, camp: Camps, phone: Phones, frozen: bool
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    first = await page.locator("[name=topic]").input_value()
    if frozen:
        # Playwright's Chromium freezes no pages; one that isn't left is the same once it is shown.
        await page.route("**/topics/*", lambda route: route.fulfill(status=204))
        await page.get_by_role("button", name="Put it on the board").click()
        await until(lambda: bool(pitched(desk, "Zorbing")))
        await expect(page.locator("[data-send]")).to_have_attribute("aria-busy", "true")
        await page.wait_for_function(f"localStorage.getItem('board:{desk.camp.id}:pitched')")
        await page.unroute("**/topics/*")
        shown = "new PageTransitionEvent('pageshow', { persisted: true })"
        await page.evaluate(f"dispatchEvent({shown})")
    else:
        await put_up(page)
        await page.go_back()
        await page.wait_for_selector("[data-js] [data-pitch]")
        await whole_form(page)
    await expect(page.locator("[name=topic]")).not_to_have_value(first)
    await page.get_by_label("Title").fill("Knots at sea")
    await put_up(page)
    assert pitched(desk, "Zorbing") == [TopicId(first)]
    assert len(pitched(desk, "Knots at sea")) == 1


async def test_a_page_that_was_kept_with_the_id_of_an_old_pitch_never_overwrites_it(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    old = await (await page.request.get(page.url)).text()
    await page.route("**/pitch", lambda route: route.fulfill(body=old, content_type="text/html"))
    await page.reload()  # as a service worker shows the page it kept
    await page.wait_for_selector("[data-js] [data-pitch]")
    first = await page.locator("[name=topic]").input_value()
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await put_up(page)
    for title in ("Knots at sea", "Paper boats"):
        await page.goto(f"{board.url}/c/{desk.camp.id}/pitch")
        await page.wait_for_selector("[data-js] [data-pitch]")
        await expect(page.locator("[name=topic]")).not_to_have_value(first)
        await whole_form(page)
        await page.get_by_label("Title").fill(title)
        await page.route("**/topics", lambda route: route.abort())
        await page.get_by_role("button", name="Put it on the board").tap()
        await expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
        await page.unroute("**/topics")
        await expect(page.get_by_text("It’s on the board.")).to_be_visible(timeout=PATIENCE)
    for title in ("Zorbing", "Knots at sea", "Paper boats"):
        assert len(pitched(desk, title)) == 1


async def test_a_kept_pitch_that_is_refused_comes_back_as_a_draft_with_the_reason(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing\u202e")
    await page.route("**/topics", lambda route: route.abort())
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    await page.get_by_role("link", name="My choices").click()
    await page.unroute("**/topics")
    await expect(page.get_by_text("could not go up")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("link", name="Change it").click()
    await expect(page.get_by_label("Title")).to_have_value("Zorbing\u202e")


async def test_a_refused_pitch_says_why_and_keeps_what_was_typed(
    board: Board, camp: Camps, phone: Phones
) -> None:
    page = await opened(await phone(), board, await camp())
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await page.get_by_text("More about it").tap()
    await page.get_by_label("Most people").evaluate("field => field.removeAttribute('pattern')")
    await page.get_by_label("Most people").fill("lots")
    await page.get_by_role("button", name="Put it on the board").tap()
    await expect(page.get_by_role("alert")).to_contain_text("The most people a session can take")
    await expect(page.get_by_label("Title")).to_have_value("Zorbing")


async def test_who_leads_is_asked_live_and_says_yes_with_one_tap(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await opened(await phone(), board, desk)
    await whole_form(ana)
    await ana.get_by_label("Title").fill("Zorbing")
    await put_up(ana)
    [topic] = pitched(desk, "Zorbing")
    bo = await phone()
    await join(bo, board, desk, name="Bo")
    await bo.goto(f"{board.url}/c/{desk.camp.id}/topics/{topic}")
    await bo.wait_for_selector("[data-js] #topic-page")
    await bo.get_by_text("Lead it together?").tap()
    await bo.get_by_role("button", name="Ask to lead it together").tap()
    await expect(bo.get_by_text("The answer is still to come.")).to_be_visible()
    await ana.locator("#offers").get_by_role("link", name="Answer").tap()
    await expect(ana.locator("#company")).to_contain_text("Bo would like to help you lead")
    await ana.get_by_role("button", name="Yes, let’s").tap()
    await expect(bo.locator("#topic-page .by")).to_contain_text("with Ana and Bo", timeout=PATIENCE)
    await until(lambda: not asking(desk.camp, topic))


async def test_the_co_facilitator_link_can_be_shared_or_copied_over_plain_http(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await put_up(page)
    shared = "window.shared = []; navigator.share = async (what) => window.shared.push(what.url);"
    await page.evaluate(f"() => {{ {shared} }}")
    await page.get_by_text("Invite somebody to lead it with you").tap()
    await expect(page.get_by_role("img", name="QR code of the co-facilitator link")).to_be_visible()
    link = await page.get_by_role("textbox", name="Co-facilitator link").input_value()
    await page.locator("[data-share]").tap()
    assert await page.evaluate("() => window.shared") == [link]
    copied = "document.addEventListener('copy', () => { window.copied = document.activeElement.value; });"
    await page.evaluate(f"() => {{ navigator.share = undefined; {copied} }}")
    await page.locator("[data-share]").tap()
    await expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert await page.evaluate("() => window.copied") == link


async def test_an_invited_friend_comes_in_leads_and_steps_back(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(), board, desk)
    await whole_form(page)
    await page.get_by_label("Title").fill("Zorbing")
    await put_up(page)
    link = await page.locator("#invite").input_value()
    friend = await phone()
    await friend.goto(link)
    await friend.get_by_role("button", name="I’m in").click()
    await friend.get_by_role("button", name="Yes, I’ll help lead it").click()
    [topic] = pitched(desk, "Zorbing")
    await expect(friend.get_by_role("heading", name="Zorbing")).to_be_visible()
    assert len(desk.camp.topics[topic].facilitators) == 2
    await friend.get_by_text("Step back from leading").tap()
    await friend.get_by_role("button", name="I can’t lead this any more").tap()
    await until(lambda: len(desk.camp.topics[topic].facilitators) == 1)


async def test_joining_and_pitching_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(java_script_enabled=False)
    await join(page, board, desk, name="Ana", scripts=False)
    await page.get_by_role("link", name="Pitch").click()
    await page.get_by_label("I want to learn this").check()
    await page.get_by_label("Title").fill("Mindfulness for us")
    await page.get_by_role("button", name="Put it on the board").click()
    await expect(page.get_by_text("Already on the board")).to_be_visible()
    assert not pitched(desk, "Mindfulness for us")
    await page.locator('.like-join[formaction$="/topics/t1/joining"]').click()
    await expect(page.get_by_text("Your vote is on it.")).to_be_visible()
    await page.get_by_role("link", name="Back to your pitch").click()
    await expect(page.get_by_label("Title")).to_have_value("Mindfulness for us")
    await page.get_by_role("button", name="Put it on the board").click()
    await page.get_by_role("button", name="No, put mine on the board").click()
    await expect(page.get_by_text("It’s on the board.")).to_be_visible()
    [me] = [AttendeeId(p.id) for p in desk.camp.attendees.values() if p.name == "Ana"]
    assert desk.camp.ballots[me] == ("t1",)
