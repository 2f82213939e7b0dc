"""The contents of exports: each record as visible to its creator, one per line."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from asana.sandbox.api.projection import Projection, Selection, parse_selection
from asana.sandbox.records.access import Access
from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.view import View

__all__ = ["content"]

# The related records for each filter of a resource export.
_RELATED: dict[str, Callable[[Record], list[Any]]] = {
    "assigned_by": lambda task: [task["assigned_by"]],
    "assignee": lambda task: [task["assignee"]],
    "created_by": lambda task: [task["created_by"]],
    "followers": lambda task: list(task["followers"]),
    "liked_by": lambda task: [like["user"] for like in task["likes"]],
}


def content(store: Store, export: Record) -> Iterator[bytes]:
    """Yield the lines of an export."""
    lines = _Lines(store, export["creator"])
    made = {"graph_export": lines.graph, "resource_export": lines.resources}
    for record in made.get(export.type, lines.organization)(export):
        yield json.dumps(record).encode() + b"\n"


class _Lines:
    """The records of exports, as visible to a user."""

    def __init__(self, store: Store, user: Record) -> None:
        self.store = store
        self.user = user
        self.view = View(store, user)
        self.access = Access(store)

    def graph(self, export: Record) -> Iterator[Any]:
        """Yield a record and everything below it."""
        parent = export["about"]
        yield self._shown(parent)
        projects = [parent] if parent.type == "project" else self._projects(parent)
        for project in projects:
            if project is not parent:
                yield self._shown(project)
            for section in project["sections"]:
                yield self._shown(section)
            for task in self.access.visible(self.user, tasks_of(project)):
                yield from self._with_subtasks(task)

    def _projects(self, parent: Record) -> list[Record]:
        found = [
            each
            for each in self.store.all("project")
            if parent is each["team"]
            or (parent.type == "portfolio" and parent in each["portfolios"])
        ]
        return self.access.visible(self.user, found)

    def _with_subtasks(self, task: Record) -> Iterator[Any]:
        yield self._shown(task)
        for each in task["subtasks"]:
            yield from self._with_subtasks(each)

    def resources(self, export: Record) -> Iterator[Any]:
        """Yield the records that match the parameters; a record can match several times."""
        for parameter in export["parameters"]:
            kind, fields = parameter["resource_type"], parameter.get("fields")
            selection = parse_selection(fields) if fields else None
            for record in self._of(kind, export["about"]):
                if _passes(self.store, record, parameter.get("filters") or {}):
                    yield self._shown(record, selection)

    def _of(self, kind: str, workspace: Record) -> list[Record]:
        if kind == "message":
            return []
        home = "organization" if kind == "team" else "workspace"
        return self.access.visible(self.user, self.store.where(kind, home, workspace))

    def organization(self, export: Record) -> Iterator[Any]:
        """Yield all records of an organization."""
        place = export["organization"]
        yield self._shown(place)
        for kind in ("team", "project", "task"):
            for record in self._of(kind, place):
                yield self._shown(record)

    def _shown(self, record: Record, selection: Selection | None = None) -> dict[str, Any]:
        def whole(each: Record) -> dict[str, Any]:
            return Projection(self.view, None, Selection()).one(each)

        found = Projection(self.view, selection, Selection()).one(record)
        if record.type == "task" and selection is None:
            found["stories"] = [*map(whole, self.store.where("story", "target", record))]
            attached = map(whole, self.store.where("attachment", "parent", record))
            found["attachments"] = [_without_urls(each) for each in attached]
        return found


def _without_urls(attachment: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attachment.items() if not name.endswith("_url")}


def _passes(store: Store, record: Record, filters: Mapping[str, Any]) -> bool:
    """Return whether a record matches all filters."""
    for name, wanted in filters.items():
        field, _, how = name.partition(".")
        if how in ("after", "before"):
            later = record[field] > wanted
            if later != (how == "after"):
                return False
        elif not set(map(str, wanted)) & {each.gid for each in _people(store, record, field)}:
            return False
    return True


def _people(store: Store, task: Record, field: str) -> list[Record]:
    if field == "commented_on_by":
        stories = store.where("story", "target", task)
        return [story["created_by"] for story in stories if story["type"] == "comment"]
    return list(filter(None, _RELATED[field](task)))
