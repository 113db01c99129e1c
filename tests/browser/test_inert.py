"""Whatever people type is text: no field can put a script or an element into anybody's page."""

from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, Pitch, Room, RoomId, TopicId
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join

EVIL = "</script><script>window.evil=1</script><img src=x onerror=window.evil=1>"


async def test_markup_in_every_field_is_shown_as_typed(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, lobby = await phone(), await phone(viewport={"width": 1920, "height": 1080})
    await join(ana, board, desk, name=EVIL[:80])
    await lobby.goto(f"{board.url}/c/{desk.camp.id}/lobby")
    mallory = AttendeeId("mallory")
    await desk.submit(c.JoinCamp(attendee=mallory, name=EVIL[:80]))
    evil = Pitch(
        title=EVIL,
        description=EVIL,
        tags=(EVIL[:40],),
        format=EVIL[:40],
        bring=EVIL,
        needs=(EVIL[:40],),
    )
    room = Room(id=RoomId("evil"), name=EVIL, capacity=10, features=(EVIL[:40],))
    await desk.submit(c.SetRooms(by=seed.ORGANISER, action=seed.action(7), at=1, rooms=(room,)))
    await desk.submit(
        c.PitchTopic(topic=TopicId("evil"), by=mallory, at=1, pitch=evil, facilitators=(mallory,))
    )
    await expect(ana.locator("#topic-evil h2")).to_have_text(EVIL)
    await expect(lobby.locator("#newest")).to_contain_text(EVIL)
    paths = ("", "/topics/evil", "/pitch", "/grid", "/me", f"/similar?title={EVIL}")
    for path in paths:
        await ana.goto(f"{board.url}/c/{desk.camp.id}{path}")
        await _is_inert(ana)
    await _is_inert(lobby)
    await ana.goto(f"{board.url}/?code={EVIL}")
    await _is_inert(ana)


async def _is_inert(page: Page) -> None:
    assert await page.evaluate("window.evil") is None
    assert await page.locator("img:not(.spot-qr)").count() == 0
    foreign = "[...document.scripts].filter(s => !s.src && s.type !== 'application/json').length"
    assert await page.evaluate(foreign) == 0
