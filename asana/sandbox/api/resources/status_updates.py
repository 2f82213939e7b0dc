"""Status updates of projects, portfolios and goals, also in the legacy format; and briefs."""

from datetime import date
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.api.resources.task_changes import likes_after
from asana.sandbox.errors import forbidden, invalid, missing
from asana.sandbox.records import computed
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.values import moment

_COMMON = ("on_track", "at_risk", "off_track", "on_hold", "complete", "dropped")
STATUS_TYPES = {
    "project": _COMMON,
    "portfolio": _COMMON,
    "goal": ("on_track", "at_risk", "off_track", "achieved", "partial", "missed", "dropped"),
}
_PLACES = " ".join(STATUS_TYPES)
_TYPE_OF_COLOR = {color: kind for kind, color in computed.STATUS_COLORS.items()}


def get_statuses(call: Call) -> list[Record]:
    """Return the updates of an object, newest first."""
    parent = call.query_required(_PLACES, "parent")
    since = moment(call.query.get("created_since"), "created_since")
    return [each for each in _of(call, parent) if not since or each["created_at"] >= since]


def _of(call: Call, parent: Record) -> list[Record]:
    return call.store.where("status_update", "parent", parent)[::-1]


def create_status(call: Call) -> Record:
    """Publish an update, which becomes the current status of its object."""
    values = read_new(call, "status_update")
    parent = values["parent"]
    if values["status_type"] not in STATUS_TYPES[parent.type]:
        allowed = ", ".join(STATUS_TYPES[parent.type])
        raise invalid(f"status_type: Value is not one of {allowed}: {values['status_type']}")
    return _publish(call, values)


def _publish(call: Call, values: dict[str, Any]) -> Record:
    if not values["text"].strip():
        raise missing("text")
    if not values.get("title"):
        today = date.fromisoformat(call.store.timestamp()[:10])
        values["title"] = f"Status Update - {today:%b} {today.day}"
    parent = values["parent"]
    values["likes"] = likes_after(call, [], values.pop("liked", False))
    update = call.store.create(
        "status_update",
        **values,
        resource_subtype=f"{parent.type}_status_update",
        author=call.user,
        created_by=call.user,
    )
    call.store.change(parent, current_status_update=update)
    return update


def delete_status(call: Call) -> None:
    """Delete an update; the previous one becomes current."""
    _withdraw(call, call.objects["status_update"])


def _withdraw(call: Call, update: Record) -> None:
    if update["author"] is not call.user:
        raise forbidden("You do not have access to delete this status update.")
    parent = update["parent"]
    call.store.delete(update)
    newest = next(iter(_of(call, parent)), None)
    call.store.change(parent, current_status_update=newest)


# Project statuses: the legacy format of status updates


def get_project_statuses(call: Call) -> list[Record]:
    """Return the updates in the legacy format, newest first."""
    return [update.seen_as("project_status") for update in _of(call, call.objects["project"])]


def create_project_status(call: Call) -> Record:
    """Publish an update with a color instead of a status type."""
    values = read_new(call, "project_status")
    values["status_type"] = _TYPE_OF_COLOR[values.pop("color")]
    values["parent"] = call.objects["project"]
    return _publish(call, values).seen_as("project_status")


def delete_project_status(call: Call) -> None:
    """Delete the status update behind a project status."""
    gid = call.objects["project_status"].gid
    _withdraw(call, call.lookup.in_path("status_update", gid))


# Briefs


def create_brief(call: Call) -> Record:
    """Create the only brief of a project."""
    project = call.objects["project"]
    common.require_paid(project["workspace"])
    if project["project_brief"] is not None:
        raise invalid("project: The project already has a brief")
    values = read_new(call, "project_brief")
    if not values.get("text"):
        raise invalid("You should specify one of text, html_text")
    brief = call.store.create("project_brief", **values, project=project)
    call.store.change(project, project_brief=brief)
    return brief


def update_brief(call: Call) -> Record:
    """Change the title or the text."""
    brief = call.objects["project_brief"]
    call.store.change(brief, **read_changes(call, "project_brief"))
    return brief


def delete_brief(call: Call) -> None:
    """Delete the brief of a project."""
    brief = call.objects["project_brief"]
    call.store.change(brief["project"], project_brief=None)
    call.store.delete(brief)
    common.delete_parts(call.store, brief, {"attachment": "parent"})


# Reactions, which are read-only


def get_reactions(call: Call) -> list[Record]:
    """Return the reactions with an emoji in any skin tone to a status update or story."""
    target = call.query_required("status_update story", "target")
    if "emoji_base" not in call.query:
        raise missing("emoji_base")
    return [
        reaction
        for reaction in call.store.all("reaction")
        if reaction["target"] is target and reaction["emoji_base"] == call.query["emoji_base"]
    ]


_ONE = "/status_updates/{status_update_gid}"

OPERATIONS = (
    Operation("get_statuses_for_object", "GET", "/status_updates", get_statuses),
    Operation("create_status_for_object", "POST", "/status_updates", create_status, created=True),
    Operation("get_status", "GET", _ONE, common.show("status_update")),
    Operation("delete_status", "DELETE", _ONE, delete_status),
    *common.usual("project_status", delete=delete_project_status),
    Operation(
        "get_project_statuses_for_project",
        "GET",
        "/projects/{project_gid}/project_statuses",
        get_project_statuses,
    ),
    Operation(
        "create_project_status_for_project",
        "POST",
        "/projects/{project_gid}/project_statuses",
        create_project_status,
        created=True,
    ),
    *common.usual("project_brief", update=update_brief, delete=delete_brief),
    Operation(
        "create_project_brief",
        "POST",
        "/projects/{project_gid}/project_briefs",
        create_brief,
        created=True,
    ),
    Operation(
        "get_reactions_on_object",
        "GET",
        "/reactions",
        get_reactions,
        fields=",".join(TYPES["reaction"].compact) + ",user.name,user.resource_type",
    ),
)
