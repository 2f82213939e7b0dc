"""Where tasks lie: the sections of projects, the memberships of tasks, and ordered lists."""

from typing import TypeVar

from asana.sandbox.errors import invalid
from asana.sandbox.state import Record, Store

MAX_PROJECTS = 20

T = TypeVar("T")


def inserted(items: list[T], item: T, index: int) -> list[T]:
    """The list with the item moved or added to an index, counted without the item itself."""
    rest = [each for each in items if each is not item]
    return [*rest[:index], item, *rest[index:]]


def without(items: list[T], item: T) -> list[T]:
    """The list without the item."""
    return [each for each in items if each is not item]


def index_for(items: list[T], item: T, anchor: str | None, beside: T | None) -> int:
    """The index for `inserted`: next to an anchor, or at the end that a null anchor means.

    The anchor's name ends in "before" or "after"; before null is the end, after null the
    beginning, and no anchor at all is the end.
    """
    rest = [each for each in items if each is not item]
    after = bool(anchor and "after" in anchor)
    if beside is None:
        return 0 if after else len(rest)
    if beside not in rest:
        raise invalid(f"{anchor}: The object to insert beside is not in the same list")
    return rest.index(beside) + after


def tasks_of(project: Record) -> list[Record]:
    """The tasks of a project in its order."""
    return [task for section in project["sections"] for task in section["tasks"]]


def section_of(task: Record, project: Record) -> Record | None:
    """The section of a project that a task is in; None when it is not in the project."""
    for membership in task["memberships"]:
        if membership["project"] is project:
            return membership["section"]  # type: ignore[no-any-return]
    return None


def place(store: Store, task: Record, section: Record, index: int) -> None:
    """Put a task at an index of a section, out of its other section of the same project."""
    project = section["project"]
    old = section_of(task, project)
    if old is None and len(task["memberships"]) >= MAX_PROJECTS:
        raise invalid(f"projects: A task can be in at most {MAX_PROJECTS} projects")
    if old is not None and old is not section:
        store.change(old, tasks=without(old["tasks"], task))
    store.change(section, tasks=inserted(section["tasks"], task, index))
    here = {"project": project, "section": section}
    memberships = [here if m["project"] is project else m for m in task["memberships"]]
    store.change(task, memberships=memberships if old else [*memberships, here])


def displace(store: Store, task: Record, project: Record) -> bool:
    """Take a task out of a project; whether it was in there."""
    section = section_of(task, project)
    if section is None:
        return False
    store.change(section, tasks=without(section["tasks"], task))
    memberships = [m for m in task["memberships"] if m["project"] is not project]
    store.change(task, memberships=memberships)
    return True
