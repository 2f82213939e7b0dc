"""Fields that are computed when a record is rendered, from the record and the viewing user."""

from typing import Any

from asana.sandbox.records import custom_values
from asana.sandbox.records.homes import first_section, workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import to_html
from asana.sandbox.records.view import View

WEB = "https://app.asana.com"
PHOTO_SIZES = (21, 27, 36, 60, 128)
STATUS_COLORS = {
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "on_hold": "blue",
    "complete": "complete",
}


def likes(record: Record, view: View) -> list[dict[str, Any]] | None:
    """Return the likes; None for system stories, which have none."""
    found: list[dict[str, Any]] | None = record.get("likes")
    return found


def liked(record: Record, view: View) -> bool:
    """Return whether the viewing user likes the record."""
    return any(like["user"] is view.user for like in record.get("likes", ()))


def num_likes(record: Record, view: View) -> int:
    """Return the number of likes."""
    return len(record.get("likes", ()))


def task_url(record: Record, view: View) -> str:
    """Return the web URL of a task, in its first project if it has one."""
    inside = "".join(f"/project/{m['project'].gid}" for m in record["memberships"][:1])
    return f"{WEB}/1/{record['workspace'].gid}{inside}/task/{record.gid}"


def project_url(record: Record, view: View) -> str:
    """Return the web URL of a project."""
    return f"{WEB}/1/{record['workspace'].gid}/project/{record.gid}"


def team_url(record: Record, view: View) -> str:
    """Return the web URL of a team."""
    return f"{WEB}/0/{record.gid}/overview"


def tag_url(record: Record, view: View) -> str:
    """Return the web URL of a tag."""
    return f"{WEB}/0/{record.gid}/list"


def projects_of_task(record: Record, view: View) -> list[Record]:
    """Return the projects of a task's memberships."""
    return [membership["project"] for membership in record["memberships"]]


def num_subtasks(record: Record, view: View) -> int:
    """Return the number of subtasks."""
    return len(record["subtasks"])


def is_separator(record: Record, view: View) -> bool:
    """Return whether a task is a section in the legacy format."""
    return bool(record["resource_subtype"] == "section")


def due_date(record: Record, view: View) -> str | None:
    """Return due_on under its old name."""
    due_on: str | None = record["due_on"]
    return due_on


def spent_minutes(record: Record, view: View) -> float | None:
    """Return the time entered on a task; in reads, null if there is none."""
    return record["actual_time_minutes"] or (0 if view.written else None)


def project_color(record: Record, view: View) -> str | None:
    """Return the color of a project; in reads, "none" if it has none."""
    color: str | None = record["color"]
    return (None if view.written else "none") if color in (None, "none") else color


def has_fields(record: Record, view: View) -> bool:
    """Return whether the plan of a record's workspace includes custom fields."""
    return bool(workspace_of(record)["premium"])


def photo(record: Record, view: View) -> dict[str, str] | None:
    """Return the URLs of a user's photo by size in pixels; None without a photo."""
    if not record.get("has_photo"):
        return None
    sizes = (f"{size}x{size}" for size in PHOTO_SIZES)
    return {f"image_{size}": f"{WEB}/-/photos/{record.gid}_{size}.png" for size in sizes}


def is_public(record: Record, view: View) -> bool:
    """Return the legacy form of privacy_setting."""
    return bool(record["privacy_setting"] == "public_to_workspace")


def layout(record: Record, view: View) -> str:
    """Return the legacy form of default_view, which had two values."""
    return "board" if record["default_view"] == "board" else "list"


def projects_of_section(record: Record, view: View) -> list[Record]:
    """Return the only project of a section, in the legacy form of a list."""
    return [record["project"]]


def shared_workspaces(record: Record, view: View) -> list[Record]:
    """Return the workspaces that a user shares with the viewing user."""
    mine = view.access.workspaces(view.user)
    return [w for w in view.access.workspaces(record) if w in mine]


