"""The custom fields that the records of a call have."""

import re
from typing import Any

import pytest

import asana
from asana import schema
from asana.sandbox import Sandbox

WORKSPACE = "1200000000000001"
PROJECT = "1200000000000035"
TASK = "1200000000000051"
PORTFOLIO = "1200000000000272"
GOAL = "1200000000000296"


OF_PROJECT = f"/projects/{PROJECT}/custom_field_settings"
OF_WORKSPACE = f"/workspaces/{WORKSPACE}/custom_fields"
PLACES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("tasks.update_task", {"task_gid": TASK}, [f"/tasks/{TASK}"]),
    (
        "tasks.update_task",
        {"task_gid": TASK, "projects": [PROJECT]},
        [f"/tasks/{TASK}"],
    ),
    ("projects.update_project", {"project_gid": PROJECT}, [f"/projects/{PROJECT}"]),
    ("goals.update_goal", {"goal_gid": GOAL}, [f"/goals/{GOAL}"]),
    ("tasks.get_tasks_for_project", {"project_gid": PROJECT}, [OF_PROJECT]),
    ("tasks.get_tasks", {"project": PROJECT, "workspace": WORKSPACE}, [OF_PROJECT]),
    (
        "portfolios.get_items_for_portfolio",
        {"portfolio_gid": PORTFOLIO},
        [f"/portfolios/{PORTFOLIO}/custom_field_settings"],
    ),
    (
        "goals.add_followers",
        {"goal_gid": GOAL},
        [f"/goals/{GOAL}/custom_field_settings"],
    ),
    ("memberships.get_memberships", {"goal": GOAL}, [f"/goals/{GOAL}/custom_field_settings"]),
    ("tasks.create_task", {"projects": [PROJECT], "workspace": WORKSPACE}, [OF_PROJECT]),
    ("tasks.create_task", {"projects": f"{PROJECT},{PROJECT}"}, [OF_PROJECT, OF_PROJECT]),
    (
        "tasks.create_task",
        {"memberships": [{"section": "1"}, {"project": PROJECT}]},
        [OF_PROJECT],
    ),
    (
        "tasks.create_task",
        {"projects": [PROJECT], "memberships": [{"project": PROJECT}]},
        [OF_PROJECT, OF_PROJECT],
    ),
    (
        "tasks.search_tasks_for_workspace",
        {"workspace_gid": WORKSPACE, "projects_any": PROJECT},
        [OF_PROJECT],
    ),
    ("tasks.search_tasks_for_workspace", {"workspace_gid": WORKSPACE}, [OF_WORKSPACE]),
    ("tasks.create_task", {"workspace": WORKSPACE}, [OF_WORKSPACE]),
]


@pytest.mark.parametrize(("name", "arguments", "paths"), PLACES)
def test_the_custom_fields_of_a_call_are_those_of_its_record_or_place(
    name: str,
    arguments: dict[str, Any],
    paths: list[str],
    client: asana.Client,
    sandbox: Sandbox,
) -> None:
    before = len(sandbox.requests)
    fields = schema.custom_fields(client, name, arguments)
    known = {"Cost", "Estimated time", "Job number", "Priority"}
    assert {*fields} == (set() if "goal" in paths[0] or "portfolio" in paths[0] else known)
    assert [each.path for each in list(sandbox.requests)[before:]] == paths


def test_the_custom_fields_of_a_call_take_texts(client: asana.Client) -> None:
    fields = schema.custom_fields(client, "tasks.create_task", {"projects": [PROJECT]})
    assert fields["Priority"]["resource_subtype"] == "enum"
    texts = {"Priority": "High", "Cost": "12.5"}
    assert fields.from_texts(texts) == {"Priority": "High", "Cost": 12.5}
    assert fields.values(fields.from_texts({"Cost": ""})) == {fields["Cost"]["gid"]: None}


@pytest.mark.parametrize("name", ["tasks.create_task", "tasks.update_task"])
def test_a_call_without_a_place_has_no_custom_fields(name: str, client: asana.Client) -> None:
    why = "custom fields of which project? Give projects=, or the gid of the field"
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        schema.custom_fields(client, name, {"name": "x"})


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
