"""Portfolios, and the memberships of projects, portfolios, goals and custom fields."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

_LEVELS = f"{p.ACCESS_LEVELS} user"

TYPES = (
    p.record_type(
        "portfolio",
        "portfolios",
        "name",
        {
            "name": p.name(),
            "archived": p.flag(opt_in=True),
            "color": p.choice(p.PALETTE, None, nullable=True),
            "start_on": p.day(),
            "due_on": p.day(),
            "default_access_level": p.choice("admin editor viewer", "viewer"),
            "created_at": p.never(),
            "created_by": p.never(),
            "custom_field_settings": p.never([], when=c.has_fields),
            "custom_fields": p.fields_of_place(),
            "current_status_update": p.never(),
            "members": p.never([]),
            "owner": p.never(),
            "workspace": p.refers("workspace", write="create", required=True),
            "permalink_url": p.worked_out(c.portfolio_url),
            "privacy_setting": p.choice("public_to_domain members_only", "members_only"),
            "public": p.Field(parse=v.boolean, compute=c.is_public_to_domain),
            "project_templates": p.never([]),
        },
        {"custom_fields": {}, "memberships": [], "items": [], "portfolios": []},
    ),
    p.record_type(
        "project_portfolio_setting",
        "project_portfolio_settings",
        "project portfolio is_access_control_inherited",
        {
            "project": p.never(),
            "portfolio": p.never(),
            "is_access_control_inherited": p.flag(),
            "created_at": p.never(),
        },
    ),
    p.record_type(
        "membership",
        "memberships",
        "resource_subtype parent member access_level",
        {
            "resource_subtype": p.never(),
            "parent": p.never(),
            "member": p.never(),
            "access_level": p.choice(_LEVELS, None),
            "role": p.worked_out(c.access_level, when=c.is_goal_membership),
            "goal": p.worked_out(c.parent, when=c.is_goal_membership),
            "user": p.worked_out(c.member, when=c.is_goal_membership),
            "workspace": p.worked_out(c.workspace_of_parent, when=c.is_goal_membership),
            "is_commenter": p.never(when=c.is_goal_membership),
            "is_editor": p.never(when=c.is_goal_membership),
        },
    ),
    # Memberships in the legacy format.
    p.record_type(
        "project_membership",
        "project_memberships",
        "parent member user access_level",
        {
            "parent": p.never(),
            "project": p.worked_out(c.parent),
            "member": p.never(),
            "user": p.worked_out(c.member),
            "access_level": p.never(),
            "write_access": p.worked_out(c.write_access),
        },
    ),
    p.record_type(
        "portfolio_membership",
        "portfolio_memberships",
        "user access_level",
        {
            "portfolio": p.worked_out(c.parent, opt_in=True),
            "user": p.worked_out(c.member),
            "access_level": p.never(),
        },
    ),
)
