import asana
from asana.sandbox import Sandbox
from asana.types.users import GetFavoritesForUser


def test_a_user_is_a_gid_me_or_an_email_address(client: asana.Client) -> None:
    me = client.users.me()
    for user in (me["gid"], "me", me["email"]):
        assert client.users.get_user(user) == me
    assert client.users.find_by_id("me") == me


def test_a_user_in_a_workspace(client: asana.Client, workspace_gid: str) -> None:
    me = client.users.get_user_for_workspace(workspace_gid, "me")
    assert me["email"] == client.users.me()["email"]
    renamed = client.users.update_user("me", {"name": "Someone Else"}, workspace=workspace_gid)
    assert renamed["name"] == "Someone Else"
    back = client.users.update_user_for_workspace(workspace_gid, "me", {"name": me["name"]})
    assert back["name"] == me["name"]


def test_listings(client: asana.Client, workspace_gid: str) -> None:
    team = next(client.teams.get_teams_for_workspace(workspace_gid))["gid"]
    everyone = [user["gid"] for user in client.users.get_users(workspace=workspace_gid, limit=2)]
    assert len(everyone) == len(set(everyone)) > 2
    for listing in (
        client.users.get_users_for_workspace(workspace_gid),
        client.users.find_by_workspace(workspace=workspace_gid),
        client.users.find_all({"workspace": workspace_gid}),
    ):
        assert {user["gid"] for user in listing} == set(everyone)
    assert {u["gid"] for u in client.users.get_users_for_team(team)} <= set(everyone)


def test_favorites_over_several_pages(
    client: asana.Client, sandbox: Sandbox, workspace_gid: str, project_gid: str
) -> None:
    store = sandbox.store
    added = store.get("project", project_gid)
    store.change(sandbox.user, favorites=[*sandbox.user["favorites"], added])
    query: GetFavoritesForUser = {"resource_type": "project", "workspace": workspace_gid}
    favorites = list(client.users.get_favorites_for_user("me", query, page_size=1))
    assert [project["name"] for project in favorites] == ["Open Pier Street", "a project"]
    assert list(client.users.get_user_favorites(user="me", **query)) == favorites
