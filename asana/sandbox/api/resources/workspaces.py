"""Workspaces and their members."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.errors import forbidden, invalid, missing
from asana.sandbox.records import sharing
from asana.sandbox.records.record import Record


def get_workspaces(call: Call) -> list[Record]:
    """Return the caller's workspaces."""
    return call.access.workspaces(call.user)


def add_user(call: Call) -> Record:
    """Add a user; an unknown email address becomes an invited user."""
    workspace = call.objects["workspace"]
    user = _named_user(call)
    if call.access.membership(user, workspace) is None:
        domain = user["email"].rpartition("@")[2]
        guest = workspace["is_organization"] and domain not in workspace["email_domains"]
        call.store.create("workspace_membership", user=user, workspace=workspace, is_guest=guest)
    return user


def _named_user(call: Call) -> Record:
    raw = call.data.get("user")
    if raw is None:
        raise missing("user")
    if isinstance(raw, str) and "@" in raw and call.store.user_by_email(raw) is None:
        email = raw.strip()
        return call.store.create("user", name=email.partition("@")[0], email=email)
    return call.lookup.one("user", raw, "user")


def remove_user(call: Call) -> None:
    """Remove a user, whose objects are transferred to the caller."""
    workspace = call.objects["workspace"]
    user = call.body_record("user", "user")
    mine = call.access.membership(call.user, workspace)
    if mine is None or not mine["is_admin"]:
        raise forbidden("You do not have access to remove users from this workspace.")
    membership = call.access.membership(user, workspace)
    if membership is None:
        raise invalid(f"user: {common.not_a_user_in(workspace)}: {user.gid}")
    call.store.delete(membership)
    for team_membership in call.store.all("team_membership"):
        team = team_membership["team"]
        if team_membership["user"] is user and team["organization"] is workspace:
            call.store.delete(team_membership)
    for kind in ("project", "portfolio", "goal"):
        for place in call.store.all(kind):
            if place["workspace"] is workspace:
                _leave(call, place, user)


def _leave(call: Call, place: Record, user: Record) -> None:
    if place["owner"] is user:
        sharing.join(call.store, place, call.user, "admin")
        call.store.change(place, owner=call.user)
    sharing.leave(call.store, place, user)


def get_workspace_memberships(call: Call) -> list[Record]:
    """Return the memberships of the workspace or user in the path, or of both."""
    user = call.objects.get("user") or call.query_record("user", "user")
    workspace = call.objects.get("workspace")
    memberships = call.store.all("workspace_membership")
    return call.visible(
        [
            m
            for m in memberships
            if (user is None or m["user"] is user)
            and (workspace is None or m["workspace"] is workspace)
        ]
    )


OPERATIONS = (
    Operation("get_workspaces", "GET", "/workspaces", get_workspaces),
    Operation("get_workspace", "GET", "/workspaces/{workspace_gid}", common.show("workspace")),
    Operation("get_workspace", "GET", "/organizations/{workspace_gid}", common.show("workspace")),
    Operation("update_workspace", "PUT", "/workspaces/{workspace_gid}", common.update("workspace")),
    Operation(
        "add_user_for_workspace",
        "POST",
        "/workspaces/{workspace_gid}/addUser",
        add_user,
        fields="resource_type,name,email,photo",
    ),
    Operation(
        "remove_user_for_workspace", "POST", "/workspaces/{workspace_gid}/removeUser", remove_user
    ),
    Operation(
        "get_workspace_memberships_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/workspace_memberships",
        get_workspace_memberships,
    ),
    Operation(
        "get_workspace_memberships_for_user",
        "GET",
        "/users/{user_gid}/workspace_memberships",
        get_workspace_memberships,
    ),
    Operation(
        "get_workspace_membership",
        "GET",
        "/workspace_memberships/{workspace_membership_gid}",
        common.show("workspace_membership"),
    ),
)
