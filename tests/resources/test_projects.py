from typing import Any

import pytest

import asana
from asana import error
from tests.resources.conftest import MakeField
from tests.resources.listing import gids, names


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
        client.projects.create_project_for_workspace(workspace_gid, {"name": f"p{n}"})["gid"]
        for n in range(5)
    }
    for listing in (
        client.projects.get_projects(workspace=workspace_gid, page_size=2),
        client.projects.get_projects_for_workspace(workspace_gid, archived=False, page_size=2),
        client.projects.find_all({"workspace": workspace_gid, "archived": False}),
    ):
        assert made <= {project["gid"] for project in listing}


def test_projects_of_a_team(client: asana.Client, team_gid: str) -> None:
    made = [
        client.projects.create_project_for_team(team_gid, {"name": name})["gid"] for name in "abc"
    ]
    listed = client.projects.get_projects_for_team(team_gid, archived=False, page_size=2)
    assert sorted(gids(listed)) == made


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
    counts: Any = client.projects.get_task_counts_for_project(project)
    assert counts == {}
    counts = client.projects.get_task_counts_for_project(project, fields=["num_tasks"])
    assert counts == {"num_tasks": 1}


def test_projects_of_a_task_over_several_pages(
    client: asana.Client, workspace_gid: str, task_gid: str, project_gid: str
) -> None:
    other = client.projects.create_project({"workspace": workspace_gid, "name": "other"})["gid"]
    client.tasks.add_project_for_task(task_gid, {"project": other})
    listed = client.projects.get_projects_for_task(task_gid, page_size=1)
    assert sorted(gids(listed)) == [project_gid, other]


def test_fields_of_a_project(
    client: asana.Client, project_gid: str, task_gid: str, make_field: MakeField
) -> None:
    field = make_field()["gid"]
    data: dict[str, Any] = {"custom_field": field}
    client.projects.add_custom_field_setting_for_project(project_gid, **data)
    task = client.tasks.update_task(task_gid, {"custom_fields": {field: "words"}})
    assert task["custom_fields"][0]["text_value"] == "words"
    projects = client.projects
    assert projects.remove_custom_field_setting_for_project(project_gid, **data) == {}
    assert projects.get_project(project_gid)["custom_field_settings"] == []
    projects.add_custom_field_setting(project_gid, data)
    assert projects.remove_custom_field_setting(project=project_gid, **data) == {}


def test_a_copy_is_complete_when_its_job_is(
    client: asana.Client, project_gid: str, task_gid: str
) -> None:
    job = client.projects.duplicate_project(project_gid, {"name": "copy", "include": "notes"})
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    copy = done["new_project"]["gid"]
    assert client.projects.get_project(copy)["name"] == "copy"
    assert names(client.tasks.get_tasks_for_project(copy)) == ["a task"]


def test_dates_of_subtasks_roll_up(client: asana.Client, project_gid: str, task_gid: str) -> None:
    client.tasks.create_subtask_for_task(task_gid, {"name": "part", "due_on": "2030-01-02"})
    client.jobs.wait(client.projects.rollup_project(project_gid), poll_interval=0.001)
    assert client.tasks.get_task(task_gid)["due_on"] == "2030-01-02"


def test_a_search(client: asana.Client, workspace_gid: str, project_gid: str) -> None:
    client.projects.update_project(project_gid, {"name": "haystack with needle"})
    found = client.projects.search_projects_for_workspace(
        workspace_gid, {"text": "needle", "members.any": "me"}
    )
    assert gids(found) == [project_gid]


def test_a_project_by_its_classic_names(
    client: asana.Client, workspace_gid: str, team_gid: str
) -> None:
    gid = client.projects.create({"workspace": workspace_gid, "name": "old"})["gid"]
    task = client.tasks.create({"projects": [gid], "name": "t"})["gid"]
    tom = client.users.get_user("tom@example.com")["gid"]
    assert tom in gids(client.projects.add_members(gid, members=[tom])["members"])
    assert tom in gids(client.projects.add_followers(gid, followers=[tom])["followers"])
    client.projects.remove_followers(project=gid, followers=[tom])
    client.projects.remove_members(project=gid, members=[tom])
    updated = client.projects.update(gid, {"name": "older"})
    assert tom not in gids(updated["members"]) + gids(updated["followers"])
    written = {"icon": "list", "completed_by": None, "color": None}
    assert {**client.projects.find_by_id(project=gid), **written} == updated
    assert names(client.projects.sections(project=gid)) == ["Untitled section"]
    assert gids(client.projects.tasks(project=gid)) == [task]
    second = client.projects.create_in_workspace(workspace=workspace_gid, name="second")["gid"]
    assert {gid, second} <= set(gids(client.projects.find_by_workspace(workspace_gid)))
    third = client.projects.create_in_team(team=team_gid, name="third")["gid"]
    assert gids(client.projects.find_by_team(team=team_gid)) == [third]
    assert client.projects.delete(project=gid) == {}
