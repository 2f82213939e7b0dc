"""Allocations, budgets and rates of projects."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import boolean, choice, number

_WORKERS = "user placeholder"


def _require_worker(call: Call, who: Record, project: Record, field: str) -> None:
    if who.type == "user":
        common.require_members(call, [who], project, field)
    else:
        common.require_same_workspace(who, project["workspace"], field)


# Allocations


def get_allocations(call: Call) -> list[Record]:
    """Return the allocations of a project, or of a user in a workspace."""
    parent = call.query_record("project", "parent")
    assignee = call.query_record(_WORKERS, "assignee")
    workspace = call.query_record("workspace", "workspace")
    if parent is None and workspace is None:
        raise invalid("You should specify one of parent, assignee + workspace")
    return [
        allocation
        for allocation in call.visible(call.store.all("allocation"))
        if parent in (None, allocation["parent"])
        and assignee in (None, allocation["assignee"])
        and workspace in (None, allocation["parent"]["workspace"])
    ]


def create_allocation(call: Call) -> Record:
    """Allocate days of a user or placeholder to a project."""
    values = read_new(call, "allocation")
    common.require_paid(values["parent"]["workspace"])
    _check_allocation(call, values)
    return call.store.create("allocation", **values, created_by=call.user)


def update_allocation(call: Call) -> Record:
    """Change any field, including the project."""
    allocation = call.objects["allocation"]
    values = read_changes(call, "allocation")
    _check_allocation(call, {**allocation.values, **values})
    call.store.change(allocation, **values)
    return allocation


def _check_allocation(call: Call, values: dict[str, Any]) -> None:
    for name in ("assignee", "parent", "start_date", "end_date"):
        if values[name] is None:
            raise missing(name)
    common.require_order(values["start_date"], values["end_date"], "end_date")
    _require_worker(call, values["assignee"], values["parent"], "assignee")


# Budgets


def get_budgets(call: Call) -> list[Record]:
    """Return the budget of a project, if it has one."""
    project = call.query_required("project", "parent")
    return call.store.where("budget", "parent", project)


def create_budget(call: Call) -> Record:
    """Create the only budget of a project."""
    values = read_new(call, "budget")
    project = values["parent"]
    common.require_paid(project["workspace"])
    if call.store.where("budget", "parent", project):
        raise invalid("parent: The project already has a budget")
    return call.store.create("budget", **_settled(values, {"totals": {}}))


def update_budget(call: Call) -> Record:
    """Change a budget. The total is stored separately for each type of budget."""
    budget = call.objects["budget"]
    values = read_changes(call, "budget")
    call.store.change(budget, **_settled(values, budget.values))
    return budget


_filter = choice("billable", "non_billable", "any")
_PARTS: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    "estimate": {
        "billable_status_filter": _filter,
        "source": choice("none", "tasks", "capacity_plans"),
        "enabled": boolean,
    },
    "actual": {"billable_status_filter": _filter},
    "total": {"enabled": boolean, "value": number},
}


def _settled(values: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Merge the parts in a body into the previous ones, except computed values."""
    for part, readers in _PARTS.items():
        if part in values:
            given = {
                name: read(values[part][name], f"{part}: {name}")
                for name, read in readers.items()
                if name in values[part]
            }
            values[part] = {**before.get(part, {}), **given}
    estimate = values.get("estimate", {})
    if estimate.get("enabled") and estimate.get("source", "none") == "none":
        raise invalid("estimate: An enabled estimate needs a source")
    total = values.get("total", {})
    if "value" in total:
        kind = values.get("budget_type", before.get("budget_type"))
        values["totals"] = {**before["totals"], kind: total.pop("value")}
    return values


# Rates


def get_rates(call: Call) -> list[Record]:
    """Return the rates of a project, of a user, or of both."""
    parent = call.query_record("project", "parent")
    resource = call.query_record(_WORKERS, "resource")
    return [
        rate
        for rate in call.visible(call.store.all("rate"))
        if parent in (None, rate["parent"]) and resource in (None, rate["resource"])
    ]


def create_rate(call: Call) -> Record:
    """Create a rate; each user has at most one per project."""
    values = read_new(call, "rate")
    project, resource = values["parent"], values["resource"]
    common.require_paid(project["workspace"])
    _require_worker(call, resource, project, "resource")
    for other in call.store.where("rate", "parent", project):
        if other["resource"] is resource:
            raise invalid(f"resource: There is already a rate: {resource.gid}")
    return call.store.create("rate", **values, created_by=call.user)


def update_rate(call: Call) -> Record:
    """Change the amount."""
    rate = call.objects["rate"]
    values = read_changes(call, "rate")
    if values.get("rate", 0) is None:
        raise missing("rate")
    call.store.change(rate, **values)
    return rate


def _full(type_name: str, **handlers: Handler) -> tuple[Operation, ...]:
    """Return the usual operations of a type whose lists render full records."""
    return tuple(
        replace(operation, full=operation.handler is handlers["list"])
        for operation in common.usual(type_name, **handlers, delete=common.delete(type_name))
    )


OPERATIONS = (
    *_full("allocation", list=get_allocations, create=create_allocation, update=update_allocation),
    *(
        replace(operation, paged=operation.handler is not get_budgets)
        for operation in _full(
            "budget", list=get_budgets, create=create_budget, update=update_budget
        )
    ),
    *_full("rate", list=get_rates, create=create_rate, update=update_rate),
)
