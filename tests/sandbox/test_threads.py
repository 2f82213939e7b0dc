"""Many concurrent clients: nothing is lost, duplicated, or answered wrongly."""

import threading
from collections.abc import Callable
from typing import Any

import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

THREADS = 32


def at_once(sandbox: Sandbox, work: Callable[[Api, int], Any]) -> list[Any]:
    """Call a function in many threads, each with its own connections."""
    barrier = threading.Barrier(THREADS)
    results: list[Any] = [None] * THREADS

    def run(number: int) -> None:
        with requests.Session() as session:
            api = Api(sandbox.base_url, sandbox.access_token, session)
            barrier.wait(30)
            results[number] = work(api, number)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def pages(api: Api, path: str, **query: Any) -> list[str]:
    """Return the gids of all pages."""
    found: list[str] = []
    query["limit"] = 7
    while True:
        payload = api.call("GET", path, params=query).json()
        found += [each["gid"] for each in payload["data"]]
        if payload["next_page"] is None:
            return found
        query["offset"] = payload["next_page"]["offset"]


def test_all_that_is_created_is_there_once_and_in_order() -> None:
    with Sandbox() as sandbox:
        maya = sandbox.client()
        workspace, *_ = maya.workspaces.get_workspaces()
        project = maya.projects.create_project(name="Many", workspace=workspace["gid"])["gid"]

        def work(api: Api, number: int) -> tuple[list[str], bool]:
            made = []
            for n in range(5):
                task = api.post("/tasks", name=f"{number}.{n}", projects=[project])["gid"]
                api.put(f"/tasks/{task}", notes="Written")
                made.append(task)
            seen = pages(api, f"/projects/{project}/tasks")
            return made, len(set(seen)) == len(seen) and set(made) <= set(seen)

        results = at_once(sandbox, work)
        assert all(complete for _, complete in results)
        made = [gid for gids, _ in results for gid in gids]
        assert len(set(made)) == THREADS * 5
        with requests.Session() as session:
            api = Api(sandbox.base_url, sandbox.access_token, session)
            found = pages(api, "/tasks", project=project, opt_fields="notes")
            assert sorted(found) == sorted(made)
        for gids, _ in results:  # each thread's own are in order, newest first
            assert sorted(gids, key=found.index) == gids[::-1]


def test_each_request_is_counted_logged_and_answered_as_itself() -> None:
    with Sandbox(rate_limit=THREADS * 4) as sandbox:
        fault = sandbox.faults.add(status=503, times=THREADS)

        def work(api: Api, number: int) -> list[tuple[int, str]]:
            told = [api.call("GET", f"/nothing/{number}.{n}") for n in range(2)]
            told += [api.call("GET", f"/tasks/{number + 1}") for _ in range(2)]
            return [(each.status_code, each.json()["errors"][0]["message"]) for each in told]

        results = at_once(sandbox, work)
        answers = [answer for result in results for answer in result]
        assert sum(status == 503 for status, _ in answers) == fault.hits == THREADS
        assert {status for status, _ in answers} <= {404, 503}
        for number, result in enumerate(results):
            assert {words for _, words in result} <= {
                "No matching route for request",
                "Service Unavailable",
                f"task: Not a recognized ID: {number + 1}",
            }
        ids = [each.id for each in sandbox.requests]
        assert ids == sorted(set(ids))
        assert len(ids) == THREADS * 4
        (used,) = sandbox.status()["rate_limits"]
        assert used["used"] == THREADS * 2
