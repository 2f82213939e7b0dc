import pytest

import asana
from asana import error


def names(client: asana.Client, project_gid: str) -> list[str]:
    return [s["name"] for s in client.sections.get_sections_for_project(project_gid, page_size=1)]


def test_a_section_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    gid = client.sections.create_section_for_project(project_gid, {"name": "later"})["gid"]
    assert client.sections.get_section(gid)["project"]["gid"] == project_gid
    assert client.sections.update_section(gid, {"name": "sooner"})["name"] == "sooner"
    assert names(client, project_gid) == ["Untitled section", "sooner"]
    assert client.sections.delete_section(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.sections.get_section(gid)


def test_sections_are_moved_and_hold_tasks(
    client: asana.Client, project_gid: str, task_gid: str
) -> None:
    section = client.sections.create_in_project(project_gid, {"name": "first"})["gid"]
    untitled = next(client.sections.find_by_project(project_gid))["gid"]
    client.sections.insert_section_for_project(
        project_gid, {"section": section, "before_section": untitled}
    )
    assert names(client, project_gid) == ["first", "Untitled section"]
    client.sections.add_task_for_section(section, {"task": task_gid})
    assert [t["gid"] for t in client.tasks.get_tasks_for_section(section)] == [task_gid]
    with pytest.raises(error.InvalidRequestError):
        client.sections.delete_section(section)


def test_sections_by_their_classic_names(
    client: asana.Client, project_gid: str, task_gid: str
) -> None:
    first, second = (
        client.sections.create_in_project(project=project_gid, name=name)["gid"]
        for name in ("first", "second")
    )
    client.sections.insert_in_project(project_gid, {"section": second, "before_section": first})
    assert names(client, project_gid) == ["Untitled section", "second", "first"]
    client.sections.add_task(section=first, task=task_gid)
    assert [task["gid"] for task in client.tasks.find_by_section(section=first)] == [task_gid]
    updated = client.sections.update(first, {"name": "last"})
    assert client.sections.find_by_id(section=first) == updated
    assert client.sections.delete(section=second) == {}
    assert names(client, project_gid) == ["Untitled section", "last"]
