from typing import Any

import pytest

import asana
from asana import error
from tests.resources.conftest import MakeField
from tests.resources.listing import gids


def test_a_portfolio_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    made = client.portfolios.create_portfolio(
        {"workspace": workspace_gid, "name": "p", "color": "light-red"}
    )
    gid = made["gid"]
    assert client.portfolios.get_portfolio(gid) == made
    assert client.portfolios.update_portfolio(gid, {"name": "q"})["name"] == "q"
    named: Any = client.portfolios.get_portfolio(gid, fields=["name"])
    assert named == {"gid": gid, "name": "q"}
    assert client.portfolios.delete_portfolio(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.portfolios.get_portfolio(gid)


def test_a_listing_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    made = {
        client.portfolios.create_portfolio({"workspace": workspace_gid, "name": name})["gid"]
        for name in "abc"
    }
    for listing in (
        client.portfolios.get_portfolios(workspace=workspace_gid, owner="me", page_size=2),
        client.portfolios.find_all({"workspace": workspace_gid, "owner": "me"}),
    ):
        assert made <= set(gids(listing))


def test_items_are_put_in_order_and_taken_out(
    client: asana.Client, workspace_gid: str, portfolio_gid: str
) -> None:
    first, second, third = (
        client.projects.create_project({"workspace": workspace_gid, "name": name})["gid"]
        for name in "abc"
    )
    for item in (first, second):
        assert client.portfolios.add_item_for_portfolio(portfolio_gid, {"item": item}) == {}
    client.portfolios.add_item(portfolio_gid, {"item": third, "insert_before": second})
    listed = client.portfolios.get_items_for_portfolio(portfolio_gid, page_size=2)
    assert gids(listed) == [first, third, second]
    assert client.portfolios.remove_item_for_portfolio(portfolio_gid, {"item": first}) == {}
    client.portfolios.remove_item(portfolio=portfolio_gid, item=second)
    assert gids(client.portfolios.get_items(portfolio_gid)) == [third]


def test_members_come_and_go(client: asana.Client, tom: asana.Client, portfolio_gid: str) -> None:
    gid = tom.users.me()["gid"]
    added = client.portfolios.add_members_for_portfolio(portfolio_gid, {"members": [gid]})
    assert gid in gids(added["members"])
    assert tom.portfolios.get_portfolio(portfolio_gid)["name"] == "a portfolio"
    removed = client.portfolios.remove_members_for_portfolio(portfolio_gid, {"members": gid})
    assert gid not in gids(removed["members"])
    with pytest.raises(error.ForbiddenError):
        tom.portfolios.get_portfolio(portfolio_gid)


def test_fields_of_a_portfolio(
    client: asana.Client, portfolio_gid: str, make_field: MakeField
) -> None:
    data: dict[str, Any] = {"custom_field": make_field()["gid"]}
    portfolios = client.portfolios
    setting = portfolios.add_custom_field_setting_for_portfolio(portfolio_gid, **data)
    assert gids(portfolios.custom_field_settings(portfolio=portfolio_gid)) == [setting["gid"]]
    assert portfolios.remove_custom_field_setting_for_portfolio(portfolio_gid, **data) == {}
    assert portfolios.get_portfolio(portfolio_gid)["custom_field_settings"] == []
    portfolios.add_custom_field_setting(portfolio_gid, data)
    assert portfolios.remove_custom_field_setting(portfolio=portfolio_gid, **data) == {}


def test_a_copy_is_complete_when_its_job_is(
    client: asana.Client, portfolio_gid: str, project_gid: str
) -> None:
    client.portfolios.add_item_for_portfolio(portfolio_gid, {"item": project_gid})
    job = client.portfolios.duplicate_portfolio(
        portfolio_gid, {"name": "copy", "include": "members,permissions"}
    )
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    copy = done["new_portfolio"]["gid"]
    assert client.portfolios.get_portfolio(copy)["name"] == "copy"
    assert gids(client.portfolios.get_items_for_portfolio(copy)) == [project_gid]


def test_a_portfolio_by_its_classic_names(client: asana.Client, workspace_gid: str) -> None:
    gid = client.portfolios.create(workspace=workspace_gid, name="old")["gid"]
    tom = client.users.get_user("tom@example.com")["gid"]
    assert tom in gids(client.portfolios.add_members(gid, members=[tom])["members"])
    client.portfolios.remove_members(portfolio=gid, members=[tom])
    updated = client.portfolios.update(gid, {"name": "older"})
    assert tom not in gids(updated["members"])
    assert client.portfolios.find_by_id(portfolio=gid) == updated
    assert client.portfolios.delete(gid) == {}
