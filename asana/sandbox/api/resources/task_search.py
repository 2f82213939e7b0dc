"""Search for tasks in a workspace."""

from collections.abc import Callable
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources.searching import (
    Related,
    Test,
    by_custom_field,
    by_flag,
    by_related,
    by_time,
    first_page,
    matching,
    require_paid_plan,
)
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice

_sort_by = choice("due_date", "created_at", "completed_at", "likes", "modified_at", "relevance")
_subtype = choice("default_task", "milestone", "approval", "section", "custom")

# Functions that return the related records of a task for each filter.
_RELATED: Related = {
    "assignee": ("user", lambda task: [task["assignee"]]),
    "created_by": ("user", lambda task: [task["created_by"]]),
    "assigned_by": ("user", lambda task: [task["assigned_by"]]),
    "followers": ("user", lambda task: list(task["followers"])),
    "liked_by": ("user", lambda task: [like["user"] for like in task["likes"]]),
    "projects": ("project", lambda task: [m["project"] for m in task["memberships"]]),
    "sections": ("section", lambda task: [m["section"] for m in task["memberships"]]),
    "tags": ("tag", lambda task: list(task["tags"])),
    "teams": ("team", lambda task: [m["project"]["team"] for m in task["memberships"]]),
    "portfolios": (
        "portfolio",
        lambda task: [p for m in task["memberships"] for p in m["project"]["portfolios"]],
    ),
}

_FLAGS: dict[str, Test] = {
    "completed": lambda task: bool(task["completed"]),
    "is_subtask": lambda task: task["parent"] is not None,
    "is_blocking": lambda task: not task["completed"] and bool(task["dependents"]),
    "is_blocked": lambda task: any(not other["completed"] for other in task["dependencies"]),
}

_DAYS = ("due", "start", "created", "completed", "modified")
_MOMENTS = ("due", "created", "completed", "modified")

_ORDERS: dict[str, Callable[[Record], Any]] = {
    "due_date": lambda task: task["due_at"] or task["due_on"] or "",
    "likes": lambda task: len(task["likes"]),
    "relevance": lambda task: task["modified_at"],
}


def search_tasks(call: Call) -> list[Record]:
    """Return the only page, by default with the latest change first; there is no next_page."""
    require_paid_plan(call)
    order = str(_sort_by(call.query.get("sort_by", "modified_at"), "sort_by"))
    tests = [
        *by_related(call, {**_RELATED, **_commenters(call)}),
        *by_flag(call, {**_FLAGS, **_attachments(call)}),
        *by_time(call, _DAYS, _MOMENTS),
        *by_custom_field(call),
        *_by_words(call),
    ]
    return first_page(call, matching(call, "task", tests), _ORDERS, order)


def _commenters(call: Call) -> Related:
    """Return the users who commented on a task, according to its stories."""

    def people(task: Record) -> list[Record]:
        stories = call.store.where("story", "target", task)
        return [story["created_by"] for story in stories if story["type"] == "comment"]

    return {"commented_on_by": ("user", people)}


def _attachments(call: Call) -> dict[str, Test]:
    with_files = {attachment["parent"] for attachment in call.store.all("attachment")}
    return {"has_attachment": lambda task: task in with_files}


def _by_words(call: Call) -> list[Test]:
    tests: list[Test] = []
    if "text" in call.query:
        words = call.query["text"].lower().split()
        tests.append(lambda task: all(w in _text_of(task) for w in words))
    if "resource_subtype" in call.query:
        subtype = _subtype(call.query["resource_subtype"], "resource_subtype")
        tests.append(lambda task: task["resource_subtype"] == subtype)
    return tests


def _text_of(task: Record) -> str:
    return f"{task['name']}\n{task['notes']}".lower()


OPERATIONS = (
    Operation(
        "search_tasks_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/tasks/search",
        search_tasks,
        paged=False,
    ),
)
