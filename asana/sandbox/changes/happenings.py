"""Translate a change of the store to Asana's terms.

Some changes have no external meaning, such as those of lists that only store an order. Others have
several: a task that moves to another section is removed from one section and added to the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asana.sandbox.records.custom_values import with_value
from asana.sandbox.records.order import without_all
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Change, Store

TOLD = frozenset(
    [
        "attachment",
        "goal",
        "membership",
        "portfolio",
        "project",
        "project_brief",
        "project_template",
        "section",
        "status_update",
        "story",
        "tag",
        "task",
        "team",
        "team_membership",
        "workspace",
        "workspace_membership",
    ]
)

# Records that are removed from their container instead of deleted.
_REMOVED = frozenset(["story", "membership", "team_membership", "workspace_membership"])

# Fields that depend on others, or are not reported.
_SILENT = frozenset(["modified_at", "completed_by", "assigned_by", "current_status"])

# The fields with the place to which a new record is reported as added, the nearest first.
_PLACES = ("target", "project", "parent", "team", "goal", "portfolio", "workspace", "organization")


@dataclass(frozen=True)
class Happening:
    """Something that happened to a record; `change` describes a changed field."""

    resource: Record
    action: str
    parent: Record | None = None
    change: dict[str, Any] | None = None


def happenings(change: Change, store: Store) -> Iterator[Happening]:
    """Yield the meaning of a change."""
    record = change.record
    if record.type not in TOLD:
        return
    if change.action == "added":
        yield Happening(record, "added", place_of(record))
    elif change.action == "deleted":
        place = place_of(record)
        # Records deleted with their container have no separate event.
        if place is None or store.get(place.type, place.gid) is place:
            yield _gone(record, place)
    else:
        for field, (old, new) in change.fields.items():
            if field == "custom_fields":
                yield from _revalued(record, old, new, store)
            else:
                yield from _changed(record, field, old, new)


def place_of(record: Record) -> Record | None:
    """Return the container of a record: the task of a story, the project of a section."""
    if record.type == "project":
        return record["workspace"]  # type: ignore[no-any-return]
    found = (record.get(name) for name in _PLACES)
    return next((place for place in found if isinstance(place, Record)), None)


def _gone(record: Record, place: Record | None) -> Happening:
    if record.type in _REMOVED:
        return Happening(record, "removed", place)
    return Happening(record, "deleted")


def _changed(record: Record, field: str, old: Any, new: Any) -> Iterator[Happening]:
    if record.type == "task" and field == "memberships":
        yield from _moved(record, old, new)
    elif record.type == "task" and field == "parent":
        if old is not None:
            yield Happening(record, "removed", old)
        if new is not None:
            yield Happening(record, "added", new)
    elif record.type == "portfolio" and field == "items":
        yield from (Happening(item, "added", record) for item in without_all(new, old))
        yield from (Happening(item, "removed", record) for item in without_all(old, new))
    elif _is_told(record, field):
        for change in _changes(field, old, new):
            yield Happening(record, "changed", None, {"field": field, **change})


def _moved(task: Record, old: list[Any], new: list[Any]) -> Iterator[Happening]:
    """Yield removals before additions; projects only if they changed."""
    before = [place for membership in old for place in _places(membership)]
    after = [place for membership in new for place in _places(membership)]
    for place in before:
        if place not in after:
            yield Happening(task, "removed", place)
    for place in after:
        if place not in before:
            yield Happening(task, "added", place)


def _places(membership: dict[str, Record]) -> list[Record]:
    return [membership["project"], membership["section"]]


def _revalued(
    record: Record, old: dict[str, Any], new: dict[str, Any], store: Store
) -> Iterator[Happening]:
    for gid in dict.fromkeys([*old, *new]):
        field = store.get("custom_field", gid)
        if field is not None and old.get(gid) != new.get(gid):
            change = _with_value("changed", with_value(field, new.get(gid)))
            yield Happening(record, "changed", None, {"field": "custom_fields", **change})


def _is_told(record: Record, field: str) -> bool:
    known = TYPES[record.type].fields.get(field)
    return known is not None and not known.rich_of and field not in _SILENT


def _changes(field: str, old: Any, new: Any) -> Iterator[dict[str, Any]]:
    """Yield the changes of a field: added and removed list items, or a new value."""
    if isinstance(old, list) and isinstance(new, list):
        yield from (_with_value("added", each) for each in without_all(new, old))
        yield from (_with_value("removed", each) for each in without_all(old, new))
    else:
        yield _with_value("changed", new)


def _with_value(action: str, value: Any) -> dict[str, Any]:
    """Return a change; its value is included only if it is an object."""
    name = "new_value" if action == "changed" else f"{action}_value"
    return {"action": action, **({name: value} if isinstance(value, Record) else {})}
