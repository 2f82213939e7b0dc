"""Calls of verbs and methods in all the forms that python-asana accepts."""

import json
from typing import Any

import pytest

import asana
from tests.faults import page, reply
from tests.old_code.work import DONE, MAKERS, Connect, Serve, targets, two_pages

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

EVENTS = reply(200, b'{"data": [{"n": 1}], "sync": "S2"}')


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.get("/x", {"a": 1}),
        lambda c: c.get("/x", query={"a": 1}),
        lambda c: c.get(path="/x", query={"a": 1}),
        lambda c: c.get(query={"a": 1}, path="/x"),
        lambda c: c.get("/x", params={"a": 1}),
        lambda c: c.get("/x", [("a", 1)]),
        lambda c: c.get("/x", {}, a=1),
        lambda c: c.get("/x", "", a=1),
        lambda c: c.get("/x", None, a=1),
        lambda c: c.get("/x", a=1),
        lambda c: c.get(path="/x", a=1),
        lambda c: c.request("get", "/x", params={"a": 1}),
        lambda c: c.request("GET", path="/x", params={"a": 1}),
        lambda c: c.request(method="get", path="/x", params={"a": 1}),
        lambda c: c.get_collection("/x", query={"a": 1}, iterator_type=None, full_payload=True),
        lambda c: c.get_collection(path="/x", query={"a": 1}, iterator_type=None),
        lambda c: c.get_collection("/x", params={"a": 1}, iterator_type=None),
        lambda c: c.get_collection("/x", "", a=1, iterator_type=None),
        lambda c: c.delete("/x", {"a": 1}),
        lambda c: c.delete(path="/x", data={"a": 1}),
        lambda c: c.delete("/x", params={"a": 1}),
        lambda c: c.delete("/x", {}, params={"a": 1}),
        lambda c: c.delete("/x", "", a=1),
    ],
)
@pytest.mark.parametrize("maker", ["access_token", "oauth"])
def test_a_query_may_be_given_in_any_form(serve: Serve, maker: str, call: Any) -> None:
    server = serve(page([], None))
    call(MAKERS[maker](asana.Client, base_url=server.base_url))
    assert targets(server) == ["/x?a=1"]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.get("/x", query={}),
        lambda c: c.get(path="/x"),
        lambda c: c.get("/x", ""),
        lambda c: c.get("/x", []),
        lambda c: c.get("/x", None),
        lambda c: c.request("get", path="/x"),
        lambda c: c.delete("/x", data=None),
        lambda c: c.delete("/x", ""),
        lambda c: c.get_collection("/x", query={}, iterator_type=None),
        lambda c: c.get_collection("/x", "", iterator_type=None),
    ],
)
def test_a_query_may_be_empty(connect: Connect, call: Any) -> None:
    client, server = connect(page([], None))
    call(client)
    assert targets(server) == ["/x"]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.post("/x", {"a": 1}),
        lambda c: c.post("/x", data={"a": 1}),
        lambda c: c.post(path="/x", data={"a": 1}),
        lambda c: c.post("/x", {}, a=1),
        lambda c: c.post("/x", "", a=1),
        lambda c: c.post(path="/x", a=1),
        lambda c: c.post("/x", {"data": {"a": 1}}),
        lambda c: c.put(path="/x", data={"a": 1}),
        lambda c: c.put("/x", None, a=1),
        lambda c: c.request("post", "/x", data={"a": 1}),
        lambda c: c.request(method="post", path="/x", data={"a": 1}),
        lambda c: c.request("put", path="/x", data={"data": {"a": 1}, "options": {}}),
    ],
)
@pytest.mark.parametrize("maker", MAKERS)
def test_a_body_may_be_given_in_any_form(serve: Serve, maker: str, call: Any) -> None:
    server = serve(DONE)
    call(MAKERS[maker](asana.Client, base_url=server.base_url))
    (request,) = server.requests
    assert request.json == {"data": {"a": 1}}
    assert targets(server) == ["/x"]


