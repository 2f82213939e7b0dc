"""Roles, access requests, agents and rules of a workspace."""

from asana.sandbox import values as v
from asana.sandbox.schema import table as t

SWITCHES = (
    "create_app_authorization create_pat_authorization share_goal_with_domain "
    "share_portfolios_with_org assign_roles manage_roles export_project_data "
    "download_mobile_attachments import_data create_global_custom_fields upload_attachments "
    "create_team create_and_edit_ai_automations proactive_ai standard_ai "
    "create_and_edit_ai_teammates share_teams_with_org create_goal create_project "
    "create_read_only_link create_portfolio view_public_teams view_shared_with_org_projects "
    "view_shared_with_org_tasks view_shared_with_org_portfolios"
)
CHOICES = {
    "task_deletion_policy": ("all", "owned", "none"),
    "allowed_guest_invites": ("all", "none"),
}

t.define(
    "role",
    "roles",
    "name description is_standard_role",
    {
        "name": t.name(),
        "description": t.Field(parse=v.text, default="", required=True),
        "is_standard_role": t.never(False),
        "creation_time": t.never(),
        "modified_at": t.never(),
        "base_role_type": t.choice("guest member admin super_admin", None, required=True),
        "permissions": t.Field(parse=v.mapping, default={}),
        "workspace": t.refers("workspace", write="create", required=True),
    },
    {"created_at": None},
)

t.define(
    "access_request",
    "access_requests",
    "message approval_status requester target",
    {
        "message": t.Field(parse=v.optional_text),
        "approval_status": t.never("pending"),
        "requester": t.never(),
        "target": t.never(),
    },
    {"wanted": None},
)

# What an access request wants, shown without its name.
for _wanted in ("project", "portfolio"):
    t.define(f"{_wanted}_name", "", "", {}, shown_as=_wanted)

t.define(
    "agent",
    "agents",
    "resource_subtype name",
    {
        "resource_subtype": t.never("asana_teammate"),
        "name": t.never(""),
        "description": t.never(),
        "behavior_guidance": t.never(),
        "workspace": t.never(),
        "photo": t.never(),
    },
)

t.define(
    "rule_trigger",
    "rule_triggers",
    "",
    {},
    {"project": None, "comment": ""},
)

t.define("rule_result", "", "message", {"message": t.never("")})

t.define(
    "ai_studio_run",
    "",
    "created_at user credits",
    {"created_at": t.never(), "user": t.never(), "credits": t.never(0)},
    {"workspace": None},
)

t.define(
    "ai_studio_seat",
    "",
    "user state",
    {"user": t.never(), "state": t.never("active")},
    {"workspace": None},
)
