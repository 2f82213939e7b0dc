from itertools import count

import pytest

import asana
from asana import error
from tests.resources.listing import gids

NUMBERS = count(1)


def make(client: asana.Client, workspace_gid: str) -> str:
    made = client.time_tracking_categories.create_time_tracking_category(
        {"workspace": workspace_gid, "name": f"category {next(NUMBERS)}"}
    )
    return made["gid"]


def test_a_category_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    gid = make(client, workspace_gid)
    categories = client.time_tracking_categories
    assert categories.get_time_tracking_category(gid)["is_archived"] is False
    changed = categories.update_time_tracking_category(gid, {"color": "aqua"})
    assert changed["color"] == "aqua"
    assert categories.get_time_tracking_category(gid) == changed
    assert categories.delete_time_tracking_category(gid) == {}
    with pytest.raises(error.NotFoundError):
        categories.get_time_tracking_category(gid)


def test_a_listing_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    categories = client.time_tracking_categories
    made = {make(client, workspace_gid) for _ in range(3)}
    listed = categories.get_time_tracking_categories(workspace=workspace_gid, page_size=2)
    assert made <= set(gids(listed))
    archived = categories.get_time_tracking_categories(
        {"workspace": workspace_gid, "is_archived": True}
    )
    assert not made & set(gids(archived))


def test_entries_of_a_category_over_several_pages(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    gid = make(client, workspace_gid)
    for day in (5, 6, 7):
        client.time_tracking_entries.create_time_tracking_entry(
            task_gid, duration_minutes=day, entered_on=f"2026-01-0{day}", categories=[gid]
        )
    categories = client.time_tracking_categories
    entries = categories.get_time_tracking_entries_for_time_tracking_category(gid, page_size=2)
    assert [entry["duration_minutes"] for entry in entries] == [5, 6, 7]
    entries = categories.get_time_tracking_entries_for_time_tracking_category(
        gid, start_date="2026-01-07"
    )
    assert [entry["duration_minutes"] for entry in entries] == [7]
