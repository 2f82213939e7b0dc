"""Exports of graphs, resources and organizations."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_new
from asana.sandbox.api.resources import common, jobs
from asana.sandbox.errors import forbidden, invalid, missing
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import array, choice, mapping

_PARENTS = "goal project portfolio team"
_type = choice("task", "team", "message")
_LISTS = ("assigned_by", "assignee", "commented_on_by", "created_by", "followers", "liked_by")
_FILTERS = frozenset(
    [
        *(f"{name}.any" for name in _LISTS),
        *(f"{name}_at.{side}" for name in ("created", "modified") for side in ("after", "before")),
    ]
)


def export_graph(call: Call) -> Record:
    """Export a goal, project, portfolio or team with everything below it."""
    parent = call.body_record(_PARENTS, "parent")
    workspace = parent["organization"] if parent.type == "team" else parent["workspace"]
    common.require_paid(workspace)
    export = call.store.create("graph_export", creator=call.user, about=parent)
    return jobs.start(call, "graph_export_request", workspace, new_graph_export=export)


def export_resources(call: Call) -> Record:
    """Export a workspace; only one export can run at a time."""
    workspace = call.body_record("workspace", "workspace")
    common.require_paid(workspace)
    parameters = array(call.data.get("export_request_parameters") or [], _PARAMETERS)
    if not parameters:
        raise missing(_PARAMETERS)
    for n, entry in enumerate(parameters):
        _check(entry, f"{_PARAMETERS}: [{n}]")
    for job in call.store.all("job"):
        export = job["new_resource_export"]
        if job["workspace"] is workspace and export and export["completed_at"] is None:
            raise forbidden("There is already an export of this workspace in progress.")
    export = call.store.create(
        "resource_export", creator=call.user, about=workspace, parameters=parameters
    )
    return jobs.start(call, "export_request", workspace, new_resource_export=export)


_PARAMETERS = "export_request_parameters"


def _check(entry: object, where: str) -> None:
    given = mapping(entry, where)
    kind = _type(given.get("resource_type"), f"{where}: resource_type")
    filters = mapping(given.get("filters"), f"{where}: filters")
    for name in filters:
        if kind == "team" or name not in _FILTERS:
            raise invalid(f"{where}: filters: Unknown filter: {name}")


def export_organization(call: Call) -> Record:
    """Create an export, whose state advances each time it is read."""
    values = read_new(call, "organization_export")
    if not values["organization"]["is_organization"]:
        raise invalid(f"organization: Not an organization: {values['organization'].gid}")
    return call.store.create("organization_export", creator=call.user, **values)


def get_organization_export(call: Call) -> Record:
    """Return an export: started on the first read, finished on the second."""
    export = call.objects["organization_export"]
    if export["state"] == "started":
        call.store.change(export, state="finished")
    elif export["state"] == "pending":
        call.store.change(export, state="started")
    return export


OPERATIONS = (
    Operation("create_graph_export", "POST", "/exports/graph", export_graph, created=True),
    Operation(
        "create_resource_export", "POST", "/exports/resource", export_resources, created=True
    ),
    *common.usual("organization_export", create=export_organization, get=get_organization_export),
)
