"""Editors complete Asana's names with jedi, which IPython uses, and with pyright.

jedi does not support ``Unpack``, so it does not complete the keywords of a call; nor does it
complete the names of fields, or the keys of records returned by python-asana's methods. pyright
does.
"""

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path

import jedi  # type: ignore[import-untyped]
import pytest

import asana
from asana import resources
from tests.operations import CLASSIC_NAMES, OPERATIONS, ClassicName, Operation
from tests.words.language_server import LanguageServer, unavailable
from tests.words.vocabulary import NAMES, hints

ROOT = Path(__file__).parents[2]
HEAD = """\
import asana
from asana.types.projects import Project
from asana.types.tasks import CreateTask, Task
client = asana.Client.access_token("0/1")
"""


def completed(code: str) -> list[str]:
    """Return the completions at the end of a program, without quotes."""
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


# -- pyright's language server


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    if reason := unavailable():
        pytest.skip(reason)
    with LanguageServer(ROOT) as server:
        yield server


# pyright does not complete longer strings.
LONGEST = 50

OF_FIELDS = {
    "a record": ('client.tasks.get_task("1", fields=["‸"])', "TaskField"),
    "the second one": ('client.tasks.get_task("1", fields=["name", "‸"])', "TaskField"),
    "a tuple": ('client.tasks.get_task("1", opt_fields=("name", "‸"))', "TaskField"),
    "a listing": ('client.projects.get_projects(fields=["‸"])', "ProjectField"),
    "a write": ('client.goals.create_goal(name="x", fields=["‸"])', "GoalField"),
    "a search": ('client.tasks.search_tasks_for_workspace("1", fields=["‸"])', "TaskField"),
    "a job": ('client.tasks.duplicate_task("1", fields=["‸"])', "JobField"),
    "another module's record": (
        'client.teams.add_user_for_team("1", fields=["‸"])',
        "TeamMembershipField",
    ),
    "a mirror": ('client.events.mirror("1", {}, fields=["‸"])', "TaskField"),
    "a batch": ('client.batch().add(client.tasks.get_task, "1", fields=["‸"])', "TaskField"),
}


@pytest.mark.parametrize("name", OF_FIELDS)
def test_the_names_of_fields(editor: LanguageServer, name: str) -> None:
    code, field = OF_FIELDS[name]
    names = [each for each in typing.get_args(NAMES[field]) if len(each) <= LONGEST]
    assert sorted(editor.completed(HEAD + code)) == sorted(names)


def test_the_names_of_fields_that_begin_alike(editor: LanguageServer) -> None:
    code = 'client.tasks.get_task("1", fields=["assignee.‸"])'
    assert editor.completed(HEAD + code)[0] == "assignee.name"


ARGUMENTS = {
    "today's": ("client.tasks.create_task(‸)", {"name=", "due_on=", "fields=", "max_retries="}),
    "a search": (
        'client.tasks.search_tasks_for_workspace("1", ‸)',
        {"assignee_any=", "due_on_before=", "item_limit=", "fields="},
    ),
    "classic": ("client.tasks.find_by_id(‸)", {"task=", "params="}),
    "classic listing": ("client.tasks.find_by_project(‸)", {"project=", "iterator_type="}),
    "classic, of its own": ("client.tasks.tags(‸)", {"task=", "iterator_type="}),
    "classic write": ("client.portfolios.add_item(‸)", {"portfolio=", "params="}),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_arguments_of_a_method(editor: LanguageServer, name: str) -> None:
    code, names = ARGUMENTS[name]
    assert names <= set(editor.completed(HEAD + code))


KEYS = {
    "classic record": ('client.tasks.find_by_id("1")["‸"]', "Task"),
    "classic listing": ('next(client.tasks.find_by_tag("1"))["‸"]', "Task"),
    "classic page": ('client.tasks.find_all(iterator_type=None)[0]["‸"]', "Task"),
    "an event of a webhook": ("asana.webhook.Delivery('1', []).events[0][\"‸\"]", "Event"),
    "a token": ('client.session.token["‸"]', "OAuthToken"),
}


@pytest.mark.parametrize("name", KEYS)
def test_the_keys_of_other_records(editor: LanguageServer, name: str) -> None:
    code, kind = KEYS[name]
    program = f"{HEAD}import asana.webhook\n{code}"
    assert sorted(editor.completed(program)) == sorted(hints(kind))


# -- the hover text of python-asana's names


def assignments(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the classic names of a resource, their methods, and the docstring below each."""
    path = Path(str(inspect.getsourcefile(type(getattr(asana.Client(), name)))))
    kind = ast.parse(path.read_text(encoding="utf-8")).body[-1]
    for node in ast.walk(kind):
        if not isinstance(node, ast.ClassDef):
            continue
        for each, below in zip(node.body, [*node.body[1:], node], strict=True):
            if isinstance(each, ast.Assign) and "classic(" in ast.unparse(each):
                text = ast.literal_eval(below.value) if isinstance(below, ast.Expr) else ""
                assert isinstance(each.value, ast.Call)
                yield ast.unparse(each.targets[0]), ast.unparse(each.value.args[0]), text


RESOURCES = sorted({row.resource for row in CLASSIC_NAMES})


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_classic_name_says_what_its_method_does(resource: str) -> None:
    kind = type(getattr(asana.Client(), resource))
    for name, method, text in assignments(resource):
        today, shown = inspect.getdoc(getattr(kind, method)), inspect.getdoc(getattr(kind, name))
        assert today
        assert shown
        assert text == today.partition("\n\n")[0], name
        assert shown.partition("\n\n")[0] == text, name
        assert f":meth:`{method}`" in shown


def test_most_classic_names_are_looked_at() -> None:
    assert sum(len([*assignments(resource)]) for resource in RESOURCES) > 100


SHOWN = {
    "find_by_id": "Return the complete record of one task.",
    "find_all": "List the compact records of the tasks of a project, section, tag or assignee.",
    "create": "Create a task and return its complete record.",
    "stories": "List a task's stories; see ``stories.get_stories_for_task``.",
    "get_task": "Return the complete record of one task.",
}


@pytest.mark.parametrize("name", SHOWN)
def test_jedi_shows_what_a_method_does(name: str) -> None:
    text = f"{HEAD}client.tasks.{name}"
    lines = text.splitlines()
    (found,) = jedi.Script(text, project=jedi.Project(ROOT)).help(len(lines), len(lines[-1]))
    assert SHOWN[name] in found.docstring()


@pytest.mark.parametrize("name", SHOWN)
def test_pyright_shows_what_a_method_does(editor: LanguageServer, name: str) -> None:
    shown = editor.shown(f"{HEAD}client.tasks.{name}‸('1')")
    assert SHOWN[name] in shown
    assert "Task" in shown or "Story" in shown
