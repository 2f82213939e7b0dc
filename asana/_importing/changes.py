"""The writes for a row that was imported before and has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .._call.paths import Path, path
from .journal import Kept
from .plan import Wanted
from .project import Project

__all__ = ["Change", "changes"]

# Fields of a new task that are changed by separate requests.
APART = frozenset(["followers", "parent", "section", "tags"])

# Asana accepts a start only together with the due date.
DATES = ("due_on", "due_at", "start_on", "start_at")

# The values that clear a field which a row no longer has, if not null.
CLEARED = {"notes": "", "completed": False, "resource_subtype": "default_task"}

# Fields that null does not clear. Notes clear both of their forms, and nothing clears an approval.
NEVER_NULL = frozenset([*CLEARED, "html_notes", "approval_status"])


@dataclass(frozen=True)
class Change:
    """An idempotent request.

    :ivar moves: whether the request changes the task's position
    """

    verb: str
    path: Path
    body: Mapping[str, Any]
    moves: bool = False


class Gids(Protocol):
    """Look up the gids of the objects that rows name."""

    project: Project

    def named(self, kind: str, name: str) -> str | None:
        """Return the gid of a tag or section."""
        ...

    def section(self, wanted: Wanted) -> str | None:
        """Return the gid of the section of a row."""
        ...

    def task(self, key: str) -> str | None:
        """Return the gid of the task of a row."""
        ...


class NotYetError(Exception):
    """An object that a change refers to has not been created yet."""


def changes(gids: Gids, kept: Kept, wanted: Wanted) -> list[Change] | None:
    """Return the requests; None if an object that they refer to has not been created yet.

    :raises LookupError: that object could not be created
    """
    try:
        return [*_fields(kept, wanted), *_place(gids, kept, wanted), *_sets(gids, kept, wanted)]
    except NotYetError:
        return None


def _there(gid: str | None) -> str:
    if gid is None:
        raise NotYetError
    return gid


def _fields(kept: Kept, wanted: Wanted) -> Iterator[Change]:
    before, after = _plain(kept.fields), _plain(wanted.fields)
    body = _differing(before, after)
    if "custom_fields" in body:
        body["custom_fields"] = _differing(
            before.get("custom_fields", {}), after.get("custom_fields", {})
        )
    if body.keys() & set(DATES):
        body.update({name: after[name] for name in DATES if name in after})
    cleared = {name for name in NEVER_NULL & body.keys() if body[name] is None}
    for name in cleared:
        del body[name]
    if "html_notes" in cleared:
        cleared.add("notes")
    if after.keys() & {"notes", "html_notes"}:
        cleared.discard("notes")
    body.update({name: value for name, value in CLEARED.items() if name in cleared})
    if body:
        yield Change("PUT", path("/tasks/{}", kept.gid), body)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    names = [*after, *(before.keys() - after.keys())]
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in APART}


def _place(gids: Gids, kept: Kept, wanted: Wanted) -> Iterator[Change]:
    before, after = kept.fields, wanted.fields
    if before.get("parent") != after.get("parent"):
        parent = _there(gids.task(after["parent"])) if "parent" in after else None
        where = path("/tasks/{}/setParent", kept.gid, idempotent=True)
        yield Change("POST", where, {"parent": parent}, True)
        if "parent" in after and "parent" not in before:
            where = path("/tasks/{}/removeProject", kept.gid, idempotent=True)
            yield Change("POST", where, {"project": gids.project.gid})
    if "parent" not in after and (
        "parent" in before or before.get("section") != after.get("section")
    ):
        section = _there(gids.section(wanted))
        where = path("/tasks/{}/addProject", kept.gid, idempotent=True)
        yield Change("POST", where, {"project": gids.project.gid, "section": section}, True)


def _sets(gids: Gids, kept: Kept, wanted: Wanted) -> Iterator[Change]:
    """Yield the requests that add to and remove from the lists of a task."""
    before, after = kept.fields, wanted.fields
    for tag in _less(after.get("tags", ()), before.get("tags", ())):
        where = path("/tasks/{}/addTag", kept.gid, idempotent=True)
        yield Change("POST", where, {"tag": _there(gids.named("tag", tag))})
    for tag in _less(before.get("tags", ()), after.get("tags", ())):
        gid = gids.named("tag", tag)
        if gid is not None:  # otherwise somebody has deleted it
            where = path("/tasks/{}/removeTag", kept.gid, idempotent=True)
            yield Change("POST", where, {"tag": gid})
    old, new = before.get("followers", ()), after.get("followers", ())
    if added := _less(new, old):
        where = path("/tasks/{}/addFollowers", kept.gid, idempotent=True)
        yield Change("POST", where, {"followers": added})
    if removed := _less(old, new):
        where = path("/tasks/{}/removeFollowers", kept.gid, idempotent=True)
        yield Change("POST", where, {"followers": removed})
    removed = _less(kept.parts["dependencies"], wanted.row.dependencies)
    if removed:
        where = path("/tasks/{}/removeDependencies", kept.gid, idempotent=True)
        yield Change("POST", where, {"dependencies": [gids.task(key) for key in removed]})


def _less(names: Any, others: Any) -> list[str]:
    return [name for name in names if name not in others]
