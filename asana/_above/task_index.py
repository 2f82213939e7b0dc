"""The tasks of a project, by the value of a field."""

import math
from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

from .._call.complete import complete
from .._call.near import near_names
from .._call.parts import mapping
from .._call.paths import path
from .._call.values import composed, plain, query_value, short
from ..records import Record, gid_of, member, members
from .field_types import keeps

if TYPE_CHECKING:
    from .._verbs import Verbs
    from ..types.tasks import Task

__all__ = ["FIELDS", "TaskIndex"]

# The fields that are read of a task and compared by an upsert: the commonly written ones.
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

# The fields to request for the custom field of an index.
CUSTOM = (
    "custom_fields.name",
    "custom_fields.resource_subtype",
    "custom_fields.text_value",
    "custom_fields.number_value",
    "custom_fields.display_value",
)

# The same in the settings of a project.
SETTINGS = ("custom_field.name", "custom_field.resource_subtype")

# The fields of tasks that an index supports; any other name means a custom field.
OF_TASKS = ("assignee", "created_at", "due_at", "due_on", "external", "name", "notes")


MOST_GIDS = 10  # in a message


Key = str | float
"""A value that identifies a task in an index."""


class _Field(NamedTuple):
    """The field of an index: a field of tasks or a custom field.

    :ivar name: the name of the field, or the gid of the custom field
    :ivar kind: the type of the custom field; None for a field of tasks
    """

    name: str
    kind: str | None

    def of_task(self, task: Record) -> Key | None:
        """Return the value of the field on a task, or None."""
        if self.kind is None:
            found = task.get(self.name)
            return _key(found.get("gid") if isinstance(found, dict) else found)
        for element in members(task, "custom_fields"):
            if element["gid"] == self.name:
                part = f"{self.kind}_value" if self.kind in ("text", "number") else "display_value"
                return _key(element.get(part))
        return None

    def of_fields(self, fields: Record) -> Key:
        """Return the value of the field in the fields of an upsert.

        :raises ValueError: there is no value, or the type of the field is not supported
        :raises TypeError: the value does not fit the type of the field
        """
        if self.kind not in (None, "number", "text"):
            raise ValueError(
                f"an upsert requires an index of a text or number field, but {self.name} has the "
                f"type {self.kind}"
            )
        custom = mapping("custom_fields", fields.get("custom_fields"))
        place = fields if self.kind is None else {str(plain(gid)): custom[gid] for gid in custom}
        value = plain(place.get(self.name))
        if value is None or (isinstance(value, str) and not value.strip()):
            where = "the fields have" if self.kind is None else "custom_fields has"
            raise ValueError(f"{where} no value for {self.name}, the field of the index")
        found = _key(value)
        right, expected = (float, "a number") if self.kind == "number" else (str, "a string")
        if found is None and right is float and _is_number(value):
            raise ValueError(
                f"the field {self.name} must be a finite number of about 15 digits, "
                f"not {short(value)}"
            )
        if not isinstance(found, right):
            raise TypeError(f"the field {self.name} must be {expected}, not {type(value).__name__}")
        return found


