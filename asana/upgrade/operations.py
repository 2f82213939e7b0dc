"""The operations: their signatures in asana 5.x and in this library."""

import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from .._call.routes import ROUTES
from .._call.words import OLD_NAMES
from ..resources import classes

__all__ = ["Operation", "apis", "operations"]

# The query parameters that are arguments in asana 5.x because Asana requires them.
REQUIRED = {
    "get_access_requests": ("target",),
    "get_attachments_for_object": ("parent",),
    "get_budgets": ("parent",),
    "get_custom_types": ("project",),
    "get_events": ("resource",),
    "get_favorites_for_user": ("resource_type", "workspace"),
    "get_goal_relationships": ("supported_goal",),
    "get_ooo_entries": ("user", "workspace"),
    "get_portfolios": ("workspace",),
    "get_reactions_on_object": ("target", "emoji_base"),
    "get_statuses_for_object": ("parent",),
    "get_team_memberships_for_user": ("workspace",),
    "get_teams_for_user": ("organization",),
    "get_time_periods": ("workspace",),
    "get_time_tracking_categories": ("workspace",),
    "get_timesheet_approval_statuses": ("workspace",),
    "get_user_task_list_for_user": ("workspace",),
    "get_webhooks": ("workspace",),
    "typeahead_for_workspace": ("resource_type",),
}

# The operations whose body is optional; asana 5.x takes it as an entry of opts.
BODY_IN_OPTS = {
    "add_task_for_section",
    "create_enum_option_for_custom_field",
    "create_membership",
    "create_section_for_project",
    "duplicate_portfolio",
    "duplicate_project",
    "insert_enum_option_for_custom_field",
    "insert_section_for_project",
    "instantiate_project",
    "instantiate_task",
    "update_custom_field",
    "update_enum_option",
    "update_section",
}

# Its opts are form fields.
FORM = "create_attachment_for_object"


class Operation(NamedTuple):
    """An operation.

    :ivar resource: the attribute of the client
    :ivar gids: the positional arguments in this library
    :ivar query: the query parameters that are positional in asana 5.x
    :ivar body: whether the first argument in asana 5.x is the body
    :ivar body_in_opts: whether the body is an entry of opts
    :ivar reads: whether it is a GET request
    :ivar listing: whether it returns an iterator
    """

    resource: str
    method: str
    gids: tuple[str, ...]
    query: tuple[str, ...]
    body: bool
    body_in_opts: bool
    reads: bool
    listing: bool

    @property
    def arguments(self) -> tuple[str, ...]:
        """The positional arguments in asana 5.x."""
        return (*(("body",) if self.body else ()), *self.gids, *self.query, "opts")

    @property
    def signature(self) -> str:
        """The call in this library, for messages."""
        body = ("body",) if self.body or self.body_in_opts else ()
        query = tuple(f"{name}=…" for name in self.query)
        return f"client.{self.resource}.{self.method}({', '.join((*self.gids, *body, *query))})"


@cache
def operations() -> dict[str, Operation]:
    """Return all operations by the names of their methods."""
    found = {}
    for resource, kind in classes().items():
        for name, method in vars(kind).items():
            if inspect.isfunction(method) and not _is_old(method):
                operation = _operation(resource, name, method)
                if operation is not None:
                    found[name] = operation
    return found


def _operation(resource: str, name: str, method: Callable[..., Any]) -> Operation | None:
    """Return the operation of a method; None for a method that goes beyond the API."""
    route = re.search(r"\n\n([A-Z]+) (/\S+)[^\n]*$", inspect.getdoc(method) or "")
    parameters = list(inspect.signature(method).parameters)[1:]
    if name.startswith("_") or route is None or "params" not in parameters:
        return None
    fields = ROUTES[f"{route[1]} {re.sub('{[^}]*}', '{}', route[2])}"][0]
    writes = route[1] in ("POST", "PUT") and fields is not None and name != FORM
    return Operation(
        resource,
        name,
        tuple(parameters[: parameters.index("params")]),
        REQUIRED.get(name, ()),
        writes and name not in BODY_IN_OPTS,
        name in BODY_IN_OPTS,
        route[1] == "GET",
        "ItemIterator" in str(method.__annotations__["return"]),
    )


def _is_old(method: Callable[..., Any] | None) -> bool:
    """Return whether only python-asana 0.x has the name of a method."""
    while method is not None and method.__code__ not in OLD_NAMES:
        method = getattr(method, "__wrapped__", None)
    return method is not None


@cache
def apis() -> dict[str, str]:
    """Return the resources by the names of their classes in asana 5.x."""
    return {f"{kind.__name__}Api": resource for resource, kind in classes().items()}
