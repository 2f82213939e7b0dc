"""Users, their favorites and their workspaces."""

from dataclasses import replace

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_changes
from asana.sandbox.api.resources import common, custom_field_values
from asana.sandbox.errors import forbidden, missing, unknown
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice

USERS_WITHOUT_LIMIT = 2000

_FAVORITES = choice("portfolio", "project", "tag", "task", "user", "project_template")


def get_users(call: Call) -> list[Record]:
    """Return the users of the caller's workspaces by gid, or of one place in order of joining."""
    place = call.query_record("team", "team") or call.query_record("workspace", "workspace")
    if place is not None:
        return call.access.joined(place)
    return sorted(call.visible(call.store.all("user")), key=lambda user: user.gid)


def get_user_for_workspace(call: Call) -> Record:
    """Return a user who is a member of the workspace."""
    user, workspace = call.objects["user"], call.objects["workspace"]
    if call.access.membership(user, workspace) is None:
        raise unknown("user", user.gid)
    return user


def update_user(call: Call) -> Record:
    """Set custom field values of a user, or the name of the caller."""
    user = get_user_for_workspace(call) if "workspace" in call.objects else call.objects["user"]
    changes = read_changes(call, "user")
    places = [call.objects.get("workspace") or call.query_record("workspace", "workspace")]
    if places == [None]:
        places = [*get_workspaces_of_user(replace(call, objects={"user": user}))]
    fields = [f for f in call.store.all("custom_field") if f["workspace"] in places]
    custom_field_values.settle(call, changes, user["custom_fields"], call.visible(fields))
    if "name" in changes and user is not call.user:
        raise forbidden("You do not have access to change this user.")
    call.store.change(user, **changes)
    return user


def get_workspaces_of_user(call: Call) -> list[Record]:
    """Return the workspaces that the user shares with the caller."""
    mine = call.access.workspaces(call.user)
    return [w for w in call.access.workspaces(call.objects["user"]) if w in mine]


def get_favorites(call: Call) -> list[Record]:
    """Return the caller's favorites, which are private, in the sidebar's order."""
    if call.objects["user"] is not call.user:
        raise forbidden("You do not have access to the favorites of this user.")
    if "resource_type" not in call.query:
        raise missing("resource_type")
    kind = _FAVORITES(call.query["resource_type"], "resource_type")
    workspace = call.query_required("workspace", "workspace")
    wanted = [favorite for favorite in call.user["favorites"] if favorite.type == kind]
    return [
        favorite
        for favorite in call.visible(wanted)
        if favorite.type == "user" or favorite["workspace"] is workspace
    ]


def get_members(place: str) -> Handler:
    """Return the members of the workspace or team in the path, in alphabetical order."""
    return lambda call: call.access.members(call.objects[place])


OPERATIONS = (
    Operation("get_users", "GET", "/users", get_users),
    Operation("get_user", "GET", "/users/{user_gid}", common.show("user")),
    Operation("update_user", "PUT", "/users/{user_gid}", update_user),
    Operation("get_favorites_for_user", "GET", "/users/{user_gid}/favorites", get_favorites),
    Operation("get_workspaces", "GET", "/users/{user_gid}/workspaces", get_workspaces_of_user),
    Operation(
        "get_users_for_team",
        "GET",
        "/teams/{team_gid}/users",
        get_members("team"),
        cap=USERS_WITHOUT_LIMIT,
    ),
    Operation(
        "get_users_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/users",
        get_members("workspace"),
        cap=USERS_WITHOUT_LIMIT,
    ),
    Operation(
        "get_user_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/users/{user_gid}",
        get_user_for_workspace,
    ),
    Operation(
        "update_user_for_workspace",
        "PUT",
        "/workspaces/{workspace_gid}/users/{user_gid}",
        update_user,
    ),
)
