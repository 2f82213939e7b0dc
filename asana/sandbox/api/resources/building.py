"""Building tasks and projects from plans."""

from dataclasses import replace
from typing import Any

from asana.sandbox.api.call import Call
from asana.sandbox.api.resources import custom_field_values
from asana.sandbox.api.resources.projects import create_project
from asana.sandbox.records.copying import ProjectPlan, Shift, TaskPlan, shift_by, shifted
from asana.sandbox.records.homes import first_section
from asana.sandbox.records.placement import place
from asana.sandbox.records.record import Record

_SAME = shift_by(0)


def build_task(
    call: Call,
    plan: TaskPlan,
    workspace: Record,
    parent: Record | None = None,
    shift: Shift = _SAME,
    made: dict[Record, Record] | None = None,
) -> Record:
    """Create a task with its subtasks; `made` collects the copy of each source."""
    values = shifted(plan.values, shift)
    followers = [call.user, *values.pop("followers", ())]
    if values.get("assignee") is not None:
        followers.append(values["assignee"])
    task = call.store.create(
        "task",
        **values,
        workspace=workspace,
        parent=parent,
        created_by=call.user,
        followers=list(dict.fromkeys(followers)),
        touched_at=call.store.timestamp(),
    )
    made = {} if made is None else made
    made[plan.source] = task
    for each in plan.subtasks:
        subtask = build_task(call, each, workspace, task, shift, made)
        call.store.put(task, "subtasks", subtask)
    for attachment in plan.attachments:
        call.store.create("attachment", **{**attachment, "parent": task})
    return task


def put(call: Call, task: Record, section: Record) -> None:
    """Add a task at the end of a section without a story, because copies have no history."""
    place(call.store, task, section)
    custom_field_values.number(call.store, task)


def link(call: Call, plans: list[TaskPlan], made: dict[Record, Record]) -> None:
    """Copy dependencies: to the copy of a task if there is one, otherwise to the task itself."""
    for plan in plans:
        task = made[plan.source]
        for source in plan.dependencies:
            other = made.get(source, source)
            call.store.change(task, dependencies=[*task["dependencies"], other])
            call.store.change(other, dependents=[*other["dependents"], task])
        link(call, plan.subtasks, made)


def build_project(
    call: Call, plan: ProjectPlan, values: dict[str, Any], home: dict[str, str], shift: Shift
) -> Record:
    """Create a project owned by the caller with the planned sections and tasks."""
    project = create_project(replace(call, objects={}, data=home))
    own = shifted(plan.values, shift)
    call.store.change(project, **{**own, **values})
    settings = [
        call.store.create(
            "custom_field_setting", parent=project, custom_field=field, is_important=important
        )
        for field, important in plan.fields
    ]
    call.store.change(project, custom_field_settings=settings)
    untitled = first_section(project)
    call.store.drop(project, "sections", untitled)
    call.store.delete(untitled)
    made: dict[Record, Record] = {}
    for name, tasks in plan.sections:
        section = call.store.create("section", name=name, project=project)
        call.store.put(project, "sections", section)
        for task in tasks:
            put(call, build_task(call, task, project["workspace"], None, shift, made), section)
    link(call, [task for _, tasks in plan.sections for task in tasks], made)
    return project
