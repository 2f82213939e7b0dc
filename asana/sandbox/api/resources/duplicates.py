"""Duplicating tasks, projects and portfolios, and rolling up dates."""

from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import building, jobs
from asana.sandbox.api.resources.portfolios import add_to
from asana.sandbox.errors import invalid
from asana.sandbox.records import sharing
from asana.sandbox.records.copying import FIELDS as TASK_FIELDS
from asana.sandbox.records.copying import (
    Shift,
    days_of,
    draw_project,
    draw_task,
    shift_by,
    shift_from,
)
from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import boolean, day, mapping, name, text, words

_TASK = (*TASK_FIELDS, "attachments", "dependencies", "parent", "projects", "subtasks")
_PROJECT = (
    *("allocations", "forms", "members", "notes", "permissions", "task_assignee"),
    *("task_attachments", "task_dates", "task_dependencies", "task_followers", "task_notes"),
    *("task_projects", "task_subtasks", "task_tags", "task_templates", "task_type_default"),
)
_PORTFOLIO = (
    *("description", "members", "permissions", "templates", "rules"),
    *("child_projects", "child_portfolios"),
)
# The fields of a project that are always copied.
VIEW = ("color", "icon", "default_view", "team", "privacy_setting", "default_access_level")


def _include(call: Call, allowed: tuple[str, ...]) -> set[str]:
    return set(words(*allowed)(call.data.get("include") or [], "include"))


# Tasks


def duplicate_task(call: Call) -> Record:
    """Copy a task with the parts in `include`; the copy is not completed."""
    task = call.objects["task"]
    include = _include(call, _TASK)
    plan = draw_task(call.store, task, include)
    plan.values["name"] = text(call.data.get("name"), "name") or f"Duplicate of {task['name']}"
    parent = task["parent"] if "parent" in include else None
    made: dict[Record, Record] = {}
    copy = building.build_task(call, plan, task["workspace"], parent, made=made)
    if parent is not None:
        call.store.put(parent, "subtasks", copy, parent["subtasks"].following(task))
    for membership in task["memberships"] if "projects" in include else ():
        building.put(call, copy, membership["section"])
    building.link(call, [plan], made)
    return jobs.start(call, "duplicate_task", task["workspace"], new_task=copy)


# Projects


def duplicate_project(call: Call) -> Record:
    """Copy a project: sections, tasks, custom fields, and the parts in `include`."""
    project = call.objects["project"]
    new_name = name(call.data.get("name"), "name")
    include = _include(call, _PROJECT)
    tasks = {word.removeprefix("task_") for word in include if word.startswith("task_")}
    own = VIEW + (("notes", "html_notes") if "notes" in include else ())
    if "dates" in tasks:
        own += ("start_on", "due_on")
    plan = draw_project(call.store, project, own, tasks)
    shift = _shift(call, days_of(plan), "dates" in tasks)
    home = {"name": new_name, "workspace": project["workspace"].gid}
    copy = building.build_project(call, plan, {}, home, shift)
    if "members" in include:
        for each in project["memberships"]:
            level = each["access_level"] if "permissions" in include else None
            sharing.join(call.store, copy, each["member"], level)
    if "projects" in tasks:
        _add_to_other_projects(call, project, copy)
    return jobs.start(call, "duplicate_project", project["workspace"], new_project=copy)


def _add_to_other_projects(call: Call, project: Record, copy: Record) -> None:
    for task, twin in zip(tasks_of(project), tasks_of(copy), strict=True):
        for membership in task["memberships"]:
            if membership["project"] is not project:
                building.put(call, twin, membership["section"])


def _shift(call: Call, days: list[str], with_dates: bool) -> Shift:
    """Return the shift that moves the first or last date to the one in schedule_dates."""
    wanted = mapping(call.data.get("schedule_dates"), "schedule_dates")
    if not wanted:
        return shift_by(0)
    if not with_dates:
        raise invalid("schedule_dates: You must include task_dates")
    if ("start_on" in wanted) == ("due_on" in wanted):
        raise invalid("schedule_dates: You should specify one of start_on, due_on")
    skip = boolean(wanted.get("should_skip_weekends", False), "should_skip_weekends")
    end = "start_on" if "start_on" in wanted else "due_on"
    to = day(wanted[end], f"schedule_dates: {end}")
    if not days or to is None:
        return shift_by(0)
    return shift_from(days[0] if end == "start_on" else days[-1], to, skip)


