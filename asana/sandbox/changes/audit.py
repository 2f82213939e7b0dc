"""The audit log: who did what in an organization, recorded from changes of the store."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.order import without_all
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Change, Store
from asana.sandbox.records.values import format_moment

CAPACITY = 10_000  # events kept in the log
RETENTION = timedelta(days=90)

_CREATED = {
    "attachment": "attachment_uploaded",
    "portfolio": "portfolio_created",
    "project": "project_created",
    "task": "task_created",
    "team": "team_created",
}
_DELETED = {
    "attachment": "attachment_deleted",
    "custom_field": "custom_field_deleted",
    "goal": "goal_deleted",
    "portfolio": "portfolio_deleted",
    "project": "project_deleted",
    "project_template": "project_template_deleted",
    "status_update": "status_update_deleted",
    "tag": "tag_deleted",
    "task": "task_deleted",
    "task_template": "task_template_deleted",
}
# The field with the privacy setting of each type.
_PRIVACY = {"project": "privacy_setting", "team": "visibility"}


@dataclass(frozen=True)
class Entry:
    """An entry of the log before it is written."""

    event_type: str
    category: str
    resource: Record
    workspace: Record
    details: dict[str, Any]


class AuditLog:
    """Stores the events of all workspaces, in the order in which they are written."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._events: deque[Record] = deque(maxlen=CAPACITY)
        store.listeners.append(self._hear)

    def of(self, workspace: Record) -> list[Record]:
        """Return the events of a workspace within the retention period, oldest first."""
        oldest = format_moment(self.store.now() - RETENTION)
        found = (
            event
            for event in self._events
            if event["workspace"] is workspace and event["created_at"] >= oldest
        )
        # The demo data is not written in chronological order.
        return sorted(found, key=lambda event: str(event["created_at"]))

    def events(self) -> list[Record]:
        """Return all events of all workspaces."""
        return list(self._events)

    def replace(self, events: Iterable[Record]) -> None:
        """Replace all events."""
        self._events = deque(events, CAPACITY)

    def _hear(self, change: Change) -> None:
        for entry in _entries(change):
            event = {
                "gid": self.store.new_gid(),
                "created_at": self.store.timestamp(),
                "event_type": entry.event_type,
                "event_category": entry.category,
                "actor": _actor(change.user),
                "resource": _resource(entry.resource),
                "details": entry.details,
                "context": _context(change.user),
                "workspace": entry.workspace,
            }
            record = Record("", "audit_log_event", event)
            self.store.afterwards(partial(self._events.append, record))


def _entries(change: Change) -> Iterator[Entry]:
    record, table = change.record, _CREATED if change.action == "added" else _DELETED
    if change.action == "changed":
        yield from _changed(record, change.fields)
    elif record.type in table:
        category = "creation" if table is _CREATED else "deletion"
        yield Entry(table[record.type], category, record, workspace_of(record), {})
    elif record.type == "story" and change.action == "deleted" and record["type"] == "comment":
        yield Entry("comment_deleted", "deletion", record, workspace_of(record), {})
    elif record.type == "team_membership":
        ending = "added" if change.action == "added" else "removed"
        yield _member(record["team"], ending, record["user"])
    elif record.type == "workspace_membership":
        event_type = "user_invited" if change.action == "added" else "user_deprovisioned"
        yield Entry(event_type, "user_updates", record["user"], record["workspace"], {})


def _changed(record: Record, fields: dict[str, tuple[Any, Any]]) -> Iterator[Entry]:
    field = _PRIVACY.get(record.type)
    if field in fields:
        old, new = fields[field]
        event_type = f"{record.type}_privacy_settings_changed"
        details = {"old_value": old, "new_value": new}
        yield Entry(event_type, "access_control", record, workspace_of(record), details)
    if record.type == "project" and "members" in fields:
        old, new = fields["members"]
        yield from (_member(record, "added", user) for user in without_all(new, old))
        yield from (_member(record, "removed", user) for user in without_all(old, new))


def _member(place: Record, ending: str, user: Record) -> Entry:
    event_type = f"{place.type}_member_{ending}"
    return Entry(
        event_type, "access_control", place, workspace_of(place), {"member": _resource(user)}
    )


def _actor(user: Record | None) -> dict[str, Any]:
    if user is None:
        return {"actor_type": "asana"}
    return {
        "actor_type": "user",
        "gid": user.gid,
        "name": user["name"],
        "email": user["email"],
    }


def _context(user: Record | None) -> dict[str, Any]:
    if user is None:
        return {"context_type": "asana"}
    method = "personal_access_token" if user.get("serves") is None else "service_account"
    return {"context_type": "api", "api_authentication_method": method}


def _resource(record: Record) -> dict[str, Any]:
    shown = {"gid": record.gid, "resource_type": record.type, "name": record.get("name")}
    for name in ("resource_subtype", "email"):
        if record.get(name):
            shown[name] = record[name]
    return shown
