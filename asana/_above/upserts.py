"""Upserts: update a task if it exists, create it otherwise."""

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

# Fields that can be set only on a new task; Asana changes them later with other methods.
OF_A_NEW_TASK = frozenset(["followers", "memberships", "parent", "projects", "tags", "workspace"])

MOST_CHARACTERS = 1024  # of an external gid


class Upserts:
    """The methods of tasks that update a task or create it."""

    client: "Verbs"

    def index(self, project: str, field: str, **options: "Unpack[Options]") -> TaskIndex:
        """Return the tasks of a project by the value of a field.

        ``field`` is the name or the gid of a custom field, or a field of tasks such as ``"name"``.
        The index is a mapping: ``index["A-17"]`` is the task with that value. White space at the
        ends of text is ignored, and tasks without a value are omitted. Looking up a value that
        several tasks have raises ``LookupError``. Completed tasks are included, subtasks are not.
        The records have name, type, assignee, dates, completion, notes, custom fields and link, or
        the fields in ``fields``, and the field of the index.

        Sends one request per 100 tasks, and one more to find a custom field by its name if no task
        has it.

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
        """Update a task or create it; return the task and whether it was created.

        ``external`` is your external id for the task; each OAuth app has its own set of ids. ``by``
        is an :meth:`index` of a project; the fields must then include the value of its field, and
        the index is updated. Pass exactly one of them.

        Only changed fields are written, and nothing is sent if there are none. A field that the
        record lacks is always written. The record has the default fields of :meth:`index`, or those
        in ``fields``; with ``by``, those of the index. ``projects``, ``memberships``,
        ``workspace``, ``parent``, ``tags`` and ``followers`` apply only to a new task.

        If the outcome of the create request is unknown, the task is looked up before it is retried:
        by its id, or by listing the project again. Raises ``UnknownOutcomeError`` after three such
        attempts. Calls from threads that share an index are serialized. Two processes that run at
        the same time can each create the task; a later index of the project then raises
        ``LookupError`` with both gids when the value is looked up.

        With ``external``, sends two requests, or one if nothing has changed; with ``by``, one or
        none.

        POST /tasks   (scope tasks:write)
        """
        if (external is None) == (by is None):
            raise TypeError("pass either external=, or by= an index from client.tasks.index()")
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
        raise ValueError(f"external in the fields has another gid: {short(own['gid'])}")
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
            "Invalid Response: the task has no external id; only an OAuth app can set one"
        )
    return found


def _checked(external: Any) -> str:
    """Return an external gid that can be looked up; other gids would create a task in each run.

    :raises TypeError: it is not a string
    :raises ValueError: it is too long, contains a slash, or has white space at its ends
    """
    if not isinstance(plain(external), str):
        raise TypeError(f"external must be a string, not {type(external).__name__}")
    text = query_value(external)
    if "/" in text or text != text.strip() or len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"external must have at most {MOST_CHARACTERS} characters, without slashes and "
            f"without space at its ends, not {short(text)}"
        )
    return text


def _by_index(
    client: "Verbs", index: TaskIndex, given: Record, options: Mapping[str, Any]
) -> tuple[Any, bool]:
    if {"fields", "opt_fields"} & options.keys():
        raise TypeError(
            "an upsert returns the fields of its index: pass fields to client.tasks.index() instead"
        )
    value = index.value_of(given)
    new = index.at_home(given)
    asked = {**for_one(index.options), **options}

    def look() -> Any:
        if value in index.unclear:  # only a listing shows whether the task exists
            index.read(value)
        return index.get(value)

    def create() -> Any:
        index.unclear.add(value)
        try:
            return _created(client, new, asked)
        except AsanaError as error:
            if not isinstance(error, UnknownOutcomeError | InvalidResponseError):
                index.unclear.discard(value)
            raise

    def update(task: Record) -> Any:
        try:
            return _updated(client, task, given, asked)
        except NotFoundError:
            index.forget(value)
            raise

    with turn("index", index.project, index.field, str(value)):
        task, created = _settled(update, look, create)
        index.put(value, task)
    return task, created


def _settled(
    update: Callable[[Record], Any], look: Callable[[], Any], create: Callable[[], Any]
) -> tuple[Any, bool]:
    """Update and return the existing task, or create one and return it."""
    task, created = found_or_made(look, create)
    if created:
        return task, True
    try:
        return update(task), False
    except NotFoundError:  # deleted since it was found
        return found_or_made(look, create)


def _created(client: "Verbs", fields: Record, options: Mapping[str, Any]) -> Any:
    # An automatic retry would repeat the create without first checking whether it succeeded.
    return client.post(route("/tasks"), fields, **{**options, "retry_writes": False})


def _updated(client: "Verbs", task: Record, given: Record, options: Mapping[str, Any]) -> Any:
    """Write the changed fields of a task, and return the task."""
    wanted = {name: value for name, value in given.items() if name not in OF_A_NEW_TASK}
    differing = changes(task, wanted)
    if not differing:
        return task
    found = client.put(path("/tasks/{}", gid_of(task)), differing, **options)
    gid_of(found)
    return found
