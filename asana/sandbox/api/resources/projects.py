"""Projects, their people and their task counts."""

from typing import Any, cast

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common, custom_field_values
from asana.sandbox.api.resources.tasks import remove_task
from asana.sandbox.errors import cannot_write, invalid
from asana.sandbox.records import sharing
from asana.sandbox.records.homes import tasks_of, workspace_of
from asana.sandbox.records.order import without, without_all
from asana.sandbox.records.placement import displace
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.values import boolean

# The types that are deleted with a project, and their fields that refer to it.
_PARTS = {
    "attachment": "parent",
    "custom_field_setting": "parent",
    "project_portfolio_setting": "project",
    "status_update": "parent",
    "project_brief": "project",
    "task_template": "project",
    "allocation": "parent",
    "budget": "parent",
    "rate": "parent",
}


def get_projects(call: Call) -> list[Record]:
    """Return the visible projects that match all parameters."""
    workspace = call.objects.get("workspace") or call.query_record("workspace", "workspace")
    team = call.objects.get("team") or call.query_record("team", "team")
    archived = boolean(call.query["archived"], "archived") if "archived" in call.query else None
    if boolean(call.query.get("is_template", False), "is_template"):
        return []  # templates used to be projects
    return [
        project
        for project in call.visible(call.store.all("project"))
        if (workspace is None or project["workspace"] is workspace)
        and (team is None or project["team"] is team)
        and (archived is None or project["archived"] is archived)
    ]


def get_projects_for_task(call: Call) -> list[Record]:
    """Return the projects in the order in which the task was added to them."""
    return call.visible([m["project"] for m in call.objects["task"]["memberships"]])


def create_project(call: Call) -> Record:
    """Create a project with one section; its creator is its owner, a follower and a member."""
    given = {name: call.objects[name] for name in ("workspace", "team") if name in call.objects}
    _accept_due_date(call)
    values = read_new(call, "project", **given)
    values["workspace"] = _workspace(values)
    if "public" in values and values["workspace"]["is_organization"]:
        raise cannot_write("public")
    _settle(values, {})
    if not values["workspace"]["is_organization"]:
        values.setdefault("privacy_setting", "private")
        values["team"] = values.get("team") or _team_of(call, values["workspace"])
    owner = values.get("owner") or call.user
    followers = values.get("followers", [])
    common.require_members(call, [owner], values["workspace"], "owner")
    common.require_members(call, followers, values["workspace"], "followers")
    values["owner"] = owner
    values["followers"] = _union([call.user], followers)
    given_values = {"custom_fields": values.pop("custom_fields", {})}
    project = call.store.create("project", **values)
    sharing.join(call.store, project, call.user, "admin")
    for user in [owner, *followers]:
        sharing.join(call.store, project, user)
    custom_field_values.settle_record(call, project, given_values)
    call.store.change(project, **given_values)
    section = call.store.create("section", name="Untitled section", project=project)
    call.store.put(project, "sections", section)
    return project


def _workspace(values: dict[str, Any]) -> Record:
    team: Any = values.get("team")
    workspace: Any = values.get("workspace")
    if team is None and workspace is None:
        raise invalid("You should specify one of workspace, team")
    if team is not None and workspace is not None:
        common.require_same_workspace(team, workspace, "team")
    found: Record = workspace if workspace is not None else workspace_of(cast(Record, team))
    return found


def _team_of(call: Call, workspace: Record) -> Record:
    """Return the only team of a workspace that is no organization; create it if it is missing."""
    present = call.store.where("team", "organization", workspace)
    team = (
        present[0]
        if present
        else call.store.create("team", name=workspace["name"], organization=workspace)
    )
    if call.access.team_membership(call.user, team) is None:
        call.store.create("team_membership", user=call.user, team=team, is_admin=not present)
    return team


def _accept_due_date(call: Call) -> None:
    """Accept due_date, the old name of due_on."""
    if "due_date" in call.data:
        due_date = call.data.pop("due_date")
        call.data.setdefault("due_on", due_date)


def _settle(values: dict[str, Any], before: dict[str, Any]) -> None:
    """Check the dates, and replace `public` by the corresponding privacy setting."""
    common.settle_period(values, before)
    common.settle_privacy(values, "public_to_workspace", "private")


def update_project(call: Call) -> Record:
    """Change a project; only changes of its own fields update modified_at."""
    project = call.objects["project"]
    _accept_due_date(call)
    values = read_changes(call, "project")
    _settle(values, project.values)
    custom_field_values.settle_record(call, project, values)
    if values.get("owner"):
        common.require_members(call, [values["owner"]], project, "owner")
    if values.get("team"):
        common.require_same_workspace(values["team"], project["workspace"], "team")
    if call.store.change(project, **values):
        call.store.change(project, modified_at=call.store.timestamp())
    return project


