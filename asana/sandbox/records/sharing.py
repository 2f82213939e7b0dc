"""Memberships of projects, portfolios, goals, custom fields and custom types."""

from asana.sandbox.records.order import without
from asana.sandbox.records.record import Record, Records
from asana.sandbox.records.store import Store

# The access levels of each type; the creator gets the first one.
LEVELS = {
    "goal": ("admin", "editor", "commenter", "viewer"),
    "project": ("admin", "editor", "commenter", "viewer"),
    "portfolio": ("admin", "editor", "viewer"),
    "custom_field": ("admin", "editor", "user"),
    "custom_type": ("admin", "editor", "user", "viewer"),
}


def membership(store: Records, place: Record, member: Record) -> Record | None:
    """Return the membership of a user or team in a place, or None."""
    return next(iter(store.where("membership", "part of", (place, member))), None)


def join(store: Store, place: Record, member: Record, level: str | None = None) -> Record:
    """Add a user or team to a place; an existing membership is not changed."""
    present = membership(store, place, member)
    if present is not None:
        return present
    new = store.create(
        "membership",
        resource_subtype=f"{place.type}_membership",
        parent=place,
        member=member,
        access_level=level or place.get("default_access_level") or "user",
    )
    store.change(place, memberships=[*place["memberships"], new])
    if "members" in place.values and member.type == "user":
        store.change(place, members=[*place["members"], member])
    return new


def leave(store: Store, place: Record, member: Record) -> None:
    """Remove a user or team from a place, if it is a member."""
    present = membership(store, place, member)
    if present is not None:
        store.change(place, memberships=without(place["memberships"], present))
        for name in ("members", "followers"):
            if name in place.values:
                store.change(place, **{name: without(place[name], member)})
        store.delete(present)


def dissolve(store: Store, place: Record) -> None:
    """Delete the memberships of a place that is about to be deleted."""
    for each in place["memberships"]:
        store.delete(each)
