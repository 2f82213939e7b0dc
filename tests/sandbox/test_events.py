import re
from collections.abc import Callable
from typing import Any

import pytest
import requests

from asana.sandbox.changes.events import EventLog
from asana.sandbox.changes.streams import MAX_TOKENS, Streams
from asana.sandbox.records.store import Store
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock

TOO_OLD = (
    "Sync token invalid or too old. If you are attempting to keep resources in sync, you must "
    "fetch the full dataset for this query now and use the new sync token for the next sync."
)


class Stream:
    """Polls one resource; `read` returns the new events in short form."""

    def __init__(self, api: Api, path: str, **query: str) -> None:
        self.api, self.path, self.query = api, path, query
        self.sync = self.refused()

    def ask(self, **query: Any) -> requests.Response:
        return self.api.call("GET", self.path, params={**self.query, **query})

    def refused(self, **query: Any) -> str:
        reply = self.ask(**query)
        assert reply.status_code == 412, reply.text
        assert reply.json()["errors"][0]["message"] == TOO_OLD
        assert re.fullmatch("[0-9a-f]{32}:0", reply.json()["sync"])
        return str(reply.json()["sync"])

    def full(self) -> list[dict[str, Any]]:
        body = self.ask(sync=self.sync).json()
        self.sync = body["sync"]
        return list(body["data"])

    def read(self) -> list[str]:
        return [short(event) for event in self.full()]


def short(event: dict[str, Any]) -> str:
    resource, parent, change = event["resource"], event["parent"], event.get("change")
    words = [resource["resource_type"], event["action"]]
    if parent:
        words.append(parent["resource_type"])
    if change:
        words += [change["field"], change["action"]]
        words += [change[k]["name"] for k in change if k.endswith("_value") and change[k]]
    return " ".join(words)


@pytest.fixture
def watch(api: Api) -> Callable[[str], Stream]:
    return lambda gid: Stream(api, "/events", resource=gid)


@pytest.fixture
def inside(api: Api, project: str) -> str:
    """A task in the project."""
    return str(api.post("/tasks", name="Inside", projects=[project])["gid"])


def test_the_first_request_brings_a_token(api: Api, task: str) -> None:
    stream = Stream(api, "/events", resource=task)
    assert stream.ask(sync=stream.sync).json() == {
        "data": [],
        "sync": stream.sync,
        "has_more": False,
    }


@pytest.mark.parametrize("sync", ["", "nonsense", "0" * 32])
def test_unknown_tokens_are_refused(api: Api, task: str, sync: str) -> None:
    stream = Stream(api, "/events", resource=task)
    fresh = stream.refused(sync=sync)
    assert stream.ask(sync=fresh).status_code == 200


def test_a_token_is_for_one_resource_and_one_user(
    api: Api, tom: Api, task: str, project: str
) -> None:
    token = Stream(api, "/events", resource=task).sync
    Stream(api, "/events", resource=project).refused(sync=token)
    api.post(f"/tasks/{task}/addFollowers", followers=["tom@example.com"])
    Stream(tom, "/events", resource=task).refused(sync=token)


def test_a_resource_is_needed(api: Api, guest: Api, task: str, organization: str) -> None:
    assert api.refusal("GET", "/events") == (400, "You should specify one of resource")
    unknown = (400, f"resource: Unknown object: {organization}")
    assert api.refusal("GET", "/events", resource=organization) == unknown
    assert guest.refusal("GET", "/events", resource=task)[0] == 403
    assert guest.refusal("GET", f"/tasks/{task}/events")[0] == 403


@pytest.mark.parametrize("kind", ["tasks", "projects"])
def test_the_object_can_be_in_the_path(api: Api, task: str, project: str, kind: str) -> None:
    gid = {"tasks": task, "projects": project}[kind]
    stream = Stream(api, f"/{kind}/{gid}/events")
    api.put(f"/{kind}/{gid}", name="Renamed")
    assert f"{kind[:-1]} changed name changed" in stream.read()


