"""What the first page costs a Wi-Fi that a thousand phones share."""

from board.live.desk import Desk
from tests.browser.conftest import Board, Phones, join
from tests.browser.weighed import weighed

MOST = 60 * 1024  # bytes on the wire, with headers; docs/performance.md says how many there are


async def test_the_first_page_of_a_district_is_light_with_all_it_needs(
    board: Board, district: Desk, phone: Phones
) -> None:
    ana = await phone()
    await join(ana, board, district)
    other = await phone(storage_state=await ana.context.storage_state())
    first = await weighed(other, f"{board.url}/c/{district.camp.id}")
    assert any(address.endswith("/ballot.js") for address in first.asked)
    assert first.size < MOST
    again = await weighed(other, f"{board.url}/c/{district.camp.id}/choices")
    assert again.size < MOST / 4


async def test_the_grid_of_a_district_is_lighter_than_its_topics(
    board: Board, district: Desk, phone: Phones
) -> None:
    ana = await phone()
    await join(ana, board, district)
    other = await phone(storage_state=await ana.context.storage_state())
    first = await weighed(other, f"{board.url}/c/{district.camp.id}/grid")
    assert any(address.endswith("/grid.js") for address in first.asked)
    assert first.size < MOST * 3 / 4
