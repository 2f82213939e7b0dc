"""One client in the threads, processes and greenlets of Celery's pools and asyncio."""

import asyncio
from typing import Any

import pytest

from asana.sandbox import Sandbox
from asana.stores import SharedRate
from tests.fleet.conftest import RedisServer
from tests.fleet.processes import ROOT, needs, running

COUNT = 24


@pytest.mark.parametrize(
    "pool",
    [
        pytest.param("prefork", marks=needs("celery")),
        pytest.param("gevent", marks=needs("celery", "gevent")),
        pytest.param("threads", marks=needs("celery")),
    ],
)
def test_a_pool_of_celery(redis_server: RedisServer, redis_client: Any, pool: str) -> None:
    with Sandbox() as sandbox:
        env = {
            "ASANA_BASE_URL": sandbox.base_url,
            "ASANA_ACCESS_TOKEN": sandbox.access_token,
            "REDIS_URL": redis_server.url,
        }
        command = ["celery", "--app", "tests.fleet.pool_app:queue", "worker", "--pool", pool]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        with running(*command, "--concurrency", "4", *quiet, env=env, cwd=ROOT):
            found = results(redis_server.url)
        statuses = [each.status for each in sandbox.requests]
    names = sorted(name for _, *both in found for name in both)
    assert names == sorted(f"{n} {which}" for n in range(COUNT) for which in ("early", "late"))
    assert (len({pid for pid, *_ in found}) > 1) == (pool == "prefork")
    assert sorted(set(statuses)) == [200, 201]
    assert len(statuses) == 1 + 3 * COUNT  # none was sent twice
    for kind in ("reads", "writes"):
        assert redis_client.zcard(f"{{asana}}:rate:{kind}") == 0


def results(url: str) -> list[Any]:
    from celery import Celery

    with Celery(broker=url, backend=url) as app:
        sent = [app.send_task("tests.fleet.pool_app.ask", (n,)) for n in range(COUNT)]
        return [each.get(timeout=60) for each in sent]


def test_threads_of_asyncio(redis_server: RedisServer, redis_client: Any) -> None:
    with Sandbox() as sandbox:
        client = sandbox.client(rate_limit=SharedRate(redis_server.url, 6000))
        workspace = client.users.me()["workspaces"][0]["gid"]

        async def create(number: int) -> str:
            made = await asyncio.to_thread(
                client.tasks.create_task, workspace=workspace, name=str(number)
            )
            return str(made["name"])

        async def all_of_them() -> list[Any]:
            tasks = [asyncio.create_task(create(number)) for number in range(40)]
            await tasks[0]
            tasks[-1].cancel()  # its thread continues, or never starts
            return await asyncio.gather(*tasks, return_exceptions=True)

        *names, cancelled = asyncio.run(all_of_them())
        made = [each.method for each in sandbox.requests].count("POST")
    assert names == [str(number) for number in range(39)]
    assert isinstance(cancelled, asyncio.CancelledError)
    assert made in (39, 40)
    assert redis_client.zcard("{asana}:rate:writes") == 0
