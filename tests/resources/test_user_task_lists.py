import asana
from tests.resources.listing import gids


def test_my_tasks(client: asana.Client, workspace_gid: str, task_gid: str) -> None:
    lists = client.user_task_lists
    mine = lists.get_user_task_list_for_user("me", workspace=workspace_gid)
    assert mine["owner"]["gid"] == client.users.me()["gid"]
    assert lists.get_user_task_list(mine["gid"]) == mine
    client.tasks.update_task(task_gid, {"assignee": "me"})
    assert task_gid in gids(client.tasks.get_tasks_for_user_task_list(mine["gid"], page_size=2))


def test_my_tasks_by_their_classic_names(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    mine = client.user_task_lists.find_by_user(user="me", workspace=workspace_gid)
    assert client.user_task_lists.find_by_id(user_task_list=mine["gid"]) == mine
    client.tasks.update_task(task_gid, {"assignee": "me"})
    for listing in (
        client.user_task_lists.tasks(user_task_list=mine["gid"]),
        client.tasks.find_by_user_task_list(user_task_list=mine["gid"]),
    ):
        assert task_gid in gids(listing)
