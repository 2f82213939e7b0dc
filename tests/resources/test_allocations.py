import datetime

import pytest

import asana
from asana import error
from asana.types.allocations import AllocationEffort, CreateAllocation
from tests.resources.listing import gids


def test_an_allocation_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    start = datetime.date(2030, 6, 3)
    made = client.allocations.create_allocation(
        {"parent": project_gid, "assignee": "me", "start_date": start, "end_date": start}
    )
    gid = made["gid"]
    assert client.allocations.get_allocation(gid) == made
    effort: AllocationEffort = {"type": "hours", "value": 2}
    assert client.allocations.update_allocation(gid, {"effort": effort})["effort"] == effort
    assert client.allocations.get_allocation(gid)["effort"] == effort
    assert client.allocations.delete_allocation(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.allocations.get_allocation(gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, project_gid: str
) -> None:
    given: CreateAllocation = {
        "parent": project_gid,
        "assignee": "me",
        "start_date": "2030-06-03",
    }
    made = [
        client.allocations.create_allocation(given, end_date=f"2030-06-0{day}")["gid"]
        for day in (3, 4, 5)
    ]
    assert gids(client.allocations.get_allocations(parent=project_gid, page_size=2)) == made
    mine = client.allocations.get_allocations(assignee="me", workspace=workspace_gid)
    assert set(made) <= set(gids(mine))
