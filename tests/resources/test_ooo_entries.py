import datetime
from typing import Any

import pytest

import asana
from asana import error
from tests.resources.listing import gids


def test_an_absence_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    made = client.ooo_entries.create_ooo_entry(
        {
            "user": "me",
            "workspace": workspace_gid,
            "start_date": datetime.date(2030, 7, 1),
            "end_date": datetime.date(2030, 7, 10),
        }
    )
    gid = made["gid"]
    assert client.ooo_entries.get_ooo_entry(gid) == made
    changed = client.ooo_entries.update_ooo_entry(gid, {"end_date": "2030-07-12"})
    assert changed["end_date"] == "2030-07-12"
    assert client.ooo_entries.get_ooo_entry(gid) == changed
    assert client.ooo_entries.delete_ooo_entry(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.ooo_entries.get_ooo_entry(gid)


def test_a_listing_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    home: dict[str, Any] = {"user": "me", "workspace": workspace_gid}
    made = [
        client.ooo_entries.create_ooo_entry(**home, start_date=day, end_date=day)["gid"]
        for day in ("2031-07-01", "2031-07-02", "2031-07-03")
    ]
    listed = client.ooo_entries.get_ooo_entries(**home, start_date="2031-07-01", page_size=2)
    assert gids(listed) == made
    assert gids(client.ooo_entries.get_ooo_entries(**home, start_date="2031-07-03")) == made[2:]
