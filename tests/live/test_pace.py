"""What rises is the same on every projector, whichever process serves it, and after a restart."""

from pathlib import Path

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.live.desk import Desks
from board.log import open_log
from tests.boards import CAMP, put_camp, small_camp
from tests.patience import until


async def test_every_process_and_every_restart_marks_the_same_minutes(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp())
    one, other = Desks(first := open_log(store)), Desks(second := open_log(store))
    here, there = await one.open(CAMP), await other.open(CAMP)
    for n, desk in enumerate((here, there, here, there), start=1):
        await desk.submit(c.CastVote(attendee=AttendeeId(f"a{n}"), topic=TopicId("t1")))
    await until(lambda: here.seq == there.seq == 5)
    again = Desks(third := open_log(store))
    anew = await again.open(CAMP)
    assert here.camp.pace, "a minute began with the first vote"
    assert here.camp == there.camp == anew.camp
    for desks, log in ((one, first), (other, second), (again, third)):
        await desks.close()
        await log.close()
