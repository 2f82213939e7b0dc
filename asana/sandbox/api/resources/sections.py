"""Sections of projects."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_new
from asana.sandbox.api.resources import common, custom_field_values, task_changes
from asana.sandbox.changes.storytelling import tell
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records.homes import section_of
from asana.sandbox.records.order import place_in
from asana.sandbox.records.placement import place
from asana.sandbox.records.record import Record


def get_sections(call: Call) -> list[Record]:
    """Return the sections in order."""
    return list(call.objects["project"]["sections"])


def create_section(call: Call) -> Record:
    """Create a section, by default at the end of the project."""
    project = call.objects["project"]
    values = read_new(call, "section")
    anchor = call.anchors()
    beside = call.anchored("section", anchor)
    before = place_in(project["sections"], None, anchor, beside)
    section = call.store.create("section", project=project, **values)
    call.store.put(project, "sections", section, before)
    return section


def delete_section(call: Call) -> None:
    """Delete a section that is empty and not the last one."""
    section = call.objects["section"]
    project = section["project"]
    if section["tasks"] or section["project"].type == "user_task_list":
        raise invalid("section: Cannot delete a section that has tasks")
    if len(project["sections"]) == 1:
        raise invalid("section: Cannot delete the last section of a project")
    call.store.drop(project, "sections", section)
    call.store.delete(section)


def insert_section(call: Call) -> None:
    """Move a section next to another section of the same project."""
    project = call.objects["project"]
    section = call.body_record("section", "section")
    if section["project"] is not project:
        raise invalid(f"section: Section is not in this project: {section.gid}")
    anchor = call.anchors("before_section", "after_section")
    if anchor is None:
        raise invalid("You should specify one of before_section, after_section")
    if call.data[anchor] is None:
        raise missing(anchor)
    beside = call.anchored("section", anchor)
    if beside is section:
        raise invalid(f"{anchor}: Cannot insert a section beside itself")
    before = place_in(project["sections"], section, anchor, beside)
    call.store.put(project, "sections", section, before)


def add_task(call: Call) -> None:
    """Add a task, by default at the top of the section."""
    section = call.objects["section"]
    task = call.body_record("task", "task")
    common.require_same_workspace(task, section["project"]["workspace"], "task")
    if task["resource_subtype"] == "section":
        raise invalid("task: Cannot add a separator to a section")
    if section["project"].type == "user_task_list":
        owner = section["project"]["owner"]
        return task_changes.apply(call, task, {"assignee": owner, "assignee_section": section})
    anchor = call.anchors()
    beside = call.anchored("task", anchor)
    before = place_in(section["tasks"], task, anchor or "insert_after", beside)
    return move(call, task, section, before)


def move(call: Call, task: Record, section: Record, before: Record | None = None) -> None:
    """Move a task to a section, by default to its end, and create the stories of the move."""
    project = section["project"]
    old = section_of(task, project)
    place(call.store, task, section, before)
    if old is None:
        words = f"added this task to {project['name']}"
        tell(call, task, "added_to_project", words, project=project)
        custom_field_values.number(call.store, task)
    elif old is not section:
        tell(
            call,
            task,
            "section_changed",
            f"moved this task from {old['name']} to {section['name']} in {project['name']}",
            old_section=old,
            new_section=section,
            project=project,
        )


OPERATIONS = (
    Operation(
        "get_sections_for_project",
        "GET",
        "/projects/{project_gid}/sections",
        get_sections,
        my_tasks=True,
    ),
    Operation(
        "create_section_for_project",
        "POST",
        "/projects/{project_gid}/sections",
        create_section,
        created=True,
        my_tasks=True,
    ),
    Operation(
        "insert_section_for_project",
        "POST",
        "/projects/{project_gid}/sections/insert",
        insert_section,
        my_tasks=True,
    ),
    Operation("get_section", "GET", "/sections/{section_gid}", common.show("section")),
    Operation("update_section", "PUT", "/sections/{section_gid}", common.update("section")),
    Operation("delete_section", "DELETE", "/sections/{section_gid}", delete_section),
    Operation("add_task_for_section", "POST", "/sections/{section_gid}/addTask", add_task),
)
