"""Memberships of projects, portfolios, goals, custom fields and custom types."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records import sharing
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice

_PLACES = " ".join(sharing.LEVELS)
_MEMBERS = "user team"


def get_memberships(call: Call) -> list[Record]:
    """Return the memberships of a parent, optionally of one member, or a team's projects."""
    member = call.query_record(_MEMBERS, "member")
    if "parent" in call.query:
        parent = call.query_required(_PLACES, "parent")
        return [m for m in parent["memberships"] if member in (None, m["member"])]
    subtype = call.query.get("resource_subtype")
    if member is None or member.type != "team" or subtype != "project_membership":
        raise invalid("You should specify one of parent, member + resource_subtype")
    return call.visible(
        [
            m
            for m in call.store.all("membership")
            if m["member"] is member and m["resource_subtype"] == subtype
        ]
    )


def create_membership(call: Call) -> Record:
    """Add a member who is not one yet."""
    parent = call.body_record(_PLACES, "parent")
    member = call.body_record(_MEMBERS, "member")
    if member.type == "user":
        common.require_members(call, [member], parent, "member")
    else:
        common.require_same_workspace(member, parent["workspace"], "member")
    level = _level(call, parent)
    if sharing.membership(call.store, parent, member) is not None:
        raise invalid(f"member: Is already a member: {member.gid}")
    return sharing.join(call.store, parent, member, level)


def _level(call: Call, parent: Record) -> str | None:
    """Return the access level in the body; for goals it is also called role."""
    name = "access_level" if "access_level" in call.data else "role"
    if name not in call.data:
        return None
    return choice(*sharing.LEVELS[parent.type])(call.data[name], name)  # type: ignore[no-any-return]


def update_membership(call: Call) -> Record:
    """Change the access level."""
    membership = call.objects["membership"]
    level = _level(call, membership["parent"])
    if level is None:
        raise missing("access_level")
    call.store.change(membership, access_level=level)
    return membership


def delete_membership(call: Call) -> None:
    """Remove a member; a project is then no longer shared with a removed team."""
    membership = call.objects["membership"]
    sharing.leave(call.store, membership["parent"], membership["member"])


# Legacy types


def get_project_memberships(call: Call) -> list[Record]:
    """Return the memberships of the project in the path, or of one user in it."""
    return _old(call, call.objects["project"])


def get_portfolio_memberships(call: Call) -> list[Record]:
    """Return the memberships of a portfolio, of a user in it, or of a user in a workspace."""
    named = {name for name in ("portfolio", "user", "workspace") if name in call.query}
    if "portfolio" in call.objects:
        return _old(call, call.objects["portfolio"])
    if named not in ({"portfolio"}, {"portfolio", "user"}, {"workspace", "user"}):
        raise invalid("You should specify one of portfolio, portfolio + user, workspace + user")
    if "portfolio" in named:
        return _old(call, call.query_required("portfolio", "portfolio"))
    workspace = call.query_required("workspace", "workspace")
    portfolios = call.visible(call.store.all("portfolio"))
    here = [p for p in portfolios if p["workspace"] is workspace]
    return [membership for place in here for membership in _old(call, place)]


def _old(call: Call, place: Record) -> list[Record]:
    """Return the memberships of users in a place, in the legacy format."""
    user = call.query_record("user", "user")
    return [
        membership.seen_as(f"{place.type}_membership")
        for membership in place["memberships"]
        if membership["member"].type == "user" and user in (None, membership["member"])
    ]


OPERATIONS = (
    *common.usual(
        "membership",
        list=get_memberships,
        create=create_membership,
        update=update_membership,
        delete=delete_membership,
    ),
    *common.usual("project_membership"),
    Operation(
        "get_project_memberships_for_project",
        "GET",
        "/projects/{project_gid}/project_memberships",
        get_project_memberships,
    ),
    *common.usual("portfolio_membership", list=get_portfolio_memberships),
    Operation(
        "get_portfolio_memberships_for_portfolio",
        "GET",
        "/portfolios/{portfolio_gid}/portfolio_memberships",
        get_portfolio_memberships,
    ),
)
