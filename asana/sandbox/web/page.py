"""The page at `/`, which shows the state of the sandbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from flask import render_template

from asana.sandbox.changes.events import Event, EventLog
from asana.sandbox.records.custom_values import shown
from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.view import View
from asana.sandbox.web.received import ReceivedRequest

SHOWN = 20  # requests and events
TASKS = 200  # of one project; thousands would be unreadable

# The page is self-contained: its script requests nothing but the page itself.
PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Card:
    """A task as the page shows it."""

    name: str
    kind: str
    done: bool
    assignee: str
    due: str
    late: bool
    subtasks: int
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class Board:
    """A project as the page shows it: its sections with their tasks."""

    name: str
    anchor: str
    view: str
    team: str
    due: str
    done: int
    total: int
    sections: list[tuple[str, int, list[Card]]]

    @property
    def percent(self) -> int:
        """Return the share of completed tasks."""
        return round(100 * self.done / self.total) if self.total else 0


def render(
    store: Store, user: Record, base_url: str, requests: Sequence[ReceivedRequest], log: EventLog
) -> str:
    """Return the page as HTML."""
    places = [_place(store, user, workspace) for workspace in store.all("workspace")]
    return render_template(
        "page.html",
        base_url=base_url,
        user=user["name"],
        places=places,
        requests=[requests[-n] for n in range(1, min(len(requests), SHOWN) + 1)],
        events=[_told(event) for event in log.newest(SHOWN)],
    )


def _place(store: Store, user: Record, workspace: Record) -> dict[str, Any]:
    """Return a workspace with its projects, and the tasks that are in none."""
    view = View(store, user)
    today = store.now().date()
    projects = [p for p in store.all("project") if p["workspace"] is workspace]
    alone = (
        task
        for task in store.all("task")
        if task["workspace"] is workspace and not task["memberships"] and task["parent"] is None
    )
    people = sum(m["workspace"] is workspace for m in store.all("workspace_membership"))
    return {
        "name": workspace["name"],
        "kind": "Organization" if workspace["is_organization"] else "Workspace",
        "people": people,
        "boards": [_board(project, view, today) for project in projects],
        "alone": _cards(islice(alone, TASKS), view, today),
    }


def _board(project: Record, view: View, today: date) -> Board:
    tasks = tasks_of(project)
    room = TASKS
    sections = []
    for section in project["sections"]:
        cards = _cards(islice(section["tasks"], room), view, today)
        room -= len(cards)
        sections.append((section["name"], len(section["tasks"]), cards))
    return Board(
        name=project["name"],
        anchor=f"project-{project.gid}",
        view="board" if project["default_view"] == "board" else "list",
        team=project["team"]["name"] if project["team"] else "",
        due=_day(project["due_on"]),
        done=sum(bool(task["completed"]) for task in tasks),
        total=len(tasks),
        sections=sections,
    )


def _cards(tasks: Iterable[Record], view: View, today: date) -> list[Card]:
    return [_card(task, view, today) for task in tasks]


def _card(task: Record, view: View, today: date) -> Card:
    due = task["due_on"] or ""
    values = ((field["name"], field["display_value"]) for field in shown(task, view))
    return Card(
        name=task["name"],
        kind=task["resource_subtype"],
        done=task["completed"],
        assignee=task["assignee"]["name"] if task["assignee"] else "",
        due=_day(due),
        late=bool(due) and due < today.isoformat() and not task["completed"],
        subtasks=len(task["subtasks"]),
        fields=[(name, value) for name, value in values if value],
    )


def _day(day: str | None) -> str:
    """Return a date in the form `9 Mar 2026`."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b %Y}"


def _told(event: Event) -> dict[str, str]:
    change = event.happening.change or {}
    parent = event.happening.parent
    return {
        "when": event.created_at[11:19],
        "who": event.user["name"] if event.user else "Asana",
        "action": event.action,
        "kind": event.resource.type.replace("_", " "),
        "name": str(event.resource.get("name") or event.resource.get("text") or ""),
        "field": str(change.get("field", "")).replace("_", " "),
        "place": str(parent.get("name") or "") if parent else "",
    }
