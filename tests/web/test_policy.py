"""What a page may load is told by its headers: the board's own, its sockets included."""

import pytest
from httpx2 import AsyncClient

SELF = {"default-src": "'self'", "img-src": "'self' data:", "base-uri": "'none'"}


@pytest.mark.parametrize("host", ["board.test", "10.0.0.7:8000", "Board-2.school.test:8443"])
async def test_a_page_may_open_sockets_to_the_host_it_came_from(
    client: AsyncClient, host: str
) -> None:
    policy = await _policy(client, host)
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert SELF.items() <= policy.items()


@pytest.mark.parametrize(
    "host",
    [
        "",
        "[::1]:8000",
        "*",
        "*.test",
        "a b",
        "a; script-src *",
        "a,b",
        "a/b",
        "a:b",
        "a..b",
        "b\xe4",
    ],
)
async def test_a_host_that_is_no_name_widens_no_policy(client: AsyncClient, host: str) -> None:
    policy = await _policy(client, host)
    assert policy["connect-src"] == "'self'"
    assert "script-src" not in policy
    assert SELF.items() <= policy.items()


async def _policy(client: AsyncClient, host: str) -> dict[str, str]:
    """The directives that the front page comes with, for a browser that asks this host for it."""
    answer = await client.get("/", headers={b"Host": host.encode("latin-1")})
    [policy] = answer.headers.get_list("content-security-policy")
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in parts}
