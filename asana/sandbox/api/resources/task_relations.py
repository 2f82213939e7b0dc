"""Relations of tasks: projects, parent, dependencies, tags, followers."""

from typing import cast

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.resources import common, sections
from asana.sandbox.api.resources.tasks import MAX_DEPTH, depth
from asana.sandbox.changes.storytelling import tell, touch
from asana.sandbox.errors import invalid
from asana.sandbox.records.homes import section_of
from asana.sandbox.records.order import Ordered, place_in, without, without_all
from asana.sandbox.records.placement import MAX_PROJECTS, displace
from asana.sandbox.records.record import Record

MAX_DEPENDENCIES = 30

# Projects


def add_project(call: Call) -> None:
    """Add a task to a project, or move it within; by default to the end of a section."""
    task = call.objects["task"]
    project = call.body_record("project", "project")
    common.require_same_workspace(project, task["workspace"], "project")
    anchor = call.anchors()
    beside = call.anchored("task", anchor)
    if section_of(task, project) is None and len(task["memberships"]) >= MAX_PROJECTS:
        raise invalid(f"project: A task can be in at most {MAX_PROJECTS} projects")
    section = _target_section(call, task, project, anchor, beside)
    sections.move(call, task, section, place_in(section["tasks"], task, anchor, beside))


def _target_section(
    call: Call, task: Record, project: Record, anchor: str | None, beside: Record | None
) -> Record:
    """Return the section given in the body, or the one of the position given there."""
    if call.data.get("section") is not None:
        section = call.lookup.one("section", call.data["section"], "section")
        if section["project"] is not project:
            raise invalid(f"section: Section is not in this project: {section.gid}")
        return section
    if beside is not None:
        place = section_of(beside, project)
        if place is None or beside is task:
            raise invalid(f"{anchor}: Task is not in this project: {beside.gid}")
        return place
    in_order: Ordered[Record] = project["sections"]
    return cast(Record, in_order.last if anchor == "insert_before" else in_order.following(None))


def remove_project(call: Call) -> None:
    """Remove the task from a project."""
    task = call.objects["task"]
    project = call.body_record("project", "project")
    if displace(call.store, task, project):
        words = f"removed from {project['name']}"
        tell(call, task, "removed_from_project", words, project=project)


# Parent


def set_parent(call: Call) -> Record:
    """Move the task below another one or, with null, to the top level."""
    task = call.objects["task"]
    parent = None if _is_null(call, "parent") else call.body_record("task", "parent")
    anchor = call.anchors()
    beside = call.anchored("task", anchor)
    if parent is None and beside is not None:
        raise invalid(f"{anchor}: A task without parent has no position")
    before = None
    if parent is not None:
        _require_no_circle(task, parent)
        common.require_same_workspace(parent, task["workspace"], "parent")
        before = place_in(parent["subtasks"], task, anchor, beside)
    old = task["parent"]
    if old is not None and old is not parent:
        call.store.drop(old, "subtasks", task)
    if parent is not None:
        call.store.put(parent, "subtasks", task, before)
    if call.store.change(task, parent=parent):
        if parent is not None:
            tell(call, task, "added_to_task", f"added to {parent['name']}", task=parent)
        else:
            was = cast(Record, old)
            tell(call, task, "removed_from_task", f"removed from {was['name']}", task=was)
    return task


def _is_null(call: Call, name: str) -> bool:
    return name in call.data and call.data[name] is None


def _require_no_circle(task: Record, parent: Record) -> None:
    above: Record | None = parent
    while above is not None:
        if above is task:
            raise invalid("parent: A task cannot be its own parent or below itself")
        above = above["parent"]
    if depth(parent) + 1 + _height(task) > MAX_DEPTH:
        raise invalid(f"parent: Subtasks can be at most {MAX_DEPTH} levels deep")


def _height(task: Record) -> int:
    return max((1 + _height(subtask) for subtask in task["subtasks"]), default=0)


# Dependencies


def get_dependencies(call: Call) -> list[Record]:
    """Return the tasks that this one depends on."""
    return call.visible(call.objects["task"]["dependencies"])


def get_dependents(call: Call) -> list[Record]:
    """Return the tasks that depend on this one."""
    return call.visible(call.objects["task"]["dependents"])


def add_dependencies(call: Call) -> None:
    """Add dependencies; existing ones are ignored."""
    task = call.objects["task"]
    _link(call, "dependencies", [(task, o) for o in call.body_records("task", "dependencies")])


def add_dependents(call: Call) -> None:
    """Add dependents; existing ones are ignored."""
    task = call.objects["task"]
    _link(call, "dependents", [(o, task) for o in call.body_records("task", "dependents")])


