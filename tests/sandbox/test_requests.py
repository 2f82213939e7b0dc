"""Routes, bodies, verbs and the envelope."""

from typing import Any

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

NO_ROUTE = (404, "No matching route for request")


@pytest.mark.parametrize("path", ["/nothing", "/tasks//", "//tasks", "/Tasks", "/", "/tasks/1/2/3"])
def test_unknown_path_is_404(api: Api, path: str) -> None:
    assert api.refusal("GET", path) == NO_ROUTE


@pytest.mark.parametrize("verb", ["PATCH", "OPTIONS"])
def test_unknown_verb_is_404(api: Api, verb: str) -> None:
    assert api.refusal(verb, "/users/me") == NO_ROUTE


def test_head_is_no_verb_of_asana(api: Api) -> None:
    reply = api.call("HEAD", "/users/me")
    assert (reply.status_code, reply.text) == (404, "")


def test_paths_outside_the_api_are_404(sandbox: Sandbox) -> None:
    reply = requests.get(sandbox.base_url.replace("/api/1.0", "/users/me"), timeout=10)
    assert reply.status_code == 404


def test_content_type_names_utf_8(api: Api, organization: str) -> None:
    for path in ("/users/me", "/nothing"):
        content_type = api.call("GET", path).headers["Content-Type"]
        assert content_type == "application/json; charset=UTF-8"


