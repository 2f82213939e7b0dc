import pytest

import asana
from asana import error
from tests.resources.listing import gids


def test_a_membership_from_beginning_to_end(
    client: asana.Client, tom: asana.Client, closed_gid: str
) -> None:
    made = client.memberships.create_membership(
        {"parent": closed_gid, "member": "tom@example.com", "access_level": "editor"}
    )
    gid = made["gid"]
    assert tom.projects.get_project(closed_gid)["gid"] == closed_gid
    changed = client.memberships.update_membership(gid, {"access_level": "commenter"})
    assert changed["access_level"] == "commenter"
    assert client.memberships.get_membership(gid) == changed
    assert client.memberships.delete_membership(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.memberships.get_membership(gid)
    with pytest.raises(error.ForbiddenError):
        tom.projects.get_project(closed_gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, goal_gid: str
) -> None:
    users = gids(client.users.get_users_for_workspace(workspace_gid))
    client.goals.add_followers(goal_gid, {"followers": users[:3]})
    listed = client.memberships.get_memberships(parent=goal_gid, page_size=1)
    assert set(users[:3]) <= {membership["member"]["gid"] for membership in listed}
    one = client.memberships.get_memberships({"parent": goal_gid, "member": users[0]})
    assert [membership["member"]["gid"] for membership in one] == [users[0]]
