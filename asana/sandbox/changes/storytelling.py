"""System stories on tasks and goals, and their effect on modified_at."""

from datetime import date, timedelta
from typing import Any

from asana.sandbox.records.actor import Actor
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import format_moment, to_html

SETTLING = timedelta(minutes=1)  # within which a new task is renamed without a story

# Moving a task does not modify it, although it counts for modified_since.
_MOVES = frozenset(["added_to_project", "removed_from_project", "section_changed"])


def tell(
    actor: Actor, task: Record, subtype: str, text: str, /, modifies: bool = True, **details: Any
) -> Record:
    """Create a system story on a task."""
    words = f"{actor.user['name']} {text}"
    story = actor.store.create(
        "story",
        resource_subtype=subtype,
        type="system",
        text=words,
        html_text=to_html(words),
        target=task,
        created_by=actor.user,
        **details,
    )
    touch(actor, task, modifies and subtype not in _MOVES)
    return story


def tell_goal(actor: Actor, goal: Record, subtype: str, text: str, /) -> None:
    """Create a system story on a goal, which has no modified_at."""
    words = f"{actor.user['name']} {text}"
    actor.store.create(
        "story",
        resource_subtype=subtype,
        type="system",
        text=words,
        html_text=to_html(words),
        target=goal,
        created_by=actor.user,
    )


def touch(actor: Actor, task: Record, modifies: bool = True) -> None:
    """Mark a task as modified now."""
    now = actor.store.timestamp()
    actor.store.change(task, touched_at=now)
    if modifies:
        actor.store.change(task, modified_at=now)


def tell_changes(actor: Actor, task: Record, changed: dict[str, tuple[Any, Any]]) -> None:
    """Create the stories of an update; `changed` maps fields to old and new values."""
    for field, story in (
        ("name", _name),
        ("notes", _notes),
        ("resource_subtype", _subtype),
        ("assignee", _assignee),
        ("approval_status", _approval),
        ("completed", _completed),
    ):
        if field in changed:
            story(actor, task, *changed[field])
    _dates(actor, task, changed)
    if "likes" in changed and len(changed["likes"][1]) > len(changed["likes"][0]):
        tell(actor, task, "liked", "liked this task")
    if changed:
        touch(actor, task)


def _name(actor: Actor, task: Record, old: str, new: str) -> None:
    if task["created_at"] > format_moment(actor.store.now() - SETTLING):
        return  # the task was created a moment ago
    tell(actor, task, "name_changed", f'changed the name to "{new}"', old_name=old, new_name=new)


def _notes(actor: Actor, task: Record, old: str, new: str) -> None:
    tell(
        actor,
        task,
        "notes_changed",
        "changed the description",
        old_text_value=old,
        new_text_value=new,
    )


def _subtype(actor: Actor, task: Record, old: str, new: str) -> None:
    tell(
        actor,
        task,
        "resource_subtype_changed",
        f"changed this to a {new.replace('_', ' ')}",
        old_resource_subtype=old,
        new_resource_subtype=new,
    )


def _assignee(actor: Actor, task: Record, old: Record | None, new: Record | None) -> None:
    if new is None:
        tell(actor, task, "unassigned", "unassigned this task", assignee=old)
    else:
        tell(actor, task, "assigned", f"assigned to {new['name']}", assignee=new)


def _approval(actor: Actor, task: Record, old: str | None, new: str | None) -> None:
    if old is None or new is None:  # the task became an approval, or is no longer one
        return
    tell(
        actor,
        task,
        "approval_status_changed",
        f"changed the approval status to {new.replace('_', ' ')}",
        old_approval_status=old,
        new_approval_status=new,
    )


def _completed(actor: Actor, task: Record, old: bool, new: bool) -> None:
    if not new:
        tell(actor, task, "marked_incomplete", "marked this task incomplete")
        return
    tell(actor, task, "marked_complete", "marked this task complete")
    for waiting in task["dependents"]:
        tell(
            actor,
            waiting,
            "dependency_marked_complete",
            f"completed {task['name']}, which this task depends on",
            modifies=False,
            dependency=task,
        )


def _dates(actor: Actor, task: Record, changed: dict[str, tuple[Any, Any]]) -> None:
    old = {k: changed[k][0] if k in changed else task[k] for k in ("start_on", "due_at", "due_on")}
    new = {k: task[k] for k in old}
    for field, subtype, what in (
        ("due", "due_date_changed", "due date"),
        ("start", "start_date_changed", "start date"),
    ):
        if f"{field}_on" in changed or f"{field}_at" in changed:
            day = task[f"{field}_on"]
            words = f"changed the {what} to {_spoken(day)}" if day else f"removed the {what}"
            tell(actor, task, subtype, words, old_dates=old, new_dates=new)


def _spoken(day: str) -> str:
    """Return a date in the form `February 21`."""
    parsed = date.fromisoformat(day)
    return f"{parsed:%B} {parsed.day}"
