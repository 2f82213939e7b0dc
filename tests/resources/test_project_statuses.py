import pytest

import asana
from asana import error


def test_a_status_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    made = client.project_statuses.create_project_status_for_project(
        project_gid, {"title": "late", "text": "very", "color": "red"}
    )
    gid = made["gid"]
    assert client.project_statuses.get_project_status(gid) == made
    current = client.projects.get_project(project_gid)["current_status"]
    assert current
    assert current["gid"] == gid
    assert client.project_statuses.delete_project_status(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.project_statuses.get_project_status(gid)


def test_a_listing_over_several_pages(client: asana.Client, project_gid: str) -> None:
    for title in "abc":
        client.project_statuses.create_project_status_for_project(
            project_gid, {"title": title, "text": "so", "color": "green"}
        )
    statuses = client.project_statuses
    for listing in (
        statuses.get_project_statuses_for_project(project_gid, page_size=2),
        statuses.find_by_project(project=project_gid),
    ):
        assert [status["title"] for status in listing] == ["c", "b", "a"]


def test_statuses_by_their_classic_names(client: asana.Client, project_gid: str) -> None:
    data = {"text": "so", "color": "yellow"}
    first = client.project_statuses.create(project_gid, data)["gid"]
    second = client.project_statuses.create_in_project(project=project_gid, **data)
    assert client.project_statuses.find_by_id(project_status=second["gid"]) == second
    assert client.project_statuses.delete(project_status=first) == {}
