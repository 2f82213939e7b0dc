"""Approval of weekly timesheets, and days out of the office."""

from datetime import date, timedelta

from asana.sandbox.api.call import Call
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import forbidden, invalid, missing
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice, day, words

# For each status, the statuses that can follow it.
MOVES = {
    "DRAFT": ("SUBMITTED",),
    "SUBMITTED": ("DRAFT", "APPROVED", "REJECTED"),
    "REJECTED": ("SUBMITTED", "DRAFT"),
    "APPROVED": ("DRAFT",),
}
_status = choice(*(status.lower() for status in MOVES))
_statuses = words(*MOVES, *(status.lower() for status in MOVES))


def get_timesheets(call: Call) -> list[Record]:
    """Return the timesheets of a workspace that match all filters."""
    workspace = call.query_required("workspace", "workspace")
    user = call.query_record("user", "user")
    first, last = day(call.query.get("from_date"), "from_date"), _last(call)
    statuses = _statuses(call.query.get("approval_statuses", ""), "approval_statuses")
    wanted = [status.upper() for status in statuses]
    return [
        sheet
        for sheet in call.store.all("timesheet_approval_status")
        if sheet["workspace"] is workspace
        and user in (None, sheet["user"])
        and (first is None or sheet["end_date"] >= first)
        and (last is None or sheet["start_date"] <= last)
        and (not wanted or sheet["approval_status"] in wanted)
    ]


def _last(call: Call) -> str | None:
    return day(call.query.get("to_date"), "to_date")


def create_timesheet(call: Call) -> Record:
    """Create the only timesheet of a user for a week, from Monday to Sunday."""
    call.data.pop("approval_status", None)
    values = read_new(call, "timesheet_approval_status")
    workspace, user = values["workspace"], values["user"]
    common.require_paid(workspace)
    common.require_members(call, [user], workspace, "user")
    monday = date.fromisoformat(values["start_date"])
    if monday.weekday() != 0:
        raise invalid("start_date: Must be a Monday")
    if date.fromisoformat(values["end_date"]) - monday != timedelta(days=6):
        raise invalid("end_date: Must be the Sunday after start_date")
    for other in call.store.where("timesheet_approval_status", "user", user):
        if all(other[name] == value for name, value in values.items()):
            raise invalid("start_date: There is already a timesheet for this week")
    return call.store.create("timesheet_approval_status", **values)


def update_timesheet(call: Call) -> Record:
    """Change the status, which also applies to the week's entries."""
    sheet = call.objects["timesheet_approval_status"]
    if call.data.get("approval_status") is None:
        raise missing("approval_status")
    new = str(_status(call.data["approval_status"], "approval_status")).upper()
    old = sheet["approval_status"]
    if new not in MOVES[old]:
        raise invalid(f"approval_status: Cannot go from {old.lower()} to {new.lower()}")
    call.store.change(sheet, approval_status=new)
    for entry in call.store.all("time_tracking_entry"):
        in_week = sheet["start_date"] <= entry["entered_on"] <= sheet["end_date"]
        if entry["created_by"] is sheet["user"] and in_week:
            call.store.change(entry, approval_status=new)
    return sheet


# Out of the office


def get_absences(call: Call) -> list[Record]:
    """Return a user's absences that overlap the dates of the query."""
    user = call.query_required("user", "user")
    workspace = call.query_required("workspace", "workspace")
    first = day(call.query.get("start_date"), "start_date")
    last = day(call.query.get("end_date"), "end_date")
    return [
        entry
        for entry in call.store.all("ooo_entry")
        if entry["user"] is user
        and entry["workspace"] is workspace
        and (first is None or entry["end_date"] >= first)
        and (last is None or entry["start_date"] <= last)
    ]


def create_absence(call: Call) -> Record:
    """Create an absence of the caller; admins may create those of others."""
    values = read_new(call, "ooo_entry")
    user, workspace = values["user"], values["workspace"]
    common.require_members(call, [user], workspace, "user")
    _require_right(call, user, workspace)
    common.require_order(values["start_date"], values["end_date"], "end_date")
    return call.store.create("ooo_entry", **values, created_by=call.user)


def _require_right(call: Call, user: Record, workspace: Record) -> None:
    mine = call.access.membership(call.user, workspace)
    if user is not call.user and not (mine and mine["is_admin"]):
        raise forbidden("You do not have access to the absences of this user.")


def update_absence(call: Call) -> Record:
    """Change the dates."""
    entry = call.objects["ooo_entry"]
    _require_right(call, entry["user"], entry["workspace"])
    values = read_changes(call, "ooo_entry")
    now = {**entry.values, **values}
    if None in (now["start_date"], now["end_date"]):
        raise missing("start_date" if now["start_date"] is None else "end_date")
    common.require_order(now["start_date"], now["end_date"], "end_date")
    call.store.change(entry, **values)
    return entry


def delete_absence(call: Call) -> None:
    """Delete an absence."""
    entry = call.objects["ooo_entry"]
    _require_right(call, entry["user"], entry["workspace"])
    call.store.delete(entry)


OPERATIONS = (
    *common.usual(
        "timesheet_approval_status",
        list=get_timesheets,
        create=create_timesheet,
        update=update_timesheet,
    ),
    *common.usual(
        "ooo_entry",
        list=get_absences,
        create=create_absence,
        update=update_absence,
        delete=delete_absence,
    ),
)
