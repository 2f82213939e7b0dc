"""Injected faults affect single actions of a batch, or the whole batch."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from asana.sandbox.errors import TOO_MANY
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


@pytest.fixture(autouse=True)
def _no_faults(sandbox: Sandbox) -> Iterator[None]:
    sandbox.requests.clear()
    yield
    sandbox.faults.clear()


def create(name: str, organization: str) -> dict[str, Any]:
    data = {"name": name, "workspace": organization}
    return {"method": "post", "relative_path": "/tags", "data": data}


def names(api: Api, organization: str, start: str) -> list[str]:
    tags = api.get(f"/workspaces/{organization}/tags")
    return sorted(tag["name"] for tag in tags if tag["name"].startswith(start))


def batch(api: Api, *actions: dict[str, Any]) -> requests.Response:
    return api.call("POST", "/batch", json={"data": {"actions": list(actions)}})


def statuses(api: Api, *actions: dict[str, Any]) -> list[int]:
    reply = batch(api, *actions)
    assert reply.status_code == 200, reply.text
    return [each["status_code"] for each in reply.json()["data"]]


@pytest.mark.parametrize("route", ["create_tag", "POST /tags", "/tags", "post /tags"])
def test_a_route_is_also_that_of_an_action(
    sandbox: Sandbox, api: Api, organization: str, route: str
) -> None:
    fault = sandbox.faults.add("rate_limit", retry_after=7, route=route, times=2)
    actions = [create(f"{route} {n}", organization) for n in range(3)]
    one, two, three = batch(api, *actions).json()["data"]
    assert [one["status_code"], two["status_code"], three["status_code"]] == [429, 429, 201]
    assert one["headers"]["headers"] == [{"key": "retry-after", "value": "7"}]
    assert one["body"]["errors"][0]["message"] == TOO_MANY
    assert names(api, organization, route) == [f"{route} 2"]
    assert fault.hits == 2
    received = next(each for each in sandbox.requests if each.path == "/batch")
    assert (received.status, received.fault) == (200, "rate_limit, rate_limit")


def test_the_same_fault_hits_the_request_and_the_action(
    sandbox: Sandbox, api: Api, organization: str, task: str
) -> None:
    sandbox.faults.add(status=503, route="GET /tasks/{task_gid}")
    assert api.call("GET", f"/tasks/{task}").status_code == 503
    other = {"method": "GET", "relative_path": "/users/me"}
    assert statuses(api, {"method": "GET", "relative_path": f"/tasks/{task}"}, other) == [503, 200]


def test_an_action_can_be_done_although_it_fails(
    sandbox: Sandbox, api: Api, organization: str
) -> None:
    sandbox.faults.add(status=500, message="Oh no", route="create_tag", effect=True)
    (shown,) = batch(api, create("Effect", organization)).json()["data"]
    assert (shown["status_code"], shown["body"]["errors"][0]["message"]) == (500, "Oh no")
    assert names(api, organization, "Effect") == ["Effect"]


def test_without_a_route_a_batch_is_one_request(
    sandbox: Sandbox, api: Api, organization: str
) -> None:
    fault = sandbox.faults.add(status=503, times=1)
    actions = [create("Routeless", organization)] * 2
    assert batch(api, *actions).status_code == 503
    assert statuses(api, *actions) == [201, 201]
    assert fault.hits == 1


def test_the_route_of_batches_means_the_batch(
    sandbox: Sandbox, api: Api, organization: str
) -> None:
    sandbox.faults.add(status=503, route="POST /batch")
    assert batch(api, create("Whole", organization)).status_code == 503
    assert names(api, organization, "Whole") == []


def test_an_expired_offset_and_a_lost_sync_token_need_no_route(
    sandbox: Sandbox, api: Api, organization: str, task: str
) -> None:
    offset = api.call("GET", f"/workspaces/{organization}/users", params={"limit": 1}).json()
    sync = api.call("GET", "/events", params={"resource": task}).json()["sync"]
    sandbox.faults.add("expired_offset")
    sandbox.faults.add("lost_sync_token")
    paging = {"limit": 1, "offset": offset["next_page"]["offset"]}
    page = {"relative_path": f"/workspaces/{organization}/users", "options": paging}
    poll = {"relative_path": "/events", "data": {"resource": task, "sync": sync}}
    first, second, third = batch(
        api, *({"method": "GET", **each} for each in (page, poll, {"relative_path": "/users/me"}))
    ).json()["data"]
    assert (first["status_code"], third["status_code"]) == (400, 200)
    assert second["status_code"] == 412
    assert second["body"]["sync"] not in ("", sync)


@pytest.mark.parametrize(
    ("name", "done"), [("drop_before", False), ("drop_after", True), ("cut_body", True)]
)
def test_a_broken_connection_is_one_of_the_batch(
    sandbox: Sandbox, api: Api, organization: str, name: str, done: bool
) -> None:
    fault = sandbox.faults.add(name, route="create_tag")
    actions = [{"method": "GET", "relative_path": "/users/me"}, create(name, organization)]
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        batch(api, *actions, create(f"{name} 2", organization))
    assert names(api, organization, name) == ([name, f"{name} 2"] if done else [])
    assert fault.hits == 1
    sandbox.faults.clear()
    sandbox.faults.add(name, route="delete_tag")
    assert statuses(api, *actions) == [200, 201]


def test_garbage_is_one_of_the_batch(sandbox: Sandbox, api: Api, organization: str) -> None:
    sandbox.faults.add("garbage_body", route="create_tag")
    reply = batch(api, create("Garbage", organization))
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert names(api, organization, "Garbage") == []


def test_delays_of_actions_add_up_after_all_are_done(
    sandbox: Sandbox, api: Api, organization: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Any] = []

    def wait(seconds: float) -> None:
        held.append((seconds, len(sandbox.store.where("tag", "name", "Late"))))

    monkeypatch.setattr(sandbox.faults, "wait", wait)
    sandbox.faults.add(latency=2, route="create_tag")
    sandbox.faults.add(latency=0.5, status=503, route="create_tag", times=1)
    sandbox.faults.add(latency=10)
    assert statuses(api, *[create("Late", organization)] * 3) == [503, 201, 201]
    assert held == [(16.5, 2)]


@pytest.mark.parametrize("actions", [None, [], "x", [1], [{"method": 1}], [{}], {"method": "get"}])
def test_a_batch_that_is_none_meets_no_fault(sandbox: Sandbox, api: Api, actions: Any) -> None:
    fault = sandbox.faults.add("drop_before", route="GET /users/{user_gid}")
    reply = api.call("POST", "/batch", json={"data": {"actions": actions}})
    assert reply.status_code in (200, 400)
    assert fault.hits == 0


def test_a_chance_is_taken_for_each_action(sandbox: Sandbox, api: Api, organization: str) -> None:
    sandbox.faults.add(status=503, route="/users/{user_gid}", probability=0.5, seed=4)
    found = [
        status
        for _ in range(5)
        for status in statuses(api, *[{"method": "GET", "relative_path": "/users/me"}] * 10)
    ]
    assert 10 < found.count(503) < 40
    assert found.count(200) + found.count(503) == 50
