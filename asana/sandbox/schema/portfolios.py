"""Portfolios, and the memberships of projects, portfolios, goals and custom fields."""

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

t.define(
    "portfolio",
    "portfolios",
    "name",
    {
        "name": t.name(),
        "archived": t.flag(opt_in=True),
        "color": t.choice(t.PALETTE, None, nullable=True),
        "start_on": t.day(),
        "due_on": t.day(),
        "default_access_level": t.choice("admin editor viewer", "viewer"),
        "created_at": t.never(),
        "created_by": t.never(),
        "custom_field_settings": t.never([]),
        "custom_fields": t.Field(parse=v.mapping, compute=c.custom_fields),
        "current_status_update": t.never(),
        "members": t.never([]),
        "owner": t.never(),
        "workspace": t.refers("workspace", write="create", required=True),
        "permalink_url": t.worked_out(c.portfolio_url),
        "privacy_setting": t.choice("public_to_domain members_only", "members_only"),
        "public": t.Field(parse=v.boolean, compute=c.is_public_to_domain),
        "project_templates": t.never([]),
    },
    {"custom_fields": {}, "memberships": [], "items": [], "portfolios": []},
)

t.define(
    "project_portfolio_setting",
    "project_portfolio_settings",
    "project portfolio is_access_control_inherited",
    {
        "project": t.never(),
        "portfolio": t.never(),
        "is_access_control_inherited": t.flag(),
        "created_at": t.never(),
    },
)

_LEVELS = f"{t.ACCESS_LEVELS} user"

t.define(
    "membership",
    "memberships",
    "resource_subtype parent member access_level",
    {
        "resource_subtype": t.never(),
        "parent": t.never(),
        "member": t.never(),
        "access_level": t.choice(_LEVELS, None),
        "role": t.worked_out(c.access_level, when=c.is_goal_membership),
        "goal": t.worked_out(c.parent, when=c.is_goal_membership),
        "user": t.worked_out(c.member, when=c.is_goal_membership),
        "workspace": t.worked_out(c.workspace_of_parent, when=c.is_goal_membership),
        "is_commenter": t.never(when=c.is_goal_membership),
        "is_editor": t.never(when=c.is_goal_membership),
    },
)

# Old ways to show memberships.
t.define(
    "project_membership",
    "project_memberships",
    "parent member user access_level",
    {
        "parent": t.never(),
        "project": t.worked_out(c.parent),
        "member": t.never(),
        "user": t.worked_out(c.member),
        "access_level": t.never(),
        "write_access": t.worked_out(c.write_access),
    },
)

t.define(
    "portfolio_membership",
    "portfolio_memberships",
    "user access_level",
    {
        "portfolio": t.worked_out(c.parent, opt_in=True),
        "user": t.worked_out(c.member),
        "access_level": t.never(),
    },
)