def test_goals_have_events(api: Api, organization: str) -> None:
    goal = api.post("/goals", name="Grow", workspace=organization)["gid"]
    stream = Stream(api, f"/goals/{goal}/events")
    api.put(f"/goals/{goal}", name="Grow slowly")
    assert stream.read()[0] == "goal changed name changed"


def test_an_event_in_full(api: Api, task: str, clock: Clock) -> None:
    stream = Stream(api, "/events", resource=task)
    now = clock.advance(minutes=1)
    api.put(f"/tasks/{task}", assignee="tom@example.com")
    event = next(e for e in stream.full() if e.get("change", {}).get("field") == "assignee")
    tom = {"resource_type": "user", "name": "Tom Okafor"}
    assert event["change"].pop("new_value").items() >= tom.items()
    assert event.pop("user")["name"] == "Maya Lindqvist"
    assert event == {
        "resource": {
            "gid": task,
            "resource_type": "task",
            "name": "Fresh task",
            "resource_subtype": "default_task",
        },
        "type": "task",
        "action": "changed",
        "parent": None,
        "created_at": now,
        "change": {"field": "assignee", "action": "changed"},
    }


def test_fields_can_be_selected(api: Api, task: str) -> None:
    fields = "resource.notes,change.new_value.email,change.field,action"
    stream = Stream(api, "/events", resource=task, opt_fields=fields)
    api.put(f"/tasks/{task}", assignee="tom@example.com")
    events = [e for e in stream.full() if e.get("change", {}).get("field") == "assignee"]
    (event,) = events
    tom = event["change"]["new_value"]
    assert tom["email"] == "tom@example.com"
    assert event == {
        "resource": {"gid": task, "notes": ""},
        "action": "changed",
        "change": {"field": "assignee", "new_value": {"gid": tom["gid"], "email": tom["email"]}},
    }


def test_a_task_in_a_project(api: Api, project: str, watch: Callable[[str], Stream]) -> None:
    stream = watch(project)
    task = api.post("/tasks", name="New", projects=[project])["gid"]
    assert stream.read() == [
        "task added project",
        "task added section",
        "story added task",
    ]
    api.post(f"/tasks/{task}/removeProject", project=project)
    assert stream.read() == ["task removed project", "task removed section"]
    api.put(f"/tasks/{task}", name="Out of sight")
    assert stream.read() == []


def test_completing_is_two_changes_and_a_story(
    api: Api, inside: str, watch: Callable[[str], Stream]
) -> None:
    stream = watch(inside)
    api.put(f"/tasks/{inside}", completed=True)
    assert stream.read() == [
        "task changed completed changed",
        "task changed completed_at changed",
        "story added task",
    ]


def test_moving_to_another_section(
    api: Api, project: str, inside: str, watch: Callable[[str], Stream]
) -> None:
    section = api.post(f"/projects/{project}/sections", name="Next")["gid"]
    stream = watch(project)
    api.post(f"/sections/{section}/addTask", task=inside)
    assert stream.read() == [
        "task removed section",
        "task added section",
        "story added task",
    ]


def test_people_tags_and_dependencies_come_and_go(
    api: Api, task: str, organization: str, watch: Callable[[str], Stream]
) -> None:
    other = api.post("/tasks", name="Other", workspace=organization)["gid"]
    tag = api.post("/tags", name="Sticky", workspace=organization)["gid"]
    stream = watch(task)
    for action, field in (("add", "added"), ("remove", "removed")):
        api.post(f"/tasks/{task}/{action}Followers", followers=["tom@example.com"])
        api.post(f"/tasks/{task}/{action}Tag", tag=tag)
        api.post(f"/tasks/{task}/{action}Dependencies", dependencies=[other])
        assert [event for event in stream.read() if event.startswith("task")] == [
            f"task changed followers {field} Tom Okafor",
            f"task changed tags {field} Sticky",
            f"task changed dependencies {field} Other",
        ]


