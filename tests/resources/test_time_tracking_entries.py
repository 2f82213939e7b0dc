import pytest

import asana
from asana import error


def test_an_entry_from_beginning_to_end(client: asana.Client, task_gid: str) -> None:
    entries = client.time_tracking_entries
    made = entries.create_time_tracking_entry(
        task_gid, {"duration_minutes": 30, "description": "thought"}
    )
    gid = made["gid"]
    assert entries.get_time_tracking_entry(gid) == made
    assert entries.update_time_tracking_entry(gid, {"duration_minutes": 45})["task"]
    assert entries.get_time_tracking_entry(gid)["duration_minutes"] == 45
    assert client.tasks.get_task(task_gid)["actual_time_minutes"] == 45
    assert entries.delete_time_tracking_entry(gid) == {}
    with pytest.raises(error.NotFoundError):
        entries.get_time_tracking_entry(gid)
    assert client.tasks.get_task(task_gid)["actual_time_minutes"] is None


def test_listings_over_several_pages(client: asana.Client, project_gid: str, task_gid: str) -> None:
    entries = client.time_tracking_entries
    for minutes in (1, 2, 3):
        entries.create_time_tracking_entry(
            task_gid, {"duration_minutes": minutes, "attributable_to": project_gid}
        )
    for listing in (
        entries.get_time_tracking_entries_for_task(task_gid, page_size=2),
        entries.get_time_tracking_entries(task=task_gid, page_size=2),
        entries.get_time_tracking_entries({"attributable_to": project_gid}),
    ):
        assert [entry["duration_minutes"] for entry in listing] == [1, 2, 3]
