"""Computed values: the progress of goals, and the money and time of projects."""

from datetime import date, timedelta
from typing import Any

from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.view import View

MINUTES = 60
_FILTERS = {"billable": ("billable",), "non_billable": ("nonBillable", "notApplicable")}


# Goals


def metric(goal: Record, view: View) -> dict[str, Any] | None:
    """Return the metric with its current value, which may depend on supporting resources."""
    stored = goal["metric"]
    if stored is None:
        return None
    value = current_value(goal)
    return {
        **stored,
        "current_number_value": value,
        "current_display_value": _spelled(stored, value),
        "can_manage": view.user is goal["owner"],
    }


def current_value(goal: Record) -> float:
    """Return the current value of a goal's metric."""
    stored = goal["metric"]
    if stored["progress_source"] in ("manual", "external"):
        return stored["current_number_value"]  # type: ignore[no-any-return]
    start, target = stored["initial_number_value"], stored["target_number_value"]
    share = _progress(goal, stored["progress_source"])
    return float(round(start + share * (target - start), stored["precision"]))


def _spelled(stored: dict[str, Any], value: float) -> str:
    digits = f"{value:.{stored['precision']}f}"
    if stored["unit"] == "percentage":
        return f"{digits}%"
    return f"{stored['currency_code']} {digits}" if stored["unit"] == "currency" else digits


def _progress(goal: Record, source: str) -> float:
    """Return the progress of a goal from 0 to 1, weighted if any weights are set."""
    shares: list[tuple[float, float]] = []
    for relationship in goal["relationships"]:
        share = _share(relationship["supporting_resource"], source)
        if share is not None:
            shares.append((relationship["contribution_weight"], share))
    if not any(weight for weight, _ in shares):
        shares = [(1, share) for _, share in shares]
    total = sum(weight for weight, _ in shares)
    return sum(weight * share for weight, share in shares) / total if total else 0


def _share(supporting: Record, source: str) -> float | None:
    """Return the progress of a supporting resource; None if it does not count for the source."""
    if source == "subgoal_progress" and supporting.type == "goal":
        return _share_of_goal(supporting)
    if source == "task_completion" and supporting.type == "task":
        return float(supporting["completed"])
    if source in ("project_task_completion", "project_milestone_completion"):
        if supporting.type != "project":
            return None
        tasks = tasks_of(supporting)
        if source == "project_milestone_completion":
            tasks = [task for task in tasks if task["resource_subtype"] == "milestone"]
        return sum(task["completed"] for task in tasks) / len(tasks) if tasks else 0.0
    return None


def _share_of_goal(goal: Record) -> float:
    if goal["metric"] is None:
        return 0.0
    start = goal["metric"]["initial_number_value"]
    way = goal["metric"]["target_number_value"] - start
    return float(min(max((current_value(goal) - start) / way, 0.0), 1.0))


# Budgets


def estimate(budget: Record, view: View) -> dict[str, Any]:
    """Return the estimated total of a project; empty if estimates are disabled."""
    shown = {"billable_status_filter": "billable", "source": "none", "enabled": False}
    shown |= budget["estimate"]
    if not shown["enabled"]:
        return {**shown, "units": None, "value": None}
    planned = _planned(budget["parent"], view, str(shown["source"]))
    return {**shown, "units": _units(budget), "value": _valued(budget, view, planned)}


def actual(budget: Record, view: View) -> dict[str, Any]:
    """Return the time or money that a project has used so far."""
    shown = {"billable_status_filter": "billable", **budget["actual"]}
    statuses = _FILTERS.get(shown["billable_status_filter"])
    worked = [
        (entry["created_by"], entry["duration_minutes"])
        for task in tasks_of(budget["parent"])
        for entry in view.store.where("time_tracking_entry", "task", task)
        if statuses is None or entry["billable_status"] in statuses
    ]
    return {**shown, "value": _valued(budget, view, worked), "units": _units(budget)}


def total(budget: Record, view: View) -> dict[str, Any]:
    """Return the budget of a project, which is stored separately for time and money."""
    enabled = bool(budget["total"].get("enabled", False))
    value = budget["totals"].get(budget["budget_type"])
    return {"enabled": enabled, "value": value if enabled else None, "units": _units(budget)}


def _units(budget: Record) -> str:
    return "minutes" if budget["budget_type"] == "time" else "EUR"


def _planned(project: Record, view: View, source: str) -> list[tuple[Record | None, float]]:
    """Return people and their minutes, from the estimates of tasks or from allocations."""
    if source == "capacity_plans":
        return [
            (allocation["assignee"], _allocated(allocation))
            for allocation in view.store.all("allocation")
            if allocation["parent"] is project
        ]
    fields = [
        field
        for field in view.store.all("custom_field")
        if field["asana_created_field"] == "estimated_time"
    ]
    return [
        (task["assignee"], task["custom_fields"].get(field.gid) or 0)
        for task in tasks_of(project)
        for field in fields
    ]


def _allocated(allocation: Record) -> float:
    """Return minutes: for each working day the hours, or a percentage of eight hours."""
    effort = allocation["effort"]
    if effort is None:
        return 0
    first = date.fromisoformat(allocation["start_date"])
    last = date.fromisoformat(allocation["end_date"])
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    hours = effort["value"] if effort["type"] == "hours" else effort["value"] * 8 / 100
    return float(hours * MINUTES * sum(day.weekday() < 5 for day in days))


def _valued(budget: Record, view: View, work: list[tuple[Record | None, float]]) -> float:
    """Return the sum of minutes, or their cost at the rates of the people."""
    if budget["budget_type"] == "time":
        return sum(minutes for _, minutes in work)
    rates = {
        rate["resource"]: rate["rate"]
        for rate in view.store.all("rate")
        if rate["parent"] is budget["parent"]
    }
    return float(round(sum(minutes / MINUTES * rates.get(who, 0) for who, minutes in work), 2))
