"""Task templates, which only the Asana app can create."""

from datetime import date, timedelta
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common, jobs, sections
from asana.sandbox.records.homes import first_section
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import name, to_html

_SUBTYPES = {"milestone_task": "milestone", "approval_task": "approval"}


def get_templates(call: Call) -> list[Record]:
    """Return the templates of a project."""
    project = call.query_required("project", "project")
    return [each for each in call.store.all("task_template") if each["project"] is project]


def instantiate(call: Call) -> Record:
    """Create a task in the project of the template."""
    template = call.objects["task_template"]
    recipe, project = template["template"], template["project"]
    given = call.data.get("name")
    title = recipe["name"] if given is None else name(given, "name")
    task = _make(call, project["workspace"], recipe, title)
    sections.move(call, task, first_section(project))
    for each in recipe["subtasks"]:
        subtask = _make(call, project["workspace"], each, each["name"], task)
        call.store.put(task, "subtasks", subtask)
    return jobs.start(call, "instantiate_task", project["workspace"], new_task=task)


def _make(
    call: Call, workspace: Record, recipe: dict[str, Any], title: str, parent: Record | None = None
) -> Record:
    subtype = _SUBTYPES.get(recipe["task_resource_subtype"], "default_task")
    return call.store.create(
        "task",
        name=title,
        resource_subtype=subtype,
        **({"approval_status": "pending"} if subtype == "approval" else {}),
        notes=recipe.get("description", ""),
        html_notes=to_html(recipe.get("description", "")),
        start_on=_day(call, recipe.get("relative_start_on")),
        due_on=_day(call, recipe.get("relative_due_on")),
        workspace=workspace,
        parent=parent,
        created_by=call.user,
        followers=list(dict.fromkeys([call.user, *recipe.get("followers", ())])),
        touched_at=call.store.timestamp(),
    )


def _day(call: Call, days: int | None) -> str | None:
    """Return the date that is a number of days from today."""
    if days is None:
        return None
    today = date.fromisoformat(call.store.timestamp()[:10])
    return (today + timedelta(days=days)).isoformat()


OPERATIONS = (
    *common.usual("task_template", list=get_templates, delete=common.delete("task_template")),
    Operation(
        "instantiate_task",
        "POST",
        "/task_templates/{task_template_gid}/instantiateTask",
        instantiate,
        created=True,
    ),
)
