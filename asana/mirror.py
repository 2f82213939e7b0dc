"""A mirror: a local copy of a project's tasks, kept in step by a feed."""

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

# What is kept of a task: fields whose change Asana tells as a change of the task itself.
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
    """Keeps the tasks of one project by their gid, and the sync token."""

    @property
    def tasks(self) -> "MutableMapping[str, Task]":
        """The tasks."""
        ...

    def load(self, resource: str, /) -> str | None:
        """Return the token, or None when there is none yet."""

    def save(self, resource: str, sync: str, /) -> None:
        """Keep the token in place of the one before."""


class Step(NamedTuple):
    """What was done to bring the copy up to date.

    :ivar changes: how many changes Asana told of
    :ivar listings: how often all tasks were listed
    :ivar written: how many tasks were read and written
    :ivar removed: how many tasks are no longer in the project, and were removed
    """

    changes: int = 0
    listings: int = 0
    written: int = 0
    removed: int = 0

    def plus(self, other: "Step") -> "Step":
        """Return both together."""
        return Step(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Mirror:
    """A local copy of the tasks of a project. Made by ``client.events.mirror``.

    It begins with a listing of all tasks, then reads those that Asana says have changed, and
    lists all again after a gap. One thread keeps it in step; any may stop it.

    :ivar tasks: the copy: each task's record by its gid
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
        # Without its projects nobody could tell whether a task has left this one.
        self._options = {**options, "fields": [*names, *({"projects"} - set(names))]}
        # Fields of the client's are fields of tasks; events without their resource say nothing.
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
        """Bring the copy up to date, and return what that took.

        It ends where Asana gives nothing new, so that calls in a loop need a pause in between.

        :raises AsanaError: a request failed; call it again to go on
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
        """Keep the copy in step until :meth:`stop`; give what was done after each time.

        :raises AsanaError: a request failed; call it again to go on
        """
        while page := self._feed.page():
            yield self._apply(page)

    def stop(self) -> None:
        """Let :meth:`follow` end; any thread may say so."""
        self._feed.stop()

    def _apply(self, changes: list[Any]) -> Step:
        """Do what a page of changes asks for; if that fails, the page comes again."""
        try:
            gids = list(dict.fromkeys(gid for change in changes for gid in _tasks_of(change)))
            # Whichever takes fewer requests.
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
        """Read all tasks, and remove those that are not among them."""
        found: set[str] = set()
        pages: Any = self.client.get_collection(
            path("/projects/{}/tasks", self.project), **self._options, iterator_type="pages"
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
        """Return a task as it is now, or None when it is not in the project."""
        try:
            task = self.client.get(path("/tasks/{}", gid), {}, **self._options)
        except (NotFoundError, ForbiddenError):
            return None
        places = member(task, "projects", list)
        return task if self.project in map(gid_of, places) else None


class DictTasks:
    """A copy in a dictionary, for one process: each one begins with a listing.

    :param tasks: the dictionary; what else it holds is removed
    """

    def __init__(self, tasks: "MutableMapping[str, Task]") -> None:
        self.tasks = tasks
        self._sync: str | None = None

    def load(self, resource: str) -> str | None:
        """Return the token, or None when there is none yet."""
        return self._sync

    def save(self, resource: str, sync: str) -> None:
        """Keep the token in place of the one before."""
        self._sync = sync


class SqliteTasks(MutableMapping[str, "Task"]):
    """A copy in an SQLite database, which outlives the process; one serves many projects.

    The table ``asana_tasks`` has the columns ``project``, ``gid`` and ``record``, which is JSON:
    ``SELECT record ->> 'name' FROM asana_tasks``. Any thread may read and write, and other
    processes too: each write is one transaction.

    Every method raises ``sqlite3.Error`` where the database cannot be used: it is damaged, no
    database at all, or another process has been writing for five seconds. Nothing is lost then;
    the mirror does the step again.

    :param path: where the database is, or will be
    :param project: the gid of the project
    :raises ValueError: the path is that of a database in memory; use a dictionary
    """

    def __init__(self, path: str | os.PathLike[str], project: str) -> None:
        self.path = file_path(path, "the path of a database")
        if self.path in ("", ":memory:"):
            raise ValueError("a database in memory ends with its connection: use a dictionary")
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
        """Return the token, or None when there is none yet."""
        found = self._select("SELECT sync FROM asana_tokens WHERE resource = ?", resource)
        return found[0][0] if found else None

    def save(self, resource: str, sync: str) -> None:
        """Keep the token in place of the one before."""
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
            raise ValueError(f"{self.path} does not hold a JSON object for the task {gid}")
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
        """Write many tasks at once."""
        rows = [(self.project, gid, json.dumps(task)) for gid, task in tasks.items()]
        with self._connection() as connection:
            connection.executemany("INSERT OR REPLACE INTO asana_tasks VALUES (?, ?, ?)", rows)

    def _select(self, query: str, *values: str) -> list[Any]:
        with self._connection() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _connection(self) -> "Iterator[sqlite3.Connection]":
        """Give a connection for one transaction: it belongs to its thread, and to its process."""
        import sqlite3  # which some Pythons are built without

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
    raise TypeError("a mirror keeps its copy in a dictionary, at a path, or in a TaskStore")


def _concerns_all(change: Record) -> bool:
    """Tell whether all tasks are to be listed: after a gap, and when a section has a new name."""
    resource = change.get("resource") or {}
    renamed = resource.get("resource_type") == "section" and change.get("action") == "changed"
    return renamed or isinstance(change, Resync)


def _tasks_of(change: Record) -> list[str]:
    """Return the tasks that a change is about: that of a comment, and the parent of a subtask."""
    involved = (change.get("resource"), change.get("parent"))
    return [each["gid"] for each in involved if each and each.get("resource_type") == "task"]


def __dir__() -> list[str]:
    return __all__
