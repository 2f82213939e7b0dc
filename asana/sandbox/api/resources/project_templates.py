"""Project templates: saving projects as templates, and instantiating them."""

from datetime import date, timedelta
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_new
from asana.sandbox.api.resources import building, common, jobs
from asana.sandbox.api.resources.duplicates import VIEW
from asana.sandbox.errors import ApiError, invalid
from asana.sandbox.records import sharing
from asana.sandbox.records.copying import (
    FIELDS,
    ProjectPlan,
    Shift,
    TaskPlan,
    days_of,
    draw_project,
    shift_by,
    shift_from,
)
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import array, boolean, choice, day, mapping, name, text

START, DUE = "1", "2"

_EVERYTHING = {*FIELDS, "attachments", "dependencies", "subtasks"}
_privacy = choice("public_to_workspace", "private_to_team", "private")


def get_templates(call: Call) -> list[Record]:
    """Return the templates of a workspace or of a team."""
    team = call.objects.get("team") or call.query_record("team", "team")
    workspace = call.query_record("workspace", "workspace")
    if team is not None and workspace is not None:
        raise invalid("You may only provide one of workspace or team!")
    return [
        template
        for template in call.visible(call.store.all("project_template"))
        if (team is None or template["team"] is team)
        and (workspace is None or template["workspace"] is workspace)
    ]


def save_as_template(call: Call) -> Record:
    """Save a snapshot of a project, which is independent of later changes."""
    project = call.objects["project"]
    workspace = call.data.pop("workspace", None)
    values = read_new(call, "project_template")
    if workspace is not None:
        home = call.lookup.one("workspace", workspace, "workspace")
        common.require_same_workspace(project, home, "workspace")
    if values.get("team") is not None:
        common.require_same_workspace(values["team"], project["workspace"], "team")
    dates = ("start_on", "due_on")
    plan = draw_project(call.store, project, (*VIEW, *dates, "notes", "html_notes"), _EVERYTHING)
    template = call.store.create(
        "project_template",
        **{"team": project["team"], **values},
        description=project["notes"],
        html_description=project["html_notes"],
        owner=call.user,
        color=project["color"],
        workspace=project["workspace"],
        requested_dates=_requested_dates(plan),
        requested_roles=_requested_roles(call, plan),
        plan=plan,
    )
    return jobs.start(call, "save_as_template", project["workspace"], new_project_template=template)


def _requested_dates(plan: ProjectPlan) -> list[dict[str, str]]:
    """Return the requested dates: the project's, or a start date if only tasks have dates."""
    dates = []
    if plan.values["start_on"] or (days_of(plan) and not plan.values["due_on"]):
        about = "Choose a start date for the project."
        dates.append({"gid": START, "name": "Start Date", "description": about})
    if plan.values["due_on"]:
        about = "Choose a due date for the project."
        dates.append({"gid": DUE, "name": "Due Date", "description": about})
    return dates


def _requested_roles(call: Call, plan: ProjectPlan) -> list[Record]:
    """Replace each assignee with a role."""
    roles: dict[Record, Record] = {}
    for _, tasks in plan.sections:
        for task in tasks:
            _cast(call, task, roles)
    return list(roles.values())


def _cast(call: Call, plan: TaskPlan, roles: dict[Record, Record]) -> None:
    who = plan.values.pop("assignee", None)
    if who is not None:
        if who not in roles:
            roles[who] = call.store.create("template_role", name=f"In place of {who['name']}")
        plan.values["role"] = roles[who]
    for subtask in plan.subtasks:
        _cast(call, subtask, roles)


def delete_template(call: Call) -> None:
    """Delete a template; projects created from it are kept."""
    template = call.objects["project_template"]
    for project in call.store.all("project"):
        if project["created_from_template"] is template:
            call.store.change(project, created_from_template=None)
    for role in template["requested_roles"]:
        call.store.delete(role)
    common.forget_favorite(call.store, template)
    call.store.delete(template)


# Creating a project


