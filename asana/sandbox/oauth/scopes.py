"""OAuth scopes: the scope that each operation requires."""

from asana.sandbox.errors import forbidden

DEFAULT = "default"  # all scopes; the default of an app that requests none
OPENID = "openid"
IDENTITY = (OPENID, "email", "profile")

# The operations that each scope permits; all others require `default`.
_OPERATIONS = {
    "attachments:delete": "delete_attachment",
    "attachments:read": "get_attachment get_attachments_for_object",
    "attachments:write": "create_attachment_for_object",
    "custom_fields:read": "get_custom_field get_custom_fields_for_workspace",
    "custom_fields:write": (
        "create_custom_field create_enum_option_for_custom_field "
        "insert_enum_option_for_custom_field update_custom_field update_enum_option"
    ),
    "goals:read": (
        "get_custom_field_settings_for_goal get_goal get_goals get_parent_goals_for_goal"
    ),
    "goals:write": "add_custom_field_setting_for_goal remove_custom_field_setting_for_goal",
    "jobs:read": "get_job",
    "ooo_entries:delete": "delete_ooo_entry",
    "ooo_entries:read": "get_ooo_entries get_ooo_entry",
    "ooo_entries:write": "create_ooo_entry update_ooo_entry",
    "portfolios:read": (
        "get_custom_field_settings_for_portfolio get_items_for_portfolio get_portfolio "
        "get_portfolios"
    ),
    "portfolios:write": (
        "add_custom_field_setting_for_portfolio add_item_for_portfolio create_portfolio "
        "duplicate_portfolio remove_custom_field_setting_for_portfolio "
        "remove_item_for_portfolio update_portfolio"
    ),
    "project_portfolio_settings:read": (
        "get_project_portfolio_setting get_project_portfolio_settings_for_portfolio "
        "get_project_portfolio_settings_for_project"
    ),
    "project_portfolio_settings:write": "update_project_portfolio_setting",
    "project_templates:read": (
        "get_project_template get_project_templates get_project_templates_for_team"
    ),
    "projects:delete": "delete_project",
    "projects:read": (
        "get_custom_field_settings_for_project get_project get_projects get_projects_for_task "
        "get_projects_for_team get_projects_for_workspace get_task_counts_for_project "
        "search_projects_for_workspace"
    ),
    "projects:write": (
        "add_custom_field_setting_for_project create_project create_project_for_team "
        "create_project_for_workspace duplicate_project instantiate_project "
        "remove_custom_field_setting_for_project rollup_project update_project"
    ),
    "roles:delete": "delete_role",
    "roles:read": "get_role get_roles",
    "roles:write": "create_role update_role",
    "stories:delete": "delete_story",
    "stories:read": "get_stories_for_goal get_stories_for_task get_story",
    "stories:write": "create_story_for_goal create_story_for_task update_story",
    "tags:read": "get_tag get_tags get_tags_for_task get_tags_for_workspace",
    "tags:write": "create_tag create_tag_for_workspace update_tag",
    "task_templates:read": "get_task_template get_task_templates",
    "tasks:delete": "delete_task",
    "tasks:read": (
        "get_dependencies_for_task get_dependents_for_task get_subtasks_for_task get_task "
        "get_task_for_custom_id get_tasks get_tasks_for_project get_tasks_for_section "
        "get_tasks_for_tag get_tasks_for_user_task_list get_user_task_list "
        "get_user_task_list_for_user search_tasks_for_workspace"
    ),
    "tasks:write": (
        "add_dependencies_for_task add_dependents_for_task add_followers_for_task "
        "add_project_for_task add_tag_for_task add_task_for_section create_subtask_for_task "
        "create_task duplicate_task remove_dependencies_for_task remove_dependents_for_task "
        "remove_follower_for_task remove_project_for_task remove_tag_for_task rollup_task "
        "set_parent_for_task update_task"
    ),
    "team_memberships:read": (
        "get_team_membership get_team_memberships get_team_memberships_for_team "
        "get_team_memberships_for_user"
    ),
    "teams:read": (
        "get_custom_field_settings_for_team get_team get_teams_for_user get_teams_for_workspace"
    ),
    "time_tracking_categories:delete": "delete_time_tracking_category",
    "time_tracking_categories:read": (
        "get_time_tracking_categories get_time_tracking_category "
        "get_time_tracking_entries_for_time_tracking_category"
    ),
    "time_tracking_categories:write": (
        "create_time_tracking_category update_time_tracking_category"
    ),
    "time_tracking_entries:read": (
        "get_time_tracking_entries get_time_tracking_entries_for_task get_time_tracking_entry"
    ),
    "timesheet_approval_statuses:read": (
        "get_timesheet_approval_status get_timesheet_approval_statuses"
    ),
    "timesheet_approval_statuses:write": (
        "create_timesheet_approval_status update_timesheet_approval_status"
    ),
    "users:read": (
        "get_favorites_for_user get_user get_user_for_workspace get_users get_users_for_team "
        "get_users_for_workspace"
    ),
    "webhooks:delete": "delete_webhook",
    "webhooks:read": "get_webhook get_webhooks",
    "webhooks:write": "create_webhook update_webhook",
    "workspaces.typeahead:read": "typeahead_for_workspace",
    "workspaces:read": "get_workspace get_workspaces",
}
# Scopes that apps can request although no operation requires them.
_UNUSED = ("project_sections:read", "task_custom_types:read", "time_periods:read")
_ABILITIES = {
    DEFAULT: "do everything in Asana that you can do",
    OPENID: "know who you are",
    "email": "see your email address",
    "profile": "see your name and your photo",
    "read": "see {}",
    "write": "create and change {}",
    "delete": "delete {}",
}

SCOPES = frozenset([DEFAULT, *IDENTITY, *_OPERATIONS, *_UNUSED])

_NEEDED = {name: scope for scope, names in _OPERATIONS.items() for name in names.split()}


def needed_for(operation: str) -> str:
    """Return the scope that an operation requires."""
    return _NEEDED.get(operation, DEFAULT)


def require(scopes: frozenset[str], needed: str) -> None:
    """Raise 403 unless the scopes of a token include the required one."""
    if needed not in scopes and (DEFAULT not in scopes or needed in IDENTITY):
        raise forbidden(
            f"One of the following scopes must be present to use this endpoint: {needed}"
        )


def describe(scope: str) -> str:
    """Return what a scope permits, for the consent page."""
    resource, _, action = scope.rpartition(":")
    return _ABILITIES[action].format(resource.replace("_", " ").replace(".", " "))
