"""Tasks: lists, create, update, delete, subtasks."""

from dataclasses import dataclass
from typing import Any

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.listing import Listing
from asana.sandbox.api.resources import (
    common,
    custom_field_values,
    sections,
    task_changes,
    user_task_lists,
)
from asana.sandbox.changes.storytelling import tell
from asana.sandbox.errors import invalid, unknown
from asana.sandbox.records.custom_values import fields_in
from asana.sandbox.records.homes import TasksOf, first_section
from asana.sandbox.records.order import without
from asana.sandbox.records.placement import MAX_PROJECTS
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store
from asana.sandbox.records.values import moment

MAX_DEPTH = 5

_SCOPES = ("project", "tag", "section", "user_task_list")

# The types that are deleted with a task, and their fields that refer to it.
_PARTS = {"story": "target", "attachment": "parent", "time_tracking_entry": "task"}

# Lists


def get_tasks(call: Call) -> Listing:
    """Return the tasks of the scope given by the query parameters."""
    workspace = call.objects.get("workspace") or call.query_record("workspace", "workspace")
    named = [name for name in _SCOPES if name in call.query]
    assignee = "assignee" in call.query
    if not named and not assignee and workspace is None:
        raise invalid("You should specify one of workspace, project, tag, section, user_task_list")
    by_assignee = assignee and workspace is not None
    if len(named) + by_assignee != 1 or (assignee or workspace is not None) != by_assignee:
        raise invalid(
            "Must specify exactly one of project, tag, section, user task list, "
            "or assignee + workspace"
        )
    if named:
        scope = call.lookup.one(named[0], call.query[named[0]], named[0])
        return _filtered(call, _in_scope(call.store, scope))
    user = call.query_record("user", "assignee")
    theirs = Listing(
        call.store.of("task"),
        lambda task: task["assignee"] is user and task["workspace"] is workspace,
    )
    return _filtered(call, theirs)


def get_tasks_of(type_name: str) -> Handler:
    """Return a handler for a project, section, tag or user task list in the path."""
    return lambda call: _filtered(call, _in_scope(call.store, call.objects[type_name]))


def _in_scope(store: Store, scope: Record) -> Listing:
    if scope.type == "project":
        return Listing(TasksOf(scope))
    if scope.type == "section" and scope["project"].type == "user_task_list":
        return user_task_lists.tasks_in(store, scope)
    if scope.type == "section":
        return Listing(scope["tasks"])
    if scope.type == "tag":
        return Listing(store.of("task"), lambda task: scope in task["tags"])
    return Listing(user_task_lists.MyTasks(store, scope))


def _filtered(call: Call, tasks: Listing) -> Listing:
    """Filter by completed_since, modified_since, and visibility."""
    completed_since = _since(call, "completed_since")
    modified_since = _since(call, "modified_since")
    access = call.access

    def passes(task: Record) -> bool:
        values = task.values
        if completed_since and values["completed"] and values["completed_at"] < completed_since:
            return False
        if modified_since and values["touched_at"] < modified_since:
            return False
        # The expensive test comes last, because the others may leave only a few tasks.
        return tasks.passes(task) and access.sees(call.user, task)

    return Listing(tasks.source, passes)


def _since(call: Call, name: str) -> str | None:
    raw = call.query.get(name) or None  # old programs send an empty value
    return call.store.timestamp() if raw == "now" else moment(raw, name)


def get_subtasks(call: Call) -> Listing:
    """Return the subtasks in order."""
    return Listing(call.objects["task"]["subtasks"])


# Create


@dataclass(frozen=True)
class Home:
    """The place of a new task."""

    workspace: Record
    parent: Record | None
    sections: list[Record]


def create_task(call: Call) -> Record:
    """Create a task in a workspace, in projects, or under a parent."""
    given = {"workspace": call.objects["workspace"]} if "workspace" in call.objects else {}
    if "task" in call.objects:
        given["parent"] = call.objects["task"]
    values = read_new(call, "task", **given)
    home = _home(call, values)
    tags, followers = values.pop("tags", []), values.get("followers", [])
    for tag in tags:
        common.require_same_workspace(tag, home.workspace, "tags")
    common.require_members(call, followers, home.workspace, "followers")
    values["followers"] = list(dict.fromkeys([call.user, *followers]))
    fields = fields_in([section["project"] for section in home.sections])
    custom_field_values.settle(call, values, {}, fields)
    task_changes.settle(call, TYPES["task"].defaults(), values, home.workspace)
    task = call.store.create(
        "task",
        **values,
        workspace=home.workspace,
        parent=home.parent,
        created_by=call.user,
        tags=tags,
        touched_at=call.store.timestamp(),
    )
    if home.parent is not None:
        call.store.put(home.parent, "subtasks", task)
    for section in home.sections:
        sections.move(call, task, section, before=section["tasks"].following(None))
    if task["assignee"] is not None:
        tell(
            call,
            task,
            "assigned",
            f"assigned to {task['assignee']['name']}",
            assignee=task["assignee"],
        )
    return task


