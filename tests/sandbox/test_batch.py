from typing import Any

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


def action(method: str, path: str, /, **more: Any) -> dict[str, Any]:
    return {"method": method, "relative_path": path, **more}


def batch(api: Api, *actions: Any) -> list[dict[str, Any]]:
    return list(api.post("/batch", actions=list(actions)))


def test_actions_are_answered_in_order(api: Api, task: str, organization: str) -> None:
    created, shown, missing, deleted = batch(
        api,
        action("post", "/tags", data={"name": "Batched", "workspace": organization}),
        action("GET", f"/tasks/{task}", options={"fields": ["name"]}),
        action("put", "/tasks/123", data={"name": "Lost"}),
        action("delete", f"/tasks/{task}"),
    )
    gid = created["body"]["data"]["gid"]
    location = f"/api/1.0/tags/{gid}"
    assert created["status_code"] == 201
    assert created["headers"] == {
        "headers": [{"key": "location", "value": location}],
        "keys": ["location"],
        "as_tuples": [["location", location]],
        "empty": False,
    }
    assert shown == {
        "status_code": 200,
        "headers": {"headers": [], "keys": [], "as_tuples": [], "empty": True},
        "body": {"data": {"gid": task, "name": "Fresh task"}},
    }
    assert missing["status_code"] == 404
    assert missing["body"]["errors"][0]["message"] == "task: Not a recognized ID: 123"
    assert deleted["body"] == {"data": {}}
    assert api.get(f"/tags/{gid}")["name"] == "Batched"


def test_a_query_goes_into_the_data(api: Api, project: str, sandbox: Sandbox) -> None:
    for n in reversed(range(3)):
        api.post("/tasks", name=f"Task {n}", projects=[project])
    options = {"limit": 2, "fields": "name"}
    (listed,) = batch(api, action("get", "/tasks", data={"project": project}, options=options))
    assert [task["name"] for task in listed["body"]["data"]] == ["Task 0", "Task 1"]
    following = listed["body"]["next_page"]
    assert following["uri"] == sandbox.base_url + following["path"]
    options["offset"] = following["offset"]
    (rest,) = batch(api, action("get", "/tasks", data={"project": project}, options=options))
    assert [task["name"] for task in rest["body"]["data"]] == ["Task 2"]


def test_streams_can_be_read_in_a_batch(api: Api, task: str) -> None:
    (first,) = batch(api, action("get", f"/tasks/{task}/events"))
    assert first["status_code"] == 412
    query = {"sync": first["body"]["sync"]}
    (second,) = batch(api, action("get", f"/tasks/{task}/events", data=query))
    assert second["body"] == {"data": [], "sync": query["sync"], "has_more": False}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (action("post", "/attachments"), "relative_path: Not available in a batch: /attachments"),
        (action("post", "/tasks/1/attachments"), "relative_path: Not available in a batch: "),
        (action("get", "/organization_exports/1"), "relative_path: Not available in a batch: "),
        (action("post", "/batch"), "relative_path: Not available in a batch: /batch"),
        (action("get", "tasks"), "relative_path: Must start with / and have no query string"),
        (action("get", "/tasks?project=1"), "relative_path: Must start with / and have no query"),
        ({"method": "get"}, "relative_path: Missing input"),
        ({"relative_path": "/tasks"}, "method: Missing input"),
        (action("get", "/tasks", data=[1]), "data: Value is not a JSON object: "),
        ("/tasks", "Value is not a JSON object: /tasks"),
    ],
)
def test_actions_that_a_batch_refuses(api: Api, sent: Any, message: str) -> None:
    refused, done = batch(api, sent, action("get", "/users/me"))
    assert refused["status_code"] == 400
    assert refused["body"]["errors"][0]["message"].startswith(f"actions: [0]: {message}")
    assert done["status_code"] == 200


@pytest.mark.parametrize("method", ["patch", "head", "options"])
def test_unknown_routes_are_answered_inside(api: Api, method: str) -> None:
    (reply,) = batch(api, action(method, "/users/me"))
    assert reply["status_code"] == 404


def test_ten_actions_at_most_and_one_at_least(api: Api) -> None:
    me = action("get", "/users/me")
    assert len(batch(api, *[me] * 10)) == 10
    for count, words in ((0, "at least one action"), (11, "no more than 10 actions")):
        message = f"Batch requests must contain {words}"
        assert api.refusal("POST", "/batch", actions=[me] * count) == (400, message)
    assert api.refusal("POST", "/batch") == (400, "actions: Missing input")
    assert api.refusal("POST", "/batch", actions="x")[1] == "actions: Value is not an array: x"


def test_the_older_form_of_headers(organization: str) -> None:
    with Sandbox(plain_batch_headers=True) as sandbox, requests.Session() as session:
        maya = Api(sandbox.base_url, sandbox.access_token, session)
        sent = {"name": "Batched", "workspace": organization}
        created, shown = batch(maya, action("post", "/tags", data=sent), action("get", "/users/me"))
    location = f"/api/1.0/tags/{created['body']['data']['gid']}"
    assert (created["headers"], shown["headers"]) == ({"location": location}, {})


def test_a_batch_needs_a_token(api: Api) -> None:
    body = {"data": {"actions": [action("get", "/users/me")]}}
    reply = api.call("POST", "/batch", json=body, headers={"Authorization": "Bearer wrong"})
    assert reply.status_code == 401


def test_a_bug_stays_inside(
    api: Api, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sandbox.store, "all", None)
    (reply,) = batch(api, action("get", "/projects"))
    assert reply["status_code"] == 500
    assert "failed to answer /projects" in caplog.text
