"""Memberships in the current and the legacy format."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def people(records: list[dict[str, Any]]) -> list[str]:
    return [record["member"]["name"] for record in records]


@pytest.fixture
def closed(api: Api, organization: str) -> str:
    """A private project."""
    made = api.post("/projects", name="P", workspace=organization, privacy_setting="private")
    return str(made["gid"])


def test_a_membership_opens_a_project(api: Api, tom: Api, closed: str) -> None:
    assert tom.refusal("GET", f"/projects/{closed}")[0] == 403
    made = api.post("/memberships", parent=closed, member="tom@example.com")
    assert (made["resource_type"], made["resource_subtype"]) == (
        "membership",
        "project_membership",
    )
    assert (made["access_level"], made["member"]["name"]) == ("editor", "Tom Okafor")
    assert "role" not in made
    assert tom.get(f"/projects/{closed}")
    path = f"/memberships/{made['gid']}"
    assert api.put(path, access_level="viewer") == api.get(path)
    again = api.refusal("POST", "/memberships", parent=closed, member="tom@example.com")
    assert (again[0], again[1][:28]) == (400, "member: Is already a member:")
    assert api.delete(path) == {}
    assert tom.refusal("GET", f"/projects/{closed}")[0] == 403


def test_a_team_can_be_a_member(
    api: Api, tom: Api, closed: str, organization: str, personal: str
) -> None:
    team = api.post("/teams", name="Team", organization=organization)["gid"]
    api.post(f"/teams/{team}/addUser", user="tom@example.com")
    api.post("/memberships", parent=closed, member=team, access_level="admin")
    assert tom.get(f"/projects/{closed}")
    assert [m["name"] for m in api.get(f"/projects/{closed}")["members"]] == ["Maya Lindqvist"]
    listed = api.get("/memberships", member=team, resource_subtype="project_membership")
    assert [m["parent"]["gid"] for m in listed] == [closed]
    home = api.post("/projects", workspace=personal)["gid"]
    assert api.refusal("POST", "/memberships", parent=home, member=team)[0] == 400


def test_memberships_are_listed_by_parent(api: Api, closed: str) -> None:
    api.post("/memberships", parent=closed, member="tom@example.com")
    assert people(api.get("/memberships", parent=closed)) == ["Maya Lindqvist", "Tom Okafor"]
    one = api.get("/memberships", parent=closed, member="tom@example.com")
    assert people(one) == ["Tom Okafor"]
    for wrong in ({}, {"member": "me"}, {"member": "me", "resource_subtype": "x"}):
        assert api.refusal("GET", "/memberships", **wrong)[0] == 400


def test_levels_depend_on_the_parent(api: Api, organization: str, closed: str) -> None:
    goal = api.post("/goals", name="G", workspace=organization)["gid"]
    member = api.post("/memberships", parent=goal, member="tom@example.com")
    assert member["access_level"] == member["role"] == "commenter"
    assert (member["goal"]["gid"], member["user"]["name"]) == (goal, "Tom Okafor")
    assert (member["is_commenter"], member["workspace"]["gid"]) == (None, organization)
    assert api.put(f"/memberships/{member['gid']}", role="editor")["access_level"] == "editor"
    missing = (400, "access_level: Missing input")
    assert api.refusal("PUT", f"/memberships/{member['gid']}") == missing
    wrong = {"parent": closed, "member": "tom@example.com", "access_level": "user"}
    assert api.refusal("POST", "/memberships", **wrong)[0] == 400


def test_strangers_do_not_become_members(api: Api, personal: str) -> None:
    project = api.post("/projects", workspace=personal)["gid"]
    refusal = api.refusal("POST", "/memberships", parent=project, member="tom@example.com")
    assert refusal == (400, "member: Not a user in Workspace: tom@example.com")


# Legacy types


def test_project_memberships_show_the_same(api: Api, closed: str) -> None:
    new = api.post("/memberships", parent=closed, member="tom@example.com", access_level="viewer")
    path = f"/projects/{closed}/project_memberships"
    listed = api.get(path)
    assert [m["user"]["name"] for m in listed] == ["Maya Lindqvist", "Tom Okafor"]
    (mine,) = api.get(path, user="me")
    full = api.get(f"/project_memberships/{mine['gid']}")
    assert (full["resource_type"], full["write_access"]) == ("project_membership", "full_write")
    assert api.get(f"/project_memberships/{new['gid']}")["write_access"] == "comment_only"
    refusal = api.refusal("GET", f"/portfolio_memberships/{new['gid']}")
    assert refusal == (404, f"portfolio_membership: Not a recognized ID: {new['gid']}")


def test_portfolio_memberships_show_the_same(api: Api, organization: str) -> None:
    portfolio = api.post("/portfolios", name="P", workspace=organization)["gid"]
    api.post("/memberships", parent=portfolio, member="tom@example.com")
    listed = api.get(f"/portfolios/{portfolio}/portfolio_memberships")
    assert [m["user"]["name"] for m in listed] == ["Maya Lindqvist", "Tom Okafor"]
    assert "portfolio" not in api.get(f"/portfolio_memberships/{listed[0]['gid']}")
    (one,) = api.get("/portfolio_memberships", portfolio=portfolio, user="tom@example.com")
    assert one == listed[1]
    assert api.get("/portfolio_memberships", portfolio=portfolio) == listed
    everywhere = api.get("/portfolio_memberships", workspace=organization, user="tom@example.com")
    assert one in everywhere
    for wrong in ({}, {"workspace": organization}, {"user": "me"}):
        assert api.refusal("GET", "/portfolio_memberships", **wrong)[0] == 400
