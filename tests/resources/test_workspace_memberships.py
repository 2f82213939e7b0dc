import asana


def test_memberships_of_a_workspace_over_several_pages(
    client: asana.Client, workspace_gid: str
) -> None:
    users = {user["gid"] for user in client.users.get_users_for_workspace(workspace_gid)}
    memberships = client.workspace_memberships
    listed = memberships.get_workspace_memberships_for_workspace(workspace_gid, page_size=2)
    assert {membership["user"]["gid"] for membership in listed} == users
    (mine,) = memberships.get_workspace_memberships_for_workspace(workspace_gid, user="me")
    found = memberships.get_workspace_membership(mine["gid"])
    assert (found["workspace"]["gid"], found["is_admin"]) == (workspace_gid, True)


def test_memberships_of_a_user_over_several_pages(client: asana.Client) -> None:
    memberships = client.workspace_memberships.get_workspace_memberships_for_user("me", page_size=1)
    workspaces = [workspace["gid"] for workspace in client.workspaces.get_workspaces()]
    assert [membership["workspace"]["gid"] for membership in memberships] == workspaces
