"""Time tracking entries of tasks, and their categories."""

from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import forbidden, invalid
from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.order import without
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.values import boolean, choice, day

MAX_CATEGORIES = 1

_status = choice("DRAFT", "SUBMITTED", "APPROVED", "REJECTED")

# Categories


def get_categories(call: Call) -> list[Record]:
    """Return the categories of a workspace; archived ones only on request."""
    workspace = call.query_required("workspace", "workspace")
    archived = boolean(call.query.get("is_archived", False), "is_archived")
    categories = call.store.all("time_tracking_category")
    return [c for c in categories if c["workspace"] is workspace and c["is_archived"] is archived]


def create_category(call: Call) -> Record:
    """Create a category that is not archived."""
    data = {name: value for name, value in call.data.items() if name != "is_archived"}
    call.data = data
    values = read_new(call, "time_tracking_category")
    common.require_paid(values["workspace"])
    return call.store.create("time_tracking_category", **values)


def delete_category(call: Call) -> None:
    """Delete a category, and remove it from its entries."""
    category = call.objects["time_tracking_category"]
    for entry in call.store.all("time_tracking_entry"):
        if category in entry["categories"]:
            call.store.change(entry, categories=without(entry["categories"], category))
    call.store.delete(category)


def get_entries_of_category(call: Call) -> list[Record]:
    """Return the entries of a category within the dates of the query."""
    category = call.objects["time_tracking_category"]
    entries = [e for e in _visible(call) if category in e["categories"]]
    return _entered(call, entries, "start_date", "end_date")


# Lists of entries


def get_entries(call: Call) -> list[Record]:
    """Return the entries that match all filters."""
    entries = _visible(call)
    task = call.query_record("task", "task")
    project = call.query_record("project", "attributable_to")
    portfolio = call.query_record("portfolio", "portfolio")
    user = call.query_record("user", "user")
    if task is not None:
        entries = [e for e in entries if e["task"] is task]
    if project is not None:
        entries = [e for e in entries if e["attributable_to"] is project]
    if portfolio is not None:
        tasks = {t for p in portfolio["items"] if p.type == "project" for t in tasks_of(p)}
        entries = [e for e in entries if e["task"] in tasks]
    if user is not None:
        entries = [e for e in entries if e["created_by"] is user]
    if "timesheet_approval_status" in call.query:
        status = _status(call.query["timesheet_approval_status"], "timesheet_approval_status")
        entries = [e for e in entries if e["approval_status"] == status]
    return _in_workspace(call, entries)


def _in_workspace(call: Call, entries: list[Record]) -> list[Record]:
    start, end = "entered_on_start_date", "entered_on_end_date"
    workspace = call.query_record("workspace", "workspace")
    if workspace is not None:
        if start not in call.query and end not in call.query:
            raise invalid(f"You should specify one of {start}, {end}")
        entries = [e for e in entries if e["task"]["workspace"] is workspace]
    return _entered(call, entries, start, end)


def _visible(call: Call) -> list[Record]:
    return call.visible(call.store.all("time_tracking_entry"))


def _entered(call: Call, entries: list[Record], start: str, end: str) -> list[Record]:
    first, last = day(call.query.get(start), start), day(call.query.get(end), end)
    return [
        entry
        for entry in entries
        if (first is None or entry["entered_on"] >= first)
        and (last is None or entry["entered_on"] <= last)
    ]


def get_entries_of_task(call: Call) -> list[Record]:
    """Return the entries of a task, oldest first."""
    task = call.objects["task"]
    common.require_paid(task["workspace"])
    return call.visible(call.store.where("time_tracking_entry", "task", task))


# Writing entries


def create_entry(call: Call) -> Record:
    """Create an entry, by default for today."""
    task = call.objects["task"]
    common.require_paid(task["workspace"])
    values = read_new(call, "time_tracking_entry")
    _check(values, task, [])
    if values.get("entered_on") is None:
        values["entered_on"] = call.store.timestamp()[:10]
    entry = call.store.create("time_tracking_entry", **values, task=task, created_by=call.user)
    _sum_up(call.store, task)
    return entry


def update_entry(call: Call) -> Record:
    """Change an entry; only its creator can."""
    entry = _mine(call)
    values = read_changes(call, "time_tracking_entry")
    _check(values, entry["task"], entry["categories"])
    call.store.change(entry, **values)
    _sum_up(call.store, entry["task"])
    return entry


def _check(values: dict[str, Any], task: Record, before: list[Record]) -> None:
    categories = values.get("categories", [])
    if len(categories) > MAX_CATEGORIES:
        raise invalid(f"categories: An entry can have at most {MAX_CATEGORIES} category")
    for category in categories:
        common.require_same_workspace(category, task["workspace"], "categories")
        if category["is_archived"] and category not in before:
            raise invalid(f"categories: The category is archived: {category.gid}")
    project = values.get("attributable_to")
    if project is not None and all(m["project"] is not project for m in task["memberships"]):
        raise invalid(f"attributable_to: The task is not in this project: {project.gid}")


def _mine(call: Call) -> Record:
    entry = call.objects["time_tracking_entry"]
    if entry["created_by"] is not call.user:
        raise forbidden("You do not have access to change this time tracking entry.")
    return entry


def delete_entry(call: Call) -> None:
    """Delete an entry; only its creator can."""
    entry = _mine(call)
    call.store.delete(entry)
    _sum_up(call.store, entry["task"])


def _sum_up(store: Store, task: Record) -> None:
    entries = store.where("time_tracking_entry", "task", task)
    minutes = sum(entry["duration_minutes"] for entry in entries)
    store.change(task, actual_time_minutes=minutes if entries else None)


OPERATIONS = (
    *common.usual(
        "time_tracking_category",
        list=get_categories,
        create=create_category,
        update=common.update("time_tracking_category"),
        delete=delete_category,
    ),
    Operation(
        "get_time_tracking_entries_for_time_tracking_category",
        "GET",
        "/time_tracking_categories/{time_tracking_category_gid}/time_tracking_entries",
        get_entries_of_category,
    ),
    *common.usual(
        "time_tracking_entry", list=get_entries, update=update_entry, delete=delete_entry
    ),
    Operation(
        "get_time_tracking_entries_for_task",
        "GET",
        "/tasks/{task_gid}/time_tracking_entries",
        get_entries_of_task,
    ),
    Operation(
        "create_time_tracking_entry",
        "POST",
        "/tasks/{task_gid}/time_tracking_entries",
        create_entry,
        created=True,
    ),
)
