"""The plan of an import: its rows, checked against the project and each other."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._above.field_types import from_text
from .._above.names import folded
from .._call.near import near_names
from .._call.values import plain, short
from ..fields import NO_FIELDS, Fields
from .journal import Kept
from .project import Project
from .rows import MOST_DEPENDENCIES, Problem, Row

__all__ = ["Wanted", "checked"]

MOST_LEVELS = 5  # of subtasks below a task


@dataclass(frozen=True)
class Wanted:
    """The task that a row describes.

    :ivar fields: the fields of the task in the form that Asana accepts, except that the parent is a
        key, and the section and tags are names
    :ivar level: the number of tasks above it
    """

    row: Row
    fields: Mapping[str, Any]
    level: int

    @property
    def key(self) -> str:
        """The key of the row."""
        return self.row.key

    @property
    def linked(self) -> str | None:
        """The id of the write of its dependencies, or None if it has none."""
        if not self.row.dependencies:
            return None
        return f"dependencies:{json.dumps([self.key, *self.row.dependencies])}"

    @property
    def parts(self) -> dict[str, list[str]]:
        """The ids of the writes that belong to the row, and the keys of its dependencies."""
        ids = [part.id for part in self.row.parts]
        if self.linked is not None:
            ids.append(self.linked)
        return {"ids": ids, "dependencies": self.row.dependencies}


def checked(
    rows: Iterable[Row], project: Project, kept: Mapping[str, Kept], problems: list[Problem]
) -> list[Wanted]:
    """Return the tasks that the rows describe, in order; append errors to ``problems``.

    :param kept: the rows of earlier runs, which other rows may refer to
    """
    return _Check(project, kept, problems).all(rows)


class _Check:
    def __init__(self, project: Project, kept: Mapping[str, Kept], problems: list[Problem]) -> None:
        self.project = project
        self.kept = kept
        self.problems = problems
        self.rows: dict[str, Row] = {}
        self._users: dict[str, str | None] = {}
        self._names: set[tuple[str, str]] = set()

    def note(self, row: Row, reason: str) -> None:
        self.problems.append(Problem(row.where, row.key, reason))

    def all(self, rows: Iterable[Row]) -> list[Wanted]:
        for row in rows:
            if row.key in self.rows:
                self.note(row, f"{self.rows[row.key].where} has the same key")
            else:
                self.rows[row.key] = row
        self._check_dependencies()
        found = [(row, self._level(row), self._fields(row)) for row in self.rows.values()]
        return [Wanted(row, fields, level) for row, level, fields in found if level is not None]

    # -- relations between rows

    def _level(self, row: Row) -> int | None:
        """Return the number of tasks above a row; None if the parents are invalid."""
        above: list[str] = []
        each = row
        while each.parent is not None:
            if each.parent in (row.key, *above):
                self.note(row, f"the row is its own ancestor: its parent is {short(row.parent)}")
                return None
            above.append(each.parent)
            if each.parent not in self.rows:
                if each is row and each.parent not in self.kept:
                    self.note(row, f"parent: {self._no_row(each.parent)}")
                    return None
                break
            each = self.rows[each.parent]
        if len(above) > MOST_LEVELS:
            self.note(row, f"subtasks can be at most {MOST_LEVELS} levels deep")
            return None
        return len(above)

    def _no_row(self, key: str) -> str:
        near = near_names(key, self.rows)
        return f"no row has the key {short(key)}" + (f"; did you mean {near[0]!r}?" if near else "")

    def _check_dependencies(self) -> None:
        links = Counter(key for row in self.rows.values() for key in row.dependencies)
        for row in self.rows.values():
            for key in row.dependencies:
                if key not in self.rows and key not in self.kept:
                    self.note(row, f"dependencies: {self._no_row(key)}")
            if len(row.dependencies) + links[row.key] > MOST_DEPENDENCIES:
                self.note(
                    row, f"a task can have at most {MOST_DEPENDENCIES} dependencies and dependents"
                )
        for row in _in_circles(self.rows):
            self.note(row, "the row depends on itself: its dependencies form a cycle")

    # -- the values of a row

    def _fields(self, row: Row) -> dict[str, Any]:
        found: dict[str, Any] = dict(row.fields)
        if row.assignee is not None:
            found["assignee"] = self._user(row, "assignee", row.assignee)
        if row.followers:
            gids = [self._user(row, "followers", each) for each in row.followers]
            found["followers"] = list(dict.fromkeys(filter(None, gids)))
        if row.tags:
            found["tags"] = list(
                {folded(self._name(row, "tags", tag)): tag for tag in row.tags}.values()
            )
        if row.parent is not None:
            found["parent"] = row.parent
        elif row.section is not None:
            found["section"] = self._name(row, "sections", row.section)
        if row.custom_fields:
            found["custom_fields"] = self._custom(row)
        return found

    def _user(self, row: Row, field: str, name: str) -> str | None:
        if name not in self._users:
            self._users[name] = None
            try:
                self._users[name] = self.project.user(name)
            except (LookupError, ValueError) as error:
                self.note(row, f"{field}: {error}")
        elif self._users[name] is None:
            self.note(row, f"{field}: see the first row with {short(name)}")
        return self._users[name]

    def _name(self, row: Row, kind: str, name: str) -> str:
        """Return the name of a tag or section; an ambiguous name is a problem."""
        if (kind, name) not in self._names:
            self._names.add((kind, name))
            try:
                getattr(self.project, kind).find(name)
            except LookupError as error:
                self.note(row, f"{kind.rstrip('s')}: {error}")
        return name

    def _custom(self, row: Row) -> dict[str, Any]:
        if row.parent is not None:
            self.note(
                row, "custom_fields: a subtask has none, because it is not directly in the project"
            )
            return {}
        if self.project.fields is None:
            self.note(row, f"custom_fields: {NO_FIELDS}")
            return {}
        found: dict[str, Any] = {}
        for name, value in row.custom_fields.items():
            try:
                found.update(_written(self.project.fields, name, value))
            except (LookupError, TypeError, ValueError) as error:
                self.note(row, f"custom_fields: {error}")
        return found


def _written(fields: Fields, name: str, value: Any) -> dict[str, Any]:
    """Return a value in the form that Asana accepts, with strings parsed as numbers or lists."""
    value = plain(value)
    field: Any = fields[name]
    return fields.values({name: from_text(field, value) if isinstance(value, str) else value})


def _in_circles(rows: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows that depend on themselves, directly or through other rows."""
    left = {key: {each for each in row.dependencies if each in rows} for key, row in rows.items()}
    dependents: dict[str, list[str]] = {}
    for key, names in left.items():
        for name in names:
            dependents.setdefault(name, []).append(key)
    free = [key for key, names in left.items() if not names]
    while free:
        key = free.pop()
        del left[key]
        for other in dependents.get(key, ()):
            left[other].discard(key)
            if not left[other]:
                free.append(other)
    for key in left:
        # A row that only depends on a cycle is valid.
        if _leads_to_itself(key, left):
            yield rows[key]


def _leads_to_itself(key: str, left: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(left[key])
    while waiting:
        each = waiting.pop()
        if each == key:
            return True
        if each not in seen:
            seen.add(each)
            waiting.extend(left[each])
    return False
