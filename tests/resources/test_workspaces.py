from typing import Any

import pytest

import asana
from asana import error


def test_a_workspace_is_listed_and_renamed(client: asana.Client) -> None:
    first, second = client.workspaces.get_workspaces(page_size=1)
    assert client.workspaces.get_workspace(first["gid"])["is_organization"] is True
    renamed = client.workspaces.update_workspace(second["gid"], {"name": "Shared Projects"})
    assert client.workspaces.find_by_id(second["gid"]) == renamed
    client.workspaces.update(workspace=second["gid"], name=second["name"])


def test_a_user_joins_and_leaves(client: asana.Client, workspace_gid: str) -> None:
    added = client.workspaces.add_user_for_workspace(workspace_gid, {"user": "new@example.com"})
    assert added["name"]
    assert client.users.get_user_for_workspace(workspace_gid, added["gid"])["name"]
    gone = client.workspaces.remove_user_for_workspace(workspace_gid, {"user": added["gid"]})
    assert gone == {}
    with pytest.raises(error.ForbiddenError):
        client.users.get_user_for_workspace(workspace_gid, added["gid"])


def test_workspaces_by_their_classic_names(client: asana.Client) -> None:
    workspaces = list(client.workspaces.find_all(page_size=1))
    assert workspaces == list(client.workspaces.get_workspaces())
    gid = workspaces[0]["gid"]
    added = client.workspaces.add_user(workspace=gid, user="newer@example.com")["gid"]
    assert added in [user["gid"] for user in client.users.get_users_for_workspace(gid)]
    assert client.workspaces.remove_user(workspace=gid, user=added) == {}
    assert added not in [user["gid"] for user in client.users.get_users_for_workspace(gid)]


def test_events_are_for_service_accounts(
    client: asana.Client, service: asana.Client, workspace_gid: str
) -> None:
    workspaces: Any = service.workspaces
    with pytest.raises(error.InvalidTokenError) as caught:
        workspaces.get_workspace_events(workspace_gid, iterator_type=None)
    task = client.tasks.create_task({"workspace": workspace_gid, "name": "new"})["gid"]
    page = workspaces.get_workspace_events(
        workspace_gid, sync=caught.value.sync, iterator_type=None
    )
    assert page["data"][0]["resource"]["gid"] == task
    with pytest.raises(error.ForbiddenError):
        list(client.workspaces.get_workspace_events(workspace_gid))


def test_suggestions(client: asana.Client, workspace_gid: str) -> None:
    me = client.users.me()
    found = client.workspaces.typeahead(workspace_gid, resource_type="user", query=me["name"])
    assert me["gid"] in {user["gid"] for user in found}
