from typing import Any

import asana
from tests.resources.listing import gids


def test_a_team_is_made_and_changed(client: asana.Client, workspace_gid: str) -> None:
    made = client.teams.create_team({"organization": workspace_gid, "name": "t"})
    gid = made["gid"]
    assert client.teams.get_team(gid) == made
    assert client.teams.update_team(gid, {"name": "u", "visibility": "secret"})["name"] == "u"
    changed: Any = client.teams.get_team(gid, fields=["name", "visibility"])
    assert changed == {"gid": gid, "name": "u", "visibility": "secret"}


def test_listings_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    made = {
        client.teams.create_team({"organization": workspace_gid, "name": name})["gid"]
        for name in "abc"
    }
    for listing in (
        client.teams.get_teams_for_workspace(workspace_gid, page_size=2),
        client.teams.get_teams_for_user("me", organization=workspace_gid, page_size=2),
        client.teams.find_by_user(user="me", organization=workspace_gid),
        client.teams.find_by_organization(organization=workspace_gid),
        client.teams.get_teams_for_organization(workspace_gid, page_size=2),
    ):
        assert made <= set(gids(listing))


def test_a_user_joins_and_leaves(client: asana.Client, tom: asana.Client, team_gid: str) -> None:
    user = tom.users.me()["gid"]
    membership = client.teams.add_user_for_team(team_gid, {"user": user})
    assert membership["resource_type"] == "team_membership"
    assert user in gids(client.users.get_users_for_team(team_gid))
    assert client.teams.remove_user_for_team(team_gid, {"user": user}) == {}
    assert user not in gids(client.users.get_users_for_team(team_gid))


def test_a_team_by_its_classic_names(client: asana.Client, team_gid: str) -> None:
    user = client.users.get_user("tom@example.com")["gid"]
    client.teams.add_user(team=team_gid, user=user)
    assert user in gids(client.teams.users(team=team_gid))
    assert client.teams.remove_user(team_gid, {"user": user}) == {}
    assert user not in gids(client.teams.users(team_gid))
    assert client.teams.find_by_id(team=team_gid)["name"] == "a team"
