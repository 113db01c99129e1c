"""Merging with consent: organisers ask, those who lead answer on their phones or through the API."""

import re

import pytest

from tests.web.organisers import Browser, signed_in
from tests.web.programs import Program
from tests.web.test_offers import Phone


class Scene:
    """Ada leads Robotics, and Bo leads Robotics too, as a topic of his own."""

    def __init__(self, olu: Browser, ada: Phone, bo: Phone) -> None:
        self.olu, self.ada, self.bo = olu, ada, bo

    async def ask(self) -> None:
        await self.olu.done("/topics/two/proposal", into="one")

    async def merged(self) -> bool:
        return (await self.olu.topic("two")).merged_into == "one"


@pytest.fixture
async def scene(organiser: Program) -> Scene:
    olu = await signed_in(organiser)
    ada, bo = await Phone(olu).joins("Ada"), await Phone(olu).joins("Bo")
    await ada.post("/topics", topic="one", title="Robotics for beginners", kind="offer")
    await bo.post("/topics", topic="two", title="Robotics for beginners", kind="offer")
    return Scene(olu, ada, bo)


def asked(page: str) -> bool:
    """Whether a page shows its reader a question about a merge."""
    return bool(re.search(r'id="merge-two"[^>]*data-yours', page))


async def test_doubles_are_pointed_out_with_what_to_do_about_them(scene: Scene) -> None:
    page = (await scene.olu.get()).text
    assert "pair that may be one topic" in page
    assert "/topics/two/proposal" in page
    page = await scene.olu.done("/topics/two/apart", other="one")
    assert "pair that may be one topic" not in page


async def test_organisers_see_whom_they_wait_for(scene: Scene) -> None:
    await scene.ask()
    page = (await scene.olu.get()).text
    assert "Waiting for Ada" in page
    assert "Waiting for Bo" in page
    assert "pair that may be one topic" not in page
    await scene.ada.post("/topics/two/merge", into="one", answer="yes")
    page = (await scene.olu.get()).text
    assert "Waiting for Ada" not in page
    assert "Waiting for Bo" in page


async def test_only_those_who_lead_are_asked_and_the_last_yes_merges(scene: Scene) -> None:
    cleo = await Phone(scene.olu).joins("Cleo")
    await scene.ask()
    assert asked(await scene.ada.get())
    assert asked(await scene.bo.get("/choices"))
    assert not asked(await cleo.get())
    await scene.ada.post("/topics/two/merge", into="one", answer="yes")
    assert not asked(await scene.ada.get())
    assert not await scene.merged()
    await scene.bo.post("/topics/two/merge", into="one", answer="yes")
    assert await scene.merged()


async def test_a_no_leaves_both_and_neither_is_pointed_out_again(scene: Scene) -> None:
    await scene.ask()
    await scene.bo.post("/topics/two/merge", into="one", answer="no")
    assert not await scene.merged()
    page = (await scene.olu.get()).text
    assert "pair that may be one topic" not in page
    assert "Waiting for" not in page


async def test_nobody_else_can_answer(scene: Scene) -> None:
    cleo = await Phone(scene.olu).joins("Cleo")
    await scene.ask()
    answer = await cleo.post("/topics/two/merge", into="one", answer="yes")
    assert answer.status_code == 403
    assert not await scene.merged()


async def test_organisers_can_stop_asking_or_merge_without(scene: Scene) -> None:
    await scene.ask()
    await scene.olu.done("/topics/two/proposal/removal")
    assert not asked(await scene.ada.get())
    await scene.ask()
    await scene.olu.done("/topics/two/merge", into="one")
    assert await scene.merged()
    await scene.olu.done("/undone", action=(await scene.olu.camp()).actions[-1].id)
    assert not await scene.merged()


async def test_a_topics_sheet_asks_and_merges(scene: Scene) -> None:
    sheet = (await scene.olu.get("/topics/two")).text
    assert 'formaction="' in sheet
    assert "/topics/two/proposal" in sheet
    assert "Merge without asking" in sheet
    assert "Choose a topic" in await scene.olu.refused(422, "/topics/two/proposal", into="")


async def test_programs_ask_and_answer_too(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    one, two = await ada.pitches("Robotics"), await bo.pitches("Robots")
    await organiser.act("ProposeMerge", source=two, target=one)
    (shown,) = (await ada.board())["merges"]
    assert (shown["source"], shown["target"], len(shown["facilitators"])) == (two, one, 2)
    await ada.do("PUT", f"/topics/{two}/merge/answer", {"into": one, "yes": True})
    await bo.do("PUT", f"/topics/{two}/merge/answer", {"into": one, "yes": True})
    board = await organiser.board()
    assert board["merges"] == []
    assert {t["id"]: t.get("merged_into") for t in board["topics"]}[two] == one
