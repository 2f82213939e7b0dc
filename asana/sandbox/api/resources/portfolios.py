"""Portfolios and their items."""

from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common, custom_field_values
from asana.sandbox.errors import forbidden, invalid
from asana.sandbox.records import sharing
from asana.sandbox.records.order import index_for, inserted, without
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

MAX_ITEMS = 1500

_ITEMS = "project portfolio"


def get_portfolios(call: Call) -> list[Record]:
    """Return the caller's portfolios; only a service account can list those of others."""
    workspace = call.query_required("workspace", "workspace")
    serves = call.user.get("serves") is not None
    owner = call.query_record("user", "owner") or (None if serves else call.user)
    if owner is not call.user and not serves:
        raise forbidden("You do not have access to the portfolios of this user.")
    return [
        portfolio
        for portfolio in call.store.all("portfolio")
        if portfolio["workspace"] is workspace and owner in (None, portfolio["owner"])
    ]


def create_portfolio(call: Call) -> Record:
    """Create a portfolio; its creator is its owner and first member."""
    values = read_new(call, "portfolio")
    common.require_paid(values["workspace"])
    _settle(values, {})
    values.pop("custom_fields", None)  # a new portfolio has no custom fields
    portfolio = call.store.create("portfolio", **values, owner=call.user, created_by=call.user)
    sharing.join(call.store, portfolio, call.user, "admin")
    return portfolio


def update_portfolio(call: Call) -> Record:
    """Change fields; items and members have their own operations."""
    portfolio = call.objects["portfolio"]
    values = read_changes(call, "portfolio")
    _settle(values, portfolio.values)
    custom_field_values.settle_record(call, portfolio, values)
    call.store.change(portfolio, **values)
    return portfolio


def _settle(values: dict[str, Any], before: dict[str, Any]) -> None:
    common.settle_period(values, before)
    common.settle_privacy(values, "public_to_domain", "members_only")


def delete_portfolio(call: Call) -> None:
    """Delete a portfolio; its items are kept."""
    portfolio = call.objects["portfolio"]
    for item in portfolio["items"]:
        _remove_from(call.store, portfolio, item)
    for above in portfolio["portfolios"]:
        _remove_from(call.store, above, portfolio)
    sharing.dissolve(call.store, portfolio)
    common.forget_support(call.store, portfolio)
    parts = {"custom_field_setting": "parent", "status_update": "parent"}
    common.delete_parts(call.store, portfolio, parts)
    common.forget_favorite(call.store, portfolio)
    call.store.delete(portfolio)


# Items


def get_items(call: Call) -> list[Record]:
    """Return the items in order."""
    return call.visible(call.objects["portfolio"]["items"])


def add_item(call: Call) -> None:
    """Add an item, or move an existing one."""
    portfolio = call.objects["portfolio"]
    item = call.body_record(_ITEMS, "item")
    common.require_same_workspace(item, portfolio["workspace"], "item")
    if item.type == "portfolio" and _holds(item, portfolio):
        raise invalid("item: A portfolio cannot be below itself")
    anchor = call.anchors()
    items = portfolio["items"]
    index = index_for(items, item, anchor, call.anchored(_ITEMS, anchor))
    if item not in items and len(items) >= MAX_ITEMS:
        raise invalid(f"item: A portfolio can have at most {MAX_ITEMS} items")
    add_to(call.store, portfolio, item, index)


def _holds(above: Record, portfolio: Record) -> bool:
    """Return whether a portfolio is the other one, or contains it."""
    below = [item for item in above["items"] if item.type == "portfolio"]
    return above is portfolio or any(_holds(item, portfolio) for item in below)


def add_to(store: Store, portfolio: Record, item: Record, index: int) -> None:
    """Add an item to a portfolio, or move it within the portfolio."""
    known = item in portfolio["items"]
    store.change(portfolio, items=inserted(portfolio["items"], item, index))
    if known:
        return
    store.change(item, portfolios=[*item["portfolios"], portfolio])
    if item.type == "project":
        store.create("project_portfolio_setting", project=item, portfolio=portfolio)


def remove_item(call: Call) -> None:
    """Remove an item from a portfolio, if it is in it."""
    portfolio = call.objects["portfolio"]
    item = call.body_record(_ITEMS, "item")
    if item in portfolio["items"]:
        _remove_from(call.store, portfolio, item)


def _remove_from(store: Store, portfolio: Record, item: Record) -> None:
    store.change(portfolio, items=without(portfolio["items"], item))
    store.change(item, portfolios=without(item["portfolios"], portfolio))
    for setting in store.where("project_portfolio_setting", "project", item):
        if setting["portfolio"] is portfolio:
            store.delete(setting)


# People


def add_members(call: Call) -> Record:
    """Add members; existing members do not change."""
    portfolio, users = call.objects["portfolio"], call.body_records("user", "members")
    common.require_members(call, users, portfolio, "members")
    for user in users:
        sharing.join(call.store, portfolio, user)
    return portfolio


def remove_members(call: Call) -> Record:
    """Remove members who are in the portfolio."""
    portfolio = call.objects["portfolio"]
    for user in call.body_records("user", "members"):
        sharing.leave(call.store, portfolio, user)
    return portfolio


# Settings of projects in portfolios


def get_settings(call: Call) -> list[Record]:
    """Return the settings of the project or the portfolio in the path."""
    ((kind, place),) = call.objects.items()
    return call.visible(call.store.where("project_portfolio_setting", kind, place))


def _action(name: str, action: str, handler: Any) -> Operation:
    return Operation(
        f"{name}_for_portfolio", "POST", f"/portfolios/{{portfolio_gid}}/{action}", handler
    )


OPERATIONS = (
    *common.usual(
        "portfolio",
        list=get_portfolios,
        create=create_portfolio,
        update=update_portfolio,
        delete=delete_portfolio,
    ),
    Operation("get_items_for_portfolio", "GET", "/portfolios/{portfolio_gid}/items", get_items),
    _action("add_item", "addItem", add_item),
    _action("remove_item", "removeItem", remove_item),
    _action("add_members", "addMembers", add_members),
    _action("remove_members", "removeMembers", remove_members),
    *common.usual("project_portfolio_setting", update=common.update("project_portfolio_setting")),
    Operation(
        "get_project_portfolio_settings_for_portfolio",
        "GET",
        "/portfolios/{portfolio_gid}/project_portfolio_settings",
        get_settings,
    ),
    Operation(
        "get_project_portfolio_settings_for_project",
        "GET",
        "/projects/{project_gid}/project_portfolio_settings",
        get_settings,
    ),
)
