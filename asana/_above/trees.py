"""The tasks of a project with their subtasks, at any depth."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .._call.complete import complete
from .._call.paths import Path, path
from .._call.values import query_value
from ..error import NotFoundError
from ..page_iterator import COMPACT_FIELDS
from ..records import Record, gid_of
from .listings import Place, listings

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._verbs import Verbs
    from ..types.common import Options
    from ..types.tasks import Task, TaskTree

__all__ = ["Trees", "subtasks_of"]

PLACES = {
    "project": "/projects/{}/tasks",
    "section": "/sections/{}/tasks",
    "user_task_list": "/user_task_lists/{}/tasks",
    "task": "/tasks/{}/subtasks",
}


class Trees:
    """The methods of tasks that read subtasks at any depth."""

    client: "Verbs"

    def walk(
        self,
        project: str | None = None,
        *,
        section: str | None = None,
        user_task_list: str | None = None,
        task: str | None = None,
        **options: "Unpack[Options]",
    ) -> "Iterator[tuple[int, Task]]":
        """Return an iterator over the tasks of a project and their subtasks, with their depths.

        The tasks of the project have depth 0 and are returned in the order of the project, each
        followed by its subtasks. Instead of the project, you can pass a ``section``, a
        ``user_task_list``, or a ``task``, whose subtasks then have depth 0. The records are compact
        with ``num_subtasks``, or have the fields in ``fields``.

        All tasks are read, level by level, before the first one is returned, and are kept in
        memory. Sends one request per 100 tasks of the project and, for each level, one per ten
        tasks that have subtasks: 100 and 50 for 10,000 tasks of which 500 have subtasks. Asana's
        rate limit counts each of the 500 as a request. If one task has more than 100 subtasks,
        further requests fetch the remaining pages.

        A task that is in the project and also below another of its tasks appears in both places, as
        in Asana. A task that is deleted during the call has no subtasks, which one more request
        confirms; a task that is its own ancestor is not repeated. After an ``AsanaError``, call
        this again.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
        places = {
            "project": project,
            "section": section,
            "user_task_list": user_task_list,
            "task": task,
        }
        return _walk(self.client, *_place(places), options)

    def tree(
        self,
        project: str | None = None,
        *,
        section: str | None = None,
        user_task_list: str | None = None,
        task: str | None = None,
        **options: "Unpack[Options]",
    ) -> "list[TaskTree]":
        """Return the tasks of a project, each with the list of its subtasks as ``subtasks``.

        The arguments, the order and the number of requests are those of :meth:`walk`. A task
        without subtasks has an empty list.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
        return _nested(
            self.walk(project, section=section, user_task_list=user_task_list, task=task, **options)
        )


def _place(places: Mapping[str, Any]) -> tuple[Path, list[str]]:
    """Return the path of the first level of tasks, and the gid of their parent, if any.

    :raises TypeError: not exactly one place is given
    """
    given = {name: gid for name, gid in places.items() if gid is not None}
    if len(given) != 1:
        raise TypeError(f"pass exactly one of {', '.join(places)}")
    [(name, gid)] = given.items()
    return path(PLACES[name], gid), [query_value(gid)] if name == "task" else []


def _walk(
    client: "Verbs", where: Path, above: list[str], options: Mapping[str, Any]
) -> "Iterator[tuple[int, Any]]":
    options = complete(options, client.options, ["num_subtasks"], COMPACT_FIELDS)
    listing: Iterator[Record] = iter(client.get_collection(where, {}, **options))

    def tasks() -> Iterator[tuple[int, Record]]:
        own = [*listing]
        yield from _in_order(own, _below(client, own, options), above)

    return tasks()


def _below(
    client: "Verbs", level: list[Record], options: Mapping[str, Any]
) -> dict[str, list[Record]]:
    """Return the subtasks of all tasks that have any, by the gid of their parent."""
    found: dict[str, list[Record]] = {}
    while gids := [gid for gid in _parents(level) if gid not in found]:
        subtasks = subtasks_of(client, gids, options)
        found.update(subtasks)
        level = [task for tasks in subtasks.values() for task in tasks]
    return found


def _parents(tasks: list[Record]) -> dict[str, Record]:
    """Return the tasks that have subtasks, without duplicates."""
    by_gid = {gid_of(task): task for task in tasks}
    return {gid: task for gid, task in by_gid.items() if task.get("num_subtasks")}


def subtasks_of(
    client: "Verbs", gids: list[str], options: Mapping[str, Any]
) -> dict[str, list[Record]]:
    """Return the subtasks of each task; one request reads those of ten tasks."""
    places: dict[str, Place] = {gid: (path(PLACES["task"], gid), {}) for gid in gids}
    found: dict[str, list[Record]] = {}
    for gid, tasks in listings(client, places, options):
        try:
            # Request a task alone if the batch did not find it: the batch itself may have failed.
            found[gid] = _of_one(client, places[gid][0], options) if tasks is None else [*tasks]
        except NotFoundError:
            found[gid] = []
    return found


def _of_one(client: "Verbs", where: Path, options: Mapping[str, Any]) -> list[Record]:
    """Return the subtasks of a task, none if it has been deleted."""
    try:
        return [*client.get_collection(where, {}, **options)]
    except NotFoundError:
        return []


def _in_order(
    tasks: list[Record], below: Mapping[str, list[Record]], above: list[str]
) -> Iterator[tuple[int, Record]]:
    """Yield each task with its depth, followed by its subtasks.

    :param above: the gids of the tasks above the first level
    """
    levels = [iter(tasks)]
    ancestors = [*above]
    while levels:
        task = next(levels[-1], None)
        if task is None:
            levels.pop()
            if levels:
                ancestors.pop()
        elif gid_of(task) not in ancestors:
            yield len(levels) - 1, task
            levels.append(iter(below.get(task["gid"], ())))
            ancestors.append(task["gid"])


def _nested(tasks: "Iterator[tuple[int, Any]]") -> list[Any]:
    """Return tasks with their depths as trees."""
    roots: list[Record] = []
    lists = [roots]  # the subtask lists of the next task's ancestors
    for depth, task in tasks:
        node: Record = {**task, "subtasks": []}
        del lists[depth + 1 :]
        lists[depth].append(node)
        lists.append(node["subtasks"])
    return roots