def _link(call: Call, field: str, pairs: list[tuple[Record, Record]]) -> None:
    """Make the first task of each pair depend on the second; all or nothing."""
    new = [(task, other) for task, other in pairs if other not in task["dependencies"]]
    for task, other in new:
        common.require_same_workspace(other, task["workspace"], field)
        if _depends(other, task):
            raise invalid(f"{field}: Dependencies cannot form a circle")
    for end in {record for pair in new for record in pair}:
        links = len(end["dependencies"]) + len(end["dependents"])
        if links + sum(end in pair for pair in new) > MAX_DEPENDENCIES:
            raise invalid(
                f"{field}: A task can have at most {MAX_DEPENDENCIES} dependencies and dependents"
            )
    for task, other in new:
        call.store.change(task, dependencies=[*task["dependencies"], other])
        call.store.change(other, dependents=[*other["dependents"], task])
        words = f"marked this task as waiting for {other['name']}"
        tell(call, task, "dependency_added", words, dependency=other)


def _depends(task: Record, other: Record) -> bool:
    """Return whether a task is the other one, or depends on it directly or indirectly."""
    seen: set[Record] = set()
    waiting = [task]
    while waiting:
        current = waiting.pop()
        if current is other:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(current["dependencies"])
    return False


def remove_dependencies(call: Call) -> None:
    """Remove dependencies that exist."""
    task = call.objects["task"]
    _unlink(call, [(task, other) for other in call.body_records("task", "dependencies")])


def remove_dependents(call: Call) -> None:
    """Remove dependents that exist."""
    task = call.objects["task"]
    _unlink(call, [(other, task) for other in call.body_records("task", "dependents")])


def _unlink(call: Call, pairs: list[tuple[Record, Record]]) -> None:
    for task, other in pairs:
        if other in task["dependencies"]:
            call.store.change(task, dependencies=without(task["dependencies"], other))
            call.store.change(other, dependents=without(other["dependents"], task))
            words = f"removed the dependency on {other['name']}"
            tell(call, task, "dependency_removed", words, dependency=other)


# Tags and followers


def add_tag(call: Call) -> None:
    """Add a tag that the task does not have yet."""
    task, tag = call.objects["task"], call.body_record("tag", "tag")
    common.require_same_workspace(tag, task["workspace"], "tag")
    if tag not in task["tags"]:
        call.store.change(task, tags=[*task["tags"], tag])
        tell(call, task, "added_to_tag", f"added to {tag['name']}", tag=tag)


def remove_tag(call: Call) -> None:
    """Remove a tag that the task has."""
    task, tag = call.objects["task"], call.body_record("tag", "tag")
    if tag in task["tags"]:
        call.store.change(task, tags=without(task["tags"], tag))
        tell(call, task, "removed_from_tag", f"removed from {tag['name']}", tag=tag)


def add_followers(call: Call) -> Record:
    """Add followers; existing followers get no story."""
    task, users = call.objects["task"], call.body_records("user", "followers")
    common.require_members(call, users, task, "followers")
    for user in users:
        if user not in task["followers"]:
            call.store.change(task, followers=[*task["followers"], user])
            words = f"added {user['name']} as a follower"
            tell(call, task, "follower_added", words, follower=user)
    return task


def remove_followers(call: Call) -> Record:
    """Remove followers who follow the task."""
    task, users = call.objects["task"], call.body_records("user", "followers")
    if call.store.change(task, followers=without_all(task["followers"], users)):
        touch(call, task)
    return task


def _action(name: str, action: str, handler: Handler) -> Operation:
    return Operation(name, "POST", f"/tasks/{{task_gid}}/{action}", handler)


OPERATIONS = (
    _action("add_project_for_task", "addProject", add_project),
    _action("remove_project_for_task", "removeProject", remove_project),
    _action("set_parent_for_task", "setParent", set_parent),
    Operation(
        "get_dependencies_for_task", "GET", "/tasks/{task_gid}/dependencies", get_dependencies
    ),
    Operation("get_dependents_for_task", "GET", "/tasks/{task_gid}/dependents", get_dependents),
    _action("add_dependencies_for_task", "addDependencies", add_dependencies),
    _action("remove_dependencies_for_task", "removeDependencies", remove_dependencies),
    _action("add_dependents_for_task", "addDependents", add_dependents),
    _action("remove_dependents_for_task", "removeDependents", remove_dependents),
    _action("add_tag_for_task", "addTag", add_tag),
    _action("remove_tag_for_task", "removeTag", remove_tag),
    _action("add_followers_for_task", "addFollowers", add_followers),
    _action("remove_follower_for_task", "removeFollowers", remove_followers),
)
