"""Teams and their members."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import forbidden, invalid
from asana.sandbox.records.record import Record


def create_team(call: Call) -> Record:
    """Create a team of an organization; its creator is its first member and admin."""
    given = {"organization": call.objects["workspace"]} if "workspace" in call.objects else {}
    values = read_new(call, "team", **given)
    if not values["organization"]["is_organization"]:
        raise invalid(f"organization: Not an organization: {values['organization'].gid}")
    team = call.store.create("team", **values)
    call.store.create("team_membership", user=call.user, team=team, is_admin=True)
    return team


def update_team(call: Call) -> Record:
    """Change a team; join requests can be configured only if the team accepts them."""
    team = call.objects["team"]
    changes = read_changes(call, "team")
    visibility = changes.get("visibility", team["visibility"])
    field = "join_request_management_access_level"
    if field in changes and visibility != "request_to_join":
        raise invalid(f"{field}: Only a team with visibility request_to_join has this property")
    call.store.change(team, **changes)
    return team


def get_teams(call: Call) -> list[Record]:
    """Return the visible teams of a workspace."""
    workspace = call.objects["workspace"]
    return call.visible([t for t in call.store.all("team") if t["organization"] is workspace])


def get_teams_for_user(call: Call) -> list[Record]:
    """Return the teams of a user in one organization."""
    organization = call.query_required("workspace", "organization")
    user = call.objects["user"]
    teams = [m["team"] for m in call.store.where("team_membership", "user", user)]
    return call.visible([team for team in teams if team["organization"] is organization])


def add_user(call: Call) -> Record:
    """Add a user of the same organization; only members can."""
    team = call.objects["team"]
    user = call.body_record("user", "user")
    if call.access.team_membership(call.user, team) is None:
        raise forbidden("You do not have access to add users to this team.")
    common.require_members(call, [user], team, "user")
    present = call.access.team_membership(user, team)
    if present is not None:
        return present
    guest = call.access.membership(user, team["organization"])
    return call.store.create(
        "team_membership", user=user, team=team, is_guest=bool(guest and guest["is_guest"])
    )


def remove_user(call: Call) -> None:
    """Remove a member; only members can."""
    team = call.objects["team"]
    user = call.body_record("user", "user")
    if call.access.team_membership(call.user, team) is None:
        raise forbidden("You do not have access to remove users from this team.")
    membership = call.access.team_membership(user, team)
    if membership is None:
        raise invalid(f"user: Not a user in Team: {user.gid}")
    call.store.delete(membership)


def get_team_memberships(call: Call) -> list[Record]:
    """Return the memberships of a team, or of a user in a workspace."""
    team = call.objects.get("team") or call.query_record("team", "team")
    user = call.objects.get("user") or call.query_record("user", "user")
    if team is not None and user is not None:
        raise invalid("You may only provide one of team or user!")
    if team is None and user is None:
        raise invalid("You should specify one of team, user")
    if team is not None:
        return call.store.where("team_membership", "team", team)
    workspace = call.query_required("workspace", "workspace")
    theirs = call.store.where("team_membership", "user", user)
    return call.visible([m for m in theirs if m["team"]["organization"] is workspace])


OPERATIONS = (
    Operation("create_team", "POST", "/teams", create_team, created=True),
    Operation("get_team", "GET", "/teams/{team_gid}", common.show("team")),
    Operation("update_team", "PUT", "/teams/{team_gid}", update_team),
    Operation("get_teams_for_workspace", "GET", "/workspaces/{workspace_gid}/teams", get_teams),
    Operation("get_teams_for_workspace", "GET", "/organizations/{workspace_gid}/teams", get_teams),
    Operation(
        "create_team", "POST", "/organizations/{workspace_gid}/teams", create_team, created=True
    ),
    Operation("get_teams_for_user", "GET", "/users/{user_gid}/teams", get_teams_for_user),
    Operation("add_user_for_team", "POST", "/teams/{team_gid}/addUser", add_user),
    Operation("remove_user_for_team", "POST", "/teams/{team_gid}/removeUser", remove_user),
    Operation("get_team_memberships", "GET", "/team_memberships", get_team_memberships),
    Operation(
        "get_team_membership",
        "GET",
        "/team_memberships/{team_membership_gid}",
        common.show("team_membership"),
    ),
    Operation(
        "get_team_memberships_for_team",
        "GET",
        "/teams/{team_gid}/team_memberships",
        get_team_memberships,
    ),
    Operation(
        "get_team_memberships_for_user",
        "GET",
        "/users/{user_gid}/team_memberships",
        get_team_memberships,
    ),
)
