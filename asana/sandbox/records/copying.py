"""Plans for copies of tasks and projects.

Duplication creates a plan and builds it immediately; a template stores its plan for later.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from asana.sandbox.errors import invalid
from asana.sandbox.records.record import Record, Records

# The parts that a plan of a task can include, with their fields.
FIELDS = {
    "assignee": ("assignee",),
    "dates": ("start_on", "start_at", "due_on", "due_at"),
    "followers": ("followers",),
    "notes": ("notes", "html_notes"),
    "tags": ("tags",),
}
_ALWAYS = ("name", "resource_subtype", "custom_fields", "custom_type", "custom_type_status_option")
_DATES = FIELDS["dates"]

Shift = Callable[[str], str]


@dataclass
class TaskPlan:
    """The values and parts of a task to create; `source` is the task that was planned."""

    source: Record
    values: dict[str, Any]
    subtasks: list["TaskPlan"] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    dependencies: list[Record] = field(default_factory=list)


@dataclass
class ProjectPlan:
    """The values of a project to create, and its sections with their tasks."""

    values: dict[str, Any]
    fields: list[tuple[Record, bool]]
    sections: list[tuple[str, list[TaskPlan]]]


def draw_task(records: Records, task: Record, include: set[str]) -> TaskPlan:
    """Plan a copy of a task with the included parts; the copy is not completed."""
    names = [*_ALWAYS, *(name for what in include for name in FIELDS.get(what, ()))]
    plan = TaskPlan(task, {name: task[name] for name in names if name in task.values})
    plan.values["custom_fields"] = _without_ids(records, task["custom_fields"])
    if task["resource_subtype"] == "approval":
        plan.values["approval_status"] = "pending"
    if "subtasks" in include:
        plan.subtasks = [draw_task(records, each, include) for each in task["subtasks"]]
    if "attachments" in include:
        plan.attachments = [a.values for a in _attachments(records, task)]
    if "dependencies" in include:
        plan.dependencies = list(task["dependencies"])
    return plan


def _without_ids(records: Records, values: dict[str, Any]) -> dict[str, Any]:
    """Omit custom IDs, because a copy gets new ones."""
    fields = {gid: records.get("custom_field", gid) for gid in values}
    return {
        gid: value
        for gid, value in values.items()
        if (found := fields[gid]) and found["representation_type"] != "custom_id"
    }


def _attachments(records: Records, task: Record) -> list[Record]:
    return records.where("attachment", "parent", task)


def draw_project(
    records: Records, project: Record, names: tuple[str, ...], tasks: set[str]
) -> ProjectPlan:
    """Plan a copy of a project: some of its fields, and its tasks."""
    return ProjectPlan(
        {name: project[name] for name in names},
        [(s["custom_field"], s["is_important"]) for s in project["custom_field_settings"]],
        [
            (section["name"], [draw_task(records, task, tasks) for task in section["tasks"]])
            for section in project["sections"]
        ],
    )


# Dates


def days_of(plan: ProjectPlan) -> list[str]:
    """Return all start and due dates of the tasks in a plan, including subtasks."""
    tasks = [task for _, planned in plan.sections for task in planned]
    return sorted(day for task in tasks for day in _days_of_task(task))


def _days_of_task(plan: TaskPlan) -> list[str]:
    own = [plan.values[n] for n in ("start_on", "due_on") if plan.values.get(n)]
    return [*own, *(day for subtask in plan.subtasks for day in _days_of_task(subtask))]


def shift_by(days: int, skip_weekends: bool = False) -> Shift:
    """Return a function that moves dates by a number of days, and keeps the time of day."""

    def shift(day: str) -> str:
        try:
            moved = date.fromisoformat(day[:10]) + timedelta(days=days)
            if skip_weekends and moved.weekday() >= 5:  # to the following Monday
                moved += timedelta(days=7 - moved.weekday())
        except OverflowError:
            raise invalid(f"Date is out of range: {day} moved by {days} days") from None
        return moved.isoformat() + day[10:]

    return shift


def shift_from(first: str, wanted: str, skip_weekends: bool = False) -> Shift:
    """Return the shift that moves one date to another."""
    days = date.fromisoformat(wanted) - date.fromisoformat(first)
    return shift_by(days.days, skip_weekends)


def shifted(values: dict[str, Any], shift: Shift) -> dict[str, Any]:
    """Return the values with shifted dates."""
    moved = {name: shift(values[name]) for name in _DATES if values.get(name)}
    return {**values, **moved}
