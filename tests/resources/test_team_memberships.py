import asana
from tests.resources.listing import gids


def test_memberships_are_listed_over_several_pages(
    client: asana.Client, workspace_gid: str, team_gid: str
) -> None:
    users = gids(client.users.get_users_for_workspace(workspace_gid))[:3]
    for user in users:
        client.teams.add_user_for_team(team_gid, {"user": user})
    memberships = client.team_memberships
    for listing in (
        memberships.get_team_memberships(team=team_gid, page_size=2),
        memberships.get_team_memberships_for_team(team_gid, page_size=2),
    ):
        found = list(listing)
        assert set(users) <= {membership["user"]["gid"] for membership in found}
    assert memberships.get_team_membership(found[0]["gid"])["team"]["gid"] == team_gid


def test_memberships_of_a_user(client: asana.Client, workspace_gid: str, team_gid: str) -> None:
    memberships = client.team_memberships
    for listing in (
        memberships.get_team_memberships_for_user("me", {"workspace": workspace_gid}, page_size=1),
        memberships.get_team_memberships({"workspace": workspace_gid}, user="me"),
    ):
        assert team_gid in [membership["team"]["gid"] for membership in listing]