@pytest.mark.parametrize("verb", ["post", "put"])
@pytest.mark.parametrize("keyword", ["params", "query"])
def test_a_write_may_have_a_query_beside_its_body(
    connect: Connect, verb: str, keyword: str
) -> None:
    client, server = connect(DONE)
    getattr(client, verb)("/x", {"a": 1}, **{keyword: {"opt_fields": "name"}})
    assert targets(server) == ["/x?opt_fields=name"]
    assert server.requests[0].json == {"data": {"a": 1}}


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.events.get_next({"resource": "1", "sync": "s"})[0],
        lambda c: c.events.get_next(query={"resource": "1", "sync": "s"})[0],
        lambda c: c.events.get_next(params={"resource": "1", "sync": "s"})[0],
        lambda c: c.events.get_next("", resource="1", sync="s")[0],
        lambda c: c.events.get_next(resource="1", sync="s")[0],
        lambda c: [next(c.events.get_iterator({"resource": "1", "sync": "s"}))],
        lambda c: [next(c.events.get_iterator(query={"resource": "1", "sync": "s"}))],
        lambda c: [next(c.events.get_iterator(params={"resource": "1", "sync": "s"}))],
        lambda c: c.events.get({"resource": "1", "sync": "s"})["data"],
        lambda c: c.events.get(params={"resource": "1", "sync": "s"})["data"],
        lambda c: list(c.events.get_events({"resource": "1", "sync": "s"})),
        lambda c: list(c.events.get_events(params={"resource": "1", "sync": "s"})),
    ],
)
def test_events_may_be_asked_for_in_any_form(connect: Connect, call: Any) -> None:
    client, server = connect(EVENTS)
    assert call(client) == [{"n": 1}]
    assert targets(server) == ["/events?resource=1&sync=s"]


