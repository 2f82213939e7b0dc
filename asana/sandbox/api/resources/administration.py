"""Access requests, roles, agents, custom types, rules and AI Studio usage."""

from typing import Any

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.api.resources.stories import comment
from asana.sandbox.errors import forbidden, invalid, missing, payment_required
from asana.sandbox.records import sharing
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.administration import CHOICES, SWITCHES
from asana.sandbox.records.values import boolean, choice, mapping, moment

_WANTED = "project portfolio"

# Access requests


def get_access_requests(call: Call) -> list[Record]:
    """Return the pending requests for a project or portfolio."""
    target = _target(call, call.query)
    user = call.query_record("user", "user")
    return [
        request
        for request in call.store.all("access_request")
        if request["wanted"] is target
        and request["approval_status"] == "pending"
        and user in (None, request["requester"])
    ]


def _target(call: Call, source: dict[str, Any]) -> Record:
    """Return the requested object, which may not be visible to the caller yet."""
    raw = source.get("target")
    if raw is None:
        raise missing("target")
    found = call.store.find(raw) if isinstance(raw, str) else None
    if found is None or found.type not in _WANTED.split():
        return call.lookup.one(_WANTED, raw, "target")
    if call.access.membership(call.user, found["workspace"]) is None:
        return call.lookup.one(_WANTED, raw, "target")
    return found


def create_access_request(call: Call) -> Record:
    """Request access to an object that the caller is not a member of."""
    target = _target(call, call.data)
    common.require_paid(target["workspace"])
    if sharing.membership(call.store, target, call.user) is not None:
        raise invalid("target: You have access already")
    message = read_new(call, "access_request", target=target).get("message")
    return call.store.create(
        "access_request",
        message=message,
        requester=call.user,
        wanted=target,
        target=Record(target.gid, f"{target.type}_name", {}),
    )


def approve(call: Call) -> None:
    """Make the requester a member."""
    request = _decide(call, "approved")
    sharing.join(call.store, request["wanted"], request["requester"])


def reject(call: Call) -> None:
    """Close the request without any other change."""
    _decide(call, "denied")


def _decide(call: Call, status: str) -> Record:
    request = call.objects["access_request"]
    if sharing.membership(call.store, request["wanted"], call.user) is None:
        raise forbidden("You do not have access to decide about this access request.")
    if request["approval_status"] != "pending":
        raise invalid("access_request: The request was decided already")
    call.store.change(request, approval_status=status)
    return request


# Roles


def get_roles(call: Call) -> list[Record]:
    """Return the roles of a workspace, or of all workspaces of the caller; none is archived."""
    workspace = call.query_record("workspace", "workspace")
    if boolean(call.query.get("archived", False), "archived"):
        return []
    roles = call.visible(call.store.all("role"))
    return [role for role in roles if workspace in (None, role["workspace"])]


def create_role(call: Call) -> Record:
    """Create a role; only admins can."""
    values = read_new(call, "role")
    _require_admin(call, values["workspace"])
    values["permissions"] = _permissions(values.get("permissions", {}), {})
    now = call.store.timestamp()
    return call.store.create("role", **values, creation_time=now, modified_at=now)


def _require_admin(call: Call, workspace: Record) -> None:
    mine = call.access.membership(call.user, workspace)
    if mine is None or not mine["is_admin"]:
        raise forbidden("You do not have access to the roles of this workspace.")


