"""What of a camp goes to the process that rehearses it."""

from pathlib import Path

import msgspec

from board.live.desk import Desks
from board.log import open_log
from board.rehearsal.copied import Copy, copy_of
from tests import seed


async def test_a_copy_can_be_written_down_and_read_with_the_names_that_the_board_gave(
    tmp_path: Path,
) -> None:
    log = open_log(f"sqlite:///{tmp_path}/board.db")
    desks = Desks(log)
    desk = await seed.small_camp(desks, "larks")
    assert "Breakout 1" in {slot.name for slot in desk.camp.slots.values()}
    copy = copy_of(desk.camp)
    assert msgspec.json.decode(msgspec.json.encode(copy), type=Copy) == copy
    await desks.close()
    await log.close()
