"""Projectors for tests: camps they show, and what makes a wall unreadable."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace
from playwright.async_api import Page

from board.camp import commands as c
from board.camp.model import (
    AttendeeId,
    Camp,
    Cell,
    Pitch,
    Placement,
    Room,
    RoomId,
    Slot,
    SlotId,
    TopicId,
)
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Phones

FULL_HD = {"width": 1920, "height": 1080}
SIZES = [(1920, 1080), (3840, 2160), (1280, 720), (1024, 768)]

LONGEST = (
    "Everything I wish somebody had told me about grading 140 essays in a weekend without losing"
    " my mind, my family or my pen"
)[:120]
CHINESE = "如何让害羞的学生在课堂上开口说话十二种不需要任何设备的方法和我犯过的所有错误"
ARABIC = "كيف نجعل القراءة متعة يومية في الصف دون واجبات منزلية ودون جوائز"
EMOJI = "🎻🎺🥁 Can we start a staff band 👩🏽‍🏫👨🏿‍🎤 by Friday? 🎉"

# What is too small, or cut through the middle of a line, of all the text that can be seen. A text that
# ends in an ellipsis is as tall as its whole lines; what lies beyond its list altogether isn't seen.
UNREADABLE = """() => {
  const wrong = new Set();
  const least = innerHeight * 0.0159;
  const clamped = (look) => look.webkitLineClamp !== "none";
  for (const element of document.querySelectorAll("#wall *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.getClientRects().length || element.closest(".unseen, svg")) continue;
    const style = getComputedStyle(element);
    if (style.visibility === "hidden") continue;
    const ups = [];
    for (let up = element; up.id !== "wall"; up = up.parentElement) ups.push(up);
    const clamp = ups.find((up) => clamped(getComputedStyle(up)));
    const box = (clamp || element).getBoundingClientRect();
    const frames = ups.slice(ups.indexOf(clamp || element) + 1)
      .filter((up) => getComputedStyle(up).overflow !== "visible")
      .map((up) => up.getBoundingClientRect());
    const beyond = (f) => box.left >= f.right - 1 || box.right <= f.left + 1 || box.top >= f.bottom - 1;
    if (frames.some(beyond)) continue;
    const said = `${element.className || element.tagName}: ${element.textContent.trim().slice(0, 40)}`;
    if (parseFloat(style.fontSize) < least) wrong.add(`small ${style.fontSize} ${said}`);
    const edges = [{ bottom: innerHeight, top: 0 }, ...frames];
    if (edges.some((f) => box.bottom > f.bottom + 2 || box.top < f.top - 2)) wrong.add(`cut off ${said}`);
    if (box.right > innerWidth + 1 || box.left < -1) wrong.add(`outside ${said}`);
    if (clamp) {
      const look = getComputedStyle(clamp);
      const lines = (clamp.clientHeight - parseFloat(look.paddingBottom)) / parseFloat(look.lineHeight);
      if (Math.abs(lines - Math.round(lines)) > 0.2) wrong.add(`${lines.toFixed(2)} lines ${said}`);
    }
  }
  return [...wrong];
}"""


class Noon(NamedTuple):
    """A zone in which it is about noon now, the date there, and minutes after midnight."""

    zone: str
    date: str
    minutes: int


def noon() -> Noon:
    """Where on earth nothing of the next hours lies beyond midnight."""
    utc = datetime.now(UTC)
    east = 12 - utc.hour
    there = utc + timedelta(hours=east)
    return Noon(f"Etc/GMT{-east:+d}", there.date().isoformat(), there.hour * 60 + there.minute)


async def projector(
    phone: Phones, board: Board, desk: Desk, query: str = "", **options: Any
) -> Page:
    """The lobby's page on a projector."""
    page = await phone(
        **{
            "viewport": FULL_HD,
            "has_touch": False,
            "is_mobile": False,
            "device_scale_factor": 1,
            **options,
        }
    )
    await page.goto(f"{board.url}/c/{desk.camp.id}/lobby{query}")
    await page.wait_for_selector("[data-js] #wall")
    return page


async def direct(desk: Desk, **wanted: Any) -> None:
    """Press a button of the remote."""
    await desk.submit(c.DirectLobby(by=seed.ORGANISER, **wanted))


async def do(desk: Desk, kind: Any, **what: Any) -> None:
    """An organiser's action."""
    number = desk.seq + 1_000
    await desk.submit(kind(by=seed.ORGANISER, action=seed.action(number), at=number, **what))


async def today(desk: Desk, *starts: int, minutes: int = 60) -> Noon:
    """Make it the camp's day, about noon there, with its slots so many minutes from now."""
    now = noon()
    settings = replace(desk.camp.settings, zone=now.zone, date=now.date, freeze_minutes=0)
    await do(desk, c.ChangeSettings, settings=settings)
    slots = sorted(desk.camp.slots.values(), key=lambda slot: slot.start)
    for slot in slots[len(starts) :]:
        await do(desk, c.RemoveSlot, slot=slot.id)
    again = tuple(
        replace(slot, start=now.minutes + start, minutes=minutes)
        for slot, start in zip(slots, starts, strict=False)
    )
    await do(desk, c.SetSlots, slots=again)
    return now


async def wall_of(desk: Desk, *, rooms: int, slots: int) -> None:
    """Give a small camp a wall of this size, full of titles that are hard to fit."""
    for room in list(desk.camp.rooms):
        await do(desk, c.RemoveRoom, room=room)
    for slot in list(desk.camp.slots):
        await do(desk, c.RemoveSlot, slot=slot)
    new = tuple(
        Room(id=RoomId(f"r{n:02}"), name=f"Chemistry Laboratory {n}", capacity=99 - n)
        for n in range(rooms)
    )
    periods = tuple(
        Slot(id=SlotId(f"s{n}"), name=f"Session {n + 1}", start=480 + 60 * n, minutes=50)
        for n in range(slots)
    )
    await do(desk, c.SetRooms, rooms=new)
    await do(desk, c.SetSlots, slots=periods)
    titles = (LONGEST, CHINESE, ARABIC, EMOJI)
    cells = [Cell(slot.id, room.id) for room in new for slot in periods]
    placements = []
    for n, cell in enumerate(cells):
        topic, lead = TopicId(f"long-{n}"), AttendeeId(f"lead-long-{n}")
        await desk.submit(c.JoinCamp(attendee=lead, name=f"Maximiliana Featherstonehaugh {n}"))
        pitch = Pitch(title=titles[n % 4], description=LONGEST * 5)
        await desk.submit(
            c.PitchTopic(topic=topic, by=lead, at=n, pitch=pitch, facilitators=(lead,))
        )
        placements.append(
            Placement(
                topic=topic,
                slot=cell.slot,
                room=cell.room,
                why="its room is larger: 62 people want it",
            )
        )
    await desk.submit(c.AdoptPlan(placements=tuple(placements)))


def swapped(camp: Camp, one: Cell, other: Cell) -> tuple[Placement, ...]:
    """The grid with what stands in two cells changed round."""
    there = {one: other, other: one}
    return tuple(
        replace(
            p, slot=(to := there.get(Cell(p.slot, p.room), Cell(p.slot, p.room))).slot, room=to.room
        )
        for placements in camp.placements.values()
        for p in placements
    )
