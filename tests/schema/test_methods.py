"""The descriptions of the methods."""

import json
import re
from typing import Any

import pytest

from asana import schema
from asana.schema import _methods
from tests.operations import OPERATIONS


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


FIELDS = [
    "created_at",
    "gid",
    "name",
    "offset",
    "path",
    "project",
    "projects",
    "resource_type",
    "uri",
]
DESCRIBED: dict[str, dict[str, Any]] = {
    "sections.update_section": {
        "name": "sections.update_section",
        "description": "Rename a section and return its complete record.",
        "route": "PUT /sections/{}",
        "scope": None,
        "writes": True,
        "parameters": {
            "type": "object",
            "properties": {
                "section_gid": {"type": "string"},
                "name": {"type": "string"},
                "insert_before": {"type": "string"},
                "insert_after": {"type": "string"},
            },
            "required": ["section_gid"],
            "additionalProperties": False,
        },
        "fields": FIELDS,
    },
    "sections.get_sections_for_project": {
        "name": "sections.get_sections_for_project",
        "description": "List the compact records of a project's sections, in order.",
        "route": "GET /projects/{}/sections",
        "scope": None,
        "writes": False,
        "parameters": {
            "type": "object",
            "properties": {"project_gid": {"type": "string"}},
            "required": ["project_gid"],
            "additionalProperties": False,
        },
        "fields": FIELDS,
    },
    "tags.delete_tag": {
        "name": "tags.delete_tag",
        "description": "Delete a tag and return an empty dictionary.",
        "route": "DELETE /tags/{}",
        "scope": None,
        "writes": True,
        "parameters": {
            "type": "object",
            "properties": {"tag_gid": {"type": "string"}},
            "required": ["tag_gid"],
            "additionalProperties": False,
        },
        "fields": [],
    },
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_description_is_complete(name: str) -> None:
    assert schema.of(name) == DESCRIBED[name]


def test_the_markup_of_a_docstring_is_gone() -> None:
    assert schema.of("tags.ensure")["description"].startswith(
        "Return the tag with the given name in a workspace; create it if there is none. "
        "Names are compared as in `named`. "
    )
    assert "a `section`, a `user_task_list`" in schema.of("tasks.walk")["description"]


# The methods that are more than an operation.
MORE = """
attachments.download custom_fields.ensure custom_fields.named custom_fields.of events.feed
exports.download exports.records jobs.wait portfolios.ensure portfolios.named
project_templates.named projects.ensure projects.export projects.named projects.restore
sections.ensure sections.named stories.ensure_comment tags.ensure tags.named task_templates.named
tasks.index tasks.tree tasks.upsert tasks.walk teams.ensure teams.named users.named
workspaces.export
"""


def test_the_names_are_those_of_the_operations_and_of_methods_on_data() -> None:
    operations = [f"{row.resource}.{row.method}" for row in OPERATIONS]
    assert schema.names() == sorted([*operations, *MORE.split()], key=lambda name: name.split("."))
    assert schema.names("events") == ["events.feed", "events.get_events"]


def test_an_operation_is_known_by_its_row_in_the_table() -> None:
    for row in OPERATIONS:
        found = _methods.find(row.resource, row.method)
        gids = tuple(re.findall(r"{(\w+)}", row.path))
        template = re.sub(r"{\w+}", "{}", row.path)
        assert found[:2] == (row.resource, row.method)
        assert (found.gids, found.required) == (gids, len(gids))
        assert (found.body, found.verb, found.template) == ("params", row.verb, template)
        assert (found.scope or "") == row.scope
        assert found.takes_limit == (row.verb == "GET" and row.shape != "record")
        assert found.returns_data


def test_the_resources_are_described_by_their_first_lines() -> None:
    found = _methods.resources()
    assert list(found) == list(dict.fromkeys(row.resource for row in OPERATIONS))
    assert found["tags"] == "Tags: labels on tasks."
    assert found["sections"] == (
        "Sections: the groups of tasks in a project, shown as columns on a board."
    )


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("tags.get_tags", ["workspace"]),
        ("events.feed", ["coalesce", "poll_interval", "max_interval", "sync"]),
        ("exports.download", ["poll_interval"]),
        ("tasks.walk", ["section", "user_task_list", "task", "completed_since"]),
        ("stories.ensure_comment", ["key", "html_text", "is_pinned", "sticker_name"]),
        ("users.update_user", ["name", "custom_fields", "workspace"]),
        (
            "attachments.create_attachment_for_object",
            [
                *("resource_subtype", "parent", "url", "name", "connect_to_app"),
                *("file", "file_name", "file_content_type"),
            ],
        ),
    ],
)
def test_the_parameters_of_a_method_are_named_in_order(name: str, names: list[str]) -> None:
    found = _methods.find(*name.split("."))
    assert list(found.schemas()) == names
    assert {*found.parameters()} == {*names}


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


def test_a_parameter_with_a_dot_is_described_by_its_name_without() -> None:
    found = _methods.find("tasks", "search_tasks_for_workspace")
    dotted = {name for name in found.parameters() if "." in name}
    assert {"projects.any", "due_on.before", "liked_by.not"} < dotted
    assert {*found.schemas()} == {*found.parameters()} - dotted
    assert {name.replace(".", "_") for name in dotted} < {*found.schemas()}


@pytest.mark.parametrize("resource", _methods.resources())
def test_a_description_is_json_and_names_what_is_required(resource: str) -> None:
    for name in schema.names(resource):
        found = json.loads(json.dumps(schema.of(name)))
        assert found["description"], name
        assert {*found["parameters"]["required"]} <= found["parameters"]["properties"].keys(), name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("task.x", "there is no resource 'task'; did you mean tasks or tags or teams?"),
        ("zzz.x", "there is no resource 'zzz'"),
        ("", "there is no resource ''"),
        ("message.x", "there is no resource 'message'"),
        (
            "tasks.get_tas",
            "tasks has no method 'get_tas'; did you mean get_task or get_tasks or delete_task?",
        ),
        ("tasks.create", "tasks has no method 'create'; did you mean create_task?"),
        ("tasks.find_by_id", "tasks has no method 'find_by_id'; did you mean get_task?"),
        (
            "tasks.add_project",
            "tasks has no method 'add_project'; did you mean add_project_for_task?",
        ),
        ("tasks.zzzzzzz", "tasks has no method 'zzzzzzz'"),
        (
            "tasks.create_task.x",
            "tasks has no method 'create_task.x'; did you mean "
            "create_task or update_task or get_task?",
        ),
        ("tasks", "tasks has no method ''"),
        ("tasks.__init__", "tasks has no method '__init__'"),
        ("tasks.client", "tasks has no method 'client'"),
        ("webhooks.establish", "webhooks has no method 'establish'"),
    ],
)
def test_an_unknown_method_is_refused(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        schema.of(name)
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        schema.arguments(name, [])


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