def test_likes_have_no_value(api: Api, task: str, watch: Callable[[str], Stream]) -> None:
    stream = watch(task)
    api.put(f"/tasks/{task}", liked=True)
    assert stream.read() == ["task changed likes added", "story added task"]


def test_comments_subtasks_and_their_comments_bubble(
    api: Api, project: str, inside: str, watch: Callable[[str], Stream]
) -> None:
    on_project, on_task = watch(project), watch(inside)
    subtask = api.post(f"/tasks/{inside}/subtasks", name="Below")["gid"]
    comment = api.post(f"/tasks/{subtask}/stories", text="Hm")["gid"]
    api.put(f"/stories/{comment}", text="Hm!")
    api.delete(f"/stories/{comment}")
    expected = [
        "task added task",
        "story added task",
        "story changed text changed",
        "story changed is_edited changed",
        "story removed task",
    ]
    assert on_project.read() == on_task.read() == expected


def test_a_new_parent(api: Api, task: str, inside: str, watch: Callable[[str], Stream]) -> None:
    stream = watch(inside)
    api.post(f"/tasks/{task}/setParent", parent=inside)
    assert stream.read() == ["task added task", "story added task"]
    api.post(f"/tasks/{task}/setParent", parent=None)
    assert stream.read() == ["task removed task"]


def test_a_deleted_task_is_told_of_once(
    api: Api, project: str, inside: str, watch: Callable[[str], Stream]
) -> None:
    api.post(f"/tasks/{inside}/stories", text="Soon gone")
    stream = watch(project)
    api.delete(f"/tasks/{inside}")
    assert stream.read() == ["task deleted"]


def test_projects_and_their_sections(
    api: Api, project: str, watch: Callable[[str], Stream]
) -> None:
    stream = watch(project)
    section = api.post(f"/projects/{project}/sections", name="Next")["gid"]
    api.put(f"/sections/{section}", name="Then")
    api.delete(f"/sections/{section}")
    api.put(f"/projects/{project}", notes="Careful")
    assert stream.read() == [
        "section added project",
        "section changed name changed",
        "section deleted",
        "project changed notes changed",
    ]


def test_custom_field_values(
    api: Api, project: str, inside: str, organization: str, watch: Callable[[str], Stream]
) -> None:
    field = api.post(
        "/custom_fields",
        workspace=organization,
        name="Mood of the events",
        resource_subtype="enum",
        enum_options=[{"name": "good"}],
    )
    api.post(f"/projects/{project}/addCustomFieldSetting", custom_field=field["gid"])
    stream = watch(inside)
    option = field["enum_options"][0]["gid"]
    api.put(f"/tasks/{inside}", custom_fields={field["gid"]: option})
    (event,) = (e for e in stream.full() if "change" in e)
    assert (event["change"]["field"], event["change"]["action"]) == ("custom_fields", "changed")
    value = event["change"]["new_value"]
    assert (value["gid"], value["resource_type"]) == (field["gid"], "custom_field")
    assert value["enum_value"]["gid"] == option


# Tokens


def test_the_current_token_gives_the_same_answer_again(
    api: Api, task: str, watch: Callable[[str], Stream]
) -> None:
    stream = watch(task)
    api.put(f"/tasks/{task}", notes="One")
    first = stream.ask(sync=stream.sync).json()
    api.put(f"/tasks/{task}", notes="Two")
    assert stream.ask(sync=stream.sync).json()["sync"] == first["sync"]
    again = stream.ask(sync=stream.sync).json()
    assert len(again["data"]) == len(first["data"]) == 2
    assert len(stream.ask(sync=first["sync"]).json()["data"]) == 2
    stream.refused(sync=stream.sync)