class TaskIndex(Mapping[Key, "Task"]):
    """The tasks of a project, by the value of a field, as returned by ``client.tasks.index``.

    Threads can share it.

    :ivar project: the gid of the project
    :ivar field: the field of tasks, or the gid of the custom field
    :ivar options: the options of the listing, including its fields
    :ivar unclear: the values of tasks whose creation has an unknown outcome
    """

    def __init__(
        self, client: "Verbs", project: str, field: str, options: Mapping[str, Any]
    ) -> None:
        self.client = client
        self._path = path("/projects/{}/tasks", project)
        self.project = query_value(project)
        name = plain(field)
        if not isinstance(name, str) or not name.strip():
            raise TypeError(
                "field must be the name or gid of a custom field, or the name of a task field"
            )
        own = _Field(name, None) if name in OF_TASKS else None
        self.options = complete(options, client.options, [name] if own else CUSTOM, FIELDS)
        tasks = self._list()
        self._field = own or _custom_field(client, self.project, name, tasks, options)
        self.field = self._field.name
        self.unclear: set[Key] = set()
        self._tasks = self._by_value(tasks)

    def __repr__(self) -> str:
        return f"<TaskIndex of project {self.project} by {self.field}: {len(self)} values>"

    def __getitem__(self, value: Any) -> "Task":
        key = _key(value)
        found = None if key is None else self._tasks.get(key)
        if found is None:
            raise KeyError(value)
        if len(found) > 1:
            raise LookupError(f"{len(found)} tasks have the value {short(value)}: {_shown(found)}")
        return next(iter(found.values()))  # type: ignore[return-value]

    def __contains__(self, value: object) -> bool:
        return _key(value) in self._tasks

    def __iter__(self) -> Iterator[Key]:
        return iter([*self._tasks])

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def duplicates(self) -> dict[Key, list[str]]:
        """The values that several tasks have, with the gids of these tasks."""
        # A copy, because another thread may be writing.
        return {value: [*found] for value, found in [*self._tasks.items()] if len(found) > 1}

    # -- for upserts

    def value_of(self, fields: Record) -> Key:
        """Return the value that identifies a task in the fields of an upsert.

        :raises ValueError: there is no value, or the type of the field is not supported
        :raises TypeError: the value does not fit the type of the field
        """
        return self._field.of_fields(fields)

    def at_home(self, fields: Record) -> Record:
        """Return the fields of a new task, which must be in the project to appear in the index.

        :raises ValueError: the task would not be in the project
        """
        if fields.get("parent") is not None:
            raise ValueError("the index does not contain subtasks: omit parent")
        new, homes = dict(fields), []
        if fields.get("projects") is not None:
            new["projects"] = _listed("projects", fields["projects"])
            homes += new["projects"]
        if fields.get("memberships") is not None:
            new["memberships"] = _listed("memberships", fields["memberships"])
            homes += [_project_of(entry) for entry in new["memberships"]]
        if homes and self.project not in map(query_value, homes):
            raise ValueError(
                f"projects or memberships must include {self.project}, the project of the index"
            )
        return new if homes else {**new, "projects": [self.project]}

    def read(self, value: Any) -> None:
        """List the tasks again to find those with a value.

        The other entries are kept: another thread can have created a task after the listing.
        """
        found = self._by_value(self._list())
        self.forget(value)
        self._tasks.update(found)

    def put(self, value: Any, task: Record) -> None:
        """Set the task for a value."""
        self._tasks[value] = {gid_of(task): task}
        self.unclear.discard(value)

    def forget(self, value: Any) -> None:
        """Remove the entry of a value."""
        self._tasks.pop(value, None)

    def _list(self) -> list[Record]:
        return [*self.client.get_collection(self._path, {}, **self.options)]

    def _by_value(self, tasks: list[Record]) -> dict[Key, dict[str, Record]]:
        found: dict[Key, dict[str, Record]] = {}
        for task in tasks:
            gid, value = gid_of(task), self._field.of_task(task)
            if value is not None:
                found.setdefault(value, {})[gid] = task
        return found


def _key(value: Any) -> Key | None:
    """Return a value as a key of the index; None if it cannot be a key."""
    value = plain(value)
    if isinstance(value, str):
        return composed(value).strip() or None
    return _number(value) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    from decimal import Decimal  # slow to import

    return isinstance(value, Real | Decimal) and not isinstance(value, bool)


def _number(value: Any) -> float | None:
    """Return a number as Asana stores it; None if Asana stores a different number or none."""
    try:
        number = float(value)
    except (OverflowError, ValueError):  # of a signaling NaN
        return None
    return number if math.isfinite(number) and keeps(number, value) else None


def _shown(gids: Iterable[str]) -> str:
    """Return gids for a message."""
    first = [*gids][: MOST_GIDS + 1]
    return ", ".join(first[:MOST_GIDS]) + (", …" if len(first) > MOST_GIDS else "")


def _listed(name: str, value: Any) -> list[Any]:
    """Return a list, also from a comma-separated string.

    :raises TypeError: it is neither
    """
    if isinstance(value, str):
        return value.split(",")
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise TypeError(f"{name} must be a list, not {short(value)}")
    return [*value]


def _project_of(membership: Any) -> Any:
    """Return the project in a membership of a new task.

    :raises TypeError: there is none
    """
    project = membership.get("project") if isinstance(membership, Mapping) else None
    if project is None:
        raise TypeError(
            "memberships must be a list of dictionaries of project and section, not of "
            f"{short(membership)}"
        )
    return project


def _custom_field(
    client: "Verbs", project: str, name: str, tasks: list[Record], options: Mapping[str, Any]
) -> _Field:
    """Return the custom field with the given name or gid.

    It is looked up on the tasks and, if they have none or several, in the settings of the project:
    tasks also have the custom fields of their other projects.

    :raises LookupError: no field has the name, or several have it
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
            f"{len(found)} custom fields of {project} are named {short(name)}: {gids}"
        )
    raise LookupError(_no_field(name, project, known))


def _called(name: str, elements: Iterable[Record]) -> set[_Field]:
    """Return the custom fields with the given name or gid."""
    return {
        _Field(gid_of(element), str(element.get("resource_subtype")))
        for element in elements
        if name in (element.get("name"), element.get("gid"))
    }


def _no_field(name: str, project: str, known: list[Record]) -> str:
    names = [*OF_TASKS, *(each["name"] for each in known if isinstance(each.get("name"), str))]
    near = " or ".join(map(short, near_names(name, names)))
    question = f"; did you mean {near}?" if near else ""
    return f"project {project} has no custom field named {short(name)}{question}"