def _permissions(given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return all permissions; omitted ones keep their value, initially off."""
    off = {**dict.fromkeys(SWITCHES.split(), False), **dict.fromkeys(CHOICES, "none")}
    permissions = {**off, **before}
    for name in permissions:
        if name in given:
            read = choice(*CHOICES[name]) if name in CHOICES else boolean
            permissions[name] = read(given[name], f"permissions: {name}")
    return permissions


def update_role(call: Call) -> Record:
    """Change a role, unless it is a standard role."""
    role = _editable(call)
    values = read_changes(call, "role")
    if "permissions" in values:
        values["permissions"] = _permissions(values["permissions"], role["permissions"])
    if call.store.change(role, **values):
        call.store.change(role, modified_at=call.store.timestamp())
    return role


def _editable(call: Call) -> Record:
    role = call.objects["role"]
    _require_admin(call, role["workspace"])
    if role["is_standard_role"]:
        raise forbidden("You do not have access to change a standard role.")
    return role


def delete_role(call: Call) -> None:
    """Delete a role, unless it is a standard role."""
    call.store.delete(_editable(call))


# Objects that only the Asana app creates: agents, custom types, rules


def get_agents(call: Call) -> list[Record]:
    """Return the agents of a workspace."""
    workspace = call.objects["workspace"]
    return [agent for agent in call.store.all("agent") if agent["workspace"] is workspace]


def get_custom_types(call: Call) -> list[Record]:
    """Return the custom types of a project."""
    project = call.query_required("project", "project")
    return [each for each in call.store.all("custom_type") if project in each["projects"]]


def trigger_rule(call: Call) -> Record:
    """Run the rule of the demo data, which comments on the task with the text of the request."""
    trigger = call.objects["rule_trigger"]
    task = call.body_record("task", "resource")
    if "action_data" not in call.data:
        raise missing("action_data")
    details = mapping(call.data["action_data"], "action_data")
    if all(membership["project"] is not trigger["project"] for membership in task["memberships"]):
        raise invalid(f"resource: The task is not in the project of the rule: {task.gid}")
    words = ", ".join(f"{name}: {value}" for name, value in details.items())
    comment(call, task, f"{trigger['comment']} {words}".strip())
    return Record("", "rule_result", {"message": "Successfully ran rule"})


def get_ai_studio(type_name: str) -> Handler:
    """Return the records of a paid workspace; in the sandbox they are visible to all members."""

    def handler(call: Call) -> list[Record]:
        workspace = call.objects["workspace"]
        if not workspace["premium"]:
            raise payment_required("AI Studio is not available for free users.")
        records = [r for r in call.store.all(type_name) if r["workspace"] is workspace]
        return _used(call, records) if type_name == "ai_studio_run" else _in_state(call, records)

    return handler


def _used(call: Call, runs: list[Record]) -> list[Record]:
    start = moment(call.query.get("start_at"), "start_at")
    end = moment(call.query.get("end_at"), "end_at")
    return [
        run
        for run in runs
        if (start is None or run["created_at"] >= start)
        and (end is None or run["created_at"] < end)
    ]


def _in_state(call: Call, seats: list[Record]) -> list[Record]:
    wanted = call.query.get("state")
    return [seat for seat in seats if wanted in (None, seat["state"])]


_REQUEST = "/access_requests/{access_request_gid}"

OPERATIONS = (
    Operation("get_access_requests", "GET", "/access_requests", get_access_requests, paged=False),
    Operation(
        "create_access_request", "POST", "/access_requests", create_access_request, created=True
    ),
    Operation("approve_access_request", "POST", f"{_REQUEST}/approve", approve),
    Operation("reject_access_request", "POST", f"{_REQUEST}/reject", reject),
    *common.usual(
        "role", list=get_roles, create=create_role, update=update_role, delete=delete_role
    ),
    *common.usual("agent"),
    Operation("get_agents_for_workspace", "GET", "/workspaces/{workspace_gid}/agents", get_agents),
    *common.usual("custom_type"),
    Operation("get_custom_types", "GET", "/custom_types", get_custom_types, full=True),
    Operation(
        "trigger_rule",
        "POST",
        "/rule_triggers/{rule_trigger_gid}/run",
        trigger_rule,
        fields="message",
    ),
    Operation(
        "get_ai_studio_runs",
        "GET",
        "/workspaces/{workspace_gid}/ai_studio/runs",
        get_ai_studio("ai_studio_run"),
    ),
    Operation(
        "get_ai_studio_seats",
        "GET",
        "/workspaces/{workspace_gid}/ai_studio/seats",
        get_ai_studio("ai_studio_seat"),
    ),
)