def test_a_hundred_events_per_token(api: Api, task: str, watch: Callable[[str], Stream]) -> None:
    stream = watch(task)
    for n in range(51):
        api.put(f"/tasks/{task}", notes=f"Name {n}")
    body = stream.ask(sync=stream.sync).json()
    assert (len(body["data"]), body["has_more"]) == (100, True)
    body = stream.ask(sync=body["sync"]).json()
    assert (len(body["data"]), body["has_more"]) == (2, False)


def test_tokens_live_for_a_day(
    api: Api, task: str, clock: Clock, watch: Callable[[str], Stream]
) -> None:
    stream = watch(task)
    clock.advance(hours=23)
    assert stream.ask(sync=stream.sync).status_code == 200
    clock.advance(hours=23)
    assert stream.ask(sync=stream.sync).status_code == 200
    clock.advance(hours=25)
    stream.refused(sync=stream.sync)


def test_tokens_can_be_made_too_old(
    api: Api, task: str, sandbox: Sandbox, watch: Callable[[str], Stream]
) -> None:
    stream = watch(task)
    sandbox.expire_sync_tokens()
    fresh = stream.refused(sync=stream.sync)
    assert stream.ask(sync=fresh).status_code == 200


def test_the_log_forgets_the_oldest_events_and_who_waits_for_them() -> None:
    store = Store()
    log = EventLog(store, capacity=3)
    streams = Streams(store, log)
    workspace, user = store.create("workspace", name="w"), store.create("user", name="u")
    tokens = dict.fromkeys("ab", "")
    for name in tokens:
        with pytest.raises(Exception, match="too old") as refusal:
            streams.read(user, workspace, None)
        tokens[name] = vars(refusal.value)["sync"]
    for name in "123":
        store.change(workspace, name=name)
    assert len(streams.read(user, workspace, tokens["a"]).data) == 3
    store.change(workspace, name="4")
    with pytest.raises(Exception, match="too old"):
        streams.read(user, workspace, tokens["b"])
    assert log.first_number == log.next_number - 3


def test_tokens_that_nobody_uses_are_forgotten() -> None:
    store = Store()
    streams = Streams(store, EventLog(store))
    workspace, user = store.create("workspace", name="w"), store.create("user", name="u")
    for _ in range(MAX_TOKENS + 1):
        with pytest.raises(Exception, match="too old"):
            streams.read(user, workspace, None)
    assert len(streams._positions) == MAX_TOKENS


# Workspaces


def test_a_service_account_sees_all_events_of_its_workspace(
    api: Api, sandbox: Sandbox, organization: str, personal: str, task: str, project: str
) -> None:
    service = Api(sandbox.base_url, sandbox.service_account_token, api.session)
    stream = Stream(service, f"/workspaces/{organization}/events")
    api.post("/tasks", name="Elsewhere", workspace=personal)
    api.post("/tasks", name="Somewhere", workspace=organization)
    api.post(f"/tasks/{task}/stories", text="Told")
    portfolio = api.post("/portfolios", name="Folder", workspace=organization)["gid"]
    api.post(f"/portfolios/{portfolio}/addItem", item=project)
    api.post(f"/portfolios/{portfolio}/removeItem", item=project)
    told = stream.read()
    assert told[:2] == ["task added workspace", "story added task"]
    assert "project added portfolio" in told
    assert "project removed portfolio" in told
    path = f"/workspaces/{organization}/events"
    assert api.refusal("GET", path) == (403, "This is only available to service accounts.")
    assert service.refusal("GET", f"/workspaces/{personal}/events")[0] == 403


def test_a_service_account_sees_everything_in_its_workspace(
    api: Api, sandbox: Sandbox, task: str, personal: str
) -> None:
    service = Api(sandbox.base_url, sandbox.service_account_token, api.session)
    assert service.get("/users/me")["name"] == "Service account"
    assert service.get(f"/tasks/{task}")["gid"] == task
    assert len(service.get("/workspaces")) == 1
    elsewhere = api.post("/tasks", name="Elsewhere", workspace=personal)["gid"]
    assert service.refusal("GET", f"/tasks/{elsewhere}")[0] == 403
