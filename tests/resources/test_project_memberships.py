import asana
from tests.resources.listing import gids


def test_memberships_are_listed_over_several_pages(
    client: asana.Client, workspace_gid: str, project_gid: str
) -> None:
    users = gids(client.users.get_users_for_workspace(workspace_gid))
    client.projects.add_members_for_project(project_gid, {"members": users[:3]})
    memberships = client.project_memberships
    for listing in (
        memberships.get_project_memberships_for_project(project_gid, page_size=1),
        memberships.find_by_project(project=project_gid),
    ):
        assert set(users[:3]) <= {membership["user"]["gid"] for membership in listing}


def test_a_membership_is_found(client: asana.Client, project_gid: str) -> None:
    memberships = client.project_memberships
    (mine,) = memberships.get_project_memberships_for_project(project_gid, user="me")
    found = memberships.get_project_membership(mine["gid"])
    assert (found["project"]["gid"], found["write_access"]) == (project_gid, "full_write")
    assert memberships.find_by_id(project_membership=mine["gid"]) == found
