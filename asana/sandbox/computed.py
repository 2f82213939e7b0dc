"""Fields that are worked out when a record is shown, from the record and from who looks at it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asana.sandbox.projection import View
    from asana.sandbox.state import Record

WEB = "https://app.asana.com"


def likes(record: "Record", view: "View") -> list[dict[str, Any]] | None:
    """The likes; None on system stories, which have none."""
    found: list[dict[str, Any]] | None = record.get("likes")
    return found


def liked(record: "Record", view: "View") -> bool:
    """Whether the one who looks is among the likes."""
    return any(like["user"] is view.user for like in record.get("likes", ()))


def num_likes(record: "Record", view: "View") -> int:
    """How many likes there are."""
    return len(record.get("likes", ()))


def task_url(record: "Record", view: "View") -> str:
    """Where a browser finds the task."""
    return f"{WEB}/1/{record['workspace'].gid}/task/{record.gid}"


def project_url(record: "Record", view: "View") -> str:
    """Where a browser finds the project."""
    return f"{WEB}/1/{record['workspace'].gid}/project/{record.gid}"


def team_url(record: "Record", view: "View") -> str:
    """Where a browser finds the team."""
    return f"{WEB}/0/{record.gid}/overview"


def tag_url(record: "Record", view: "View") -> str:
    """Where a browser finds the tag."""
    return f"{WEB}/0/{record.gid}/list"


def projects_of_task(record: "Record", view: "View") -> list["Record"]:
    """The projects of a task's memberships."""
    return [membership["project"] for membership in record["memberships"]]


def num_subtasks(record: "Record", view: "View") -> int:
    """How many subtasks the task has."""
    return len(record["subtasks"])


def is_separator(record: "Record", view: "View") -> bool:
    """Whether the task is one of the old sections that were tasks."""
    return bool(record["resource_subtype"] == "section")


def due_date(record: "Record", view: "View") -> str | None:
    """The old name of due_on."""
    due_on: str | None = record["due_on"]
    return due_on


def is_public(record: "Record", view: "View") -> bool:
    """The old form of privacy_setting."""
    return bool(record["privacy_setting"] == "public_to_workspace")


def projects_of_section(record: "Record", view: "View") -> list["Record"]:
    """A list of one, since a section could be in several projects once."""
    return [record["project"]]


def shared_workspaces(record: "Record", view: "View") -> list["Record"]:
    """The workspaces that the user shares with the one who looks."""
    mine = view.access.workspaces(view.user)
    return [w for w in view.access.workspaces(record) if w in mine]


def list_of_member(record: "Record", view: "View") -> "Record | None":
    """The "My tasks" of a workspace's member, once it was looked at."""
    return next(
        (
            found
            for found in view.store.all("user_task_list")
            if found["owner"] is record["user"] and found["workspace"] is record["workspace"]
        ),
        None,
    )