def delete_project(call: Call) -> None:
    """Delete a project with the tasks that are nowhere else."""
    project = call.objects["project"]
    for task in tasks_of(project):
        displace(call.store, task, project)
        if not task["memberships"] and task["parent"] is None:
            remove_task(call.store, task)
    common.forget_favorite(call.store, project)
    call.store.delete(project)
    for section in project["sections"]:
        call.store.delete(section)
    _delete_parts(call.store, project)


def _delete_parts(store: Store, project: Record) -> None:
    """Delete everything that exists only because of a project."""
    sharing.dissolve(store, project)
    common.forget_support(store, project)
    for portfolio in project["portfolios"]:
        store.change(portfolio, items=without(portfolio["items"], project))
    common.delete_parts(store, project, _PARTS)


def get_task_counts(call: Call) -> Record:
    """Return six counts, each only on request."""
    tasks = tasks_of(call.objects["project"])
    milestones = [task for task in tasks if task["resource_subtype"] == "milestone"]
    counts: dict[str, int] = {}
    for what, counted in (("tasks", tasks), ("milestones", milestones)):
        done = sum(1 for task in counted if task["completed"])
        counts[f"num_{what}"] = len(counted)
        counts[f"num_completed_{what}"] = done
        counts[f"num_incomplete_{what}"] = len(counted) - done
    return Record("", "task_counts", counts)


# People


def add_members(call: Call) -> Record:
    """Add members, who can see the project even if it is private."""
    project, users = _project_and_users(call, "members")
    common.require_members(call, users, project, "members")
    for user in users:
        sharing.join(call.store, project, user)
    return project


def remove_members(call: Call) -> Record:
    """Remove members, who also stop following."""
    project, users = _project_and_users(call, "members")
    for user in users:
        sharing.leave(call.store, project, user)
    return project


def add_followers(call: Call) -> Record:
    """Add followers, who become members."""
    project, users = _project_and_users(call, "followers")
    common.require_members(call, users, project, "followers")
    for user in users:
        sharing.join(call.store, project, user)
    call.store.change(project, followers=_union(project["followers"], users))
    return project


def remove_followers(call: Call) -> Record:
    """Remove followers, who remain members."""
    project, users = _project_and_users(call, "followers")
    call.store.change(project, followers=without_all(project["followers"], users))
    return project


def _project_and_users(call: Call, field: str) -> tuple[Record, list[Record]]:
    return call.objects["project"], call.body_records("user", field)


def _union(first: list[Record], second: list[Record]) -> list[Record]:
    return list(dict.fromkeys([*first, *second]))


OPERATIONS = (
    Operation("create_project", "POST", "/projects", create_project, created=True),
    Operation(
        "create_project_for_team",
        "POST",
        "/teams/{team_gid}/projects",
        create_project,
        created=True,
    ),
    Operation(
        "create_project_for_workspace",
        "POST",
        "/workspaces/{workspace_gid}/projects",
        create_project,
        created=True,
    ),
    Operation("get_projects", "GET", "/projects", get_projects),
    Operation("get_projects_for_team", "GET", "/teams/{team_gid}/projects", get_projects),
    Operation(
        "get_projects_for_workspace", "GET", "/workspaces/{workspace_gid}/projects", get_projects
    ),
    Operation("get_projects_for_task", "GET", "/tasks/{task_gid}/projects", get_projects_for_task),
    Operation("get_project", "GET", "/projects/{project_gid}", common.show("project")),
    Operation("update_project", "PUT", "/projects/{project_gid}", update_project),
    Operation("delete_project", "DELETE", "/projects/{project_gid}", delete_project),
    Operation(
        "get_task_counts_for_project",
        "GET",
        "/projects/{project_gid}/task_counts",
        get_task_counts,
        fields="",
    ),
    Operation("add_members_for_project", "POST", "/projects/{project_gid}/addMembers", add_members),
    Operation(
        "remove_members_for_project",
        "POST",
        "/projects/{project_gid}/removeMembers",
        remove_members,
    ),
    Operation(
        "add_followers_for_project", "POST", "/projects/{project_gid}/addFollowers", add_followers
    ),
    Operation(
        "remove_followers_for_project",
        "POST",
        "/projects/{project_gid}/removeFollowers",
        remove_followers,
    ),
)
