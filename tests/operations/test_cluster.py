"""A board over a Redis Cluster, some of which goes away: the camps on the rest notice nothing."""

import asyncio
from pathlib import Path

from websockets.asyncio.client import connect

from tests.boards import CAMP, attendee_token, put_camp, running_board, small_camp
from tests.operations.test_trouble import ask, ballot_of
from tests.patience import until
from tests.servers import running_redis_cluster


async def test_a_camp_feels_the_loss_of_its_own_node_only_and_keeps_every_vote(
    tmp_path: Path,
) -> None:
    with running_redis_cluster(tmp_path / "redis") as cluster:
        await put_camp(cluster.url, small_camp())
        key = f"board:{{{CAMP}}}:log"
        its_own = next(node for node in cluster.nodes if key in cluster.holds(node))
        another = next(node for node in cluster.nodes if node is not its_own)
        another.kill()
        with running_board(cluster.url, tmp_path) as server:  # it starts without one node
            async with connect(f"{server.socket_url}?token={attendee_token('a1')}") as phone:
                assert (await ask(phone, 1, "t1"))["t"] == "ok"
                await asyncio.to_thread(another.start)
                await asyncio.to_thread(its_own.kill)
                answer = await ask(phone, 2, "t2")
                assert (answer["t"], answer["kind"]) == ("no", "unavailable")
                assert str(its_own.port) in answer["detail"]
                assert await asyncio.to_thread(server.status, "/readyz") == 200  # for other camps
                await asyncio.to_thread(its_own.start)
                await asyncio.to_thread(cluster.wait_until_ok)
                await until(lambda: key in cluster.holds(its_own))
                assert (await ask(phone, 3, "t2"))["t"] == "ok"
            assert f"{another.port} is away" in server.said
        assert await ballot_of(cluster.url, "a1") == ("t1", "t2")
