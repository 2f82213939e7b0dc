from typing import Any

import pytest

from asana.sandbox.records.store import FIRST_GID
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock


@pytest.fixture(scope="module")
def service(sandbox: Sandbox, api: Api) -> Api:
    return Api(sandbox.base_url, sandbox.service_account_token, api.session)


@pytest.fixture
def log(organization: str) -> str:
    return f"/workspaces/{organization}/audit_log_events"


def since(service: Api, log: str, start: str, **query: Any) -> list[dict[str, Any]]:
    return list(service.get(log, **{"start_at": start, **query}))


def test_only_service_accounts_read_the_log(api: Api, service: Api, log: str) -> None:
    assert api.refusal("GET", log) == (403, "This is only available to service accounts.")
    assert service.call("GET", log).status_code == 200


def test_it_knows_the_history_of_the_demo_for_ninety_days(api: Api, log: str) -> None:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        service = Api(sandbox.base_url, sandbox.service_account_token, api.session)
        page = service.call("GET", log, params={"limit": 100}).json()
        moments = [event["created_at"] for event in page["data"]]
        assert moments == sorted(moments)
        assert len(moments) > 50
        clock.advance(days=91)
        assert service.get(log) == []
        assert service.get(log, limit=100, offset=page["next_page"]["offset"]) == []


def test_an_event_in_full(api: Api, service: Api, log: str, task: str, clock: Clock) -> None:
    start = clock.advance(minutes=1)
    api.delete(f"/tasks/{task}")
    (event,) = since(service, log, start)
    assert int(event.pop("gid")) > FIRST_GID
    maya = api.get("/users/me")
    assert event == {
        "created_at": start,
        "event_type": "task_deleted",
        "event_category": "deletion",
        "actor": {
            "actor_type": "user",
            "gid": maya["gid"],
            "name": "Maya Lindqvist",
            "email": "maya@example.com",
        },
        "resource": {
            "gid": task,
            "resource_type": "task",
            "name": "Fresh task",
            "resource_subtype": "default_task",
        },
        "details": {},
        "context": {
            "context_type": "api",
            "api_authentication_method": "personal_access_token",
        },
    }


def test_what_is_logged(api: Api, service: Api, log: str, organization: str, clock: Clock) -> None:
    start = clock.advance(minutes=1)
    tom = api.get("/users/tom@example.com")["gid"]
    team = api.post("/teams", name="Audited", organization=organization)["gid"]
    api.put(f"/teams/{team}", visibility="secret")
    api.post(f"/teams/{team}/addUser", user=tom)
    api.post(f"/teams/{team}/removeUser", user=tom)
    project = api.post("/projects", name="Audited", workspace=organization)["gid"]
    api.put(f"/projects/{project}", privacy_setting="private", name="Hidden")
    api.post(f"/projects/{project}/addMembers", members=[tom])
    api.post(f"/projects/{project}/removeMembers", members=[tom])
    task = api.post("/tasks", name="Audited", projects=[project])["gid"]
    comment = api.post(f"/tasks/{task}/stories", text="Hm")["gid"]
    api.delete(f"/stories/{comment}")
    files = {"file": ("a", b"")}
    reply = api.call("POST", f"/tasks/{task}/attachments", files=files)
    api.delete(f"/attachments/{reply.json()['data']['gid']}")
    api.delete(f"/projects/{project}")
    api.post(f"/workspaces/{organization}/addUser", user="new@example.com")
    api.post(f"/workspaces/{organization}/removeUser", user="new@example.com")
    events = since(service, log, start)
    kinds = [event["event_type"] for event in events]
    for kind in (
        *("team_created", "team_privacy_settings_changed", "team_member_added"),
        *("team_member_removed", "project_created", "project_privacy_settings_changed"),
        *("project_member_added", "project_member_removed", "task_created", "comment_deleted"),
        *("attachment_uploaded", "attachment_deleted", "task_deleted", "project_deleted"),
        *("user_invited", "user_deprovisioned"),
    ):
        assert kind in kinds
    changed = events[kinds.index("project_privacy_settings_changed")]
    assert changed["event_category"] == "access_control"
    assert changed["details"] == {"old_value": "public_to_workspace", "new_value": "private"}
    added = events[kinds.index("team_member_removed")]
    assert added["resource"]["gid"] == team
    assert added["details"]["member"]["gid"] == tom


def test_filters(api: Api, service: Api, log: str, organization: str, clock: Clock) -> None:
    start = clock.advance(minutes=1)
    first = api.post("/tasks", name="First", workspace=organization)["gid"]
    later = clock.advance(minutes=1)
    service.post("/tasks", name="Second", workspace=organization)
    maya = api.get("/users/me")["gid"]

    def names(**query: str) -> list[str]:
        return [event["resource"]["name"] for event in since(service, log, start, **query)]

    assert names() == ["First", "Second"]
    assert names(end_at=later) == ["First"]
    assert names(start_at=later) == ["Second"]
    assert names(actor_gid=maya) == ["First"]
    assert names(resource_gid=first) == ["First"]
    assert names(event_type="task_created", actor_type="user") == ["First", "Second"]
    assert names(event_type="task_deleted") == names(actor_type="asana") == []
    for field in ("actor_type", "start_at"):
        status, message = service.refusal("GET", log, **{field: "odd"})
        assert (status, message.partition(":")[0]) == (400, field)
    (second,) = since(service, log, later)
    assert second["context"]["api_authentication_method"] == "service_account"
    assert names(opt_fields="resource") == ["First", "Second"]


def test_the_log_has_no_last_page(
    api: Api, service: Api, log: str, organization: str, clock: Clock
) -> None:
    start = clock.advance(minutes=1)
    nothing = service.call("GET", log, params={"start_at": start}).json()
    assert nothing == {"data": [], "next_page": None}
    for n in range(3):
        api.post("/tasks", name=f"Logged {n}", workspace=organization)
    query: dict[str, Any] = {"start_at": start, "limit": 2}
    sizes = []
    for _ in range(3):
        page = service.call("GET", log, params=query).json()
        sizes.append(len(page["data"]))
        query["offset"] = page["next_page"]["offset"]
    assert sizes == [2, 1, 0]
    api.post("/tasks", name="Logged later", workspace=organization)
    (late,) = service.get(log, **query)
    assert late["resource"]["name"] == "Logged later"


def test_what_nobody_did_was_asana(service: Api, log: str, sandbox: Sandbox, clock: Clock) -> None:
    start = clock.advance(minutes=1)
    with sandbox.store.lock:
        organization = sandbox.store.all("workspace")[0]
        sandbox.store.create("team", name="Made by Asana", organization=organization)
    (event,) = since(service, log, start)
    assert event["actor"] == {"actor_type": "asana"}
    assert event["context"] == {"context_type": "asana"}
