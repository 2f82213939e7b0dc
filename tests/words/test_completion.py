"""Editors complete the names of Asana: what jedi gives, which is behind IPython and many editors.

It does not complete the keywords of a call, since it does not know ``Unpack``, nor the keys of a
record that a name of python-asana returns; editors with pyright do.
"""

import inspect
from pathlib import Path

import jedi  # type: ignore[import-untyped]
import pytest

import asana
from asana import resources
from tests.operations import CLASSIC_NAMES, OPERATIONS, ClassicName, Operation
from tests.words.vocabulary import hints

ROOT = Path(__file__).parents[2]
HEAD = """\
import asana
from asana.types.projects import Project
from asana.types.tasks import CreateTask, Task
client = asana.Client.access_token("0/1")
"""


def completed(code: str) -> list[str]:
    """Return what an editor offers at the end of a program, without quotes."""
    text = HEAD + code
    script = jedi.Script(text, project=jedi.Project(ROOT))
    lines = text.splitlines()
    return [each.name.strip('"') for each in script.complete(len(lines), len(lines[-1]))]


def test_the_resources_of_a_client() -> None:
    assert {row.resource for row in OPERATIONS} <= set(completed("client."))
    assert completed("client.task_t") == ["task_templates"]


@pytest.mark.parametrize("resource", sorted({row.resource for row in OPERATIONS}))
def test_the_methods_of_a_resource(resource: str) -> None:
    rows: list[Operation | ClassicName] = [*OPERATIONS, *CLASSIC_NAMES]
    names = {row.method for row in rows if row.resource == resource}
    assert names <= set(completed(f"client.{resource}."))


def test_the_methods_that_begin_alike() -> None:
    assert completed("client.tasks.create_t") == ["create_task"]
    assert completed("client.tasks.find_by_i") == ["find_by_id"]


RECORDS = {
    "a task": ('client.tasks.get_task("1")["', "Task"),
    "a task in a variable": ('task = client.tasks.get_task("1")\ntask["', "Task"),
    "a new task": ('client.tasks.create_task({"name": "x"})["', "Task"),
    "a listing": (
        'for task in client.tasks.get_tasks_for_project("1"):\n    task["',
        "Task",
    ),
    "the first of a listing": ('next(client.projects.get_projects())["', "Project"),
    "the assignee": ('client.tasks.get_task("1")["assignee"]["', "UserCompact"),
    "the user": ('client.users.me()["', "User"),
    "a job": ('client.tasks.duplicate_task("1")["', "Job"),
    "an event": ('for event in client.events.get_events():\n    event["', "Event"),
    "an argument": ('def show(task: Task) -> None:\n    task["', "Task"),
    "parameters": ('fields: CreateTask = {}\nfields["', "CreateTask"),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_keys_of_a_record(name: str) -> None:
    code, kind = RECORDS[name]
    assert completed(code) == sorted(hints(kind))


def test_the_keys_that_begin_alike() -> None:
    assert completed('client.tasks.get_task("1")["num_s') == ["num_subtasks"]


def test_the_types_of_a_module() -> None:
    assert completed("from asana.types.tasks import SearchT") == [
        "SearchTasksForWorkspace",
        "SearchTasksForWorkspaceOptions",
    ]


@pytest.mark.parametrize("method", ["create_task", "get_tasks_for_project", "update_task"])
def test_the_signature_names_the_types_and_shows_the_docstring(method: str) -> None:
    text = f"{HEAD}client.tasks.{method}("
    lines = text.splitlines()
    (signature,) = jedi.Script(text, project=jedi.Project(ROOT)).get_signatures(
        len(lines), len(lines[-1])
    )
    today = getattr(resources.tasks.Tasks, method)
    assert f"params: {today.__annotations__['params']}" in signature.to_string()
    assert signature.to_string().endswith(today.__annotations__["return"])
    assert inspect.getdoc(today).splitlines()[0] in signature.docstring()  # type: ignore[union-attr]


def test_the_names_of_errors() -> None:
    assert "NotFoundError" in completed("asana.error.NotF")
    assert callable(asana.error.NotFoundError)
