"""Webhook deliveries to targets, and failing targets."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Clock
from tests.sandbox.receiver import Receiver, Told


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(clock: Clock) -> Iterator[Told]:
    with Sandbox(clock=clock) as sandbox, Receiver() as receiver, requests.Session() as session:
        yield Told(sandbox, receiver, session)


def test_events_are_delivered_without_names(told: Told, clock: Clock) -> None:
    told.watch(told.task)
    told.maya.put(f"/tasks/{told.task}", assignee="tom@example.com")
    told.sandbox.webhooks.flush()
    assert all(told.receiver.is_signed(delivery) for delivery in told.receiver.deliveries)
    (event,) = (e for e in told.receiver.events if e.get("change", {}).get("field") == "assignee")
    tom = told.maya.get("/users/tom@example.com")["gid"]
    maya = told.maya.get("/users/me")["gid"]
    assert event == {
        "user": {"gid": maya, "resource_type": "user"},
        "created_at": clock.advance(),
        "action": "changed",
        "resource": {
            "gid": told.task,
            "resource_type": "task",
            "resource_subtype": "default_task",
        },
        "parent": None,
        "change": {
            "field": "assignee",
            "action": "changed",
            "new_value": {"gid": tom, "resource_type": "user"},
        },
    }


def test_custom_field_values_are_told(told: Told) -> None:
    field = told.maya.post(
        "/custom_fields",
        workspace=told.workspace,
        name="Mood",
        resource_subtype="enum",
        enum_options=[{"name": "good"}],
    )
    told.maya.post(f"/projects/{told.project}/addCustomFieldSetting", custom_field=field["gid"])
    told.watch(told.task, {"action": "changed", "fields": ["custom_fields"]})
    option = field["enum_options"][0]["gid"]
    for value in (option, None):
        told.maya.put(f"/tasks/{told.task}", custom_fields={field["gid"]: value})
    told.sandbox.webhooks.flush()
    first, second = (event["change"]["new_value"] for event in told.receiver.events)
    reference = {
        "gid": field["gid"],
        "resource_type": "custom_field",
        "resource_subtype": "enum",
    }
    chosen = {"gid": option, "resource_type": "enum_option"}
    assert first == {**reference, "enum_value": chosen}
    assert second == reference


def test_news_of_tasks_reach_their_project_but_not_the_workspace(told: Told) -> None:
    told.watch(told.project)
    subtask = told.maya.post(f"/tasks/{told.task}/subtasks", name="Below")["gid"]
    told.maya.post(f"/tasks/{subtask}/stories", text="Hm")
    assert told.events() == ["task added", "story added"]
    projects = {"resource_type": "project", "action": "added"}
    told.watch(told.workspace, projects, {"resource_type": "task"})
    told.maya.post("/tasks", name="Unheard", workspace=told.workspace)
    told.maya.post("/projects", name="Heard", workspace=told.workspace)
    assert told.events() == ["project added"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"resource_type": "story"}, ["story added"] * 3),
        ({"resource_subtype": "comment_added"}, ["story added"]),
        ({"action": "changed", "fields": ["notes", "name"]}, ["task changed name"]),
        ({"resource_type": "task", "action": "added"}, []),
    ],
)
def test_filters(told: Told, clock: Clock, wanted: dict[str, Any], expected: list[str]) -> None:
    told.watch(told.task, wanted)
    clock.advance(minutes=1)
    told.maya.post(f"/tasks/{told.task}/stories", text="Hm")
    told.maya.put(f"/tasks/{told.task}", due_on="2026-05-05")
    told.maya.put(f"/tasks/{told.task}", name="Renamed")
    assert told.events() == expected


# Failing targets


def test_a_failing_target_is_tried_again_later(told: Told, clock: Clock) -> None:
    hook = told.watch(told.task)
    told.receiver.status, told.receiver.content = 503, b"Closed for lunch"
    failed_at = clock.advance(minutes=1)
    told.maya.put(f"/tasks/{told.task}", name="One")
    told.sandbox.webhooks.flush()
    told.maya.put(f"/tasks/{told.task}", name="Two")
    told.sandbox.webhooks.flush()  # too early
    assert len(told.receiver.deliveries) == 1
    failing = told.maya.get(f"/webhooks/{hook}")
    assert failing["last_failure_at"] == failed_at
    assert failing["last_failure_content"] == "Closed for lunch"
    assert failing["delivery_retry_count"] == 0
    assert failing["next_attempt_after"] == "2026-03-02T09:02:00.000Z"
    assert failing["failure_deletion_timestamp"] == "2026-03-03T09:01:00.000Z"

    told.receiver.content = b""
    clock.advance(minutes=1)
    told.sandbox.webhooks.flush()
    failing = told.maya.get(f"/webhooks/{hook}")
    assert failing["last_failure_content"] == "HTTP status 503"
    assert failing["delivery_retry_count"] == 1
    assert failing["next_attempt_after"] == "2026-03-02T09:04:00.000Z"

    told.receiver.status = 204
    told.receiver.deliveries.clear()
    now = clock.advance(minutes=2)
    assert [e for e in told.events() if "name" in e] == ["task changed name"] * 2
    healed = told.maya.get(f"/webhooks/{hook}")
    assert healed["last_success_at"] == now
    assert healed["delivery_retry_count"] == 0
    assert healed["next_attempt_after"] is healed["failure_deletion_timestamp"] is None


def test_after_a_day_of_failures_a_webhook_is_deleted(told: Told, clock: Clock) -> None:
    hook = told.watch(told.task)
    told.receiver.status = 500
    told.maya.put(f"/tasks/{told.task}", name="Lost")
    for hours in (0, 23, 2):
        assert told.maya.get(f"/webhooks/{hook}")["gid"] == hook
        clock.advance(hours=hours)
        told.sandbox.webhooks.flush()
    assert told.maya.refusal("GET", f"/webhooks/{hook}")[0] == 404


def test_a_target_that_is_gone(told: Told) -> None:
    with Receiver() as gone:
        hook = told.maya.post("/webhooks", resource=told.task, target=gone.url)["gid"]
        told.sandbox.webhooks.flush()
    told.maya.put(f"/tasks/{told.task}", name="Lost")
    told.sandbox.webhooks.flush()
    assert told.maya.get(f"/webhooks/{hook}")["last_failure_content"] == "ConnectionError"


def test_a_webhook_deleted_during_a_delivery(told: Told) -> None:
    hook = told.watch(told.task)
    url, token = told.sandbox.base_url, told.sandbox.access_token

    def delete() -> None:
        headers = {"Authorization": f"Bearer {token}"}
        requests.delete(f"{url}/webhooks/{hook}", headers=headers, timeout=5)

    told.receiver.before = delete
    told.maya.put(f"/tasks/{told.task}", name="Last words")
    told.sandbox.webhooks.flush()
    assert told.maya.refusal("GET", f"/webhooks/{hook}")[0] == 404


# Heartbeats and the thread


def test_heartbeats_come_every_eight_hours_and_when_asked_for(told: Told, clock: Clock) -> None:
    told.watch(told.task)
    clock.advance(hours=7)
    told.sandbox.webhooks.flush()
    assert told.receiver.deliveries == []
    clock.advance(hours=1)
    told.sandbox.webhooks.flush()
    told.sandbox.webhooks.heartbeat()
    assert [delivery.events for delivery in told.receiver.deliveries] == [[], []]


def test_the_thread_delivers_by_itself_and_ends_with_the_sandbox(told: Told) -> None:
    def delivering() -> int:
        return sum(thread.name == "asana-sandbox-webhooks" for thread in threading.enumerate())

    before = delivering()  # the threads of other sandboxes
    arrived = threading.Event()
    told.watch(told.task)
    told.receiver.before = arrived.set
    told.maya.put(f"/tasks/{told.task}", name="Told")
    assert arrived.wait(30)
    assert delivering() == before + 1
    told.sandbox.stop()
    assert delivering() == before
    arrived.clear()
    told.sandbox.start()
    told.maya.base_url = told.sandbox.base_url
    told.maya.put(f"/tasks/{told.task}", name="Told again")
    assert arrived.wait(30)


def test_secrets_are_not_shown(told: Told) -> None:
    hook = told.watch(told.task)
    (secret,) = told.receiver.secrets
    assert secret not in told.maya.call("GET", f"/webhooks/{hook}").text
    assert secret not in repr(told.sandbox.webhooks._outboxes)
    assert secret not in repr(told.sandbox.requests)
