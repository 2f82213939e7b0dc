"""Search for projects in a workspace."""

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

_sort_by = choice("due_date", "created_at", "completed_at", "modified_at", "relevance")

_RELATED: Related = {
    "owner": ("user", lambda project: [project["owner"]]),
    "members": ("user", lambda project: list(project["members"])),
    "teams": ("team", lambda project: [project["team"]]),
    "portfolios": ("portfolio", lambda project: list(project["portfolios"])),
}

_ORDERS: dict[str, Callable[[Record], Any]] = {
    "due_date": lambda project: project["due_on"] or "",
    "relevance": lambda project: project["modified_at"],
}


def search_projects(call: Call) -> list[Record]:
    """Return one page of projects that match all filters, as for tasks."""
    require_paid_plan(call)
    order = str(_sort_by(call.query.get("sort_by", "modified_at"), "sort_by"))
    tests = [
        *by_related(call, _RELATED),
        *by_flag(call, {"completed": lambda project: bool(project["completed"])}),
        *by_time(call, ("due", "start", "created", "completed"), ("due", "created", "completed")),
        *by_custom_field(call),
        *_by_words(call),
    ]
    return first_page(call, matching(call, "project", tests), _ORDERS, order)


def _by_words(call: Call) -> list[Test]:
    """Match text only in the name."""
    words = call.query.get("text", "").lower().split()
    return [lambda project: all(word in project["name"].lower() for word in words)]


OPERATIONS = (
    Operation(
        "search_projects_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/projects/search",
        search_projects,
        paged=False,
    ),
)
