import datetime
from typing import Any

import pytest

import asana
from asana import error
from asana.types.tasks import CreateTask
from tests.resources.conftest import MakeField
from tests.resources.listing import gids, names


def test_a_task_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    created = client.tasks.create_task(
        {"projects": [project_gid], "name": "write", "due_on": datetime.date(2030, 1, 2)}
    )
    gid = created["gid"]
    assert {**client.tasks.get_task(gid), "actual_time_minutes": 0} == created
    assert (created["due_on"], created["completed"]) == ("2030-01-02", False)
    updated = client.tasks.update_task(gid, {"completed": True, "notes": "done\u00a0so"})
    assert updated["completed_at"]
    noted: Any = client.tasks.get_task(gid, fields=["notes"])
    assert noted == {"gid": gid, "notes": "done\u00a0so"}
    assert client.tasks.delete_task(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.tasks.get_task(gid)


def test_a_listing_over_several_pages(client: asana.Client, project_gid: str) -> None:
    for number in range(7):
        client.tasks.create_task({"projects": [project_gid], "name": str(number)})
    listing = client.tasks.get_tasks_for_project(project_gid, page_size=3)
    assert sorted(names(listing)) == [str(number) for number in range(7)]
    assert names(client.tasks.get_tasks(project=project_gid, item_limit=2, page_size=1))
    sizes = [len(page) for page in client.tasks.get_tasks_for_project(project_gid, limit=3).pages]
    assert sizes == [3, 3, 1]


def test_a_listing_that_expired_is_resumed_from_its_offset(
    client: asana.Client, project_gid: str
) -> None:
    for number in range(4):
        client.tasks.create_task({"projects": [project_gid], "name": str(number)})
    listing = client.tasks.get_tasks_for_project(project_gid, page_size=2)
    given = [next(listing)["name"] for _ in range(3)]
    rest = client.tasks.get_tasks_for_project(project_gid, page_size=2, offset=listing.offset)
    assert sorted({*given, *names(rest)}) == ["0", "1", "2", "3"]


def test_subtasks_and_parents(client: asana.Client, project_gid: str, task_gid: str) -> None:
    child = client.tasks.create_subtask_for_task(task_gid, {"name": "child"})
    assert names(client.tasks.get_subtasks_for_task(task_gid)) == ["child"]
    assert client.tasks.set_parent_for_task(child["gid"], {"parent": None})["parent"] is None
    assert names(client.tasks.subtasks(task_gid)) == []


def test_dependencies(client: asana.Client, workspace_gid: str, task_gid: str) -> None:
    other = client.tasks.create_task({"workspace": workspace_gid, "name": "other"})["gid"]
    assert client.tasks.add_dependencies_for_task(task_gid, {"dependencies": [other]}) == {}
    assert names(client.tasks.get_dependencies_for_task(task_gid)) == ["other"]
    assert names(client.tasks.dependents(other)) == ["a task"]
    client.tasks.remove_dependencies_for_task(task_gid, {"dependencies": [other]})
    assert client.tasks.dependencies(task_gid) == []
    client.tasks.add_dependents_for_task(task_gid, {"dependents": [other]})
    client.tasks.remove_dependents_for_task(task_gid, {"dependents": [other]})
    assert list(client.tasks.get_dependents_for_task(task_gid)) == []


def test_projects_tags_and_followers(
    client: asana.Client, workspace_gid: str, task_gid: str, project_gid: str
) -> None:
    tag = client.tags.create_tag({"workspace": workspace_gid, "name": "urgent"})["gid"]
    client.tasks.add_tag_for_task(task_gid, {"tag": tag})
    assert names(client.tasks.tags(task_gid)) == ["urgent"]
    assert names(client.tasks.get_tasks_for_tag(tag)) == ["a task"]
    client.tasks.remove_tag_for_task(task_gid, {"tag": tag})
    assert names(client.tags.get_tags_for_task(task_gid)) == []
    users = [user["gid"] for user in client.users.get_users_for_workspace(workspace_gid)]
    followed = client.tasks.add_followers_for_task(task_gid, {"followers": users[:3]})
    assert len(followed["followers"]) >= 3
    left = client.tasks.remove_follower_for_task(task_gid, {"followers": users[:3]})
    assert not {user["gid"] for user in left["followers"]} & set(users[:3])
    client.tasks.remove_project_for_task(task_gid, {"project": project_gid})
    assert names(client.tasks.projects(task_gid)) == []
    client.tasks.add_project_for_task(task_gid, {"project": project_gid, "insert_after": None})
    assert names(client.projects.get_projects_for_task(task_gid)) == ["a project"]


def test_my_tasks(client: asana.Client, workspace_gid: str, task_gid: str) -> None:
    client.tasks.update_task(task_gid, {"assignee": "me"})
    listed = client.user_task_lists.get_user_task_list_for_user("me", workspace=workspace_gid)
    client.tasks.insert_in_user_task_list(listed["gid"], {"task": task_gid, "insert_after": None})
    mine = client.tasks.get_tasks_for_user_task_list(listed["gid"], completed_since="now")
    assert task_gid in [task["gid"] for task in mine]


def test_a_search_beyond_100_results(client: asana.Client, workspace_gid: str) -> None:
    for number in range(130):
        client.tasks.create_task({"workspace": workspace_gid, "name": f"needle {number}"})
    found = client.tasks.search_tasks_for_workspace(workspace_gid, text="needle", item_limit=500)
    gids = [task["gid"] for task in found]
    assert len(gids) == len(set(gids)) == 130
    few = client.tasks.search_in_workspace(workspace_gid, {"text": "needle"}, item_limit=5)
    assert len(list(few)) == 5


def test_a_task_in_a_workspace_by_the_classic_route(
    client: asana.Client, workspace_gid: str
) -> None:
    task: Any = client.tasks.create_in_workspace(workspace_gid, {"name": "classic"}, assignee="me")
    assert client.tasks.find_by_id(task=task["gid"])["name"] == "classic"
    assert task["assignee"]
    assert task["assignee"]["gid"] == client.users.me()["gid"]


def test_a_doubly_wrapped_update_is_done(client: asana.Client, task_gid: str) -> None:
    wrapped: Any = {"data": {"name": "new"}}
    assert client.tasks.update_task(task_gid, wrapped)["name"] == "new"


def test_relations_are_listed_over_several_pages(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    tasks = client.tasks
    section = client.tasks.get_task(task_gid)["memberships"][0]["section"]["gid"]
    tag = client.tags.create_tag({"workspace": workspace_gid, "name": "t"})["gid"]
    home: CreateTask = {"workspace": workspace_gid, "tags": [tag]}
    first, second = (tasks.create_task(home, name=name)["gid"] for name in "ab")
    tasks.add_dependencies_for_task(task_gid, {"dependencies": [first, second]})
    subtasks = [tasks.create_subtask_for_task(task_gid, {"name": name})["gid"] for name in "cd"]
    tasks.add_dependents_for_task(task_gid, {"dependents": subtasks})
    for task in (first, second):
        client.sections.add_task_for_section(section, {"task": task})
    for listing, expected in (
        (tasks.get_dependencies_for_task(task_gid, page_size=1), [first, second]),
        (tasks.get_dependents_for_task(task_gid, page_size=1), subtasks),
        (tasks.get_subtasks_for_task(task_gid, page_size=1), subtasks),
        (tasks.get_tasks_for_tag(tag, page_size=1), [first, second]),
        (tasks.get_tasks_for_section(section, page_size=1), [first, second, task_gid]),
    ):
        assert sorted(gids(listing)) == sorted(expected)


def test_a_task_is_found_by_an_id_of_its_project(
    client: asana.Client,
    workspace_gid: str,
    project_gid: str,
    task_gid: str,
    make_field: MakeField,
) -> None:
    prefix = f"T{project_gid[-6:]}"
    field = make_field(id_prefix=prefix)["gid"]
    client.projects.add_custom_field_setting_for_project(project_gid, {"custom_field": field})
    found = client.tasks.get_task_for_custom_id(workspace_gid, f"{prefix}-1")
    assert found["gid"] == task_gid


def test_dates_of_subtasks_roll_up(client: asana.Client, task_gid: str) -> None:
    client.tasks.create_subtask_for_task(task_gid, {"name": "part", "due_on": "2030-01-02"})
    client.jobs.wait(client.tasks.rollup_task(task_gid), poll_interval=0.001)
    assert client.tasks.get_task(task_gid)["due_on"] == "2030-01-02"


def test_a_task_by_its_classic_names(client: asana.Client, project_gid: str) -> None:
    gid = client.tasks.create({"projects": [project_gid]}, name="old")["gid"]
    updated = client.tasks.update(task=gid, name="older")
    assert {**client.tasks.find_by_id(gid), "actual_time_minutes": 0} == updated
    for listing in (
        client.tasks.find_all(project=project_gid),
        client.tasks.find_by_project(project=project_gid),
    ):
        assert names(listing) == ["older"]
    child = client.tasks.add_subtask(task=gid, name="child")["gid"]
    client.tasks.set_parent(child, {"parent": None})
    assert gids(client.tasks.subtasks(gid)) == []
    assert client.tasks.delete(task=gid) == {}
    assert names(client.tasks.find_by_project(project_gid)) == []


def test_relations_of_a_task_by_their_classic_names(
    client: asana.Client, workspace_gid: str, project_gid: str, task_gid: str
) -> None:
    tasks = client.tasks
    home = {"workspace": workspace_gid, "name": "other"}
    other = tasks.create(home)["gid"]
    tasks.add_dependencies(task_gid, {"dependencies": [other]})
    assert gids(tasks.dependents(other)) == [task_gid]
    tasks.remove_dependencies(task=task_gid, dependencies=[other])
    tasks.add_dependents(task_gid, {"dependents": [other]})
    assert gids(tasks.dependencies(other)) == [task_gid]
    tasks.remove_dependents(task=task_gid, dependents=[other])
    tasks.add_project(other, {"project": project_gid})
    assert gids(tasks.projects(other)) == [project_gid]
    tasks.remove_project(task=other, project=project_gid)
    tag = client.tags.create(home)["gid"]
    tasks.add_tag(other, {"tag": tag})
    assert gids(tasks.find_by_tag(tag=tag)) == [other]
    tasks.remove_tag(task=other, tag=tag)
    tom = client.users.get_user("tom@example.com")["gid"]
    assert tom in gids(tasks.add_followers(other, {"followers": [tom]})["followers"])
    tasks.remove_followers(task=other, followers=[tom])
    left = tasks.get_task(other)
    assert tom not in gids(left["followers"])
    assert left["projects"] == left["tags"] == []
    assert tasks.dependencies(other) == tasks.dependents(other) == []
