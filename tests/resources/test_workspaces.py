import asana


def test_a_workspace_is_listed_and_renamed(client: asana.Client) -> None:
    first, second = client.workspaces.get_workspaces(page_size=1)
    assert client.workspaces.get_workspace(first["gid"])["is_organization"] is True
    renamed = client.workspaces.update_workspace(second["gid"], {"name": "Shared Projects"})
    assert client.workspaces.find_by_id(second["gid"]) == renamed
    client.workspaces.update(workspace=second["gid"], name=second["name"])


def test_a_user_joins_and_leaves(client: asana.Client, workspace_gid: str) -> None:
    added = client.workspaces.add_user_for_workspace(workspace_gid, {"user": "new@example.com"})
    assert added["name"]
    gone = client.workspaces.remove_user_for_workspace(workspace_gid, {"user": added["gid"]})
    assert gone == {}


def test_suggestions(client: asana.Client, workspace_gid: str) -> None:
    me = client.users.me()
    found = client.workspaces.typeahead(workspace_gid, resource_type="user", query=me["name"])
    assert me["gid"] in {user["gid"] for user in found}
