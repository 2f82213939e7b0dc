"""The overview at `/`."""

from itertools import islice
from typing import Any

from asana.sandbox.records.record import Record
from asana.sandbox.web.pages.places import projects_of, summary
from asana.sandbox.web.pages.visit import Shown, Visit

PROJECTS = 12  # per workspace; the page of the workspace lists all of them
PEOPLE = 12
ALONE = 5
LOOKED_AT = 5_000  # tasks searched for tasks without a project


def overview(visit: Visit) -> Shown:
    """Show the workspaces and how to connect a program."""
    places = [_place(visit, place) for place in visit.access.workspaces(visit.user)]
    return "overview.html", {"places": places}


def _place(visit: Visit, workspace: Record) -> dict[str, Any]:
    people = visit.store.where("workspace_membership", "workspace", workspace)
    projects = projects_of(visit, workspace)
    alone = (
        task
        for task in islice(visit.store.of("task"), LOOKED_AT)
        if task["workspace"] is workspace
        and not task["memberships"]
        and task["parent"] is None
        and visit.access.sees(visit.user, task)
    )
    return {
        "workspace": workspace,
        "kind": "Organization" if workspace["is_organization"] else "Workspace",
        "projects": [summary(each) for each in projects[:PROJECTS]],
        "project_count": len(projects),
        "people": [membership["user"] for membership in people[:PEOPLE]],
        "people_count": len(people),
        "alone": list(islice(alone, ALONE)),
    }
