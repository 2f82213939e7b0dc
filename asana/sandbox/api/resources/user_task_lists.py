"""User task lists, which Asana displays as "My tasks"."""

from collections.abc import Iterator
from typing import cast

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.listing import Listing
from asana.sandbox.api.resources import common, task_changes
from asana.sandbox.records.homes import first_section
from asana.sandbox.records.order import Ordered, place_in
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

SECTIONS = ("Recently assigned", "Do today", "Do next week", "Do later")


def get_for_user(call: Call) -> Record:
    """Return the list of a user in a workspace; it is created on first use."""
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


class MyTasks:
    """The tasks of a user task list: first those placed in it, then the others by age."""

    def __init__(self, store: Store, task_list: Record) -> None:
        self.store = store
        self.task_list = task_list
        self.placed: Ordered[Record] = task_list["tasks"]

    def __contains__(self, task: object) -> bool:
        return task in self.store.of("task") and self._is_mine(cast(Record, task))

    def _is_mine(self, task: Record) -> bool:
        home = (task["assignee"], task["workspace"])
        return home == (self.task_list["owner"], self.task_list["workspace"])

    def after(self, task: Record | None) -> Iterator[Record]:
        """Yield the tasks after one of them; all for None."""
        if task is None or task in self.placed:
            yield from (each for each in self.placed.after(task) if each in self)
            task = None
        for each in self.store.of("task").after(task):
            if each not in self.placed and self._is_mine(each):
                yield each


def tasks_in(store: Store, section: Record) -> Listing:
    """Return the tasks in a section of a list; the first section has those without a position."""
    task_list = section["project"]
    first = first_section(task_list)
    return Listing(
        MyTasks(store, task_list), lambda task: (task["assignee_section"] or first) is section
    )


def insert_task(call: Call) -> None:
    """Assign a task to the owner and place it in the list."""
    task_list = call.objects["user_task_list"]
    task = call.body_record("task", "task")
    common.require_same_workspace(task, task_list["workspace"], "task")
    anchor = call.anchors()
    tasks = Ordered(MyTasks(call.store, task_list).after(None))
    before = place_in(tasks, task, anchor, call.anchored("task", anchor))
    task_changes.apply(call, task, {"assignee": task_list["owner"]})
    if task in tasks:
        tasks.remove(task)
    tasks.insert(task, before)
    call.store.change(task_list, tasks=tasks)


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
