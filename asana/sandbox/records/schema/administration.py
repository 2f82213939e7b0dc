"""Roles, access requests, agents and rules of a workspace."""

from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

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

TYPES = (
    p.record_type(
        "role",
        "roles",
        "name description is_standard_role",
        {
            "name": p.name(),
            "description": p.Field(parse=v.text, default="", required=True),
            "is_standard_role": p.never(False),
            "creation_time": p.never(),
            "modified_at": p.never(),
            "base_role_type": p.choice("guest member admin super_admin", None, required=True),
            "permissions": p.Field(parse=v.mapping, default={}),
            "workspace": p.refers("workspace", write="create", required=True),
        },
        {"created_at": None},
    ),
    p.record_type(
        "access_request",
        "access_requests",
        "message approval_status requester target",
        {
            "message": p.Field(parse=v.optional_text),
            "approval_status": p.never("pending"),
            "requester": p.never(),
            "target": p.never(),
        },
        {"wanted": None},
    ),
    # The object of an access request, rendered without its name.
    *(
        p.record_type(f"{wanted}_name", "", "", {}, shown_as=wanted)
        for wanted in ("project", "portfolio")
    ),
    p.record_type(
        "agent",
        "agents",
        "resource_subtype name",
        {
            "resource_subtype": p.never("asana_teammate"),
            "name": p.never(""),
            "description": p.never(),
            "behavior_guidance": p.never(),
            "workspace": p.never(),
            "photo": p.never(),
        },
    ),
    p.record_type(
        "rule_trigger",
        "rule_triggers",
        "",
        {},
        {"project": None, "comment": ""},
    ),
    p.record_type("rule_result", "", "message", {"message": p.never("")}),
    p.record_type(
        "ai_studio_run",
        "",
        "created_at user credits",
        {"created_at": p.never(), "user": p.never(), "credits": p.never(0)},
        {"workspace": None},
    ),
    p.record_type(
        "ai_studio_seat",
        "",
        "user state",
        {"user": p.never(), "state": p.never("active")},
        {"workspace": None},
    ),
)
