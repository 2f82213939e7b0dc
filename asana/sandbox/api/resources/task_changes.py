"""The effects of changes to tasks: dates, completion, people, likes."""

from collections.abc import Mapping
from typing import Any

from asana.sandbox.api.call import Call
from asana.sandbox.api.resources import common, custom_field_values
from asana.sandbox.changes.storytelling import tell_changes
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records.record import Record

_CUSTOM = ("custom_type", "custom_type_status_option")
_DATES = ("start_on", "start_at", "due_on", "due_at")


def apply(call: Call, task: Record, values: dict[str, Any]) -> None:
    """Change a task as in an update, with stories."""
    custom_field_values.settle_record(call, task, values)
    settle(call, task.values, values, task["workspace"])
    changed = call.store.change(task, **values)
    tell_changes(call, task, changed)
    if "custom_fields" in changed:
        custom_field_values.tell_values(call, task, *changed["custom_fields"])


def settle(
    call: Call, before: Mapping[str, Any], values: dict[str, Any], workspace: Record
) -> None:
    """Check the values of a task and add the values that depend on them.

    `before` are the current values of the task, or the defaults of a new task.
    """
    _settle_people(call, before, values, workspace)
    _settle_dates(before, values)
    _settle_custom_type(before, values, workspace)
    _settle_completion(call, before, values)
    if "liked" in values:
        values["likes"] = likes_after(call, before["likes"], values.pop("liked"))


def likes_after(call: Call, before: list[Any], liked: bool) -> list[Any]:
    """Return the likes with or without the caller's."""
    likes = [like for like in before if like["user"] is not call.user]
    if liked:
        mine = [like for like in before if like["user"] is call.user]
        likes += mine or [{"gid": call.store.new_gid(), "user": call.user}]
    return likes


def _settle_people(
    call: Call, before: Mapping[str, Any], values: dict[str, Any], workspace: Record
) -> None:
    assignee = values.get("assignee", before["assignee"])
    if values.get("assignee"):
        common.require_members(call, [assignee], workspace, "assignee")
    if "assignee_status" in values and assignee is None:
        raise invalid("assignee_status: Cannot be set on a task without an assignee")
    section = values.get("assignee_section")
    if section is not None and section["project"].get("owner") is not assignee:
        raise invalid("assignee_section: Must be a section of the assignee's own tasks")
    if section is not None and section["project"].type != "user_task_list":
        raise invalid("assignee_section: Must be a section of the assignee's own tasks")
    if "assignee" in values and assignee is not before["assignee"]:
        values.setdefault("assignee_section", None)
        values["assigned_by"] = call.user if assignee else None
        followers = values.get("followers", before["followers"])
        if assignee is not None and assignee not in followers:
            values["followers"] = [*followers, assignee]


def _settle_dates(before: Mapping[str, Any], values: dict[str, Any]) -> None:
    _require_due_in_request(values)
    if values.get("due_at"):
        values["due_on"] = values["due_at"][:10]
    elif "due_on" in values or "due_at" in values:
        values["due_at"] = None
        values.setdefault("due_on", None)
    if values.get("start_at"):
        values["start_on"] = values["start_at"][:10]
    elif "start_on" in values or "start_at" in values:
        values["start_at"] = None
        values.setdefault("start_on", None)
    asked_for_start = values.get("start_on")
    now = {name: values.get(name, before[name]) for name in _DATES}
    if now["start_on"] and now["due_on"] is None:
        if asked_for_start:
            raise invalid("start_on: A start date needs a due date")
        values.update(start_on=None, start_at=None)
    elif now["start_on"] and _starts_late(now):
        raise invalid("start_on: The start date must not be after the due date")
    if (
        asked_for_start
        and values.get("resource_subtype", before["resource_subtype"]) == "milestone"
    ):
        raise invalid("start_on: A milestone cannot have a start date")


def _require_due_in_request(values: dict[str, Any]) -> None:
    for one, other in (("due_on", "due_at"), ("start_on", "start_at")):
        if values.get(one) and values.get(other):
            raise invalid(f"You may only provide one of {one} or {other}!")
    if "start_on" in values and "due_on" not in values and "due_at" not in values:
        raise invalid("start_on: You must provide due_on or due_at in the same request")
    if "start_at" in values and "due_at" not in values:
        raise invalid("start_at: You must provide due_at in the same request")


def _starts_late(dates: dict[str, str]) -> bool:
    if dates["start_at"] and dates["due_at"]:
        return dates["start_at"] > dates["due_at"]
    return dates["start_on"] > dates["due_on"]


def _settle_custom_type(
    before: Mapping[str, Any], values: dict[str, Any], workspace: Record
) -> None:
    """Check the custom type and its status option, which determines completion."""
    now = {name: values.get(name, before[name]) for name in (*_CUSTOM, "resource_subtype")}
    if now["resource_subtype"] != "custom":
        if any(values.get(name) is not None for name in _CUSTOM):
            raise invalid("custom_type: Only a task of subtype custom has this property")
        values.update(dict.fromkeys(_CUSTOM))
        return
    kind, option = now["custom_type"], now["custom_type_status_option"]
    if kind is None:
        raise missing("custom_type")
    common.require_same_workspace(kind, workspace, "custom_type")
    if option is None or (option["custom_type"] is not kind and _CUSTOM[1] not in values):
        option = kind["status_options"][0]
    if option["custom_type"] is not kind:
        raise invalid("custom_type_status_option: Not an option of this custom type")
    values["custom_type_status_option"] = option
    if option is not before["custom_type_status_option"]:
        values.setdefault("completed", option["completion_state"] == "Complete")


def _settle_completion(call: Call, before: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Keep the status of an approval and its completion consistent."""
    if values.get("resource_subtype", before["resource_subtype"]) == "approval":
        if "approval_status" in values:
            values["completed"] = values["approval_status"] != "pending"
        elif "completed" in values and values["completed"] is not before["completed"]:
            values["approval_status"] = "approved" if values["completed"] else "pending"
        elif before.get("approval_status") is None:
            values["approval_status"] = "approved" if before["completed"] else "pending"
    elif "approval_status" in values:
        raise invalid("approval_status: Only an approval has this property")
    elif before.get("approval_status") is not None:
        values["approval_status"] = None
    completed = values.get("completed", before["completed"])
    if completed is not before["completed"]:
        values["completed_at"] = call.store.timestamp() if completed else None
        values["completed_by"] = call.user if completed else None
