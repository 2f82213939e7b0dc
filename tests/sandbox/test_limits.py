from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from asana.sandbox.api.messages import Body, Message
from asana.sandbox.errors import TOO_MANY
from asana.sandbox.records.store import Store
from asana.sandbox.web import limits
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock


@contextmanager
def limited(rate_limit: int, clock: Clock) -> Iterator[tuple[Sandbox, Callable[..., Any]]]:
    with Sandbox(rate_limit=rate_limit, clock=clock) as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)

        def call(verb: str = "GET", path: str = "/users/me", **how: Any) -> tuple[int, str | None]:
            reply = api.call(verb, path, **how)
            if reply.status_code == 429:
                assert reply.json()["errors"][0]["message"] == TOO_MANY
            return reply.status_code, reply.headers.get("Retry-After")

        yield sandbox, call


def test_requests_beyond_the_limit_are_refused_until_there_is_room() -> None:
    clock = Clock()
    with limited(3, clock) as (sandbox, call):
        for _ in range(3):
            assert call() == (200, None)
            clock.advance(seconds=10)
        assert call() == (429, "40")  # rejected requests count, and so does this one
        clock.advance(seconds=39)
        assert call() == (429, "11")
        clock.advance(seconds=11)
        assert call() == (200, None)
        assert [request.status for request in sandbox.requests][-2:] == [429, 200]


def test_who_waits_as_told_is_let_in() -> None:
    clock = Clock()
    with limited(1, clock) as (_, call):
        assert call() == (200, None)
        clock.advance(seconds=0.25)
        status, wait = call()
        assert (status, wait) == (429, "60")
        clock.advance(seconds=60)
        assert call() == (200, None)


def test_each_token_has_its_own_allowance() -> None:
    with limited(1, Clock()) as (sandbox, call), requests.Session() as session:
        tom = Api(sandbox.base_url, sandbox.token_for("tom@example.com"), session)
        assert call()[0] == 200
        assert tom.get("/users/me")
        assert call()[0] == 429


def test_routes_that_do_not_exist_and_requests_without_a_token_are_free() -> None:
    with limited(1, Clock()) as (sandbox, call):
        for _ in range(3):
            assert call(path="/nothing")[0] == 404
            reply = requests.get(f"{sandbox.base_url}/users/me", timeout=10)
            assert reply.status_code == 401
        assert call()[0] == 200


def test_searches_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCHES", 2)
    clock = Clock()
    with limited(100, clock) as (sandbox, call):
        organization = sandbox.store.all("workspace")[0].gid
        for what in ("tasks", "projects"):
            assert call(path=f"/workspaces/{organization}/{what}/search")[0] == 200
        clock.advance(seconds=20)
        assert call(path=f"/workspaces/{organization}/tasks/search") == (429, "40")
        assert call() == (200, None)


def test_a_batch_counts_as_what_is_in_it() -> None:
    clock = Clock()
    with limited(5, clock) as (_, call):
        action = {"method": "get", "relative_path": "/users/me"}

        def batch(size: int) -> tuple[int, str | None]:
            body = {"data": {"actions": [action] * size}}
            status, wait = call("POST", "/batch", json=body)
            return status, wait

        assert batch(3) == (200, None)
        clock.advance(seconds=15)
        assert batch(3) == (429, "60")  # because rejected requests count
        clock.advance(seconds=60)
        assert batch(5) == (200, None)
        assert batch(6) == (429, "60")  # which never fits


def test_nonsense_in_a_batch_counts_once() -> None:
    with limited(2, Clock()) as (_, call):
        given: tuple[Any, ...] = ([], "x", [1])
        replies = [call("POST", "/batch", json={"data": {"actions": each}}) for each in given]
        assert [status for status, _ in replies] == [400, 400, 429]


def test_requests_at_the_same_time() -> None:
    crowd = limits.Limits(Store(), 1000)
    reading = Message("GET", "/users/me", "token")
    writing = Message("POST", "/tasks", "token")
    many = Message("POST", "/batch", "token", body=Body({"actions": [{"method": "put"}] * 10}))
    inside = [crowd.admit(reading) for _ in range(limits.READS)]
    inside += [crowd.admit(writing) for _ in range(limits.WRITES - 5)]
    assert [each.__enter__() for each in inside] == [None] * len(inside)
    with crowd.admit(reading) as refusal:
        assert refusal is not None
        assert (refusal.status, refusal.headers) == (429, {"Retry-After": "1"})
    with crowd.admit(many) as refusal:
        assert refusal is not None
    with crowd.admit(writing) as refusal:
        assert refusal is None
    for each in inside:
        each.__exit__(None, None, None)
    for message in (reading, many):
        with crowd.admit(message) as refusal:
            assert refusal is None


def test_a_limit_below_one_is_an_error() -> None:
    with pytest.raises(ValueError, match="rate_limit must be a whole number of at least 1, not 0"):
        Sandbox(rate_limit=0)


def test_without_a_limit_nothing_is_limited(api: Api) -> None:
    assert [api.call("GET", "/users/me").status_code for _ in range(200)] == [200] * 200


# The plan


@pytest.mark.parametrize(
    ("verb", "path", "message"),
    [
        ("GET", "/workspaces/{}/tasks/search", "Search is only available to premium users."),
        ("GET", "/workspaces/{}/projects/search", "Search is only available to premium users."),
        ("GET", "/goals", "This feature is not available for free users."),
        ("POST", "/custom_fields", "Custom Fields are not available for free users or guests."),
        ("GET", "/rates", "This feature is not available for free users."),
        (
            "GET",
            "/projects/{}/custom_field_settings",
            "Custom Field Settings are not available for free users.",
        ),
        ("POST", "/portfolios", "This feature is not available for free users."),
    ],
)
def test_the_free_plan(free: Api, verb: str, path: str, message: str) -> None:
    workspace = free.get("/workspaces")[0]["gid"]
    data = {"workspace": workspace, "name": "x"}
    assert free.refusal(verb, path.format(workspace), **data) == (402, message)


def test_the_free_plan_has_tasks(free: Api) -> None:
    workspace = free.get("/workspaces")[0]["gid"]
    assert free.post("/tasks", workspace=workspace, name="x")


@pytest.fixture(scope="module")
def free() -> Iterator[Api]:
    with Sandbox(plan="free") as sandbox, requests.Session() as session:
        yield Api(sandbox.base_url, sandbox.access_token, session)


def test_an_unknown_plan_is_an_error() -> None:
    with pytest.raises(ValueError, match="one of paid, free, not 'gold'"):
        Sandbox(plan="gold")
