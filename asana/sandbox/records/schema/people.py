"""Workspaces, teams, users, and their memberships."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.order import Ordered
from asana.sandbox.records.schema import parts as p

TYPES = (
    p.record_type(
        "workspace",
        "workspaces",
        "name",
        {
            "name": p.name(),
            "email_domains": p.never([]),
            "is_organization": p.never(False),
        },
        {"premium": True},
    ),
    p.record_type(
        "user",
        "users",
        "name",
        {
            "name": p.name(),
            "email": p.never(""),
            "photo": p.worked_out(c.photo),
            "workspaces": p.worked_out(c.shared_workspaces),
            "custom_fields": p.Field(parse=v.mapping, compute=c.custom_fields, opt_in=True),
        },
        {"favorites": [], "custom_fields": {}, "has_photo": False},
    ),
    p.record_type(
        "workspace_membership",
        "workspace_memberships",
        "user workspace",
        {
            "user": p.never(),
            "workspace": p.never(),
            "user_task_list": p.worked_out(c.list_of_member),
            "is_active": p.never(True),
            "is_admin": p.never(False),
            "is_guest": p.never(False),
            "is_view_only": p.never(False),
            "created_at": p.never(),
            "vacation_dates": p.never(),
        },
    ),
    p.record_type(
        "team",
        "teams",
        "name",
        {
            "name": p.name(),
            "organization": p.refers("workspace", write="create", required=True),
            "description": p.text(opt_in=True),
            "html_description": p.rich("description", to="project", opt_in=True),
            "permalink_url": p.worked_out(c.team_url),
            "visibility": p.choice("secret request_to_join public", "request_to_join"),
            "edit_team_name_or_description_access_level": p.choice(
                p.TEAM_LEVELS, "all_team_members"
            ),
            "edit_team_visibility_or_trash_team_access_level": p.choice(
                p.TEAM_LEVELS, "only_team_admins"
            ),
            "member_invite_management_access_level": p.choice(p.TEAM_LEVELS, "all_team_members"),
            "guest_invite_management_access_level": p.choice(p.TEAM_LEVELS, "all_team_members"),
            "join_request_management_access_level": p.choice(p.TEAM_LEVELS, "all_team_members"),
            "team_member_removal_access_level": p.choice(p.TEAM_LEVELS, "all_team_members"),
            "team_content_management_access_level": p.choice(
                "no_restriction only_team_admins", "no_restriction"
            ),
            "endorsed": p.never(False),
            "custom_field_settings": p.never([], opt_in=True),
        },
    ),
    p.record_type(
        "team_membership",
        "team_memberships",
        "user team is_guest is_limited_access is_admin",
        {
            "user": p.never(),
            "team": p.never(),
            "is_guest": p.never(False),
            "is_limited_access": p.never(False),
            "is_admin": p.never(False),
        },
    ),
    p.record_type(
        "user_task_list",
        "user_task_lists",
        "name owner workspace",
        {"name": p.never(""), "owner": p.never(), "workspace": p.never()},
        {"tasks": Ordered(), "sections": Ordered(), "custom_field_settings": []},
    ),
)
