"""Portfolios, their items, and the settings of projects in them."""

from typing import Any

import pytest

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api
from tests.sandbox.fields import FieldMaker


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def portfolio(api: Api, organization: str) -> str:
    made = api.post("/portfolios", name="Fresh portfolio", workspace=organization)
    return f"/portfolios/{made['gid']}"


def projects(api: Api, organization: str, letters: str) -> list[str]:
    return [api.post("/projects", name=n, workspace=organization)["gid"] for n in letters]


def test_a_new_portfolio_belongs_to_its_creator(api: Api, organization: str, personal: str) -> None:
    made = api.post("/portfolios", name="New", workspace=organization, color="light-red")
    assert (made["owner"]["name"], names(made["members"])) == (
        "Maya Lindqvist",
        ["Maya Lindqvist"],
    )
    assert (made["custom_fields"], made["public"]) == ([], False)
    assert made["permalink_url"].endswith(f"/portfolio/{made['gid']}")
    assert "archived" not in made
    listed = api.get("/portfolios", workspace=organization, owner="me")
    assert made["gid"] in [each["gid"] for each in listed]
    assert api.refusal("GET", "/portfolios") == (400, "workspace: Missing input")
    other = api.refusal("GET", "/portfolios", workspace=organization, owner="tom@example.com")
    assert other[0] == 403
    assert api.refusal("POST", "/portfolios", name="New", workspace=personal)[0] == 402


def test_a_service_account_lists_those_of_everybody(
    api: Api, tom: Api, sandbox: Sandbox, organization: str
) -> None:
    service = Api(sandbox.base_url, sandbox.service_account_token, api.session)
    toms = tom.post("/portfolios", name="Tom's", workspace=organization)["gid"]
    everybodys = service.get("/portfolios", workspace=organization)
    assert toms in [each["gid"] for each in everybodys]
    assert "Growth" in names(everybodys)
    his = service.get("/portfolios", workspace=organization, owner="tom@example.com")
    assert [each["gid"] for each in his] == [toms]


def test_a_portfolio_is_updated(api: Api, portfolio: str) -> None:
    changed = api.put(
        portfolio, name="Named", public=True, start_on="2026-03-01", due_on="2026-04-01"
    )
    assert (changed["privacy_setting"], changed["public"]) == ("public_to_domain", True)
    assert changed["start_on"] == "2026-03-01"
    assert api.put(portfolio, due_on=None)["start_on"] is None
    assert api.refusal("PUT", portfolio, start_on="2026-03-01")[0] == 400
    same = {"start_on": "2026-03-01", "due_on": "2026-03-01"}
    assert api.refusal("PUT", portfolio, **same)[0] == 400
    assert api.refusal("PUT", portfolio, start_on="2026-03-01", due_on=None)[0] == 400
    assert api.refusal("PUT", portfolio, workspace="1")[0] == 400


