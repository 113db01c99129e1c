"""English on an Arabic page, and Arabic on an English one: each keeps its own direction, whole."""

import pytest

from board.camp import commands as c
from board.camp.model import Pitch, TopicId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.test_console import LAPTOP, sign_in

ENGLISH = "What does a librarian do all day?"
ARABIC = "ماذا تفعل أمينة المكتبة طوال اليوم؟"
ATTENDEES = ("", "/topics/{topic}", "/choices", "/grid", "/day", "/me", "/lobby?mode=marketplace")
ORGANISERS = ("/topics", "/topics/{topic}", "/grid")

# Of each time a text can be seen, whether what ends it stands where one who reads it comes to its end.
ENDS = """([text, leftwards]) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const at = data.indexOf(text);
    if (at < 0 || !parentElement.getClientRects().length || parentElement.closest("option, script")) continue;
    const box = (from) => {
      const range = document.createRange();
      range.setStart(walker.currentNode, from);
      range.setEnd(walker.currentNode, from + 1);
      return range.getBoundingClientRect();
    };
    const end = at + text.length;
    const [before, last] = [box(end - 2), box(end - 1)];
    found.push(leftwards ? last.left < before.left : last.left > before.left);
  }
  return found;
}"""


@pytest.mark.parametrize(
    ("locale", "title", "leftwards"),
    [("ar", ENGLISH, False), ("en-GB", ARABIC, True)],
    ids=["English in Arabic", "Arabic in English"],
)
async def test_a_title_ends_where_it_ends_in_its_own_script(
    board: Board, camp: Camps, phone: Phones, locale: str, title: str, leftwards: bool
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk, name="Ana")
    await _all_about(desk, title)
    await ana.set_extra_http_headers({"Accept-Language": locale})
    wrong = []
    for path in ATTENDEES:
        await ana.goto(f"{board.url}/c/{desk.camp.id}{path.format(topic='own')}")
        ends = await ana.evaluate(ENDS, [title, leftwards])
        wrong += [] if ends and all(ends) else [f"{path}: {ends}"]
    grace = await phone(**LAPTOP, extra_http_headers={"Accept-Language": locale})
    console = await sign_in(grace, board, desk)
    for path in ORGANISERS:
        await console.open(path.format(topic="own"))
        ends = await grace.evaluate(ENDS, [title, leftwards])
        wrong += [] if ends and all(ends) else [f"console{path}: {ends}"]
    assert wrong == []


async def _all_about(desk: Desk, title: str) -> None:
    """Somebody pitches a topic of this title, votes for it, and finds it on the grid."""
    me = next(person for person, said in desk.camp.attendees.items() if said.name == "Ana")
    topic, pitch = TopicId("own"), Pitch(title=title, description=title)
    await desk.submit(c.PitchTopic(topic=topic, by=me, at=99, pitch=pitch, facilitators=(me,)))
    await desk.submit(c.CastVote(attendee=me, topic=topic))
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
