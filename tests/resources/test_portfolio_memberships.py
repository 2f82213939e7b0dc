import asana
from tests.resources.listing import gids


def test_memberships_are_listed_over_several_pages(
    client: asana.Client, workspace_gid: str, portfolio_gid: str
) -> None:
    users = gids(client.users.get_users_for_workspace(workspace_gid))
    client.portfolios.add_members_for_portfolio(portfolio_gid, {"members": users[:3]})
    memberships = client.portfolio_memberships
    for listing in (
        memberships.get_portfolio_memberships(portfolio=portfolio_gid, page_size=1),
        memberships.get_portfolio_memberships_for_portfolio(portfolio_gid, page_size=1),
        memberships.find_all({"portfolio": portfolio_gid}),
        memberships.find_by_portfolio(portfolio=portfolio_gid),
    ):
        assert set(users[:3]) <= {membership["user"]["gid"] for membership in listing}


def test_a_membership_is_found(
    client: asana.Client, workspace_gid: str, portfolio_gid: str
) -> None:
    memberships = client.portfolio_memberships
    (mine,) = memberships.get_portfolio_memberships_for_portfolio(portfolio_gid, user="me")
    found = memberships.get_portfolio_membership(mine["gid"])
    assert found["user"]["gid"] == client.users.me()["gid"]
    assert memberships.find_by_id(portfolio_membership=mine["gid"]) == found
    everywhere = memberships.get_portfolio_memberships(workspace=workspace_gid, user="me")
    assert mine["gid"] in gids(everywhere)
