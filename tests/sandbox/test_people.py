"""Workspaces, teams and users."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def team(api: Api, organization: str) -> str:
    return str(api.post("/teams", name="Fresh team", organization=organization)["gid"])


# Workspaces


def test_everybody_sees_their_own_workspaces(api: Api, tom: Api) -> None:
    assert names(api.get("/workspaces")) == ["Harbour Lights Coffee", "Maya's allotment"]
    assert names(tom.get("/workspaces")) == ["Harbour Lights Coffee"]
    assert names(api.get("/users/tom@example.com/workspaces")) == ["Harbour Lights Coffee"]


def test_a_workspace_can_be_renamed_only(api: Api, personal: str) -> None:
    path = f"/workspaces/{personal}"
    assert api.put(path, name="Maya's garden")["name"] == "Maya's garden"
    assert api.put(path, name="Maya's allotment")["is_organization"] is False
    refusal = (400, "is_organization: Cannot write this property")
    assert api.refusal("PUT", path, is_organization=True) == refusal


def test_users_are_invited_and_removed(api: Api, tom: Api, organization: str) -> None:
    path = f"/workspaces/{organization}"
    user = api.post(f"{path}/addUser", user="nora@example.com")
    assert set(user) == {"gid", "resource_type", "name", "email", "photo"}
    assert api.post(f"{path}/addUser", user=user["gid"]) == user
    (membership,) = api.get(f"{path}/workspace_memberships", user=user["gid"])
    shown = api.get(f"/workspace_memberships/{membership['gid']}")
    assert (shown["is_guest"], shown["is_admin"], shown["user_task_list"]) == (False, False, None)
    forbidden = tom.refusal("POST", f"{path}/removeUser", user=user["gid"])
    assert forbidden == (403, "You do not have access to remove users from this workspace.")
    assert api.post(f"{path}/removeUser", user=user["gid"]) == {}
    again = api.refusal("POST", f"{path}/removeUser", user=user["gid"])
    assert again == (400, f"user: Not a user in Organization: {user['gid']}")
    assert api.refusal("POST", f"{path}/addUser") == (400, "user: Missing input")


def test_people_from_elsewhere_are_guests(api: Api, organization: str) -> None:
    api.post(f"/workspaces/{organization}/addUser", user="ana@elsewhere.example.com")
    (membership,) = api.get("/users/ana@elsewhere.example.com/workspace_memberships")
    shown = api.get(f"/workspace_memberships/{membership['gid']}", opt_fields="is_guest")
    assert shown["is_guest"] is True
    api.post(f"/workspaces/{organization}/removeUser", user="ana@elsewhere.example.com")


def test_what_a_removed_user_owned_passes_to_the_caller(
    api: Api, organization: str, team: str
) -> None:
    leo = {"user": "leo@example.com"}
    api.post(f"/workspaces/{organization}/addUser", **leo)
    api.post(f"/teams/{team}/addUser", **leo)
    project = api.post("/projects", team=team, owner=leo["user"])["gid"]
    api.post(f"/workspaces/{organization}/removeUser", **leo)
    shown = api.get(f"/projects/{project}")
    assert shown["owner"]["name"] == "Maya Lindqvist"
    assert names(shown["members"]) == ["Maya Lindqvist"]
    assert names(api.get(f"/teams/{team}/users")) == ["Maya Lindqvist"]


# Teams


def test_the_creator_of_a_team_is_its_admin(api: Api, team: str, organization: str) -> None:
    (membership,) = api.get(f"/teams/{team}/team_memberships")
    assert membership["user"]["name"] == "Maya Lindqvist"
    assert membership["is_admin"] is True
    assert api.get(f"/team_memberships/{membership['gid']}") == membership
    shown = api.get(f"/teams/{team}")
    assert (shown["organization"]["gid"], shown["visibility"]) == (organization, "request_to_join")
    assert "description" not in shown


def test_teams_need_an_organization(api: Api, personal: str, organization: str) -> None:
    refusal = api.refusal("POST", "/teams", name="T", organization=personal)
    assert refusal == (400, f"organization: Not an organization: {personal}")
    assert api.refusal("POST", "/teams", name="T") == (400, "organization: Missing input")
    made = api.post(f"/organizations/{organization}/teams", name="Alias")["gid"]
    for path in (f"/organizations/{organization}/teams", f"/workspaces/{organization}/teams"):
        assert made in [each["gid"] for each in api.get(path)]


def test_teams_are_updated(api: Api, team: str) -> None:
    path = f"/teams/{team}"
    api.put(path, html_description="<body><em>We</em></body>", visibility="public")
    assert api.get(path, opt_fields="description,visibility") == {
        "gid": team,
        "description": "We",
        "visibility": "public",
    }
    level = {"join_request_management_access_level": "only_team_admins"}
    assert api.refusal("PUT", path, **level)[0] == 400
    changed = api.put(path, visibility="request_to_join", **level)
    assert changed["join_request_management_access_level"] == "only_team_admins"
    refusal = (400, "organization: Cannot write this property")
    assert api.refusal("PUT", path, organization="1") == refusal


def test_members_add_and_remove_members(api: Api, tom: Api, team: str) -> None:
    path = f"/teams/{team}"
    assert tom.refusal("POST", f"{path}/addUser", user="me")[0] == 403
    assert tom.refusal("POST", f"{path}/removeUser", user="maya@example.com")[0] == 403
    membership = api.post(f"{path}/addUser", user="tom@example.com")
    assert membership["resource_type"] == "team_membership"
    assert membership["is_guest"] is False
    assert api.post(f"{path}/addUser", user="tom@example.com") == membership
    assert names(api.get(f"{path}/users")) == ["Maya Lindqvist", "Tom Okafor"]
    assert tom.post(f"{path}/removeUser", user="me") == {}
    gid = tom.get("/users/me")["gid"]
    refusal = api.refusal("POST", f"{path}/removeUser", user="tom@example.com")
    assert refusal == (400, f"user: Not a user in Team: {gid}")


def test_team_members_come_from_the_organization(api: Api, team: str, organization: str) -> None:
    gid = api.post(f"/workspaces/{organization}/addUser", user="away@example.com")["gid"]
    api.post(f"/workspaces/{organization}/removeUser", user=gid)
    refusal = api.refusal("POST", f"/teams/{team}/addUser", user=gid)
    assert refusal == (400, f"user: Not a user in Organization: {gid}")


def test_memberships_of_a_user(api: Api, team: str, organization: str) -> None:
    path = "/users/me/team_memberships"
    mine = api.get(path, workspace=organization)
    assert team in [membership["team"]["gid"] for membership in mine]
    assert api.get("/team_memberships", user="me", workspace=organization) == mine
    assert len(api.get("/team_memberships", team=team)) == 1
    assert api.refusal("GET", path) == (400, "workspace: Missing input")
    one = (400, "You should specify one of team, user")
    assert api.refusal("GET", "/team_memberships") == one
    both = (400, "You may only provide one of team or user!")
    assert api.refusal("GET", "/team_memberships", team=team, user="me") == both


def test_teams_of_a_user(api: Api, team: str, organization: str) -> None:
    mine = api.get("/users/me/teams", organization=organization)
    assert team in [each["gid"] for each in mine]
    missing = (400, "organization: Missing input")
    assert api.refusal("GET", "/users/me/teams") == missing


# Users


def test_me_gid_and_email_are_the_same_user(api: Api) -> None:
    me = api.get("/users/me")
    assert api.get(f"/users/{me['gid']}") == me
    assert api.get("/users/Maya@Example.COM") == me
    assert set(me) == {"gid", "resource_type", "name", "email", "photo", "workspaces"}


def test_only_shared_workspaces_are_shown(api: Api, tom: Api) -> None:
    assert len(api.get("/users/me")["workspaces"]) == 2
    assert names(tom.get("/users/maya@example.com")["workspaces"]) == ["Harbour Lights Coffee"]


def test_lists_of_users(api: Api, organization: str, team: str, personal: str) -> None:
    by_gid = [user["gid"] for user in api.get("/users")]
    assert by_gid == sorted(by_gid)
    alphabetical = names(api.get(f"/workspaces/{organization}/users"))
    assert alphabetical == sorted(alphabetical)
    assert alphabetical[0] == "Jonas Weber"
    assert names(api.get("/users", workspace=personal)) == ["Maya Lindqvist"]
    assert names(api.get("/users", team=team)) == ["Maya Lindqvist"]


def test_a_user_in_a_workspace(api: Api, organization: str, personal: str) -> None:
    path = f"/workspaces/{organization}/users/tom@example.com"
    tom = api.get(path)
    assert tom["name"] == "Tom Okafor"
    unknown = (404, f"user: Not a recognized ID: {tom['gid']}")
    assert api.refusal("GET", f"/workspaces/{personal}/users/{tom['gid']}") == unknown


def test_only_oneself_can_be_renamed(api: Api, tom: Api, organization: str) -> None:
    assert tom.put("/users/me", name="Tom O.")["name"] == "Tom O."
    path = f"/workspaces/{organization}/users/me"
    assert tom.put(path, name="Tom Okafor")["name"] == "Tom Okafor"
    forbidden = (403, "You do not have access to change this user.")
    assert tom.refusal("PUT", "/users/maya@example.com", name="M") == forbidden


def test_favorites_are_private_and_in_order(api: Api, organization: str, personal: str) -> None:
    path = "/users/me/favorites"
    home = {"workspace": organization}
    assert names(api.get(path, resource_type="project", **home)) == ["Open Pier Street"]
    assert names(api.get(path, resource_type="user", **home)) == ["Tom Okafor"]
    assert api.get(path, resource_type="project", workspace=personal) == []
    assert api.refusal("GET", path, **home) == (400, "resource_type: Missing input")
    missing = (400, "workspace: Missing input")
    assert api.refusal("GET", path, resource_type="tag") == missing
    other = "/users/tom@example.com/favorites"
    assert api.refusal("GET", other, resource_type="tag", **home)[0] == 403


def test_deleted_favorites_disappear(api: Api, organization: str) -> None:
    query = {"resource_type": "tag", "workspace": organization}
    (tag,) = api.get("/users/me/favorites", **query)
    api.delete(f"/tags/{tag['gid']}")
    assert api.get("/users/me/favorites", **query) == []
