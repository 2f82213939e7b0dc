"""The keywords in the example of each operation: required ones, and some that make it useful.

A value that ends in ``_GID`` stands for a gid. What an operation requires comes from
tests/data/parameters.tsv; OTHERS has what is not required alone, and what reads better.
"""

from typing import Any

__all__ = ["ABOUT_ME", "OTHERS", "SAMPLES"]

Values = dict[str, Any]

# A value for each required parameter.
SAMPLES: Values = {
    "action_data": {},
    "approval_status": "approved",
    "assignee": "USER_GID",
    "base_role_type": "member",
    "custom_field": "CUSTOM_FIELD_GID",
    "description": "Sees budgets",
    "emoji_base": "👍",
    "end_date": "2027-03-05",
    "enum_option": "ENUM_OPTION_GID",
    "followers": ["USER_GID"],
    "item": "PROJECT_GID",
    "members": ["USER_GID"],
    "name": "A new name",
    "organization": "WORKSPACE_GID",
    "parent": "PROJECT_GID",
    "project": "PROJECT_GID",
    "public": False,
    "rate": 55,
    "resource": "PROJECT_GID",
    "resource_subtype": "text",
    "resource_type": "project",
    "section": "SECTION_GID",
    "start_date": "2027-03-01",
    "status_type": "on_track",
    "supported_goal": "GOAL_GID",
    "supporting_resource": "OTHER_GOAL_GID",
    "tag": "TAG_GID",
    "target": "PROJECT_GID",
    "task": "TASK_GID",
    "text": "All tasks of March are done.",
    "user": "USER_GID",
    "workspace": "WORKSPACE_GID",
}

_IN_WORKSPACE: Values = {"workspace": "WORKSPACE_GID"}
_NAMED: Values = {"name": "A new name"}
_OTHER_TASK: Values = {"dependencies": ["OTHER_TASK_GID"]}
_DEPENDENT: Values = {"dependents": ["OTHER_TASK_GID"]}
_METRIC: Values = {
    "initial_number_value": 0,
    "target_number_value": 40,
    "progress_source": "manual",
}