def list_of_member(record: Record, view: View) -> Record | None:
    """Return the user task list of a workspace membership, if it exists."""
    return next(
        (
            found
            for found in view.store.where("user_task_list", "owner", record["user"])
            if found["workspace"] is record["workspace"]
        ),
        None,
    )


def portfolio_url(record: Record, view: View) -> str:
    """Return the web URL of a portfolio."""
    return f"{WEB}/1/{record['workspace'].gid}/portfolio/{record.gid}"


def brief_url(record: Record, view: View) -> str:
    """Return the web URL of a brief, which is the overview of its project."""
    return f"{WEB}/0/{record['project'].gid}/overview"


def is_public_to_domain(record: Record, view: View) -> bool:
    """Return the legacy form of a portfolio's privacy_setting."""
    return bool(record["privacy_setting"] == "public_to_domain")


def subtype(record: Record, view: View) -> str:
    """Return resource_subtype under its old name."""
    return str(record["resource_subtype"])


def field_of_setting(record: Record, view: View) -> Record:
    """Return the field of a setting, which renders more of it than other places."""
    field: Record = record["custom_field"]
    return field.seen_as("custom_field_of_setting")


def html_text_value(record: Record, view: View) -> str | None:
    """Return the value of a text field as rich text."""
    value = record.get("text_value")
    return None if value is None else to_html(value)


def custom_fields(record: Record, view: View) -> list[Record]:
    """Return the custom fields of a record, each with the record's value."""
    return custom_values.shown(record, view)


# Status updates in the legacy format


def status_color(record: Record, view: View) -> str | None:
    """Return the legacy form of status_type."""
    return STATUS_COLORS.get(record["status_type"])


def current_status(record: Record, view: View) -> Record | None:
    """Return the legacy form of current_status_update."""
    update: Record | None = record["current_status_update"]
    return None if update is None else update.seen_as("project_status")


# Memberships


def parent(record: Record, view: View) -> Any:
    """Return the parent under an old name."""
    return record["parent"]


def member(record: Record, view: View) -> Record | None:
    """Return the member of a membership if it is a user."""
    found: Record = record["member"]
    return found if found.type == "user" else None


def access_level(record: Record, view: View) -> str:
    """Return the access level under an old name."""
    return str(record["access_level"])


def write_access(record: Record, view: View) -> str:
    """Return the legacy form of access_level."""
    return "full_write" if record["access_level"] in ("admin", "editor") else "comment_only"


def workspace_of_parent(record: Record, view: View) -> Any:
    """Return the workspace of the parent."""
    return record["parent"]["workspace"]


def is_goal_membership(record: Record, view: View) -> bool:
    """Return whether a membership is that of a goal, which has further legacy fields."""
    return bool(record["resource_subtype"] == "goal_membership")


def is_custom(record: Record, view: View) -> bool:
    """Return whether a task has a custom type."""
    return bool(record["resource_subtype"] == "custom")


def download_url(record: Record, view: View) -> str | None:
    """Return a download link of an attachment, valid for two minutes."""
    return view.download(record)


def export_url(record: Record, view: View) -> str | None:
    """Return a download link of a finished export, valid for one hour."""
    done = record.get("completed_at") or record.get("state") == "finished"
    return view.download(record) if done else None


def asset_url(record: Record, view: View) -> str:
    """Return the permanent web URL of an attachment."""
    return f"{WEB}/app/asana/-/get_asset?asset_id={record.gid}"


def view_url(record: Record, view: View) -> str:
    """Return the URL that displays an attachment: in Asana, or its external link."""
    return record["url"] or asset_url(record, view)


def assignee_section(record: Record, view: View) -> Any:
    """Return the section of a task in "My tasks", by default the first one."""
    if record["assignee_section"] is not None:
        return record["assignee_section"]
    for task_list in view.store.where("user_task_list", "owner", view.user):
        if task_list["workspace"] is record["workspace"]:
            return first_section(task_list)
    return None


def is_mine(record: Record, view: View) -> bool:
    """Return whether a task is assigned to the viewing user, who has a user task list."""
    mine = record["assignee"] is view.user
    return mine and assignee_section(record, view) is not None
