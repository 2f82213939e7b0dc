"""What a record is in: its workspace, and the sections and projects of tasks."""

from asana.sandbox.records.record import Record

_HOMES = (
    *("wanted", "workspace", "organization", "project", "target", "team", "parent", "task"),
    *("custom_field", "custom_type", "supported_goal", "portfolio"),
)


def workspace_of(record: Record) -> Record:
    """The workspace that a record, other than a user, is in."""
    if record.type == "workspace":
        return record
    for home in _HOMES:
        if record.get(home) is not None:
            return workspace_of(record[home])
    raise LookupError(f"{record!r} is in no workspace")


def tasks_of(project: Record) -> list[Record]:
    """The tasks of a project in its order."""
    return [task for section in project["sections"] for task in section["tasks"]]


def section_of(task: Record, project: Record) -> Record | None:
    """The section of a project that a task is in; None when it is not in the project."""
    for membership in task["memberships"]:
        if membership["project"] is project:
            return membership["section"]  # type: ignore[no-any-return]
    return None
