"""Creating, listing and changing webhooks."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import asana
from asana.sandbox.changes import targets
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Clock
from tests.sandbox.receiver import Receiver, Told

SILENT = (
    "The remote server which is intended to receive the webhook did not respond with the "
    "handshake secret."
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(clock: Clock) -> Iterator[Told]:
    with Sandbox(clock=clock) as sandbox, Receiver() as receiver, requests.Session() as session:
        yield Told(sandbox, receiver, session)


def test_a_webhook_begins_with_a_handshake_and_a_heartbeat(told: Told, clock: Clock) -> None:
    body = {"data": {"resource": told.task, "target": told.receiver.url}}
    reply = told.maya.call("POST", "/webhooks", json=body)
    assert reply.status_code == 201
    assert told.receiver.secrets == [reply.json()["X-Hook-Secret"]]
    assert len(told.receiver.secrets[0]) == 64
    hook = reply.json()["data"]
    assert reply.headers["Location"] == f"/api/1.0/webhooks/{hook['gid']}"
    assert (hook["active"], hook["target"], hook["filters"]) == (False, told.receiver.url, [])
    assert hook["resource"]["name"] == "Watched"
    told.sandbox.webhooks.flush()
    (heartbeat,) = told.receiver.deliveries
    assert heartbeat.events == []
    assert told.receiver.is_signed(heartbeat)
    assert heartbeat.headers["Content-Type"] == "application/json"
    now = told.maya.get(f"/webhooks/{hook['gid']}")
    assert now["active"] is True
    assert now["last_success_at"] == clock.advance()


def test_filters_can_be_replaced_and_nothing_else(told: Told) -> None:
    hook = told.watch(told.task)
    changed = told.maya.put(f"/webhooks/{hook}", filters=[{"action": "deleted"}], nonsense=1)
    assert changed["filters"] == [{"action": "deleted"}]
    told.maya.put(f"/tasks/{told.task}", name="Unheard")
    assert told.events() == []
    assert told.maya.put(f"/webhooks/{hook}")["filters"] == [{"action": "deleted"}]
    refusal = (400, "target: Cannot write this property")
    assert told.maya.refusal("PUT", f"/webhooks/{hook}", target="http://127.0.0.1/") == refusal


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({}, "filters: Value is not an array: {}"),
        (["x"], "filters: [0]: Value is not a JSON object: x"),
        ([{"action": "renamed"}], "filters: [0]: action: Value is not one of "),
        ([{"resource_type": 1}], "filters: [0]: resource_type: Value is not a string: 1"),
        ([{"fields": ["name"]}], "filters: [0]: fields: Only valid with the action changed"),
        ([{"action": "changed", "fields": "name"}], "filters: [0]: fields: Value is not an array"),
    ],
)
def test_bad_filters_are_refused(told: Told, filters: Any, message: str) -> None:
    sent = {"resource": told.task, "target": told.receiver.url, "filters": filters}
    status, found = told.maya.refusal("POST", "/webhooks", **sent)
    assert status == 400
    assert found.startswith(message)
    assert told.receiver.secrets == []


def test_who_watches_much_needs_filters_without_fields(told: Told) -> None:
    sent: dict[str, Any] = {"resource": told.workspace, "target": told.receiver.url}
    needed = (400, "filters: A webhook on a workspace needs filters")
    assert told.maya.refusal("POST", "/webhooks", **sent) == needed
    sent["filters"] = [{"action": "changed", "fields": ["name"]}]
    refused = (400, "filters: [0]: fields: Not available on a workspace")
    assert told.maya.refusal("POST", "/webhooks", **sent) == refused


def test_what_a_webhook_needs(told: Told) -> None:
    url = told.receiver.url
    nothing = (400, "You should specify one of resource")
    assert told.maya.refusal("POST", "/webhooks", target=url) == nothing
    assert told.maya.refusal("POST", "/webhooks", resource=told.task) == (
        400,
        "target: Missing input",
    )
    unknown = (400, "resource: Unknown object: 123")
    assert told.maya.refusal("POST", "/webhooks", resource="123", target=url) == unknown


@pytest.mark.parametrize("target", ["nonsense", "ftp://127.0.0.1/", 7, "http://[", "http://"])
def test_targets_are_addresses(told: Told, target: Any) -> None:
    status, message = told.maya.refusal("POST", "/webhooks", resource=told.task, target=target)
    assert (status, message) == (400, f"target: Value is not a URL: {target}")


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/hook",
        "http://192.0.2.1/",
        "http://localhost.example.com/",
        "http://127.0.0.1@192.0.2.1/",
        "http://192.0.2.1\\@127.0.0.1/",
    ],
)
def test_targets_beyond_this_machine_are_refused(told: Told, target: str) -> None:
    status, message = told.maya.refusal("POST", "/webhooks", resource=told.task, target=target)
    assert status == 403
    assert message.startswith("target: The sandbox calls this machine only")


def test_targets_beyond_this_machine_can_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def shake_hands(target: str) -> str:
        called.append(target)
        return "secret"

    monkeypatch.setattr(targets, "shake_hands", shake_hands)
    monkeypatch.setattr(targets, "deliver", lambda target, *_: called.append(target))
    with Sandbox(remote_webhooks=True) as sandbox:
        client = sandbox.client()
        project = sandbox.store.all("project")[0].gid
        client.webhooks.create_webhook(resource=project, target="http://tests:9000/hook")
        sandbox.webhooks.flush()
        with pytest.raises(asana.error.InvalidRequestError, match="target: Value is not a URL"):
            client.webhooks.create_webhook(resource=project, target="ftp://tests/hook")
    assert set(called) == {"http://tests:9000/hook"}


# The handshake


def test_a_target_that_fails_is_refused(told: Told) -> None:
    told.receiver.status = 401
    sent = {"resource": told.task, "target": told.receiver.url}
    assert told.maya.refusal("POST", "/webhooks", **sent) == (
        400,
        "The remote server which is intended to receive the webhook responded with an incorrect "
        "HTTP status code: 401",
    )
    assert told.maya.get("/webhooks", workspace=told.workspace) == []


@pytest.mark.parametrize("echo", [None, "0" * 64])
def test_a_target_must_echo_the_secret(told: Told, echo: str | None) -> None:
    told.receiver.echo = lambda secret: echo
    sent = {"resource": told.task, "target": told.receiver.url}
    assert told.maya.refusal("POST", "/webhooks", **sent) == (400, SILENT)


def test_a_target_must_answer_in_time(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "TIMEOUT", 0.1)
    release = threading.Event()

    def wait() -> None:
        release.wait(5)

    told.receiver.before = wait
    sent = {"resource": told.task, "target": told.receiver.url}
    assert told.maya.refusal("POST", "/webhooks", **sent) == (400, SILENT)
    release.set()


def test_nobody_listens(told: Told) -> None:
    with Receiver() as gone:
        url = gone.url
    assert told.maya.refusal("POST", "/webhooks", resource=told.task, target=url) == (400, SILENT)


def test_the_target_may_call_the_api_meanwhile(told: Told) -> None:
    def call() -> None:
        url = f"{told.sandbox.base_url}/tasks/{told.task}"
        headers = {"Authorization": f"Bearer {told.sandbox.access_token}"}
        body = {"data": {"name": "Renamed by the target"}}
        assert requests.put(url, json=body, headers=headers, timeout=5).status_code == 200

    told.receiver.before = call
    hook = told.maya.post("/webhooks", resource=told.task, target=told.receiver.url)
    assert hook["resource"]["name"] == "Renamed by the target"
    told.receiver.before = lambda: None


def test_the_same_webhook_twice_is_refused(told: Told) -> None:
    told.watch(told.task)
    sent = {"resource": told.task, "target": told.receiver.url}
    status, message = told.maya.refusal("POST", "/webhooks", **sent)
    assert status == 403
    assert message.startswith("Duplicated webhook. You already have an existing webhook")
    told.maya.post(f"/tasks/{told.task}/addFollowers", followers=["tom@example.com"])
    assert told.tom.post("/webhooks", **sent)
    assert told.maya.post("/webhooks", resource=told.task, target=told.receiver.url + "2")


def test_two_at_the_same_time_make_one(told: Told) -> None:
    def meanwhile() -> None:
        told.receiver.before = lambda: None
        told.maya.post("/webhooks", resource=told.task, target=told.receiver.url)

    told.receiver.before = meanwhile
    sent = {"resource": told.task, "target": told.receiver.url}
    assert told.maya.refusal("POST", "/webhooks", **sent)[0] == 403
    assert len(told.maya.get("/webhooks", workspace=told.workspace)) == 1


# Lists and deletion


def test_webhooks_are_listed_in_full_to_their_owner(told: Told) -> None:
    assert told.maya.refusal("GET", "/webhooks") == (400, "workspace: Missing input")
    hook = told.watch(told.task)
    told.watch(told.project)
    assert len(told.maya.get("/webhooks", workspace=told.workspace)) == 2
    (listed,) = told.maya.get("/webhooks", workspace=told.workspace, resource=told.task)
    assert listed == told.maya.get(f"/webhooks/{hook}")
    assert told.tom.get("/webhooks", workspace=told.workspace) == []
    refusal = (403, "You do not have access to this webhook.")
    assert told.tom.refusal("GET", f"/webhooks/{hook}") == refusal


def test_a_deleted_webhook_is_told_nothing(told: Told) -> None:
    hook = told.watch(told.task)
    assert told.maya.delete(f"/webhooks/{hook}") == {}
    assert told.maya.refusal("GET", f"/webhooks/{hook}")[0] == 404
    told.maya.put(f"/tasks/{told.task}", name="Unheard")
    assert told.events() == []


def test_the_end_of_the_resource_is_the_last_word(told: Told) -> None:
    hook = told.watch(told.task)
    quiet = told.watch(told.project, {"action": "undeleted"})
    told.maya.delete(f"/tasks/{told.task}")
    assert told.maya.refusal("GET", f"/webhooks/{hook}")[0] == 404
    assert told.events() == ["task deleted"]
    told.maya.delete(f"/projects/{told.project}")
    assert told.events() == []
    assert told.maya.refusal("GET", f"/webhooks/{quiet}")[0] == 404
