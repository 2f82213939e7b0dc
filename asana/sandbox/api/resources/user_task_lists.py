"""User task lists, which Asana shows as "My tasks"."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common, task_changes
from asana.sandbox.records.homes import first_section
from asana.sandbox.records.order import index_for, inserted
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

SECTIONS = ("Recently assigned", "Do today", "Do next week", "Do later")


def get_for_user(call: Call) -> Record:
    """Return the list of a user in a workspace, which is made on first use."""
    workspace = call.query_required("workspace", "workspace")
    user = call.objects["user"]
    common.require_members(call, [user], workspace, "user")
    for found in call.store.where("user_task_list", "owner", user):
        if found["workspace"] is workspace:
            return found
    task_list = call.store.create(
        "user_task_list",
        name=f"My tasks in {workspace['name']}",
        owner=user,
        workspace=workspace,
    )
    for name in SECTIONS:
        section = call.store.create("section", name=name, project=task_list)
        call.store.put(task_list, "sections", section)
    return task_list


def tasks_of(store: Store, task_list: Record) -> list[Record]:
    """Return the tasks assigned to the owner: first those that were placed, then by age."""
    assigned = [
        task
        for task in store.all("task")
        if task["assignee"] is task_list["owner"] and task["workspace"] is task_list["workspace"]
    ]
    here = set(assigned)
    return list(dict.fromkeys([*(t for t in task_list["tasks"] if t in here), *assigned]))


def tasks_in(store: Store, section: Record) -> list[Record]:
    """Return the tasks in a section of a list; unplaced ones are in the first section."""
    task_list = section["project"]
    first = first_section(task_list)
    return [t for t in tasks_of(store, task_list) if (t["assignee_section"] or first) is section]


def insert_task(call: Call) -> None:
    """Assign a task to the owner and place it in the list."""
    task_list = call.objects["user_task_list"]
    task = call.body_record("task", "task")
    common.require_same_workspace(task, task_list["workspace"], "task")
    anchor = call.anchors()
    tasks = tasks_of(call.store, task_list)
    index = index_for(tasks, task, anchor, call.anchored("task", anchor))
    task_changes.apply(call, task, {"assignee": task_list["owner"]})
    call.store.change(task_list, tasks=inserted(tasks, task, index))


OPERATIONS = (
    Operation(
        "get_user_task_list_for_user", "GET", "/users/{user_gid}/user_task_list", get_for_user
    ),
    Operation(
        "get_user_task_list",
        "GET",
        "/user_task_lists/{user_task_list_gid}",
        common.show("user_task_list"),
    ),
    Operation(
        "insert_task_for_user_task_list",
        "POST",
        "/user_task_lists/{user_task_list_gid}/tasks/insert",
        insert_task,
    ),
)
