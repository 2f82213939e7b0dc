"""The tasks of a project by the value of a field."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

from .._call.complete import complete
from .._call.near import near_names
from .._call.parts import mapping
from .._call.paths import path
from .._call.values import plain, query_value, short
from ..records import Record, gid_of, member, members

if TYPE_CHECKING:
    from .._verbs import Verbs
    from ..types.tasks import Task

__all__ = ["FIELDS", "TaskIndex"]

# What a task has, and what an upsert compares: all that people commonly write.
FIELDS = (
    "name",
    "resource_subtype",
    "assignee.name",
    "assignee.email",
    "completed",
    "due_on",
    "due_at",
    "start_on",
    "start_at",
    "notes",
    "custom_fields.name",
    "custom_fields.resource_subtype",
    "custom_fields.text_value",
    "custom_fields.number_value",
    "custom_fields.enum_value.name",
    "custom_fields.multi_enum_values.name",
    "custom_fields.date_value",
    "custom_fields.people_value.email",
    "custom_fields.display_value",
    "permalink_url",
)

# What has to be known of the custom field that an index goes by.
CUSTOM = (
    "custom_fields.name",
    "custom_fields.resource_subtype",
    "custom_fields.text_value",
    "custom_fields.number_value",
    "custom_fields.display_value",
)

# The same of the settings of a project.
SETTINGS = ("custom_field.name", "custom_field.resource_subtype")

# Fields of tasks that an index may go by; any other name is that of a custom field.
OF_TASKS = ("assignee", "created_at", "due_at", "due_on", "external", "name", "notes")


MOST_GIDS = 10  # in a message


class _Field(NamedTuple):
    """The field of an index: one of tasks, or a custom field.

    :ivar name: the name of the field, or the gid of the custom field
    :ivar kind: the type of the custom field; None for a field of tasks
    """

    name: str
    kind: str | None

    def of_task(self, task: Record) -> Any:
        """Return the value that a task has, or None."""
        if self.kind is None:
            found = task.get(self.name)
            return _key(found.get("gid") if isinstance(found, dict) else found)
        for element in members(task, "custom_fields"):
            if element["gid"] == self.name:
                part = f"{self.kind}_value" if self.kind in ("text", "number") else "display_value"
                return _key(element.get(part))
        return None

    def of_fields(self, fields: Record) -> Any:
        """Return the value among the fields of an upsert.

        :raises ValueError: there is none, or it cannot name a task
        :raises TypeError: it is of another type than the values of the field
        """
        if self.kind not in (None, "number", "text"):
            raise ValueError(
                f"tasks are upserted by a text or number field, and {self.name} is of type "
                f"{self.kind}"
            )
        custom = mapping("custom_fields", fields.get("custom_fields"))
        place = fields if self.kind is None else {str(plain(gid)): custom[gid] for gid in custom}
        value = plain(place.get(self.name))
        if value is None or (isinstance(value, str) and not value.strip()):
            where = "" if self.kind is None else " among their custom_fields"
            raise ValueError(f"the fields have no {self.name}{where}, by which to find the task")
        found = _key(value)
        right, expected = (float, "a number") if self.kind == "number" else (str, "a string")
        if not isinstance(found, right):
            raise TypeError(f"{self.name} is {expected}, not {type(value).__name__}")
        return found


class TaskIndex(Mapping[Any, "Task"]):
    """The tasks of a project by the value of a field. Made by ``client.tasks.index``.

    Several threads may use one.

    :ivar project: the gid of the project
    :ivar field: the field of tasks, or the gid of the custom field
    :ivar options: the options of the listing, among them its fields
    :ivar unclear: the values of tasks that may or may not have been created
    """

    def __init__(
        self, client: "Verbs", project: str, field: str, options: Mapping[str, Any]
    ) -> None:
        self.client = client
        self._path = path("/projects/{}/tasks", project)
        self.project = query_value(project)
        name = plain(field)
        if not isinstance(name, str) or not name.strip():
            raise TypeError("field is the name or gid of a custom field, or a field of tasks")
        own = _Field(name, None) if name in OF_TASKS else None
        self.options = complete(options, client.options, [name] if own else CUSTOM, FIELDS)
        tasks = self._list()
        self._field = own or _custom_field(client, self.project, name, tasks, options)
        self.field = self._field.name
        self.unclear: set[Any] = set()
        self._tasks = self._by_value(tasks)

    def __repr__(self) -> str:
        return f"<TaskIndex of project {self.project} by {self.field}: {len(self)} values>"

    def __getitem__(self, value: Any) -> "Task":
        found = self._tasks[_key(value)]
        if len(found) > 1:
            raise LookupError(f"{len(found)} tasks have the value {short(value)}: {_shown(found)}")
        return next(iter(found.values()))  # type: ignore[return-value]

    def __contains__(self, value: object) -> bool:
        return _key(value) in self._tasks

    def __iter__(self) -> Iterator[Any]:
        return iter([*self._tasks])

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def duplicates(self) -> dict[Any, list[str]]:
        """The values that more than one task has, with the gids of these."""
        return {value: [*self._tasks[value]] for value in self if len(self._tasks[value]) > 1}

    # -- what an upsert needs

    def value_of(self, fields: Record) -> Any:
        """Return the value by which the fields of an upsert name a task.

        :raises ValueError: there is none, or it cannot name a task
        :raises TypeError: it is of another type than the values of the field
        """
        return self._field.of_fields(fields)

    def at_home(self, fields: Record) -> Record:
        """Return the fields of a new task, which is in the project: else it is not found again.

        :raises ValueError: it would be somewhere else
        """
        if fields.get("parent") is not None:
            raise ValueError("a subtask is not among the tasks of the project of the index")
        new, homes = dict(fields), []
        if fields.get("projects") is not None:
            new["projects"] = _listed(fields["projects"])
            homes += new["projects"]
        if fields.get("memberships") is not None:
            new["memberships"] = [*fields["memberships"]]
            homes += [entry["project"] for entry in new["memberships"]]
        if homes and self.project not in map(query_value, homes):
            raise ValueError(f"the task would not be in {self.project}, the project of the index")
        return new if homes else {**new, "projects": [self.project]}

    def read(self, value: Any) -> None:
        """List the tasks again to find those that have a value.

        The others are kept too: another thread may have created one behind the listing.
        """
        found = self._by_value(self._list())
        self.forget(value)
        self._tasks.update(found)

    def put(self, value: Any, task: Record) -> None:
        """Take a task as the one that has a value."""
        self._tasks[value] = {gid_of(task): task}
        self.unclear.discard(value)

    def forget(self, value: Any) -> None:
        """Take it that no task has a value."""
        self._tasks.pop(value, None)

    def _list(self) -> list[Record]:
        return [*self.client.get_collection(self._path, {}, **self.options)]

    def _by_value(self, tasks: list[Record]) -> dict[Any, dict[str, Record]]:
        found: dict[Any, dict[str, Record]] = {}
        for task in tasks:
            gid, value = gid_of(task), self._field.of_task(task)
            if value is not None:
                found.setdefault(value, {})[gid] = task
        return found


def _key(value: Any) -> Any:
    """Return a value as the key of an index; None if it cannot be one."""
    value = plain(value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    from decimal import Decimal  # which takes long to load

    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, bool) else None


def _shown(gids: Iterable[str]) -> str:
    """Return gids as a message shows them."""
    first = [*gids][: MOST_GIDS + 1]
    return ", ".join(first[:MOST_GIDS]) + (", …" if len(first) > MOST_GIDS else "")


def _listed(value: Any) -> list[Any]:
    """Return a list that was given as one, or as the text of one."""
    return value.split(",") if isinstance(value, str) else [*value]


def _custom_field(
    client: "Verbs", project: str, name: str, tasks: list[Record], options: Mapping[str, Any]
) -> _Field:
    """Return the custom field with a name or a gid.

    It is looked for on the tasks and, where these have none or several, in the settings of the
    project: a task has those of its other projects, too.

    :raises LookupError: there is none, or there are more than one
    """
    found = _called(name, (each for task in tasks for each in members(task, "custom_fields")))
    if len(found) == 1:
        return found.pop()
    settings = client.get_collection(
        path("/projects/{}/custom_field_settings", project),
        {},
        **complete({**options, "opt_fields": None, "fields": SETTINGS}, client.options, (), ()),
    )
    known = [member(setting, "custom_field", dict) for setting in settings]
    found = _called(name, known)
    if len(found) == 1:
        return found.pop()
    if found:
        gids = _shown(sorted(field.name for field in found))
        raise LookupError(
            f"{len(found)} custom fields of {project} are called {short(name)}: {gids}"
        )
    raise LookupError(_no_field(name, project, known))


def _called(name: str, elements: Iterable[Record]) -> set[_Field]:
    """Return the custom fields with a name or a gid."""
    return {
        _Field(gid_of(element), str(element.get("resource_subtype")))
        for element in elements
        if name in (element.get("name"), element.get("gid"))
    }


def _no_field(name: str, project: str, known: list[Record]) -> str:
    names = [*OF_TASKS, *(each["name"] for each in known if isinstance(each.get("name"), str))]
    near = " or ".join(map(short, near_names(name, names)))
    question = f"; did you mean {near}?" if near else ""
    return f"project {project} has no custom field that is called {short(name)}{question}"