def test_only_members_see_a_closed_portfolio(api: Api, tom: Api, portfolio: str) -> None:
    assert tom.refusal("GET", portfolio) == (403, "You do not have access to this portfolio.")
    changed = api.post(f"{portfolio}/addMembers", members="tom@example.com,me")
    assert names(changed["members"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert tom.get(portfolio)
    changed = api.post(f"{portfolio}/removeMembers", members=["tom@example.com"])
    assert names(changed["members"]) == ["Maya Lindqvist"]
    assert tom.refusal("GET", portfolio)[0] == 403
    api.put(portfolio, privacy_setting="public_to_domain")
    assert tom.get(portfolio)


def test_items_are_in_order(api: Api, portfolio: str, organization: str) -> None:
    a, b, c = projects(api, organization, "abc")
    for item in (a, b):
        assert api.post(f"{portfolio}/addItem", item=item) == {}
    api.post(f"{portfolio}/addItem", item=c, insert_before=b)
    assert names(api.get(f"{portfolio}/items")) == ["a", "c", "b"]
    api.post(f"{portfolio}/addItem", item=a, insert_after=b)
    assert names(api.get(f"{portfolio}/items")) == ["c", "b", "a"]
    for _ in range(2):
        assert api.post(f"{portfolio}/removeItem", item=b) == {}
    assert names(api.get(f"{portfolio}/items")) == ["c", "a"]
    api.delete(f"/projects/{c}")
    assert names(api.get(f"{portfolio}/items")) == ["a"]


def test_a_portfolio_can_be_full(
    api: Api, portfolio: str, organization: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asana.sandbox.api.resources.portfolios.MAX_ITEMS", 1)
    a, b = projects(api, organization, "ab")
    for _ in range(2):
        api.post(f"{portfolio}/addItem", item=a)
    refusal = api.refusal("POST", f"{portfolio}/addItem", item=b)
    assert refusal == (400, "item: A portfolio can have at most 1 items")


def test_what_somebody_owned_passes_on(api: Api, organization: str) -> None:
    leaver = api.post(f"/workspaces/{organization}/addUser", user="leaver@example.com")["gid"]
    made = api.post("/portfolios", name="P", workspace=organization)["gid"]
    api.post(f"/portfolios/{made}/addMembers", members=[leaver])
    goal = api.post("/goals", name="G", workspace=organization, owner=leaver)["gid"]
    api.post(f"/workspaces/{organization}/removeUser", user=leaver)
    assert names(api.get(f"/portfolios/{made}")["members"]) == ["Maya Lindqvist"]
    assert api.get(f"/goals/{goal}")["owner"]["name"] == "Maya Lindqvist"


def test_portfolios_nest_without_circles(api: Api, portfolio: str, organization: str) -> None:
    inner = api.post("/portfolios", name="Inner", workspace=organization)["gid"]
    api.post(f"{portfolio}/addItem", item=inner)
    outer = portfolio.rpartition("/")[2]
    for above, below in ((inner, outer), (inner, inner)):
        refusal = api.refusal("POST", f"/portfolios/{above}/addItem", item=below)
        assert refusal == (400, "item: A portfolio cannot be below itself")
    api.delete(f"/portfolios/{inner}")
    assert api.get(f"{portfolio}/items") == []


def test_a_deleted_portfolio_leaves_its_items(
    api: Api, portfolio: str, project: str, make_field: FieldMaker
) -> None:
    api.post(f"{portfolio}/addItem", item=project)
    api.post(f"{portfolio}/addCustomFieldSetting", custom_field=make_field("text")["gid"])
    parent = portfolio.rpartition("/")[2]
    outer = api.post("/portfolios", name="Outer", workspace=api.get("/workspaces")[0]["gid"])
    api.post(f"/portfolios/{outer['gid']}/addItem", item=parent)
    api.delete(portfolio)
    assert api.refusal("GET", portfolio)[0] == 404
    assert api.get(f"/projects/{project}")
    assert api.get(f"/projects/{project}/project_portfolio_settings") == []
    assert api.get(f"/portfolios/{outer['gid']}/items") == []


def test_each_project_has_settings_in_each_portfolio(
    api: Api, portfolio: str, project: str
) -> None:
    api.post(f"{portfolio}/addItem", item=project)
    (setting,) = api.get(f"{portfolio}/project_portfolio_settings")
    assert api.get(f"/projects/{project}/project_portfolio_settings") == [setting]
    assert "created_at" not in setting
    path = f"/project_portfolio_settings/{setting['gid']}"
    assert api.get(path)["is_access_control_inherited"] is False
    changed = api.put(path, is_access_control_inherited=True)
    assert (changed["is_access_control_inherited"], "created_at" in changed) == (True, True)


def test_a_duplicate_shares_the_items(
    api: Api, portfolio: str, project: str, make_field: FieldMaker
) -> None:
    api.post(f"{portfolio}/addItem", item=project)
    api.post(f"{portfolio}/addMembers", members="tom@example.com")
    api.post(f"{portfolio}/addCustomFieldSetting", custom_field=make_field("text")["gid"])
    job = api.post(f"{portfolio}/duplicate", name="Copy", include="members,permissions")
    assert job["resource_subtype"] == "duplicate_portfolio"
    copy = api.get(f"/portfolios/{job['new_portfolio']['gid']}")
    assert names(copy["members"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert len(copy["custom_field_settings"]) == 1
    assert [p["gid"] for p in api.get(f"/portfolios/{copy['gid']}/items")] == [project]
    assert api.refusal("POST", f"{portfolio}/duplicate") == (400, "name: Missing input")


def test_a_duplicate_can_copy_what_is_below(
    api: Api, portfolio: str, project: str, organization: str
) -> None:
    api.post("/tasks", name="Below", projects=[project])
    inner = api.post("/portfolios", name="Inner", workspace=organization)["gid"]
    for item in (project, inner):
        api.post(f"{portfolio}/addItem", item=item)
    include = ["child_projects", "child_portfolios"]
    job = api.post(f"{portfolio}/duplicate", name="Copy", include=include)
    items = api.get(f"/portfolios/{job['new_portfolio']['gid']}/items")
    assert names(items) == ["Fresh", "Inner"]
    assert not {project, inner} & {item["gid"] for item in items}
    assert names(api.get(f"/projects/{items[0]['gid']}/tasks")) == ["Below"]
