"""Move tasks in and out of projects, keeping sections and memberships consistent."""

from asana.sandbox.errors import invalid
from asana.sandbox.records.homes import section_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

MAX_PROJECTS = 20


def place(store: Store, task: Record, section: Record, before: Record | None = None) -> None:
    """Place a task before another one in a section, by default at its end.

    Remove it from the other sections of the same project.
    """
    project = section["project"]
    old = section_of(task, project)
    if old is None and len(task["memberships"]) >= MAX_PROJECTS:
        raise invalid(f"projects: A task can be in at most {MAX_PROJECTS} projects")
    if old is not None and old is not section:
        store.drop(old, "tasks", task)
    store.put(section, "tasks", task, before)
    here = {"project": project, "section": section}
    memberships = [here if m["project"] is project else m for m in task["memberships"]]
    store.change(task, memberships=memberships if old else [*memberships, here])


def displace(store: Store, task: Record, project: Record) -> bool:
    """Remove a task from a project, and return whether it was there."""
    section = section_of(task, project)
    if section is None:
        return False
    store.drop(section, "tasks", task)
    memberships = [m for m in task["memberships"] if m["project"] is not project]
    store.change(task, memberships=memberships)
    return True
