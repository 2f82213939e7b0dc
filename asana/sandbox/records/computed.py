"""Fields that are worked out when a record is shown, from the record and from who looks at it."""

from typing import Any

from asana.sandbox.records import custom_values
from asana.sandbox.records.record import Record
from asana.sandbox.records.view import View

WEB = "https://app.asana.com"
STATUS_COLORS = {
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "on_hold": "blue",
    "complete": "complete",
}


def likes(record: Record, view: View) -> list[dict[str, Any]] | None:
    """The likes; None on system stories, which have none."""
    found: list[dict[str, Any]] | None = record.get("likes")
    return found


def liked(record: Record, view: View) -> bool:
    """Whether the one who looks is among the likes."""
    return any(like["user"] is view.user for like in record.get("likes", ()))


def num_likes(record: Record, view: View) -> int:
    """How many likes there are."""
    return len(record.get("likes", ()))


def task_url(record: Record, view: View) -> str:
    """Where a browser finds the task."""
    return f"{WEB}/1/{record['workspace'].gid}/task/{record.gid}"


def project_url(record: Record, view: View) -> str:
    """Where a browser finds the project."""
    return f"{WEB}/1/{record['workspace'].gid}/project/{record.gid}"


def team_url(record: Record, view: View) -> str:
    """Where a browser finds the team."""
    return f"{WEB}/0/{record.gid}/overview"


def tag_url(record: Record, view: View) -> str:
    """Where a browser finds the tag."""
    return f"{WEB}/0/{record.gid}/list"


def projects_of_task(record: Record, view: View) -> list[Record]:
    """The projects of a task's memberships."""
    return [membership["project"] for membership in record["memberships"]]


def num_subtasks(record: Record, view: View) -> int:
    """How many subtasks the task has."""
    return len(record["subtasks"])


def is_separator(record: Record, view: View) -> bool:
    """Whether the task is one of the old sections that were tasks."""
    return bool(record["resource_subtype"] == "section")


def due_date(record: Record, view: View) -> str | None:
    """The old name of due_on."""
    due_on: str | None = record["due_on"]
    return due_on


def is_public(record: Record, view: View) -> bool:
    """The old form of privacy_setting."""
    return bool(record["privacy_setting"] == "public_to_workspace")


def layout(record: Record, view: View) -> str:
    """The old form of default_view, which knew only two views."""
    return "board" if record["default_view"] == "board" else "list"


def projects_of_section(record: Record, view: View) -> list[Record]:
    """A list of one, since a section could be in several projects once."""
    return [record["project"]]


def shared_workspaces(record: Record, view: View) -> list[Record]:
    """The workspaces that the user shares with the one who looks."""
    mine = view.access.workspaces(view.user)
    return [w for w in view.access.workspaces(record) if w in mine]


def list_of_member(record: Record, view: View) -> Record | None:
    """The "My tasks" of a workspace's member, once it was looked at."""
    return next(
        (
            found
            for found in view.store.all("user_task_list")
            if found["owner"] is record["user"] and found["workspace"] is record["workspace"]
        ),
        None,
    )


def portfolio_url(record: Record, view: View) -> str:
    """Where a browser finds the portfolio."""
    return f"{WEB}/1/{record['workspace'].gid}/portfolio/{record.gid}"


def brief_url(record: Record, view: View) -> str:
    """Where a browser finds the brief: on the overview of its project."""
    return f"{WEB}/0/{record['project'].gid}/overview"


def is_public_to_domain(record: Record, view: View) -> bool:
    """The old form of a portfolio's privacy_setting."""
    return bool(record["privacy_setting"] == "public_to_domain")


def subtype(record: Record, view: View) -> str:
    """The old name of resource_subtype."""
    return str(record["resource_subtype"])


def custom_fields(record: Record, view: View) -> list[Record]:
    """The custom fields with the values that the record has of them."""
    return custom_values.shown(record, view)


# Status updates, in their old form


def status_color(record: Record, view: View) -> str | None:
    """The old form of status_type."""
    return STATUS_COLORS.get(record["status_type"])


def current_status(record: Record, view: View) -> Record | None:
    """The old form of current_status_update."""
    update: Record | None = record["current_status_update"]
    return None if update is None else update.seen_as("project_status")


# Memberships


def parent(record: Record, view: View) -> Any:
    """The parent, under an old name."""
    return record["parent"]


def member(record: Record, view: View) -> Record | None:
    """The member, provided that it is a user."""
    found: Record = record["member"]
    return found if found.type == "user" else None


def access_level(record: Record, view: View) -> str:
    """The access level, under an old name."""
    return str(record["access_level"])


def write_access(record: Record, view: View) -> str:
    """The old form of access_level."""
    return "full_write" if record["access_level"] in ("admin", "editor") else "comment_only"


def workspace_of_parent(record: Record, view: View) -> Any:
    """The workspace that the parent is in."""
    return record["parent"]["workspace"]


def is_goal_membership(record: Record, view: View) -> bool:
    """Whether a membership has the old fields that only those of goals have."""
    return bool(record["resource_subtype"] == "goal_membership")


def is_custom(record: Record, view: View) -> bool:
    """Whether a task is of a custom type."""
    return bool(record["resource_subtype"] == "custom")


def download_url(record: Record, view: View) -> str | None:
    """Where the bytes of an attachment can be had for the next two minutes."""
    return view.download(record)


def asset_url(record: Record, view: View) -> str:
    """Where a browser finds the attachment."""
    return f"{WEB}/app/asana/-/get_asset?asset_id={record.gid}"


def view_url(record: Record, view: View) -> str:
    """Where a browser shows the attachment: at home, or where the link leads."""
    return record["url"] or asset_url(record, view)


def assignee_section(record: Record, view: View) -> Any:
    """Where a task lies in "My tasks": at first in its first section."""
    if record["assignee_section"] is not None:
        return record["assignee_section"]
    for task_list in view.store.all("user_task_list"):
        if (task_list["owner"], task_list["workspace"]) == (view.user, record["workspace"]):
            return task_list["sections"][0]
    return None


def is_mine(record: Record, view: View) -> bool:
    """Whether a task is assigned to the one who looks, who has a list of such tasks."""
    mine = record["assignee"] is view.user
    return mine and assignee_section(record, view) is not None
