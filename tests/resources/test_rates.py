import pytest

import asana
from asana import error
from tests.resources.listing import gids


def test_a_rate_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    made = client.rates.create_rate({"parent": project_gid, "resource": "me", "rate": 50})
    gid = made["gid"]
    assert client.rates.get_rate(gid) == made
    assert client.rates.update_rate(gid, {"rate": 55.5})["rate"] == 55.5
    assert client.rates.get_rate(gid)["rate"] == 55.5
    assert client.rates.delete_rate(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.rates.get_rate(gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, project_gid: str
) -> None:
    users = gids(client.users.get_users_for_workspace(workspace_gid))[:3]
    made = [
        client.rates.create_rate({"parent": project_gid}, resource=user, rate=7)["gid"]
        for user in users
    ]
    assert gids(client.rates.get_rates({"parent": project_gid}, page_size=2)) == made
    assert gids(client.rates.get_rates(parent=project_gid, resource=users[1])) == made[1:2]
