"""Memberships of projects, portfolios, goals, custom fields and custom types."""

from typing import Any

from asana.sandbox.records.order import without
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

# The access levels of each type, that of the creator first.
LEVELS = {
    "goal": ("admin", "editor", "commenter", "viewer"),
    "project": ("admin", "editor", "commenter", "viewer"),
    "portfolio": ("admin", "editor", "viewer"),
    "custom_field": ("admin", "editor", "user"),
    "custom_type": ("admin", "editor", "user", "viewer"),
}


def membership(place: Record, member: Record) -> Record | None:
    """Return the membership of a user or team in a place, or None."""
    found = (m for m in place["memberships"] if m["member"] is member)
    return next(found, None)


def join(store: Store, place: Record, member: Record, level: str | None = None) -> Record:
    """Add a user or team to a place. An existing membership stays as it is."""
    present = membership(place, member)
    if present is not None:
        return present
    new = store.create(
        "membership",
        resource_subtype=f"{place.type}_membership",
        parent=place,
        member=member,
        access_level=level or place.get("default_access_level") or "user",
    )
    _keep(store, place, [*place["memberships"], new])
    return new


def leave(store: Store, place: Record, member: Record) -> None:
    """Remove a user or team from a place, if it is a member."""
    present = membership(place, member)
    if present is not None:
        _keep(store, place, without(place["memberships"], present))
        if "followers" in place.values:
            store.change(place, followers=without(place["followers"], member))
        store.delete(present)


def _keep(store: Store, place: Record, memberships: list[Record]) -> None:
    changes: dict[str, Any] = {"memberships": memberships}
    if "members" in place.values:  # the users among them
        changes["members"] = [m["member"] for m in memberships if m["member"].type == "user"]
    store.change(place, **changes)


def dissolve(store: Store, place: Record) -> None:
    """Delete the memberships of a place that is about to be deleted."""
    for each in place["memberships"]:
        store.delete(each)
