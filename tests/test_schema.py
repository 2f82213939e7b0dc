"""Methods described as JSON Schema, arguments from texts, and calls by name."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, Union

import pytest

import asana
from asana import schema
from asana.sandbox import Sandbox
from asana.schema import _methods, _texts, _types
from tests.operations import OPERATIONS

WORKSPACE = "1200000000000001"
PROJECT = "1200000000000035"
TASK = "1200000000000041"


def test_all_operations_have_names() -> None:
    assert {f"{row.resource}.{row.method}" for row in OPERATIONS} <= {*schema.names()}
    assert set(schema.names("tags")) == {
        name for name in schema.names() if name.startswith("tags.")
    }
    assert not {"projects.importer", "events.mirror", "webhooks.establish"} & {*schema.names()}


def test_a_method_is_described_for_programs() -> None:
    found = schema.of("tasks.create_task")
    assert found["description"].startswith("Create a task and return its complete record.")
    assert not re.search(r":\w+:|``", found["description"])
    assert (found["route"], found["scope"]) == ("POST /tasks", "tasks:write")
    assert found["writes"] is True
    assert found["parameters"]["additionalProperties"] is False
    properties = found["parameters"]["properties"]
    assert properties["completed"] == {"type": "boolean"}
    assert properties["projects"] == {"type": "array", "items": {"type": "string"}}
    assert {"type": "string", "format": "date"} in properties["due_on"]["anyOf"]
    assert "assignee" in found["fields"]


@pytest.mark.parametrize("name", schema.names())
def test_a_description_is_json_and_names_what_is_required(name: str) -> None:
    found = json.loads(json.dumps(schema.of(name)))
    assert found["description"]
    assert {*found["parameters"]["required"]} <= found["parameters"]["properties"].keys()


@pytest.mark.parametrize(
    ("name", "gid", "record"),
    [
        ("tags.ensure", "workspace_gid", "workspace"),
        ("projects.ensure", "workspace_gid", "workspace"),
        ("task_templates.named", "project_gid", "project"),
        ("workspaces.export", "workspace_gid", "workspace"),
    ],
)
def test_what_is_given_by_position_is_listed_once(name: str, gid: str, record: str) -> None:
    assert gid in schema.of(name)["parameters"]["properties"]
    assert record not in schema.of(name)["parameters"]["properties"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("task.get_task", "no resource 'task'; did you mean tasks"),
        ("tasks.get_taks", "no method 'get_taks'; did you mean get_task"),
        ("tasks.find_by_id", "did you mean get_task?"),
        ("tasks", "no method ''"),
        ("tasks.__init__", "no method '__init__'"),
        ("", "no resource ''"),
        ("message.x", "no resource 'message'"),
    ],
)
def test_an_unknown_method_is_refused(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        schema.of(name)


# Texts


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("x", {"type": "string"}, "x"),
        ("", {"type": "string"}, ""),
        ("", {"anyOf": [{"type": "string"}, {"type": "null"}]}, None),
        ("TRUE", {"type": "boolean"}, True),
        ("7", {"type": "integer"}, 7),
        ("-1.5e3", {"type": "number"}, -1500.0),
        ("1, 2,,3", {"type": "array", "items": {"type": "integer"}}, [1, 2, 3]),
        ("", {"type": "array", "items": {"type": "string"}}, []),
        ("b", {"type": "string", "enum": ["a", "b"]}, "b"),
        ("anything", {}, "anything"),
    ],
)
def test_a_text_stands_for_a_value(text: str, kind: dict[str, Any], meant: Any) -> None:
    found = schema.value(text, kind)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("yes", {"type": "boolean"}, "x is true or false, not 'yes'"),
        ("", {"type": "boolean"}, "true or false"),
        ("1.5", {"type": "integer"}, "x is a number, not '1.5'"),
        ("NaN", {"type": "number"}, "is a number"),
        ("Infinity", {"type": "number"}, "is a number"),
        ("true", {"type": "number"}, "is a number"),
        ("c", {"type": "string", "enum": ["a", "b"]}, "It is one of a, b"),
        ("{}", {"type": "object"}, "is an object"),
        ("a", {"type": "array", "items": {"type": "object"}}, "is a list of objects"),
    ],
)
def test_a_text_that_stands_for_nothing_is_refused(
    text: str, kind: dict[str, Any], why: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        schema.value(text, kind, "x")


def test_arguments_are_typed_by_their_parameters() -> None:
    given = [
        ("name", "12"),
        ("completed", "true"),
        ("due_on", ""),
        ("projects", "1,2"),
        ("projects", ["3"]),
        ("external.gid", "a=b"),
        ("followers", None),
    ]
    assert schema.arguments("tasks.create_task", given) == {
        "name": "12",
        "completed": True,
        "due_on": None,
        "projects": ["1", "2", "3"],
        "external": {"gid": "a=b"},
        "followers": None,
    }
    assert schema.arguments("tasks.get_task", [("task_gid", "7")]) == {"task_gid": "7"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([("nmae", "x")], "no parameter 'nmae'; did you mean name"),
        ([("name", "x"), ("name", "y")], "name is given twice"),
        ([("external.id", "x")], "external has no 'id': it has gid, data"),
        ([("memberships.project", "1")], "memberships is a list"),
    ],
)
def test_arguments_that_a_method_lacks_are_refused(given: Any, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        schema.arguments("tasks.create_task", given)


@pytest.mark.parametrize(
    ("kind", "shown", "known"),
    [
        ({"type": "string"}, "TEXT", []),
        ({"type": "boolean"}, "true|false", ["true", "false"]),
        ({"type": "object"}, "JSON", []),
        ({"type": "integer"}, "N", []),
        ({"type": "number"}, "NUMBER", []),
        ({"type": "string", "format": "date-time"}, "DATE-TIME", []),
        ({}, "VALUE", []),
        ({"type": "array"}, "VALUE,…", []),
        ({"type": "array", "items": {"type": "integer"}}, "N,…", []),
        ({"enum": ["a", "b"]}, "a|b", ["a", "b"]),
        ({"anyOf": [{"type": "string"}, {"type": "null"}, {"type": "null"}]}, "TEXT|null", []),
        (
            {"anyOf": [{"enum": ["a"]}, {"type": "boolean"}]},
            "a|true|false",
            ["a", "true", "false"],
        ),
    ],
)
def test_the_forms_of_texts_are_shown(kind: dict[str, Any], shown: str, known: list[str]) -> None:
    assert _texts.forms(kind) == shown
    assert _texts.choices(kind) == known


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("yes", {"type": "boolean"}, "the value is true or false, not 'yes'"),
        ("x", {"type": "integer"}, "the value is a number, not 'x'"),
        (
            "1,x",
            {"type": "array", "items": {"type": "integer"}},
            "the value is a number, not 'x'",
        ),
        (
            "ab",
            {"enum": ["abc"]},
            "the value has no value 'ab'; did you mean abc? It is one of abc",
        ),
        ("zz", {"enum": ["a", "b"]}, "the value has no value 'zz'; It is one of a, b"),
        (
            "x",
            {"type": "object"},
            "the value is an object: write the value.KEY=VALUE, or the value:='{…}' as JSON",
        ),
        (
            "x",
            {"type": "array", "items": {"type": "object"}},
            "the value is a list of objects: write the value:='[{…}]' as JSON",
        ),
    ],
)
def test_a_refusal_says_what_to_write(text: str, kind: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        schema.value(text, kind)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (type(None), {"type": "null"}),
        (date, {"type": "string", "format": "date"}),
        (datetime, {"type": "string", "format": "date-time"}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (str | None, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (Union[str, int], {"anyOf": [{"type": "string"}, {"type": "integer"}]}),  # noqa: UP007
        (str | date, {"type": "string", "format": "date"}),
        (dict[str, int], {"type": "object"}),
        (Mapping, {"type": "object"}),
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (Iterable[str], {"type": "array", "items": {"type": "string"}}),
        (list, {"type": "array"}),
        (list[Any], {"type": "array"}),
        (Any, {}),
        (object, {}),
    ],
)
def test_types_are_json_schemas(kind: Any, expected: dict[str, Any]) -> None:
    assert _types.schema_of(kind) == expected


def test_records_are_described_to_a_depth() -> None:
    kind = _types.evaluated("TaskCompact", "tasks")
    assert _types.schema_of(kind, _types.DEEPEST)["properties"]["gid"] == {"type": "string"}
    assert _types.schema_of(kind, _types.DEEPEST + 1) == {"type": "object"}
    task = _types.schema_of(_types.evaluated("Task", "tasks"))
    assert "due_on" in task["properties"]
    assert "name" in str(task["properties"]["assignee"])
    assert _types.evaluated("NoSuchName", "tasks") is Any


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("tasks.create_task", ((), 0, [], "params", "POST", "/tasks", "tasks:write")),
        ("tasks.upsert", ((), 0, ["external"], "fields", "POST", "/tasks", "tasks:write")),
        (
            "tasks.walk",
            (
                ("project",),
                0,
                ["section", "user_task_list", "task"],
                None,
                "GET",
                "/projects/{}/tasks",
                "tasks:read",
            ),
        ),
        ("tags.ensure", (("workspace_gid", "name"), 2, [], None, "POST", "/tags", "tags:write")),
        (
            "tasks.delete_task",
            (("task_gid",), 1, [], "params", "DELETE", "/tasks/{}", "tasks:delete"),
        ),
        (  # which is wrapped, to be two methods of old
            "status_updates.delete_status",
            (("status_update_gid",), 1, [], "params", "DELETE", "/status_updates/{}", None),
        ),
        ("batch_api.create_batch_request", ((), 0, [], "params", "POST", "/batch", None)),
        (
            "stories.ensure_comment",
            (
                ("task_gid", "text"),
                1,
                ["key", "html_text"],
                None,
                "POST",
                "/tasks/{}/stories",
                "stories:write",
            ),
        ),
    ],
)
def test_a_method_is_known_by_its_signature_and_route(name: str, facts: tuple[Any, ...]) -> None:
    found = _methods.find(*name.split("."))
    assert found.title == name
    assert (*found[3:5], [*found.keywords], *found[6:]) == facts


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tasks.get_tasks", True), ("tasks.get_task", False), ("events.get_events", True)],
)
def test_listings_take_a_limit(name: str, expected: bool) -> None:
    assert _methods.find(*name.split(".")).takes_limit is expected


# Calls


@pytest.fixture(scope="module")
def client() -> Any:
    with Sandbox(strict=True) as sandbox:
        yield sandbox.client(strict=True)


def test_a_method_is_called_by_its_name(client: asana.Client) -> None:
    made = schema.call(client, "tasks.create_task", {"name": "x", "projects": [PROJECT]})
    found = schema.call(client, "tasks.get_task", {"task_gid": made["gid"]}, fields=["name"])
    assert found == {"gid": made["gid"], "name": "x"}
    listed = schema.call(client, "tasks.get_tasks_for_project", {"project_gid": PROJECT})
    assert made["gid"] in [task["gid"] for task in listed]
    tag = schema.call(client, "tags.ensure", {"workspace_gid": WORKSPACE, "name": "new"})
    assert tag["name"] == "new"
    walked = list(schema.call(client, "tasks.walk", {"task": TASK}))
    assert all(depth == 0 for depth, _ in walked)
    record, created = schema.call(
        client, "tasks.upsert", {"external": "o-1", "name": "y", "projects": [PROJECT]}
    )
    assert (record["name"], created) == ("y", True)
    assert schema.call(client, "users.get_user", {"user_gid": "me"})["gid"]
    batch = client.batch()
    action = schema.call(batch, "tasks.get_task", {"task_gid": TASK})
    batch.send()
    assert action.result()["gid"] == TASK


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("tasks.get_task", {}, "tasks.get_task needs task_gid"),
        ("tasks.get_task", {"task_gid": TASK, "nope": 1}, "no parameter 'nope'"),
        ("tasks.create_task", {"nmae": "x"}, "no parameter 'nmae'; did you mean name"),
    ],
)
def test_a_call_that_cannot_be_right_is_refused(
    name: str, arguments: dict[str, Any], why: str, client: asana.Client
) -> None:
    with pytest.raises(TypeError, match=re.escape(why)):
        schema.call(client, name, arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("tasks.create_task", {"name": "x", "projects": [PROJECT]}),
        ("tasks.create_task", {"memberships": [{"project": PROJECT}]}),
        ("tasks.update_task", {"task_gid": "1200000000000051"}),
        ("tasks.get_tasks_for_project", {"project_gid": PROJECT}),
        ("tasks.search_tasks_for_workspace", {"workspace_gid": WORKSPACE}),
    ],
)
def test_the_custom_fields_of_a_call_are_those_of_its_records(
    name: str, arguments: dict[str, Any], client: asana.Client
) -> None:
    fields = schema.custom_fields(client, name, arguments)
    assert fields["Priority"]["resource_subtype"] == "enum"
    texts = {"Priority": "High", "Cost": "12.5"}
    assert fields.from_texts(texts) == {"Priority": "High", "Cost": 12.5}
    assert fields.values(fields.from_texts({"Cost": ""})) == {fields["Cost"]["gid"]: None}


def test_a_call_without_a_place_has_no_custom_fields(client: asana.Client) -> None:
    with pytest.raises(ValueError, match="custom fields of which project"):
        schema.custom_fields(client, "tasks.create_task", {"name": "x"})


def test_texts_of_custom_fields_are_checked(client: asana.Client) -> None:
    fields = client.custom_fields.of(PROJECT)
    assert fields.from_texts({"Cost__is_set": "false", "Cost__less_than": "4"}) == {
        "Cost__is_set": False,
        "Cost__less_than": 4,
    }
    with pytest.raises(ValueError, match="'Cost' must be a number"):
        fields.from_texts({"Cost": "much"})
    with pytest.raises(ValueError, match="true or false"):
        fields.from_texts({"Cost__is_set": "yes"})
    with pytest.raises(LookupError, match="did you mean 'Priority'"):
        fields.from_texts({"Priorty": "High"})
