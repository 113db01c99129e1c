"""What must not be seen through the API by who has no right to it."""

from httpx2 import AsyncClient

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import CampId, Placement, RoomId, SlotId, TopicId
from board.live.desk import Desks
from board.log import open_log
from tests.web.programs import Program, a_board, begins


async def test_hidden_and_withdrawn_topics_are_seen_by_their_own_people_and_organisers_only(
    organiser: Program,
) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    hidden, withdrawn, merged, shown = [
        await ada.pitches(f"Secret {n}", description="Secret words") for n in range(4)
    ]
    await bo.votes(hidden, withdrawn, merged, shown)
    await organiser.act("PinTopic", pin={"topic": hidden, "slot": "s1"})
    await organiser.act("HideTopic", topic=hidden)
    await organiser.act("MergeTopics", source=merged, target=shown)
    await ada.do("DELETE", f"/topics/{withdrawn}")
    for who in (bo, organiser.without_token()):
        for path in ("", "/topics"):
            seen = await who.ask("GET", path)
            assert [topic["id"] for topic in seen.json()["topics"]] == [shown]
            assert not any(topic in seen.text for topic in (hidden, withdrawn, merged))
        for topic in (hidden, withdrawn, merged):
            for method, path, body in _ways_to(topic):
                refused = await bo.ask(method, path, body)
                unknown = await bo.ask(method, path.replace(topic, "nothing"), body)
                assert refused.status_code == 404
                assert refused.content == unknown.content
    assert len((await organiser.board())["topics"]) == 4
    assert len((await organiser.do("GET", "/topics"))["topics"]) == 4
    assert (await ada.do("GET", f"/topics/{hidden}"))["topic"]["hidden"]
    assert (await ada.do("GET", f"/topics/{withdrawn}"))["topic"]["withdrawn"]
    assert (await bo.do("GET", "/ballot"))["ballot"] == [shown]


def _ways_to(topic: str) -> list[tuple[str, str, object]]:
    path = f"/topics/{topic}"
    return [
        ("GET", path, None),
        ("PUT", path, {"pitch": {"title": "Mine"}}),
        ("DELETE", path, None),
        ("DELETE", path + "/withdrawal", None),
        ("POST", path + "/facilitators", {}),
        ("DELETE", path + "/facilitators/me", None),
    ]


async def test_hidden_tallies_are_seen_by_organisers_only(client: AsyncClient) -> None:
    organiser = await begins(client, tallies_shown=False)
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robots")
    await ada.votes(topic)
    for who in (ada, organiser.without_token()):
        board = await who.board()
        assert "tallies" not in board
        assert "seen" not in board
    assert (await organiser.board())["tallies"] == {topic: 1}
    settings = {**(await organiser.board())["settings"], "tallies_shown": True}
    await organiser.act("ChangeSettings", settings=settings)
    assert (await organiser.without_token().board())["tallies"] == {topic: 1}


async def test_no_why_tells_a_hidden_tally(store_url: str) -> None:
    async with a_board(store_url) as client:
        organiser = await begins(client, tallies_shown=False)
        ada = await organiser.joins("Ada")
        placed, unplaced = await ada.pitches("Robots"), await ada.pitches("Lace")
        at = Placement(
            topic=TopicId(placed), slot=SlotId("s1"), room=RoomId("gym"), why="41 people want it"
        )
        lost = Unplaced(topic=TopicId(unplaced), why="17 people want it")
        seq = await _adopted(store_url, organiser.camp, at, lost)
        board = await organiser.board_at(seq)
        assert board["grid"][0]["why"] == "41 people want it"
        assert board["unplaced"][0]["why"] == "17 people want it"
        seen = await ada.ask("GET", "")
        assert seen.json()["grid"] == [{"topic": placed, "slot": "s1", "room": "gym"}]
        assert seen.json()["unplaced"] == [{"topic": unplaced}]


async def _adopted(store: str, camp: str, placed: Placement, unplaced: Unplaced) -> int:
    """The seq of a plan that the planner's process proposed."""
    desks = Desks(log := open_log(store))
    desk = await desks.open(CampId(camp))
    seq = await desk.submit(c.AdoptPlan(placements=(placed,), unplaced=(unplaced,)))
    await desks.close()
    await log.close()
    return seq


async def test_nobody_sees_anothers_ballot(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace")]
    await ada.votes(topics[0])
    await bo.votes(topics[1])
    assert (await bo.do("GET", "/ballot"))["ballot"] == [topics[1]]
    assert (await organiser.ask("GET", "/ballot")).status_code == 401
    for who in (bo, organiser):
        for path in ("", "/topics", f"/topics/{topics[0]}"):
            assert "ballot" not in (await who.ask("GET", path)).text


async def test_what_organisers_know_of_people_is_for_organisers(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    wish = await ada.pitches("Lace", lead=False)
    for who in (bo, organiser.without_token()):
        board = await who.board()
        assert not {"organisers", "pins", "seen"} & set(board)
        assert "by" not in board["topics"][0]
        assert "by" not in (await who.do("GET", f"/topics/{wish}"))["topic"]
    assert (await ada.do("GET", f"/topics/{wish}"))["topic"]["by"]
    for who, status in ((bo, 403), (organiser.without_token(), 401)):
        for method, path in (("GET", "/actions"), ("POST", "/actions"), ("POST", "/organisers")):
            body = {"name": "Me"} if method == "POST" else None
            assert (await who.ask(method, path, body)).status_code == status