# Portfolios


def duplicate_portfolio(call: Call) -> Record:
    """Copy a portfolio with its settings; its items are copied only if included."""
    portfolio = call.objects["portfolio"]
    new_name = name(call.data.get("name"), "name")
    copy = _copy_portfolio(call, portfolio, new_name, _include(call, _PORTFOLIO))
    workspace = portfolio["workspace"]
    return jobs.start(call, "duplicate_portfolio", workspace, new_portfolio=copy)


def _copy_portfolio(call: Call, portfolio: Record, new_name: str, include: set[str]) -> Record:
    kept = ("workspace", "color", "start_on", "due_on", "privacy_setting", "default_access_level")
    values: dict[str, Any] = {each: portfolio[each] for each in kept}
    copy = call.store.create(
        "portfolio", **values, name=new_name, owner=call.user, created_by=call.user
    )
    sharing.join(call.store, copy, call.user, "admin")
    settings = [
        call.store.create(
            "custom_field_setting",
            parent=copy,
            custom_field=setting["custom_field"],
            is_important=setting["is_important"],
        )
        for setting in portfolio["custom_field_settings"]
    ]
    call.store.change(copy, custom_field_settings=settings)
    for each in portfolio["memberships"] if "members" in include else ():
        level = each["access_level"] if "permissions" in include else None
        sharing.join(call.store, copy, each["member"], level)
    for item in portfolio["items"]:
        _copy_item(call, copy, item, include)
    return copy


def _copy_item(call: Call, copy: Record, item: Record, include: set[str]) -> None:
    """Add a copy of an item, or the item itself if copies are not included."""
    if f"child_{item.type}s" not in include:
        add_to(call.store, copy, item, len(copy["items"]))
        return
    if item.type == "portfolio":
        twin = _copy_portfolio(call, item, item["name"], include)
    else:
        plan = draw_project(call.store, item, (*VIEW, "notes", "html_notes"), set(TASK_FIELDS))
        home = {"name": item["name"], "workspace": item["workspace"].gid}
        twin = building.build_project(call, plan, {}, home, shift_by(0))
    add_to(call.store, copy, twin, len(copy["items"]))


# Rollups


def rollup_task(call: Call) -> Record:
    """Set a task's dates to the first start and the last due date of its subtasks."""
    task = call.objects["task"]
    _roll_up(call, task)
    return jobs.start(call, "rollup_task", task["workspace"], new_task=task)


def rollup_project(call: Call) -> Record:
    """Roll up the dates of each task of a project."""
    project = call.objects["project"]
    for task in tasks_of(project):
        _roll_up(call, task)
    return jobs.start(call, "rollup_project", project["workspace"], new_project=project)


def _roll_up(call: Call, task: Record) -> None:
    for subtask in task["subtasks"]:
        _roll_up(call, subtask)
    due = [each["due_on"] for each in task["subtasks"] if each["due_on"]]
    if due:
        starts = [each["start_on"] for each in task["subtasks"] if each["start_on"]]
        start = min(starts, default=None)
        last = max(due)
        values = {"due_on": last, "due_at": None, "start_on": start, "start_at": None}
        call.store.change(task, **values)


OPERATIONS = (
    Operation(
        "duplicate_task", "POST", "/tasks/{task_gid}/duplicate", duplicate_task, created=True
    ),
    Operation(
        "duplicate_project",
        "POST",
        "/projects/{project_gid}/duplicate",
        duplicate_project,
        created=True,
    ),
    Operation(
        "duplicate_portfolio",
        "POST",
        "/portfolios/{portfolio_gid}/duplicate",
        duplicate_portfolio,
        created=True,
    ),
    Operation("rollup_task", "POST", "/tasks/{task_gid}/rollup", rollup_task),
    Operation("rollup_project", "POST", "/projects/{project_gid}/rollup", rollup_project),
)
