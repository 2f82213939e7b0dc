import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import asana
from asana.sandbox.errors import TOO_MANY
from asana.sandbox.web.faults import NAMES
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


@pytest.fixture(autouse=True)
def _no_faults(sandbox: Sandbox) -> Iterator[None]:
    sandbox.requests.clear()
    yield
    sandbox.faults.clear()


@pytest.fixture
def names(api: Api, organization: str) -> Any:
    """The names of the user's own tasks that begin with "Fault"."""

    def found() -> list[str]:
        tasks = api.get("/tasks", workspace=organization, assignee="me")
        return [task["name"] for task in tasks if task["name"].startswith("Fault")]

    return found


def create(api: Api, organization: str, name: str) -> requests.Response:
    data = {"name": name, "workspace": organization, "assignee": "me"}
    return api.call("POST", "/tasks", json={"data": data})


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "Not Authorized"),
        (402, "This feature is not available for free users."),
        (403, "Forbidden"),
        (404, "Not Found"),
        (429, TOO_MANY),
        (500, "Server Error"),
        (503, "Service Unavailable"),
        (599, "Error"),
    ],
)
def test_a_status_has_asanas_words(sandbox: Sandbox, api: Api, status: int, message: str) -> None:
    sandbox.faults.add(status=status, times=1)
    reply = api.call("GET", "/users/me")
    (error,) = reply.json()["errors"]
    assert (reply.status_code, error["message"]) == (status, message)
    assert ("phrase" in error) is (status == 500)
    assert "Retry-After" not in reply.headers
    assert api.get("/users/me")


