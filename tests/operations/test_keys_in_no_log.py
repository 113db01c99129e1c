"""Links hold keys: no log of the board has them, nor a proxy's that is set up as the documentation says."""

import json
import re
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from board.config import Config
from board.web.app import create_app
from board.web.identity import Tokens
from board.web.keyless import KEYED, keyless
from tests.boards import (
    CAMP,
    ORGANISER,
    SECRET,
    attendee_token,
    put_camp,
    running_board,
    small_camp,
)

OPERATING = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()

_SECRETS = {"token", "key", "code"}  # what a route's path calls them


async def test_no_key_is_logged_at_any_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp())
    monkeypatch.setenv("BOARD_LOG_LEVEL", "debug")
    link = Tokens(SECRET).organiser_token(CAMP, ORGANISER)
    with running_board(store, tmp_path) as server:
        for path in (
            f"/o/{CAMP}/{link}",
            f"/c/{CAMP}/card/secretcard",
            f"/c/{CAMP}/kiosk/open/secretkiosk",
            f"/c/{CAMP}/devices/secretdevice",
            f"/c/{CAMP}/screen/secretscreen",
            f"/c/{CAMP}/i/secretbadge",
            f"/c/{CAMP}?door=secretdoor",
        ):
            server.status(path)
        token = attendee_token("a1")
        async with connect(f"{server.socket_url}?token={token}") as phone:
            assert json.loads(await phone.recv())
        said = server.said
    assert f"/o/{CAMP}/..." in said
    assert f"/c/{CAMP}/card/..." in said
    assert "secret" not in said
    assert link not in said
    assert token not in said


def test_every_address_with_a_key_is_cut() -> None:
    app = create_app(Config(store="sqlite:///board.db", secret=SECRET, host="127.0.0.1", port=0))
    paths = {str(getattr(route, "path", "")) for route in app.routes} - {"/words/{digest}/{key}.js"}
    keyed = [path for path in paths if _SECRETS & {*re.findall(r"{(\w+)}", path)}]
    assert len(keyed) >= 6
    for path in keyed:
        assert not re.search(r"{(?!camp)", keyless(path)), path


def test_the_proxys_log_cuts_the_same_addresses() -> None:
    (pattern,) = re.findall(r'"~(\^\(\?<way>[^"]+)"', OPERATING)
    assert pattern.replace("?<way>", "?P<way>") == KEYED.pattern
