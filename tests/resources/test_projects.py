import pytest

import asana
from asana import error


def test_a_project_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    created = client.projects.create_project({"workspace": workspace_gid, "name": "p"})
    gid = created["gid"]
    assert client.projects.get_project(gid)["name"] == "p"
    assert client.projects.update_project(gid, {"archived": True})["archived"] is True
    assert client.projects.delete_project(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.projects.get_project(gid)


def test_listings_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    made = {
        client.projects.create_in_workspace(workspace_gid, {"name": f"p{n}"})["gid"]
        for n in range(5)
    }
    for listing in (
        client.projects.get_projects(workspace=workspace_gid, page_size=2),
        client.projects.get_projects_for_workspace(workspace_gid, archived=False, page_size=2),
        client.projects.find_all({"workspace": workspace_gid, "archived": False}),
    ):
        assert made <= {project["gid"] for project in listing}


def test_a_project_of_a_team(client: asana.Client, workspace_gid: str) -> None:
    team = next(client.teams.get_teams_for_workspace(workspace_gid))["gid"]
    project = client.projects.create_project_for_team(team, {"name": "shared"})
    listed = client.projects.find_by_team(team=team)
    assert project["gid"] in {found["gid"] for found in listed}


def test_members_and_followers(client: asana.Client, workspace_gid: str, project_gid: str) -> None:
    user = list(client.users.get_users_for_workspace(workspace_gid))[-1]["gid"]
    added = client.projects.add_members_for_project(project_gid, {"members": user})
    assert user in {member["gid"] for member in added["members"]}
    client.projects.add_followers_for_project(project_gid, {"followers": [user]})
    client.projects.remove_followers_for_project(project_gid, {"followers": [user]})
    removed = client.projects.remove_members_for_project(project_gid, {"members": [user]})
    assert user not in {member["gid"] for member in removed["members"]}


def test_task_counts_come_only_when_asked_for(client: asana.Client, task_gid: str) -> None:
    project = client.tasks.get_task(task_gid)["projects"][0]["gid"]
    assert client.projects.get_task_counts_for_project(project) == {}
    counts = client.projects.get_task_counts_for_project(project, fields=["num_tasks"])
    assert counts == {"num_tasks": 1}
