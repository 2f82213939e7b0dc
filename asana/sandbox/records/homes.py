"""The places of records: workspaces, and the sections and projects of tasks."""

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


def section_of(task: Record, project: Record) -> Record | None:
    """Return a task's section in a project; None if it is not in the project."""
    for membership in task["memberships"]:
        if membership["project"] is project:
            return membership["section"]  # type: ignore[no-any-return]
    return None