def _home(call: Call, values: dict[str, Any]) -> Home:
    parent, workspace = values.pop("parent", None), values.pop("workspace", None)
    projects, memberships = values.pop("projects", []), values.pop("memberships", [])
    if parent is not None:
        if depth(parent) >= MAX_DEPTH:
            raise invalid(f"parent: Subtasks can be at most {MAX_DEPTH} levels deep")
        if workspace is not None:
            common.require_same_workspace(parent, workspace, "parent")
        return Home(parent["workspace"], parent, [])  # a subtask has no project of its own
    homes = _sections(call, projects, memberships)
    if workspace is None and not homes:
        raise invalid("You should specify one of workspace, parent, projects")
    workspace = workspace or homes[0]["project"]["workspace"]
    for section in homes:
        common.require_same_workspace(section, workspace, "projects")
    if len(homes) > MAX_PROJECTS:
        raise invalid(f"projects: A task can be in at most {MAX_PROJECTS} projects")
    return Home(workspace, None, homes)


def _sections(call: Call, projects: list[Record], memberships: Any) -> list[Record]:
    """Return one section per project: that of a membership, otherwise the first."""
    found: dict[Record, Record] = {project: first_section(project) for project in projects}
    if not isinstance(memberships, list | None):
        raise invalid(f"memberships: Value is not an array: {memberships}")
    for n, entry in enumerate(memberships or []):
        where = f"memberships: [{n}]"
        if not isinstance(entry, dict) or entry.get("project") is None:
            raise invalid(f"{where}: project: Missing required field")
        project = call.lookup.one("project", entry["project"], f"{where}: project")
        section = first_section(project)
        if entry.get("section") is not None:
            section = call.lookup.one("section", entry["section"], f"{where}: section")
        if section["project"] is not project:
            raise invalid(f"{where}: section: Section is not in this project: {section.gid}")
        found[project] = section
    return list(found.values())


def depth(task: Record) -> int:
    """Return the number of a task's ancestors."""
    parent = task["parent"]
    return 0 if parent is None else 1 + depth(parent)


def get_task_for_custom_id(call: Call) -> Record:
    """Return the task with a custom ID such as `EX-1`."""
    wanted = call.query["custom_id"]
    task = custom_field_values.with_id(call.store, call.objects["workspace"], wanted)
    if task is None:
        raise unknown("task", wanted)
    call.access.require(call.user, task)
    return task


# Update and delete


def update_task(call: Call) -> Record:
    """Change fields; projects, tags, followers and the parent have their own operations."""
    task = call.objects["task"]
    task_changes.apply(call, task, read_changes(call, "task"))
    return task


def delete_task(call: Call) -> None:
    """Delete a task with its subtasks."""
    remove_task(call.store, call.objects["task"])


def remove_task(store: Store, task: Record) -> None:
    """Delete a task and everything that exists only because of it."""
    for subtask in list(task["subtasks"]):
        remove_task(store, subtask)
    for membership in task[
        "memberships"
    ]:  # kept, so that watchers of its projects receive the event
        store.drop(membership["section"], "tasks", task)
    if task["parent"] is not None:
        store.drop(task["parent"], "subtasks", task)
    for other in task["dependencies"]:
        store.change(other, dependents=without(other["dependents"], task))
    for other in task["dependents"]:
        store.change(other, dependencies=without(other["dependencies"], task))
    common.forget_support(store, task)
    common.forget_favorite(store, task)
    store.delete(task)
    common.delete_parts(store, task, _PARTS)


OPERATIONS = (
    Operation("get_tasks", "GET", "/tasks", get_tasks),
    Operation("get_tasks", "GET", "/workspaces/{workspace_gid}/tasks", get_tasks),
    Operation("create_task", "POST", "/tasks", create_task, created=True),
    Operation(
        "create_task", "POST", "/workspaces/{workspace_gid}/tasks", create_task, created=True
    ),
    Operation("get_task", "GET", "/tasks/{task_gid}", common.show("task")),
    Operation(
        "get_task_for_custom_id",
        "GET",
        "/workspaces/{workspace_gid}/tasks/custom_id/{custom_id}",
        get_task_for_custom_id,
    ),
    Operation("update_task", "PUT", "/tasks/{task_gid}", update_task),
    Operation("delete_task", "DELETE", "/tasks/{task_gid}", delete_task),
    Operation(
        "get_tasks_for_project", "GET", "/projects/{project_gid}/tasks", get_tasks_of("project")
    ),
    Operation(
        "get_tasks_for_section", "GET", "/sections/{section_gid}/tasks", get_tasks_of("section")
    ),
    Operation("get_tasks_for_tag", "GET", "/tags/{tag_gid}/tasks", get_tasks_of("tag")),
    Operation(
        "get_tasks_for_user_task_list",
        "GET",
        "/user_task_lists/{user_task_list_gid}/tasks",
        get_tasks_of("user_task_list"),
    ),
    Operation("get_subtasks_for_task", "GET", "/tasks/{task_gid}/subtasks", get_subtasks),
    Operation(
        "create_subtask_for_task", "POST", "/tasks/{task_gid}/subtasks", create_task, created=True
    ),
)
