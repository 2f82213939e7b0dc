"""Workspaces, teams, users, and what joins them."""

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

t.define(
    "workspace",
    "workspaces",
    "name",
    {
        "name": t.name(),
        "email_domains": t.never([]),
        "is_organization": t.never(False),
    },
    {"premium": True},
)

t.define(
    "user",
    "users",
    "name",
    {
        "name": t.name(),
        "email": t.never(""),
        "photo": t.never(),
        "workspaces": t.worked_out(c.shared_workspaces),
        "custom_fields": t.Field(parse=v.mapping, compute=c.custom_fields, opt_in=True),
    },
    {"favorites": [], "custom_fields": {}},
)

t.define(
    "workspace_membership",
    "workspace_memberships",
    "user workspace",
    {
        "user": t.never(),
        "workspace": t.never(),
        "user_task_list": t.worked_out(c.list_of_member),
        "is_active": t.never(True),
        "is_admin": t.never(False),
        "is_guest": t.never(False),
        "is_view_only": t.never(False),
        "created_at": t.never(),
        "vacation_dates": t.never(),
    },
)

t.define(
    "team",
    "teams",
    "name",
    {
        "name": t.name(),
        "organization": t.refers("workspace", write="create", required=True),
        "description": t.text(opt_in=True),
        "html_description": t.rich("description", opt_in=True),
        "permalink_url": t.worked_out(c.team_url),
        "visibility": t.choice("secret request_to_join public", "request_to_join"),
        "edit_team_name_or_description_access_level": t.choice(t.TEAM_LEVELS, "all_team_members"),
        "edit_team_visibility_or_trash_team_access_level": t.choice(
            t.TEAM_LEVELS, "only_team_admins"
        ),
        "member_invite_management_access_level": t.choice(t.TEAM_LEVELS, "all_team_members"),
        "guest_invite_management_access_level": t.choice(t.TEAM_LEVELS, "all_team_members"),
        "join_request_management_access_level": t.choice(t.TEAM_LEVELS, "all_team_members"),
        "team_member_removal_access_level": t.choice(t.TEAM_LEVELS, "all_team_members"),
        "team_content_management_access_level": t.choice(
            "no_restriction only_team_admins", "no_restriction"
        ),
        "custom_field_settings": t.never([], opt_in=True),
    },
)

t.define(
    "team_membership",
    "team_memberships",
    "user team is_guest is_limited_access is_admin",
    {
        "user": t.never(),
        "team": t.never(),
        "is_guest": t.never(False),
        "is_limited_access": t.never(False),
        "is_admin": t.never(False),
    },
)

t.define(
    "user_task_list",
    "user_task_lists",
    "name owner workspace",
    {"name": t.never(""), "owner": t.never(), "workspace": t.never()},
    {"tasks": [], "sections": [], "custom_field_settings": []},
)