def instantiate(call: Call) -> Record:
    """Create a project; missing dates have defaults unless the request is strict."""
    template = call.objects["project_template"]
    new_name = name(call.data.get("name"), "name")
    shift, dates = _dates(call, template)
    roles = _roles(call, template)
    home = {"name": new_name, "workspace": template["workspace"].gid}
    values: dict[str, Any] = {**dates, "created_from_template": template, **_home(call)}
    plan = template["plan"]
    cast = ProjectPlan(
        {k: v for k, v in plan.values.items() if k not in ("start_on", "due_on")},
        plan.fields,
        [(title, [_filled(each, roles) for each in tasks]) for title, tasks in plan.sections],
    )
    project = building.build_project(call, cast, values, home, shift)
    for user in roles.values():
        sharing.join(call.store, project, user)
    return jobs.start(call, "instantiate_project", template["workspace"], new_project=project)


def _home(call: Call) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if call.data.get("team") is not None:
        values["team"] = call.body_record("team", "team")
    if "public" in call.data:
        public = boolean(call.data["public"], "public")
        values["privacy_setting"] = "public_to_workspace" if public else "private"
    if "privacy_setting" in call.data:
        values["privacy_setting"] = _privacy(call.data["privacy_setting"], "privacy_setting")
    return values


def _dates(call: Call, template: Record) -> tuple[Shift, dict[str, str | None]]:
    """Return the shift of tasks' dates, and the project's own dates."""
    given = _pairs(call, "requested_dates", [each["gid"] for each in template["requested_dates"]])
    chosen = {gid: day(value, "requested_dates: value") for gid, value in given.items()}
    for each in template["requested_dates"]:
        if boolean(call.data.get("is_strict", False), "is_strict") and not chosen.get(each["gid"]):
            raise ApiError(422, f"requested_dates: {each['name']}: Missing input")
    plan = template["plan"]
    old = {START: plan.values["start_on"], DUE: plan.values["due_on"]}
    if not template["requested_dates"]:
        return shift_by(0), {}
    if old[START] is None and old[DUE] is None:
        old[START] = days_of(plan)[0]
    anchor = next((gid for gid in old if old[gid] and chosen.get(gid)), None)
    today = call.store.timestamp()[:10]
    if anchor is None:
        anchor = START if old[START] else DUE
        chosen[anchor] = today if old[START] else _week_after(today)
    shift = shift_from(old[anchor], str(chosen[anchor]))
    dates = {gid: chosen.get(gid) or (old[gid] and shift(old[gid])) for gid in old}
    if plan.values["start_on"] is None:
        dates[START] = None
    return shift, {"start_on": dates[START], "due_on": dates[DUE]}


def _week_after(today: str) -> str:
    return (date.fromisoformat(today) + timedelta(days=7)).isoformat()


def _roles(call: Call, template: Record) -> dict[Record, Record]:
    """Return the user for each role."""
    given = _pairs(call, "requested_roles", [role.gid for role in template["requested_roles"]])
    roles = {role.gid: role for role in template["requested_roles"]}
    users = {}
    for gid, value in given.items():
        user = call.lookup.one("user", value, "requested_roles: value")
        common.require_members(call, [user], workspace_of(template), "requested_roles")
        users[roles[gid]] = user
    return users


def _pairs(call: Call, field: str, known: list[str]) -> dict[str, Any]:
    """Return `[{"gid": ..., "value": ...}]` as a dictionary."""
    pairs = {}
    for n, entry in enumerate(array(call.data.get(field) or [], field)):
        given = mapping(entry, f"{field}: [{n}]")
        gid = text(given.get("gid"), f"{field}: [{n}]: gid")
        if gid not in known:
            raise invalid(f"{field}: [{n}]: Unknown object: {gid}")
        pairs[gid] = given.get("value")
    return pairs


def _filled(plan: TaskPlan, roles: dict[Record, Record]) -> TaskPlan:
    """Return the plan of a task with users instead of roles."""
    values = {k: v for k, v in plan.values.items() if k != "role"}
    values["assignee"] = roles.get(plan.values.get("role"))  # type: ignore[arg-type]
    subtasks = [_filled(each, roles) for each in plan.subtasks]
    return TaskPlan(plan.source, values, subtasks, plan.attachments, plan.dependencies)


OPERATIONS = (
    *common.usual("project_template", list=get_templates, delete=delete_template),
    Operation(
        "get_project_templates_for_team",
        "GET",
        "/teams/{team_gid}/project_templates",
        get_templates,
    ),
    Operation(
        "project_save_as_template",
        "POST",
        "/projects/{project_gid}/saveAsTemplate",
        save_as_template,
        created=True,
    ),
    Operation(
        "instantiate_project",
        "POST",
        "/project_templates/{project_template_gid}/instantiateProject",
        instantiate,
        created=True,
    ),
)
