"""The decorators for the names of python-asana, as they are applied to any method."""

from typing import Any

import pytest

from asana.resources import gids
from asana.resources.resource import Resource, also_takes, classic, old_listing, old_method


def of_task(self: Resource, task_gid: Any, params: Any = None, **options: Any) -> Any:
    """Return the task.

    It has more to say.

    GET /tasks/{task_gid}   (scope tasks:read)
    """
    return task_gid, params, options


def without_docstring(self: Resource, params: Any = None, **options: Any) -> Any:
    return params, options


@pytest.fixture
def tasks() -> Any:
    """A resource with each kind of decorated method."""

    class Tasks(Resource):
        find_by_id: Any = classic(of_task, gids.task)
        everything: Any = classic(without_docstring, gids.no_gid)
        listing: Any = old_listing(gids.task)(of_task)
        old: Any = old_method("task")(of_task)
        both: Any = also_takes("task")(of_task)

    return Tasks()


NAMES = ("find_by_id", "listing", "old", "both")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("keyword", ["task", "task_id", "taskId"])
def test_the_first_argument_has_the_keywords_of_all_versions(
    tasks: Any, name: str, keyword: str
) -> None:
    method = getattr(tasks, name)
    assert method("7", {"a": 1}, timeout=5) == ("7", {"a": 1}, {"timeout": 5})
    assert method("7") == ("7", None, {})
    assert method(**{keyword: "7"}, timeout=5) == ("7", None, {"timeout": 5})
    assert method(**{keyword: "7"}, params={"a": 1}) == ("7", {"a": 1}, {})
    # Beside a positional argument, it is a parameter like any other.
    assert method("8", **{keyword: "7"}) == ("8", None, {keyword: "7"})


@pytest.mark.parametrize("name", NAMES)
def test_the_first_argument_is_required(tasks: Any, name: str) -> None:
    with pytest.raises(TypeError, match="task_gid"):
        getattr(tasks, name)(other="7")
    assert getattr(tasks, name)(task_gid="7") == ("7", None, {})


def test_a_method_without_a_gid(tasks: Any) -> None:
    assert tasks.everything({"a": 1}, timeout=5) == ({"a": 1}, {"timeout": 5})
    assert tasks.everything(timeout=5) == (None, {"timeout": 5})


def test_the_docstrings_of_decorated_methods(tasks: Any) -> None:
    assert tasks.find_by_id.__doc__ == (
        "Return the task.\n\nClassic name of :meth:`of_task`.\n\n"
        "GET /tasks/{task_gid}   (scope tasks:read)"
    )
    assert tasks.everything.__doc__ == "\n\nClassic name of :meth:`without_docstring`.\n\n"
    for method in (tasks.listing, tasks.old, tasks.both):
        assert (method.__doc__, method.__name__) == (of_task.__doc__, "of_task")


def test_a_resource_can_be_created_without_a_client() -> None:
    assert Resource().client is None
    client: Any = object()
    assert Resource(client).client is client
