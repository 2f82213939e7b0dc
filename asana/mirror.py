"""A mirror: a local copy of a project's tasks, kept up to date by a feed."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from ._call.paths import path
from ._call.values import file_path, query_value, read_once
from .error import ForbiddenError, NotFoundError
from .feed import Feed, Resync, gid_text
from .records import Record, gid_of, member

if TYPE_CHECKING:
    import sqlite3

    from ._verbs import Verbs
    from .types.fields import TaskField
    from .types.tasks import Task

__all__ = ["FIELDS", "DictTasks", "Mirror", "SqliteTasks", "Step", "TaskStore"]

# The default fields: those for which Asana sends an event of the task when they change.
FIELDS = (
    "name",
    "resource_subtype",
    "completed",
    "completed_at",
    "due_on",
    "due_at",
    "start_on",
    "assignee",
    "notes",
    "parent",
    "memberships.project",
    "memberships.section",
    "tags",
    "followers",
    "created_at",
)


class TaskStore(Protocol):
    """Stores the tasks of one project by their gids, and the sync token."""

    @property
    def tasks(self) -> "MutableMapping[str, Task]":
        """The tasks."""
        ...

    def load(self, resource: str, /) -> str | None:
        """Return the sync token, or None if there is none yet."""

    def save(self, resource: str, sync: str, /) -> None:
        """Replace the sync token."""


class Step(NamedTuple):
    """The result of bringing the copy up to date.

    :ivar changes: the number of changes that Asana reported
    :ivar listings: the number of times that all tasks were listed
    :ivar written: the number of tasks that were fetched and stored
    :ivar removed: the number of tasks that are no longer in the project, and were removed
    """

    changes: int = 0
    listings: int = 0
    written: int = 0
    removed: int = 0

    def plus(self, other: "Step") -> "Step":
        """Return the sum of two steps."""
        return Step(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Mirror:
    """A local copy of the tasks of a project. Create it with ``client.events.mirror``.

    It lists all tasks at the start and after a gap in the events, and otherwise fetches the tasks
    that Asana reports as changed. Use a mirror in one thread; any thread can stop it.

    :ivar tasks: the copy, which maps gids to the records of tasks
    """

    def __init__(
        self,
        client: "Verbs",
        project: str,
        store: Any,
        *,
        fields: "str | Iterable[TaskField | str]" = FIELDS,
        poll_interval: float = 5,
        max_interval: float = 60,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.client = client
        self.project = gid_text(project)
        kept = _task_store(store, self.project)
        self.tasks = kept.tasks
        options = read_once(options)
        given = query_value(options.pop("opt_fields", None) or fields, "fields")
        names = [name.strip() for name in given.split(",") if name.strip()]
        # The projects of a task show whether it is still in this one.
        self._options = {**options, "fields": [*names, *({"projects"} - set(names))]}
        # These are fields of tasks; events need their default fields, such as the resource.
        options["fields"] = None
        self._feed = Feed(
            client,
            self.project,
            kept,
            poll_interval=poll_interval,
            max_interval=max_interval,
            options=options,
        )

    def update(self) -> Step:
        """Bring the copy up to date, and return a summary.

        It returns when there are no more changes, so wait between calls in a loop. It sends at
        least one request for events, then one for each changed task, or one for every 100 tasks if
        that takes fewer requests or there was a gap.

        :raises AsanaError: a request failed; call it again to continue
        """
        done, missed = Step(), False
        while True:
            page = self._feed.poll()
            gap = any(isinstance(change, Resync) for change in page)
            if gap and missed:
                self._feed.rewind()  # all has just been listed; the next call lists it again
                return done
            missed = missed or gap
            done = done.plus(self._apply(page))
            if not gap and not self._feed.has_more:
                return done

    def follow(self) -> Iterator[Step]:
        """Keep the copy up to date until :meth:`stop`, and yield a summary after each update.

        It polls Asana for events, and fetches changed tasks as :meth:`update` does.

        :raises AsanaError: a request failed; call it again to continue
        """
        while page := self._feed.page():
            yield self._apply(page)

    def stop(self) -> None:
        """End :meth:`follow`. Any thread can call it."""
        self._feed.stop()

    def _apply(self, changes: list[Any]) -> Step:
        """Apply a page of changes; if that fails, the feed returns the page again."""
        try:
            gids = list(dict.fromkeys(gid for change in changes for gid in _tasks_of(change)))
            # Choose the way that takes fewer requests.
            if any(map(_concerns_all, changes)) or len(gids) > 1 + len(self.tasks) // 100:
                step = self._list()
            else:
                step = self._read(gids)
        except BaseException:
            self._feed.rewind()
            raise
        self._feed.commit()
        return step._replace(changes=sum(not isinstance(change, Resync) for change in changes))

    def _list(self) -> Step:
        """List all tasks, and remove those that are not in the listing."""
        found: set[str] = set()
        pages: Any = self.client.get_collection(
            path("/projects/{}/tasks", self.project), {}, **self._options, iterator_type="pages"
        )
        for page in pages:
            tasks = {gid_of(task): task for task in page}
            self.tasks.update(tasks)
            found.update(tasks)
        gone = [gid for gid in self.tasks if gid not in found]
        for gid in gone:
            del self.tasks[gid]
        return Step(listings=1, written=len(found), removed=len(gone))

    def _read(self, gids: Iterable[str]) -> Step:
        written = removed = 0
        for gid in gids:
            task = self._task(gid)
            if task is not None:
                self.tasks[gid] = task
                written += 1
            elif self.tasks.pop(gid, None) is not None:
                removed += 1
        return Step(written=written, removed=removed)

    def _task(self, gid: str) -> "Task | None":
        """Return the current record of a task, or None if it is not in the project."""
        try:
            task = self.client.get(path("/tasks/{}", gid), {}, **self._options)
        except (NotFoundError, ForbiddenError):
            return None
        places = member(task, "projects", list)
        return task if self.project in map(gid_of, places) else None


class DictTasks:
    """A copy in a dictionary, for one process; each new mirror lists all tasks.

    :param tasks: the dictionary; keys that are not tasks of the project are removed
    """

    def __init__(self, tasks: "MutableMapping[str, Task]") -> None:
        self.tasks = tasks
        self._sync: str | None = None

    def load(self, resource: str) -> str | None:
        """Return the sync token, or None if there is none yet."""
        return self._sync

    def save(self, resource: str, sync: str) -> None:
        """Replace the sync token."""
        self._sync = sync


class SqliteTasks(MutableMapping[str, "Task"]):
    """A persistent copy in an SQLite database, which can contain the copies of many projects.

    The table ``asana_tasks`` has the columns ``project``, ``gid`` and ``record``, which is JSON:
    ``SELECT record ->> 'name' FROM asana_tasks``. All threads and processes can read and write it;
    each write is one transaction.

    Every method raises ``sqlite3.Error`` if the file is damaged or not a database, or if another
    process blocks it for five seconds. No changes are lost, because the mirror repeats the step.

    :param path: the path of the database, which is created when needed
    :param project: the gid of the project
    :raises ValueError: the path is invalid, or is that of a database in memory; use a dictionary
    """

    def __init__(self, path: str | os.PathLike[str], project: str) -> None:
        self.path = file_path(path, "the path of a database")
        if self.path in ("", ":memory:"):
            raise ValueError("a database in memory is lost with its connection: use a dictionary")
        self.project = gid_text(project)
        self.tasks = self
        with self._connection() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS asana_tasks"
                " (project TEXT, gid TEXT, record TEXT, PRIMARY KEY (project, gid))"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS asana_tokens (resource TEXT PRIMARY KEY, sync TEXT)"
            )

    def load(self, resource: str) -> str | None:
        """Return the sync token, or None if there is none yet."""
        found = self._select("SELECT sync FROM asana_tokens WHERE resource = ?", resource)
        return found[0][0] if found else None

    def save(self, resource: str, sync: str) -> None:
        """Replace the sync token."""
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO asana_tokens VALUES (?, ?)", (resource, sync)
            )

    def __getitem__(self, gid: str) -> "Task":
        found = self._select(
            "SELECT record FROM asana_tasks WHERE project = ? AND gid = ?", self.project, gid
        )
        if not found:
            raise KeyError(gid)
        try:
            record = json.loads(found[0][0])
        except (TypeError, ValueError):
            record = None
        if not isinstance(record, dict):
            raise ValueError(f"{self.path} does not contain a JSON object for the task {gid}")
        return cast("Task", record)

    def __setitem__(self, gid: str, task: "Task") -> None:
        self.update({gid: task})

    def __delitem__(self, gid: str) -> None:
        with self._connection() as connection:
            done = connection.execute(
                "DELETE FROM asana_tasks WHERE project = ? AND gid = ?", (self.project, gid)
            )
            if not done.rowcount:
                raise KeyError(gid)

    def __iter__(self) -> Iterator[str]:
        query = "SELECT gid FROM asana_tasks WHERE project = ? ORDER BY rowid"
        return iter([gid for (gid,) in self._select(query, self.project)])

    def __len__(self) -> int:
        query = "SELECT count(*) FROM asana_tasks WHERE project = ?"
        return int(self._select(query, self.project)[0][0])

    def update(self, tasks: "Mapping[str, Task]") -> None:  # type: ignore[override]
        """Store many tasks in one transaction."""
        rows = [(self.project, gid, json.dumps(task)) for gid, task in tasks.items()]
        with self._connection() as connection:
            connection.executemany("INSERT OR REPLACE INTO asana_tasks VALUES (?, ?, ?)", rows)

    def _select(self, query: str, *values: str) -> list[Any]:
        with self._connection() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _connection(self) -> "Iterator[sqlite3.Connection]":
        """Yield a new connection for one transaction, because threads cannot share connections."""
        import sqlite3  # imported here because some builds of Python do not have it

        with closing(sqlite3.connect(self.path)) as connection, connection:
            yield connection


def _task_store(given: Any, project: str) -> TaskStore:
    if isinstance(given, str | os.PathLike):
        return SqliteTasks(given, project)
    tasks = getattr(given, "tasks", None)
    if all(hasattr(tasks, name) for name in ("__len__", "__iter__", "__setitem__", "update")):
        return given  # type: ignore[no-any-return]
    if isinstance(given, MutableMapping):
        return DictTasks(given)
    raise TypeError("the store of a mirror must be a dictionary, a path or a TaskStore")


def _concerns_all(change: Record) -> bool:
    """Return whether all tasks must be listed: after a gap, and when a section was renamed."""
    resource = change.get("resource") or {}
    renamed = resource.get("resource_type") == "section" and change.get("action") == "changed"
    return renamed or isinstance(change, Resync)


def _tasks_of(change: Record) -> list[str]:
    """Return the tasks that a change affects, including the parent of a comment or subtask."""
    involved = (change.get("resource"), change.get("parent"))
    return [each["gid"] for each in involved if each and each.get("resource_type") == "task"]


def __dir__() -> list[str]:
    return __all__
