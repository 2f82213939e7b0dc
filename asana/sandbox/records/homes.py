"""The places of records: workspaces, and the sections and projects of tasks."""

from collections.abc import Iterator

from asana.sandbox.records.record import Record

_HOMES = (
    *("wanted", "workspace", "organization", "project", "target", "team", "parent", "task"),
    *("custom_field", "custom_type", "supported_goal", "portfolio"),
)


def workspace_of(record: Record) -> Record:
    """Return the workspace of any record except a user."""
    if record.type == "workspace":
        return record
    for home in _HOMES:
        if record.get(home) is not None:
            return workspace_of(record[home])
    raise LookupError(f"{record!r} is in no workspace")


def tasks_of(project: Record) -> list[Record]:
    """Return the tasks of a project in order."""
    return [task for section in project["sections"] for task in section["tasks"]]


def first_section(project: Record) -> Record:
    """Return the first section, which every project and user task list has."""
    first: Record = project["sections"].following(None)
    return first


class TasksOf:
    """The tasks of a project in order, starting at any of them."""

    def __init__(self, project: Record) -> None:
        self.project = project

    def __contains__(self, task: object) -> bool:
        return isinstance(task, Record) and _contains(task, self.project)

    def after(self, task: Record | None) -> Iterator[Record]:
        """Yield the tasks after one of them; all for None."""
        section = None if task is None else section_of(task, self.project)
        if section is not None:
            yield from section["tasks"].after(task)
        for following in self.project["sections"].after(section):
            yield from following["tasks"]


def _contains(task: Record, project: Record) -> bool:
    """Return whether a task is in a project, and has not been deleted."""
    section = section_of(task, project)
    return section is not None and task in section["tasks"]


def section_of(task: Record, project: Record) -> Record | None:
    """Return a task's section in a project; None if it is not in the project."""
    for membership in task["memberships"]:
        if membership["project"] is project:
            return membership["section"]  # type: ignore[no-any-return]
    return None
