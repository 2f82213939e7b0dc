"""Upserts: tasks that are updated if they are there, and created if they are not."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._call.complete import complete, for_one
from .._call.parts import mapping
from .._call.paths import path, route
from .._call.sameness import changes
from .._call.values import plain, query_value, read_once, short
from ..error import AsanaError, InvalidResponseError, NotFoundError, UnknownOutcomeError
from ..records import Record, gid_of
from .once import found_or_made, turn
from .task_index import FIELDS, TaskIndex

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._verbs import Verbs
    from ..types.common import Options
    from ..types.tasks import CreateTask, Task

__all__ = ["FIELDS", "TaskIndex", "Upserts"]

# Fields of a new task that Asana has other methods for once it is there.
OF_A_NEW_TASK = frozenset(["followers", "memberships", "parent", "projects", "tags", "workspace"])

MOST_CHARACTERS = 1024  # of an external gid


class Upserts:
    """The methods of tasks that update a task or create it."""

    client: "Verbs"

    def index(self, project: str, field: str, **options: "Unpack[Options]") -> TaskIndex:
        """Return the tasks of a project by the value of a field.

        ``field`` is the name or the gid of a custom field, or a field of tasks such as ``"name"``.
        The index is a mapping: ``index["A-17"]`` is the task whose field has that value. Text is
        compared without white space around it; tasks that have no value are left out. A value that
        two tasks have raises ``LookupError`` when it is used. Completed tasks are included,
        subtasks are not. The records have name, type, assignee, dates, completion, notes, custom
        fields and link, or what ``fields`` asks for, and the field itself.

        It takes a request for every 100 tasks, and one more to find a custom field by its name
        where no task has it.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
        return TaskIndex(self.client, project, field, options)

    def upsert(
        self,
        fields: "CreateTask",
        /,
        *,
        external: str | None = None,
        by: TaskIndex | None = None,
        **options: "Unpack[Options]",
    ) -> "tuple[Task, bool]":
        """Update a task or, if it is not there, create it; return it and whether it was created.

        ``external`` is an id of your own, which Asana keeps apart for each OAuth app. ``by`` is an
        :meth:`index` of a project; the fields then hold the value of its field, and the index is
        brought up to date. Give exactly one of them.

        Only fields that differ are written, and nothing is sent if none does. A field that the
        record lacks is always written: it has the fields that :meth:`index` names, or what
        ``fields`` asks for, with ``by`` those of the index. ``projects``, ``memberships``,
        ``workspace``, ``parent``, ``tags`` and ``followers`` are for a new task.

        If it is unclear whether the task was created, it is looked for before another attempt: by
        its id, or by listing the project again. ``UnknownOutcomeError`` is raised after three
        unclear ones. Threads that share an index take turns; two processes at the same time may
        create it twice, and then ``LookupError`` gives both gids when the project is indexed again.

        With ``external`` it takes two requests, or one if nothing differs; with ``by`` one, or
        none.

        POST /tasks   (scope tasks:write)
        """
        if (external is None) == (by is None):
            raise TypeError("give either external=, or by= an index from client.tasks.index()")
        given = read_once(mapping("the fields of a task", fields))
        if by is None:
            return _by_external(self.client, external, given, options)
        if not isinstance(by, TaskIndex):
            kind = type(by).__name__
            raise TypeError(f"by must be an index from client.tasks.index(), not {kind}")
        return _by_index(self.client, by, given, options)


def _by_external(
    client: "Verbs", external: Any, given: Record, options: Mapping[str, Any]
) -> tuple[Any, bool]:
    external = _checked(external)
    where = path("/tasks/{}", f"external:{external}")
    own = {"gid": external, **mapping("external", given.get("external"))}
    if own["gid"] != external:
        raise ValueError(f"the fields have another external gid: {short(own['gid'])}")
    new = {**given, "external": own}
    asked = for_one(complete(options, client.options, ["external"], FIELDS))

    def look() -> Any:
        try:
            found = client.get(where, {}, **asked)
        except NotFoundError:
            return None
        gid_of(found)
        return found

    def update(task: Record) -> Any:
        return _updated(client, task, new if len(own) > 1 else given, asked)

    with turn("external", external):
        found = _settled(update, look, lambda: _created(client, new, asked))
    if not found[0].get("external"):
        raise InvalidResponseError(
            "Invalid Response: the task has no external id; only an OAuth app can give it one"
        )
    return found


def _checked(external: Any) -> str:
    """Return an external gid that can be looked for: one that cannot would be created each time.

    :raises TypeError: it is not a string
    :raises ValueError: it is too long, or holds a slash or space at its ends
    """
    if not isinstance(plain(external), str):
        raise TypeError(f"external must be a string, not {type(external).__name__}")
    text = query_value(external)
    if "/" in text or text != text.strip() or len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"external has at most {MOST_CHARACTERS} characters, no slash and no space at its "
            f"ends: {short(text)}"
        )
    return text


def _by_index(
    client: "Verbs", index: TaskIndex, given: Record, options: Mapping[str, Any]
) -> tuple[Any, bool]:
    if {"fields", "opt_fields"} & options.keys():
        raise TypeError("a record has the fields of the index: give them to client.tasks.index()")
    value = index.value_of(given)
    new = index.at_home(given)
    asked = {**for_one(index.options), **options}

    def look() -> Any:
        # A create that has been unclear once can be seen in a listing alone.
        return look_again() if value in index.unclear else index.get(value)

    def look_again() -> Any:
        index.read(value)
        return index.get(value)

    def create() -> Any:
        index.unclear.add(value)
        try:
            return _created(client, new, asked)
        except AsanaError as error:
            if not isinstance(error, UnknownOutcomeError):
                index.unclear.discard(value)
            raise

    def update(task: Record) -> Any:
        try:
            return _updated(client, task, given, asked)
        except NotFoundError:
            index.forget(value)
            raise

    with turn("index", index.project, index.field, str(value)):
        task, created = _settled(update, look, create, look_again)
        index.put(value, task)
    return task, created


def _settled(
    update: Callable[[Record], Any],
    look: Callable[[], Any],
    create: Callable[[], Any],
    look_again: Callable[[], Any] | None = None,
) -> tuple[Any, bool]:
    """Return the task that is there, brought up to date, or else the created one."""
    task, created = found_or_made(look, create, look_again)
    if created:
        return task, True
    try:
        return update(task), False
    except NotFoundError:  # deleted since it was found
        return found_or_made(look, create, look_again)


def _created(client: "Verbs", fields: Record, options: Mapping[str, Any]) -> Any:
    # A create that the client repeats by itself would be one that nobody has looked for.
    return client.post(route("/tasks"), fields, **{**options, "retry_writes": False})


def _updated(client: "Verbs", task: Record, given: Record, options: Mapping[str, Any]) -> Any:
    """Write the fields of a task that differ, and return the task."""
    wanted = {name: value for name, value in given.items() if name not in OF_A_NEW_TASK}
    differing = changes(task, wanted)
    if not differing:
        return task
    found = client.put(path("/tasks/{}", gid_of(task)), differing, **options)
    gid_of(found)
    return found
