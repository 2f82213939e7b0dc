import pytest

import asana
from asana import error


def test_a_tag_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    created = client.tags.create_tag({"workspace": workspace_gid, "name": "t", "color": "dark-red"})
    gid = created["gid"]
    assert client.tags.get_tag(gid) == created
    assert client.tags.update_tag(gid, {"color": None})["color"] is None
    assert client.tags.delete_tag(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.tags.get_tag(gid)


def test_listings_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    made = {
        client.tags.create_tag_for_workspace(workspace_gid, {"name": f"t{n}"})["gid"]
        for n in range(5)
    }
    for listing in (
        client.tags.get_tags(workspace=workspace_gid, page_size=2),
        client.tags.get_tags_for_workspace(workspace_gid, page_size=2),
        client.tags.find_by_workspace(workspace=workspace_gid),
        client.tags.find_all({"workspace": workspace_gid}),
    ):
        assert made <= {tag["gid"] for tag in listing}


def test_tags_of_a_task_over_several_pages(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    for name in "abc":
        tag = client.tags.create_tag({"workspace": workspace_gid, "name": name})["gid"]
        client.tasks.add_tag_for_task(task_gid, {"tag": tag})
    listed = client.tags.get_tags_for_task(task_gid, page_size=2)
    assert [tag["name"] for tag in listed] == ["a", "b", "c"]


def test_a_tag_by_its_classic_names(client: asana.Client, workspace_gid: str) -> None:
    gid = client.tags.create(workspace=workspace_gid, name="old")["gid"]
    updated = client.tags.update(tag=gid, name="older")
    assert client.tags.find_by_id(tag=gid) == updated
    assert client.tags.delete(tag=gid) == {}
    assert gid not in [tag["gid"] for tag in client.tags.find_all(workspace=workspace_gid)]


def test_tasks_with_a_tag_by_the_classic_name(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    tag = client.tags.create_in_workspace(workspace_gid, {"name": "t"})["gid"]
    client.tasks.add_tag(task_gid, {"tag": tag})
    assert [task["gid"] for task in client.tags.get_tasks_with_tag(tag)] == [task_gid]
