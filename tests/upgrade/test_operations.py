"""The operations of asana 5.x have the arguments that the codemod assumes."""

import json
import os
import re
import subprocess

import pytest

from asana.upgrade.operations import BODY_IN_OPTS, FORM, REQUIRED, apis, operations
from tests.operations import OPERATIONS, Operation

WITH_5X = os.environ.get("ASANA_5X_PYTHON")

# Asana had these when 5.2.5 did not include them.
LATER = {
    "AiStudioUsageApi.get_ai_studio_runs",
    "AiStudioUsageApi.get_ai_studio_seats",
    "ProjectsApi.rollup_project",
    "TasksApi.rollup_task",
}
SIGNATURES = """
import inspect, json, asana
print(json.dumps({
    f"{name}.{method}": [each for each in inspect.signature(function).parameters][1:]
    for name, kind in vars(asana).items() if name.endswith("Api")
    for method, function in vars(kind).items()
    if not method.startswith("_") and not method.endswith("_with_http_info")
}))
"""


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: f"{row.resource}.{row.method}")
def test_an_operation_is_that_of_the_table(row: Operation) -> None:
    resource, method, verb, path, shape, body, query, _ = row
    found = operations()[method]
    assert found.resource == resource
    assert found.gids == tuple(re.findall(r"{(\w+)}", path))
    assert found.reads == (verb == "GET")
    assert found.listing == (shape != "record" and verb == "GET")
    assert found.body == (body == "json" and method not in BODY_IN_OPTS)
    assert found.body_in_opts == (method in BODY_IN_OPTS)
    assert found.method == method
    required = [name[:-1] for name in query.split(",") if name.endswith("!")]
    assert sorted(found.query) == sorted(required)


def test_there_are_no_others() -> None:
    methods = {row.method for row in OPERATIONS}
    assert operations().keys() == methods
    assert REQUIRED.keys() | BODY_IN_OPTS | {FORM} <= methods


@pytest.mark.parametrize(
    ("method", "arguments", "signature"),
    [
        ("get_task", ("task_gid", "opts"), "tasks.get_task(task_gid)"),
        ("get_tasks", ("opts",), "tasks.get_tasks()"),
        ("create_task", ("body", "opts"), "tasks.create_task(body)"),
        ("update_task", ("body", "task_gid", "opts"), "tasks.update_task(task_gid, body)"),
        (
            "update_user_for_workspace",
            ("body", "workspace_gid", "user_gid", "opts"),
            "users.update_user_for_workspace(workspace_gid, user_gid, body)",
        ),
        ("update_section", ("section_gid", "opts"), "sections.update_section(section_gid, body)"),
        ("delete_task", ("task_gid", "opts"), "tasks.delete_task(task_gid)"),
        (
            "typeahead_for_workspace",
            ("workspace_gid", "resource_type", "opts"),
            "typeahead.typeahead_for_workspace(workspace_gid, resource_type=…)",
        ),
        (
            "get_favorites_for_user",
            ("user_gid", "resource_type", "workspace", "opts"),
            "users.get_favorites_for_user(user_gid, resource_type=…, workspace=…)",
        ),
        (
            "create_attachment_for_object",
            ("opts",),
            "attachments.create_attachment_for_object()",
        ),
    ],
)
def test_an_operation_has_both_signatures(
    method: str, arguments: tuple[str, ...], signature: str
) -> None:
    found = operations()[method]
    assert found.arguments == arguments
    assert found.signature == f"client.{signature}"


def test_the_apis_are_the_classes_of_the_resources() -> None:
    documented = dict.fromkeys(row.resource for row in OPERATIONS)
    assert [name for name in apis().values() if name != "message"] == list(documented)
    assert apis()["TasksApi"] == "tasks"
    assert apis()["AuditLogAPIApi"] == "audit_log_api"
    assert apis()["CustomFieldSettingsApi"] == "custom_field_settings"


@pytest.mark.skipif(not WITH_5X, reason="ASANA_5X_PYTHON does not name a Python with asana 5.x")
def test_the_arguments_are_those_of_asana_5x() -> None:
    command = [str(WITH_5X), "-I", "-c", SIGNATURES]  # ignores the modules in the directory
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    theirs = {
        name: [each for each in arguments if each not in ("opts", "kwargs")]
        for name, arguments in json.loads(done.stdout).items()
    }
    names = {resource: api for api, resource in apis().items()}
    ours = {
        f"{names[each.resource]}.{each.method}": list(each.arguments[:-1])
        for each in operations().values()
    }
    assert {name: ours[name] for name in ours if name not in LATER} == theirs