@pytest.mark.parametrize(
    "call",
    [
        lambda b: b.get(path="/x", query={"a": 1}),
        lambda b: b.get("/x", "", a=1),
        lambda b: b.post(path="/x", data={"a": 1}),
        lambda b: b.put("/x", data={"a": 1}),
        lambda b: b.delete(path="/x", data={"a": 1}),
        lambda b: b.request(method="get", path="/x", params={"a": 1}),
        lambda b: b.get_collection(path="/x", query={"a": 1}),
    ],
)
def test_a_batch_takes_the_same_forms(call: Any) -> None:
    content = call(asana.Client().batch()).content
    assert content["relative_path"] == "/x"
    assert json.dumps(content["data"]) in ('{"a": 1}', '{"a": "1"}')


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.get(),
        lambda c: c.get(query={}),
        lambda c: c.post(data={}),
        lambda c: c.get_collection(query={}),
        lambda c: c.request("get"),
        lambda c: c.request(path="/x"),
        lambda c: c.get("/x", {"a": 1}, query={"b": 1}),
        lambda c: c.get("/x", {}, {}),
        lambda c: c.get("/x", 5),
        lambda c: c.get("/x", "text"),
    ],
)
def test_what_is_missing_or_given_twice_is_a_type_error(connect: Connect, call: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises(TypeError):
        call(client)
    assert server.requests == []


@pytest.mark.parametrize(
    ("call", "method", "target"),
    [
        (lambda c: c.tasks.duplicate_task(task="1"), "POST", "/tasks/1/duplicate"),
        (lambda c: c.tasks.duplicate_task(task_gid="1"), "POST", "/tasks/1/duplicate"),
        (lambda c: c.tasks.duplicate_task(task_id="1"), "POST", "/tasks/1/duplicate"),
        (lambda c: c.projects.duplicate_project(project="1"), "POST", "/projects/1/duplicate"),
        (lambda c: c.projects.duplicate_project(project_gid="1"), "POST", "/projects/1/duplicate"),
        (
            lambda c: c.custom_fields.update_enum_option(enum_option="1", name="x"),
            "PUT",
            "/enum_options/1",
        ),
        (
            lambda c: c.custom_fields.update_enum_option(enum_option_gid="1", name="x"),
            "PUT",
            "/enum_options/1",
        ),
        (lambda c: c.tasks.dependencies("1", iterator_type=None), "GET", "/tasks/1/dependencies"),
        (lambda c: c.tasks.dependencies("1"), "GET", "/tasks/1/dependencies"),
        (lambda c: c.tasks.dependencies(task="1"), "GET", "/tasks/1/dependencies"),
        (lambda c: c.tasks.dependents("1", iterator_type=None), "GET", "/tasks/1/dependents"),
        (lambda c: c.status_updates.get_status(status_gid="1"), "GET", "/status_updates/1"),
        (lambda c: c.status_updates.get_status("1"), "GET", "/status_updates/1"),
        (lambda c: c.status_updates.delete_status(status_gid="1"), "DELETE", "/status_updates/1"),
        (lambda c: c.teams.update_team({"name": "x"}), "PUT", "/teams"),
        (lambda c: c.teams.update_team("1", {"name": "x"}), "PUT", "/teams/1"),
        (lambda c: c.teams.update_team(team_gid="1", name="x"), "PUT", "/teams/1"),
        (lambda c: c.tasks.find_by_id(task_id="1"), "GET", "/tasks/1"),
        (lambda c: c.tasks.find_by_id(taskId="1"), "GET", "/tasks/1"),
        (lambda c: c.tasks.update(task="1", params={"name": "x"}), "PUT", "/tasks/1"),
        (lambda c: c.tasks.delete(task_id="1"), "DELETE", "/tasks/1"),
        (lambda c: c.tasks.add_tag(task_id="1", tag="2"), "POST", "/tasks/1/addTag"),
        (lambda c: c.tasks.add_comment(task="1", text="x"), "POST", "/tasks/1/stories"),
        (lambda c: c.users.find_by_id(user="1"), "GET", "/users/1"),
        (lambda c: c.webhooks.delete_by_id(webhook="1"), "DELETE", "/webhooks/1"),
    ],
)
@pytest.mark.parametrize("maker", ["oauth", "basic_auth"])
def test_a_gid_may_be_given_by_the_name_it_had(
    serve: Serve, maker: str, call: Any, method: str, target: str
) -> None:
    server = serve(page([{"gid": "1"}], None))
    call(MAKERS[maker](asana.Client, base_url=server.base_url))
    (request,) = server.requests
    assert (request.method, targets(server)[0].partition("?")[0]) == (method, target)
    assert "gid=" not in request.target
    assert b"gid" not in request.body


@pytest.mark.parametrize(
    ("resource", "method", "keyword", "target"),
    [
        ("tasks", "find_by_project", "project_id", "/projects/1/tasks"),
        ("tasks", "find_by_project", "projectId", "/projects/1/tasks"),
        ("tasks", "find_by_project", "project", "/projects/1/tasks"),
        ("tasks", "find_by_tag", "tag_id", "/tags/1/tasks"),
        ("tasks", "find_by_section", "section", "/sections/1/tasks"),
        ("tasks", "subtasks", "task_id", "/tasks/1/subtasks"),
        ("stories", "find_by_task", "task_id", "/tasks/1/stories"),
        ("attachments", "find_by_task", "task", "/tasks/1/attachments"),
        ("attachments", "find_by_task", "task_id", "/tasks/1/attachments"),
        ("projects", "find_by_workspace", "workspace_id", "/workspaces/1/projects"),
        ("projects", "find_by_team", "team_id", "/teams/1/projects"),
        ("tasks", "projects", "task_id", "/tasks/1/projects"),
        ("tasks", "tags", "task_id", "/tasks/1/tags"),
        ("teams", "find_by_organization", "organization_id", "/organizations/1/teams"),
        ("workspaces", "typeahead", "workspace_id", "/workspaces/1/typeahead"),
    ],
)
@pytest.mark.parametrize("listing", ["items", "pages"])
def test_a_listing_takes_a_gid_by_the_name_it_had(
    connect: Connect, resource: str, method: str, keyword: str, target: str, listing: str
) -> None:
    client, server = connect(page([{"gid": "1"}], None))
    call = getattr(getattr(client, resource), method)
    found = call(**{keyword: "1"}, iterator_type=listing)
    assert list(found) in ([{"gid": "1"}], [[{"gid": "1"}]])
    assert targets(server)[0].partition("?")[0] == target


@pytest.mark.parametrize(
    "call",
    [
        lambda b: b.tasks.duplicate_task(task="1"),
        lambda b: b.projects.duplicate_project(project="1"),
        lambda b: b.custom_fields.update_enum_option(enum_option="1"),
        lambda b: b.tasks.dependencies("1", iterator_type=None),
        lambda b: b.status_updates.get_status(status_gid="1"),
        lambda b: b.tasks.find_by_project(project_id="1"),
        lambda b: b.teams.update_team({"name": "x"}),
    ],
)
def test_a_batch_takes_a_gid_by_the_name_it_had(call: Any) -> None:
    action = call(asana.Client().batch())
    assert action.path.startswith("/")
    assert "gid" not in json.dumps(action.content)


def test_dependencies_are_a_list_as_before(connect: Connect) -> None:
    client, _ = connect(page([{"gid": "1"}, {"gid": "2"}], None))
    found: list[Any] = [
        client.tasks.dependencies("9"),
        client.tasks.dependencies("9", iterator_type=None),
    ]
    assert found == [[{"gid": "1"}, {"gid": "2"}]] * 2


def test_pages_may_follow_one_another_by_hand(connect: Connect) -> None:
    client, server = connect(*two_pages())
    seen, offset = [], None
    while True:
        found: Any = client.tasks.find_all(project="9", offset=offset, iterator_type=None)
        seen += found["data"]
        if "next_page" not in found:
            break
        offset = found["next_page"]["offset"]
    assert seen == [{"gid": "1"}, {"gid": "2"}]
    assert targets(server) == ["/tasks?project=9", "/tasks?project=9&offset=A"]