# Additional keywords and other values, by operation. None removes a required keyword.
OTHERS: dict[str, Values] = {
    "access_requests.create_access_request": {
        "target": "PRIVATE_PROJECT_GID",
        "message": "May I help?",
    },
    "ai_studio_usage.get_ai_studio_runs": {"start_at": "2026-11-01T00:00:00Z"},
    "allocations.get_allocations": {"parent": "PROJECT_GID"},
    "allocations.update_allocation": {"effort": {"type": "percent", "value": 50}},
    "attachments.create_attachment_for_object": {"parent": "TASK_GID", "file": "notes.txt"},
    "attachments.get_attachments_for_object": {"parent": "TASK_GID"},
    "audit_log_api.get_audit_log_events": {"event_type": "task_created"},
    "batch_api.create_batch_request": {
        "actions": [{"method": "get", "relative_path": "/tasks/TASK_GID"}]
    },
    "budgets.create_budget": {
        "parent": "PROJECT_GID",
        "budget_type": "time",
        "total": {"enabled": True, "value": 600},
    },
    "budgets.update_budget": {"total": {"value": 700}},
    "custom_fields.create_custom_field": {"name": "Invoice"},
    "custom_fields.create_enum_option_for_custom_field": {"name": "Low"},
    "custom_fields.update_custom_field": {"workspace": None, "name": "Urgency"},
    "custom_fields.update_enum_option": {"name": "Very high"},
    "custom_fields.insert_enum_option_for_custom_field": {
        "before_enum_option": "OTHER_ENUM_OPTION_GID"
    },
    "events.get_events": {"sync": "SYNC_TOKEN"},
    "exports.create_graph_export": {"parent": "PROJECT_GID"},
    "exports.create_resource_export": {
        "workspace": "WORKSPACE_GID",
        "export_request_parameters": [{"resource_type": "task"}],
    },
    "goal_relationships.remove_supporting_relationship": {
        "supporting_resource": "SUPPORTING_GOAL_GID"
    },
    "goal_relationships.update_goal_relationship": {"contribution_weight": 0.5},
    "goals.add_custom_field_setting_for_goal": {"custom_field": "OTHER_CUSTOM_FIELD_GID"},
    "goals.create_goal": {"name": "Open a third shop", **_IN_WORKSPACE},
    "goals.create_goal_metric": _METRIC,
    "goals.get_goals": _IN_WORKSPACE,
    "goals.update_goal": {"name": "Open a fourth shop"},
    "goals.update_goal_metric": {"current_number_value": 15},
    "memberships.create_membership": {
        "parent": "PROJECT_GID",
        "member": "OTHER_USER_GID",
        "access_level": "editor",
    },
    "memberships.get_memberships": {"parent": "PROJECT_GID"},
    "memberships.update_membership": {"access_level": "commenter"},
    "ooo_entries.update_ooo_entry": {"end_date": "2027-03-08"},
    "organization_exports.create_organization_export": {"organization": "WORKSPACE_GID"},
    "portfolio_memberships.get_portfolio_memberships": {"portfolio": "PORTFOLIO_GID"},
    "portfolios.add_custom_field_setting_for_portfolio": {"custom_field": "OTHER_CUSTOM_FIELD_GID"},
    "portfolios.add_item_for_portfolio": {"item": "OTHER_PROJECT_GID"},
    "portfolios.create_portfolio": {"name": "Openings", **_IN_WORKSPACE},
    "portfolios.get_portfolios": {"owner": "me"},
    "portfolios.update_portfolio": _NAMED,
    "project_briefs.create_project_brief": {
        "title": "Why we do it",
        "text": "Two streets away there is no coffee.",
    },
    "project_briefs.update_project_brief": {"title": "Why and how we do it"},
    "project_portfolio_settings.update_project_portfolio_setting": {
        "is_access_control_inherited": False
    },
    "project_statuses.create_project_status_for_project": {
        "text": "All tasks of March are done.",
        "color": "green",
    },
    "project_templates.get_project_templates": {"team": "TEAM_GID"},
    "project_templates.instantiate_project": {"public": False},
    "projects.add_custom_field_setting_for_project": {"custom_field": "OTHER_CUSTOM_FIELD_GID"},
    "projects.create_project": {"name": "Website", "team": "TEAM_GID", **_IN_WORKSPACE},
    "projects.create_project_for_team": {"name": "Website"},
    "projects.create_project_for_workspace": {"name": "Website", "team": "TEAM_GID"},
    "projects.duplicate_project": {"include": "task_notes,task_subtasks"},
    "projects.get_projects": {"workspace": "WORKSPACE_GID", "archived": False},
    "projects.get_projects_for_team": {"archived": False},
    "projects.get_projects_for_workspace": {"archived": False},
    "projects.project_save_as_template": {"team": "TEAM_GID"},
    "projects.search_projects_for_workspace": {"text": "Website", "completed": False},
    "projects.update_project": {"due_on": "2027-03-31"},
    "rates.create_rate": {"resource": "USER_GID"},
    "rates.get_rates": {"parent": "PROJECT_GID"},
    "rates.update_rate": {"rate": 60},
    "reactions.get_reactions_on_object": {"target": "STORY_GID"},
    "roles.create_role": {"name": "Bookkeeper"},
    "roles.get_roles": _IN_WORKSPACE,
    "roles.update_role": {"description": "Sees and writes budgets"},
    "rules.trigger_rule": {"resource": "TASK_GID"},
    "sections.create_section_for_project": {"name": "In review"},
    "sections.insert_section_for_project": {"before_section": "OTHER_SECTION_GID"},
    "sections.update_section": {"name": "Being reviewed"},
    "status_updates.create_status_for_object": {"title": "On our way"},
    "stories.create_story_for_goal": {"text": "We are ahead of the plan."},
    "stories.create_story_for_task": {"text": "Is this still needed?"},
    "stories.update_story": {"text": "This is still needed."},
    "tags.create_tag": {"name": "urgent", **_IN_WORKSPACE},
    "tags.create_tag_for_workspace": {"name": "urgent"},
    "tags.get_tags": _IN_WORKSPACE,
    "tags.update_tag": {"color": "dark-red"},
    "task_templates.get_task_templates": {"project": "PROJECT_GID"},
    "task_templates.instantiate_task": {"name": "Order beans"},
    "tasks.add_dependencies_for_task": _OTHER_TASK,
    "tasks.add_dependents_for_task": _DEPENDENT,
    "tasks.add_project_for_task": {"project": "OTHER_PROJECT_GID"},
    "tasks.create_subtask_for_task": {"name": "Ask for three offers"},
    "tasks.create_task": {
        "name": "Order beans",
        "projects": ["PROJECT_GID"],
        "due_on": "2027-03-31",
    },
    "tasks.duplicate_task": {"name": "Order beans again", "include": "notes,subtasks"},
    "tasks.get_tasks": {"assignee": "me", "workspace": "WORKSPACE_GID"},
    "tasks.get_tasks_for_project": {"completed_since": "now"},
    "tasks.get_tasks_for_section": {"completed_since": "now"},
    "tasks.get_tasks_for_user_task_list": {"completed_since": "now"},
    "tasks.remove_dependencies_for_task": _OTHER_TASK,
    "tasks.remove_dependents_for_task": _DEPENDENT,
    "tasks.search_tasks_for_workspace": {
        "text": "beans",
        "projects_any": ["PROJECT_GID"],
        "completed": False,
    },
    "tasks.set_parent_for_task": {"parent": "OTHER_TASK_GID"},
    "tasks.update_task": {"completed": True},
    "team_memberships.get_team_memberships": {"team": "TEAM_GID"},
    "teams.add_user_for_team": {"user": "USER_GID"},
    "teams.create_team": {"name": "Roastery", "organization": "WORKSPACE_GID"},
    "teams.remove_user_for_team": {"user": "USER_GID"},
    "teams.update_team": {"description": "Roasts and packs"},
    "time_tracking_categories.create_time_tracking_category": {"name": "Travel"},
    "time_tracking_categories.update_time_tracking_category": {"name": "Travel by train"},
    "time_tracking_entries.create_time_tracking_entry": {
        "duration_minutes": 30,
        "entered_on": "2026-11-02",
    },
    "time_tracking_entries.get_time_tracking_entries": {"task": "TASK_GID"},
    "time_tracking_entries.update_time_tracking_entry": {"duration_minutes": 45},
    "timesheet_approval_statuses.create_timesheet_approval_status": {"end_date": "2027-03-07"},
    "timesheet_approval_statuses.update_timesheet_approval_status": {
        "approval_status": "submitted"
    },
    "typeahead.typeahead_for_workspace": {"resource_type": "task", "query": "beans"},
    "users.get_users": _IN_WORKSPACE,
    "users.update_user": {"workspace": "WORKSPACE_GID", "name": "Ada Park"},
    "users.update_user_for_workspace": {"name": "Ada Park"},
    "webhooks.create_webhook": {"target": "https://example.com/asana"},
    "webhooks.update_webhook": {
        "filters": [{"resource_type": "task", "action": "changed", "fields": ["completed"]}]
    },
    "workspaces.add_user_for_workspace": {"user": "ada@example.com"},
    "workspaces.get_workspace_events": {"sync": "SYNC_TOKEN"},
    "workspaces.remove_user_for_workspace": {"user": "USER_GID"},
    "workspaces.update_workspace": _NAMED,
}

# Operations that a user can call only for "me".
ABOUT_ME = (
    "users.get_favorites_for_user",
    "users.update_user",
    "users.update_user_for_workspace",
)