@pytest.mark.parametrize("body", ["{", "[1]", '"text"'])
def test_broken_json_is_refused(api: Api, body: str) -> None:
    reply = api.call("POST", "/tasks", data=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400
    message = reply.json()["errors"][0]["message"]
    assert message == "Could not parse request data, invalid JSON"


def test_unwrapped_data_is_refused_with_a_hint(api: Api) -> None:
    reply = api.call("POST", "/tasks", json={"name": "x"})
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["message"] == (
        "Unrecognized request field `name`. The only allowed keys at the top level are: data, "
        "options. Is it possible you did not wrap object properties in a data object?"
    )


@pytest.mark.parametrize("key", ["data", "options"])
def test_data_and_options_must_be_objects(api: Api, key: str) -> None:
    reply = api.call("POST", "/tasks", json={key: [1]})
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["message"] == f"{key}: Value is not a JSON object: [1]"


def test_broken_json_is_refused_before_the_path_object(api: Api) -> None:
    assert api.call("PUT", "/tasks/1", data="{").status_code == 400
    assert api.call("PUT", "/tasks/1", json={"data": {}}).status_code == 404


def test_empty_body_is_an_empty_request(api: Api) -> None:
    assert api.call("POST", "/tasks").status_code == 400
    assert api.call("POST", "/tasks", data=" ").status_code == 400


def test_unknown_keys_and_double_wrapping_are_ignored(api: Api, task: str) -> None:
    assert api.put(f"/tasks/{task}", nonsense=1)["name"] == "Fresh task"
    assert api.put(f"/tasks/{task}", data={"name": "lost"})["name"] == "Fresh task"


def test_form_bodies_lie_flat(api: Api, organization: str) -> None:
    form = {
        "name": "Form",
        "workspace": organization,
        "completed": "true",
        "assignee": "null",
        "followers[1]": "priya@example.com",
        "followers[0]": "tom@example.com",
        "opt_fields": "name,completed,followers.name,assignee",
    }
    reply = api.call("POST", "/tasks", data=form)
    data = reply.json()["data"]
    assert data.pop("gid")
    names = [follower["name"] for follower in data.pop("followers")]
    assert names == ["Maya Lindqvist", "Tom Okafor", "Priya Nair"]
    assert data == {"name": "Form", "completed": True, "assignee": None}


def test_form_arrays_need_no_index(api: Api, task: str) -> None:
    reply = api.call("POST", f"/tasks/{task}/addFollowers", data={"followers[]": "tom@example.com"})
    assert len(reply.json()["data"]["followers"]) == 2


def test_multipart_is_a_form_too(api: Api, task: str) -> None:
    reply = api.call("PUT", f"/tasks/{task}", files={"name": (None, "Parts")})
    assert reply.json()["data"]["name"] == "Parts"


@pytest.mark.parametrize(
    "request_body",
    [
        {"json": {"data": {"name": "Put"}, "options": {"method": "put"}}},
        {"data": {"name": "Put", "opt_method": "PUT"}},
    ],
)
def test_post_can_ask_for_another_verb(api: Api, task: str, request_body: Any) -> None:
    reply = api.call("POST", f"/tasks/{task}", **request_body)
    assert (reply.status_code, reply.json()["data"]["name"]) == (200, "Put")


def test_post_can_ask_for_get_with_its_data_as_query(api: Api, project: str) -> None:
    for name in "cba":
        api.post("/tasks", name=name, projects=[project])
    body = {
        "data": {"project": project},
        "options": {"method": "get", "limit": 2, "fields": ["name"]},
    }
    reply = api.call("POST", "/tasks", json=body).json()
    assert [item["name"] for item in reply["data"]] == ["a", "b"]
    assert reply["next_page"]["offset"]


def test_data_of_an_overridden_get_is_spelled_as_a_query(api: Api, organization: str) -> None:
    path = f"/workspaces/{organization}/tasks/search"
    data = {"completed": False, "assignee.any": ["me", "tom@example.com"], "text": 2026}
    reply = api.call("POST", path, json={"data": data, "options": {"method": "get"}})
    assert reply.json() == {"data": []}


def test_override_to_an_unknown_route_is_404(api: Api) -> None:
    for path, method in (("/workspaces", "delete"), ("/tasks", "patch")):
        reply = api.call("POST", path, json={"options": {"method": method}})
        assert reply.status_code == 404


def test_get_never_overrides_its_verb(api: Api, task: str) -> None:
    assert api.get(f"/tasks/{task}", opt_method="delete")["gid"] == task
    assert api.get(f"/tasks/{task}")["gid"] == task


def test_created_records_have_a_location(api: Api, organization: str) -> None:
    reply = api.call("POST", "/tasks", json={"data": {"workspace": organization}})
    gid = reply.json()["data"]["gid"]
    assert reply.status_code == 201
    assert reply.headers["Location"] == f"/api/1.0/tasks/{gid}"
    assert api.call("GET", f"/tasks/{gid}").headers.get("Location") is None


def test_gids_are_checked_in_the_path(api: Api) -> None:
    assert api.refusal("GET", "/tasks/123") == (404, "task: Not a recognized ID: 123")
    assert api.refusal("GET", "/tasks/x1") == (400, "task: Not a recognized ID: x1")
    assert api.refusal("GET", "/users/bob") == (400, "user: Not a recognized ID: bob")
    unknown = (404, "user: Not a recognized ID: no@example.com")
    assert api.refusal("GET", "/users/no@example.com") == unknown


def test_a_gid_of_another_type_is_unknown(api: Api, task: str) -> None:
    assert api.refusal("GET", f"/projects/{task}")[0] == 404


@pytest.mark.parametrize(
    ("value", "kind"),
    [(12, "number"), (1.5, "number"), (True, "boolean"), ({}, "object"), ([], "array")],
)
def test_gids_in_bodies_must_be_strings(api: Api, value: Any, kind: str) -> None:
    refusal = api.refusal("POST", "/tasks", workspace=value)
    assert refusal == (400, f"workspace: Not a valid GID type: {kind}")


def test_gids_in_arrays_are_named_by_their_place(api: Api, organization: str) -> None:
    status, message = api.refusal("POST", "/tasks", projects=["123"])
    assert (status, message) == (400, "projects: [0]: Unknown object: 123")
    status, message = api.refusal("POST", "/tasks", workspace=organization, followers=["me", None])
    assert (status, message) == (400, "followers: [1]: Not a valid GID type: null")
    status, message = api.refusal("POST", "/tasks", workspace=organization, followers=7)
    assert (status, message) == (400, "followers: Not a valid GID type: number")


def test_pretty_indents(api: Api, task: str) -> None:
    for query in ({"opt_pretty": ""}, {"opt_pretty": "true"}):
        assert "\n  " in api.call("GET", f"/tasks/{task}", params=query).text
    assert "\n" not in api.call("GET", f"/tasks/{task}", params={"opt_pretty": "false"}).text
    body = {"data": {}, "options": {"pretty": True}}
    assert "\n  " in api.call("PUT", f"/tasks/{task}", json=body).text


def test_received_requests_are_kept_without_credentials(sandbox: Sandbox, api: Api) -> None:
    sandbox.requests.clear()
    api.call("PUT", "/tasks/123?opt_fields=name", json={"data": {"name": "x"}})
    (received,) = sandbox.requests
    assert (received.method, received.path, received.status) == ("PUT", "/tasks/123", 404)
    assert received.query == {"opt_fields": "name"}
    assert received.body == {"data": {"name": "x"}}
    assert api.token not in repr(received)


def test_a_bug_of_the_sandbox_is_a_500_with_a_phrase(
    sandbox: Sandbox, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sandbox.store, "all", None)
    reply = api.call("GET", "/projects")
    assert reply.status_code == 500
    assert reply.json()["errors"][0]["phrase"]
    assert "failed to answer" in caplog.text
