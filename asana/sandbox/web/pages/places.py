"""The pages of workspaces, projects, tags and people, with paginated lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from asana.sandbox.records.order import Ordered
from asana.sandbox.records.record import Record
from asana.sandbox.web.pages.visit import PAGE, Pager, Shown, Visit, cut, pager, scan

CARDS = 20  # cards per section on a board
COLUMNS = 20
COUNTED = 2_000  # tasks; in larger projects, completed tasks are not counted


@dataclass(frozen=True)
class Part:
    """The tasks of one section on one page."""

    section: Record
    size: int
    tasks: list[Record]
    continued: bool = False


# Workspaces


def workspace(visit: Visit, gid: str) -> Shown:
    """Show a workspace: its projects, people and tags."""
    found = visit.find(gid, "workspace")
    people = visit.store.where("workspace_membership", "workspace", found)
    projects = projects_of(visit, found)
    at, among = pager(visit, len(projects)), pager(visit, len(people), name="people")
    return "workspace.html", {
        "workspace": found,
        "projects": [summary(each) for each in cut(projects, at)],
        "pager": at,
        "people": cut(people, among),
        "people_pager": among,
        "tags": visit.store.where("tag", "workspace", found)[:PAGE],
        "teams": visit.access.visible(
            visit.user, visit.store.where("team", "organization", found)[:PAGE]
        ),
    }


def projects_of(visit: Visit, place: Record) -> list[Record]:
    """Return the projects of a workspace that are visible to the acting user."""
    return visit.access.visible(visit.user, visit.store.where("project", "workspace", place))


def summary(project: Record) -> dict[str, Any]:
    """Return a project with its number of tasks and, unless there are many, of completed ones."""
    total = size(project)
    done = None
    if total <= COUNTED:
        tasks = (task for section in project["sections"] for task in section["tasks"])
        done = sum(bool(task["completed"]) for task in tasks)
    return {"project": project, "total": total, "done": done}


def size(project: Record) -> int:
    """Return the number of tasks of a project."""
    return sum(len(section["tasks"]) for section in project["sections"])


# Projects


def project(visit: Visit, gid: str, view: str = "") -> Shown:
    """Show a project as a list or a board, or the tasks of a tag."""
    found = visit.find(gid, "project", "tag", "section")
    if found.type == "section":
        found = found["project"]
    if found.type == "tag":
        tagged = (task for task in visit.store.of("task") if found in task["tags"])
        return tasks(visit, f"Tag: {found['name']}", tagged)
    if not view:
        view = "board" if found["default_view"] == "board" else "list"
    shown = _board(visit, found) if view == "board" else _list(visit, found)
    return f"{view}.html", {**shown, "view": view, "project": found, "total": size(found)}


def _list(visit: Visit, project: Record) -> dict[str, Any]:
    """Return one page of all sections, or of the section given in the query."""
    sections: Iterable[Record] = project["sections"]
    chosen = visit.args.get("section", "")
    if chosen:
        sections = [visit.find(chosen, "section")]
    at = pager(visit, sum(1 + len(section["tasks"]) for section in sections))
    return {"parts": list(parts(sections, at)), "pager": at, "chosen": chosen}


def parts(sections: Iterable[Record], at: Pager) -> Iterator[Part]:
    """Yield the rows of a page; the heading of a section counts as a row."""
    row = 0
    for section in sections:
        tasks: Ordered[Record] = section["tasks"]
        after = row + 1 + len(tasks)
        if after > at.start and row < at.start + at.size:
            first = max(at.start - row - 1, 0)
            last = max(at.start + at.size - row - 1, 0)
            yield Part(section, len(tasks), list(islice(tasks, first, last)), first > 0)
        row = after


def _board(visit: Visit, project: Record) -> dict[str, Any]:
    at = pager(visit, len(project["sections"]), COLUMNS)
    columns = [
        Part(section, len(section["tasks"]), list(islice(section["tasks"], CARDS)))
        for section in cut(project["sections"], at)
    ]
    return {"parts": columns, "pager": at}


# People, and lists of unknown length


def person(visit: Visit, gid: str) -> Shown:
    """Show the tasks of a user."""
    found = visit.find(gid, "user")
    return tasks(
        visit,
        f"Tasks of {found['name']}",
        iter(visit.store.where("task", "assignee", found)),
    )


def without_project(visit: Visit, gid: str) -> Shown:
    """Show the tasks of a workspace that are in no project and have no parent."""
    found = visit.find(gid, "workspace")
    alone = (
        task
        for task in visit.store.of("task")
        if task["workspace"] is found and not task["memberships"] and task["parent"] is None
    )
    return tasks(visit, f"In no project of {found['name']}", alone)


def tasks(visit: Visit, title: str, found: Iterator[Record]) -> Shown:
    """Show the tasks that are visible to the acting user."""
    seen = (task for task in found if visit.access.sees(visit.user, task))
    page, at = scan(visit, seen)
    return "tasks.html", {"title": title, "tasks": page, "pager": at}
