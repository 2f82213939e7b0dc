import pytest

import asana
from asana import error


def test_a_status_update_from_beginning_to_end(client: asana.Client, goal_gid: str) -> None:
    made = client.status_updates.create_status_for_object(
        {"parent": goal_gid, "text": "we did it", "status_type": "achieved"}
    )
    gid = made["gid"]
    assert client.status_updates.get_status(gid) == made
    current = client.goals.get_goal(goal_gid)["current_status_update"]
    assert current
    assert current["gid"] == gid
    assert client.status_updates.delete_status(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.status_updates.get_status(gid)


def test_a_listing_over_several_pages(client: asana.Client, project_gid: str) -> None:
    for title in "abc":
        client.status_updates.create_status_for_object(
            {"parent": project_gid, "title": title, "text": "so", "status_type": "on_track"}
        )
    listed = client.status_updates.get_statuses_for_object(parent=project_gid, page_size=2)
    assert [status["title"] for status in listed] == ["c", "b", "a"]