def test_words_and_retry_after_can_be_chosen(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(status=503, message="We are moving.", retry_after=7)
    for _ in range(3):  # until it is cleared
        reply = api.call("GET", "/users/me")
        assert reply.json()["errors"][0]["message"] == "We are moving."
        assert reply.headers["Retry-After"] == "7"
    sandbox.faults.clear()
    assert api.get("/users/me")


def test_a_fault_counts_what_it_struck(sandbox: Sandbox, api: Api) -> None:
    fault = sandbox.faults.add(status=503, times=2)
    statuses = [api.call("GET", "/users/me").status_code for _ in range(3)]
    assert (statuses, fault.hits) == ([503, 503, 200], 2)
    assert [request.status for request in sandbox.requests] == [503, 503, 200]


def test_one_fault_makes_the_answer_and_the_next_waits_its_turn(sandbox: Sandbox, api: Api) -> None:
    for status in (502, 504):
        sandbox.faults.add(status=status, times=1)
    statuses = [api.call("GET", "/users/me").status_code for _ in range(3)]
    assert statuses == [502, 504, 200]


@pytest.mark.parametrize(
    "route",
    [
        "create_task",
        "POST /tasks",
        "post /tasks",
        "/tasks",
        "POST /workspaces/{workspace_gid}/tasks",
    ],
)
def test_a_fault_of_one_route(sandbox: Sandbox, api: Api, organization: str, route: str) -> None:
    fault = sandbox.faults.add(status=500, route=route)
    assert api.get("/users/me")
    direct = create(api, organization, "Fault").status_code
    path = f"/workspaces/{organization}/tasks"
    below = api.call("POST", path, json={"data": {"name": "x"}}).status_code
    hit = (direct == 500) + (below == 500)
    assert hit == fault.hits == (2 if route == "create_task" else 1)


def test_a_route_may_name_one_record(sandbox: Sandbox, api: Api, task: str) -> None:
    sandbox.faults.add(status=500, route=f"GET /tasks/{task}")
    assert api.call("GET", f"/tasks/{task}").status_code == 500
    assert api.call("PUT", f"/tasks/{task}", json={"data": {}}).status_code == 200


def test_a_seed_makes_chance_repeat_itself(sandbox: Sandbox, api: Api) -> None:
    def statuses() -> list[int]:
        sandbox.faults.clear()
        sandbox.faults.add(status=503, probability=0.5, seed=7)
        return [api.call("GET", "/users/me").status_code for _ in range(20)]

    first = statuses()
    assert set(first) == {200, 503}
    assert statuses() == first


def test_an_error_without_effect_and_one_with(
    sandbox: Sandbox, api: Api, organization: str, names: Any
) -> None:
    sandbox.faults.add(status=504, times=1)
    sandbox.faults.add(status=504, times=1, effect=True)
    for number in (1, 2):
        assert create(api, organization, f"Fault, error {number}").status_code == 504
    assert [name for name in names() if "error" in name] == ["Fault, error 2"]


# By name


def test_a_rate_limit(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add("rate_limit", times=1)
    sandbox.faults.add("rate_limit", times=1, retry_after=30)
    for seconds in ("1", "30"):
        reply = api.call("GET", "/users/me")
        assert (reply.status_code, reply.headers["Retry-After"]) == (429, seconds)
        assert reply.json()["errors"][0]["message"] == TOO_MANY


def test_an_expired_token(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add("expired_token", times=1)
    assert api.refusal("GET", "/users/me") == (401, "Not Authorized")


def test_an_expired_offset(sandbox: Sandbox, api: Api, organization: str) -> None:
    fault = sandbox.faults.add("expired_offset")
    page = api.call("GET", f"/workspaces/{organization}/users", params={"limit": 1}).json()
    offset = page["next_page"]["offset"] if page.get("next_page") else "x"
    assert fault.hits == 0
    refused = api.refusal("GET", "/projects", workspace=organization, limit=1, offset=offset)
    assert refused == (400, "offset: Your pagination token has expired.")
    assert fault.hits == 1


def test_a_lost_sync_token(sandbox: Sandbox, api: Api, task: str) -> None:
    fault = sandbox.faults.add("lost_sync_token", times=1)
    first = api.call("GET", "/events", params={"resource": task})
    sync = first.json()["sync"]
    assert (first.status_code, fault.hits) == (412, 0)
    lost = api.call("GET", "/events", params={"resource": task, "sync": sync})
    assert (lost.status_code, fault.hits) == (412, 1)
    found = api.call("GET", "/events", params={"resource": task, "sync": lost.json()["sync"]})
    assert found.json()["data"] == []


@pytest.mark.parametrize(("fault", "done"), [("drop_before", False), ("drop_after", True)])
def test_a_dropped_connection(
    sandbox: Sandbox, api: Api, organization: str, names: Any, fault: str, done: bool
) -> None:
    sandbox.faults.add(fault, times=1)
    with pytest.raises(requests.ConnectionError):
        create(api, organization, f"Fault, {fault}")
    assert (f"Fault, {fault}" in names()) is done
    assert sandbox.requests[0].status == 0


def test_a_cut_body(sandbox: Sandbox, api: Api, organization: str, names: Any) -> None:
    sandbox.faults.add("cut_body", times=1)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        create(api, organization, "Fault, cut")
    assert "Fault, cut" in names()
    assert sandbox.requests[0].status == 201


def test_a_garbage_body(sandbox: Sandbox, api: Api, organization: str, names: Any) -> None:
    sandbox.faults.add("garbage_body", times=1)
    reply = create(api, organization, "Fault, garbage")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert reply.text.startswith("<!DOCTYPE html>")
    assert "Fault, garbage" not in names()


def test_our_client_copes(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    client = sandbox.client()
    for fault in ("rate_limit", "drop_before", "cut_body"):
        sandbox.faults.add(fault, times=1)
        assert client.users.me()["name"] == "Maya Lindqvist"
    sandbox.faults.add("drop_after", route="create_task", times=1)
    with pytest.raises(asana.error.UnknownOutcomeError):
        client.tasks.create_task(
            {"name": "x", "workspace": client.users.me()["workspaces"][0]["gid"]}
        )


# Latency


def test_latencies_add_up(sandbox: Sandbox, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(sandbox.faults, "wait", waits.append)
    sandbox.faults.add(latency=0.5)
    sandbox.faults.add(latency=1.5, status=503, times=1)
    assert api.call("GET", "/users/me").status_code == 503
    assert api.call("GET", "/users/me").status_code == 200
    assert waits == [2.0, 0.5]


def test_nobody_waits_for_a_sandbox_that_stops() -> None:
    with Sandbox() as sandbox:
        sandbox.faults.add(latency=3600)
        held = threading.Event()
        wait = sandbox.faults.wait

        def hold(seconds: float) -> Any:
            held.set()
            return wait(seconds)

        sandbox.faults.wait = hold
        replies: list[int] = []

        def ask() -> None:
            reply = requests.get(f"{sandbox.base_url}/users/me", timeout=30)
            replies.append(reply.status_code)

        thread = threading.Thread(target=ask)
        thread.start()
        assert held.wait(10)
        sandbox.stop()
        thread.join(10)
    assert replies == [401]


# Mistakes


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"fault": "rate_limt"}, "there is no fault 'rate_limt': did you mean 'rate_limit'?"),
        ({"fault": "xyz"}, "there is no fault 'xyz'; known names are rate_limit, "),
        ({"fault": "rate_limit", "status": 429}, "not both"),
        ({}, "pass the name of a fault, an error status or a latency"),
        ({"status": 200}, "from 400 to 599, not 200"),
        ({"latency": -1}, "latency must be from 0 to 86400 seconds, not -1"),
        ({"latency": 1e11}, "latency must be from 0 to 86400 seconds, not 1"),
        ({"latency": 10**400}, "latency must be a number, not 1000"),
        ({"latency": 10**5000}, "latency must be a number, not a number of 16610 bits"),
        ({"status": 503, "times": -(10**5000)}, "at least 1, not a number of 16610 bits"),
        ({"status": 503, "times": 0}, "times must be a whole number of at least 1, not 0"),
        ({"status": 503, "probability": 2}, "probability must be above 0"),
        ({"status": 503, "seed": 1}, "a seed requires a probability"),
        ({"fault": "cut_body", "retry_after": 1}, "require an error status"),
        ({"latency": 1, "message": "x"}, "require an error status"),
        ({"latency": 1, "effect": True}, "require an error status"),
        ({"status": 503, "route": "create_tsk"}, "did you mean 'create_task'?"),
        (
            {"status": 503, "route": "create_comment"},
            "use the name of a method, such as 'create_task'",
        ),
        ({"status": 503, "route": "PUT /tasks"}, "use the form 'PUT /tasks/{task_gid}'"),
        ({"status": 503, "route": "/x"}, "use the form 'PUT /tasks/{task_gid}'"),
        ({"status": 503, "route": "zzz"}, "there is no method 'zzz': use the name of "),
        ({"status": 503.0}, "from 400 to 599, not 503.0"),
        ({"status": "503"}, "from 400 to 599, not '503'"),
        ({"latency": "1"}, "latency must be a number, not '1'"),
        ({"latency": float("nan")}, "latency must be a number, not nan"),
        ({"latency": True}, "latency must be a number, not True"),
        ({"fault": 503}, "pass status=503: a fault is a name"),
        ({"fault": True}, "there is no fault True; known names are rate_limit, "),
        ({"status": 503, "message": "\ud800"}, "message must be a non-empty string, not"),
        ({"fault": "cut_body", "times": 1.5}, "times must be a whole number of at least 1"),
        ({"status": 503, "probability": "1"}, "probability must be a number, not '1'"),
        ({"status": 503, "probability": 1, "seed": "x"}, "seed must be a whole number"),
        ({"status": 503, "retry_after": -1}, "retry_after must be a whole number of at least 0"),
        ({"status": 503, "message": 5}, "message must be a non-empty string, not 5"),
        ({"status": 503, "effect": "yes"}, "effect must be true or false, not 'yes'"),
        ({"status": 503, "route": 5}, "route must be a non-empty string, not 5"),
        ({"status": 503, "route": "GET /tusks"}, "'GET /tusks': did you mean 'GET /tasks'?"),
    ],
)
def test_mistakes_are_explained(sandbox: Sandbox, given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        sandbox.faults.add(given.get("fault"), **{k: v for k, v in given.items() if k != "fault"})


def test_an_unknown_argument_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(TypeError, match="tims"):
        sandbox.faults.add(status=503, tims=2)  # type: ignore[call-arg]


def test_a_fault_can_be_removed(sandbox: Sandbox, api: Api) -> None:
    first, second = sandbox.faults.add(status=500), sandbox.faults.add(status=503)
    assert list(sandbox.faults) == [first, second]
    sandbox.faults.remove(first)
    assert api.call("GET", "/users/me").status_code == 503
    sandbox.faults.remove(second.id)
    assert api.call("GET", "/users/me").status_code == 200
    with pytest.raises(LookupError, match="there is no fault"):
        sandbox.faults.remove(second)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_a_fault(sandbox: Sandbox, name: str) -> None:
    assert sandbox.faults.add(name).name == name
