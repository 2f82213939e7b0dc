"""Calls of methods by their names."""

import re
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock, call

import pytest

import asana
from asana import schema

WORKSPACE = "1200000000000001"
PROJECT = "1200000000000035"
TASK = "1200000000000041"


@pytest.mark.parametrize(
    ("name", "arguments", "positional", "keywords"),
    [
        ("tasks.get_task", {"task_gid": "1"}, ("1", {}), {}),
        ("tasks.create_task", None, ({},), {}),
        ("tasks.create_task", {"name": "x", "tags": ["1"]}, ({"name": "x", "tags": ["1"]},), {}),
        ("tasks.update_task", {"name": "x", "task_gid": "1"}, ("1", {"name": "x"}), {}),
        (
            "tasks.create_task",
            {"custom_fields.1": "x"},
            ({"custom_fields.1": "x"},),
            {},
        ),
        (
            "users.update_user",
            {"user_gid": "me", "name": "x", "workspace": "1"},
            ("me", {"name": "x"}),
            {"workspace": "1"},
        ),
        ("tasks.upsert", {"external": "1", "name": "x"}, ({"name": "x"},), {"external": "1"}),
        ("tasks.walk", {"section": "1"}, (), {"section": "1"}),
        (
            "tasks.walk",
            {"project": "1", "completed_since": "now"},
            ("1",),
            {"completed_since": "now"},
        ),
        (
            "tags.ensure",
            {"name": "x", "workspace_gid": "1", "color": "dark-red"},
            ("1", "x"),
            {"color": "dark-red"},
        ),
        (
            "stories.ensure_comment",
            {"task_gid": "1", "text": "x", "key": "k"},
            ("1", "x"),
            {"key": "k"},
        ),
        (
            "jobs.wait",
            {"job": "1", "poll_interval": 2},
            ("1",),
            {"poll_interval": 2},
        ),
    ],
)
def test_a_method_gets_its_arguments(
    name: str,
    arguments: dict[str, Any] | None,
    positional: tuple[Any, ...],
    keywords: dict[str, Any],
) -> None:
    method = Mock(return_value="done")
    resource, _, own = name.partition(".")
    client = SimpleNamespace(**{resource: SimpleNamespace(**{own: method})})
    before = arguments and dict(arguments)
    assert schema.call(client, name, arguments, fields=["name"], timeout=5) == "done"
    assert method.mock_calls == [call(*positional, **keywords, fields=["name"], timeout=5)]
    assert arguments == before


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
        ("tags.ensure", {"color": "red"}, "tags.ensure needs workspace_gid and name"),
        ("tags.ensure", {"workspace_gid": "1"}, "tags.ensure needs name"),
        (
            "tasks.get_task",
            {"task_gid": TASK, "zzz": 1},
            "tasks.get_task has no parameter 'zzz'",
        ),
        (
            "tasks.create_task",
            {"nmae": "x"},
            "tasks.create_task has no parameter 'nmae'; did you mean name?",
        ),
        (
            "tasks.create_task",
            {"custom_field.1": "x"},
            "tasks.create_task has no parameter 'custom_field.1'; did you mean custom_fields?",
        ),
    ],
)
def test_a_call_that_cannot_be_right_is_refused(
    name: str, arguments: dict[str, Any], why: str, client: asana.Client
) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(why)}$"):
        schema.call(client, name, arguments)
