"""The pricing plan: operations that the free plan rejects with 402."""

from asana.sandbox.errors import payment_required
from asana.sandbox.records.store import Store

PLANS = ("paid", "free")

_SEARCH = "Search is only available to premium users."
_FIELDS = "Custom Fields are not available for free users or guests."
_SETTINGS = "Custom Field Settings are not available for free users."
_OTHER = "This feature is not available for free users."

_OTHERS = """
    get_access_requests create_access_request
    get_allocations get_allocation create_allocation delete_allocation
    get_budgets get_budget create_budget update_budget delete_budget
    get_goals get_goal create_goal delete_goal create_goal_metric update_goal_metric
    add_followers remove_followers get_parent_goals_for_goal
    get_project_brief create_project_brief delete_project_template
    get_rates get_rate create_rate update_rate delete_rate
    trigger_rule delete_task_template
    get_dependencies_for_task add_dependencies_for_task remove_dependencies_for_task
    get_dependents_for_task add_dependents_for_task remove_dependents_for_task
    get_time_tracking_entries
    create_timesheet_approval_status update_timesheet_approval_status
"""
_WORDS = {
    **dict.fromkeys(_OTHERS.split(), _OTHER),
    **dict.fromkeys(("search_tasks_for_workspace", "search_projects_for_workspace"), _SEARCH),
    **dict.fromkeys(("create_custom_field", "update_custom_field"), _FIELDS),
    **dict.fromkeys(
        (
            "get_custom_field_settings_for_project",
            "add_custom_field_setting_for_project",
            "add_custom_field_setting_for_portfolio",
        ),
        _SETTINGS,
    ),
}


class Plan:
    """The pricing plan of the whole sandbox."""

    def __init__(self, name: str = "paid") -> None:
        if name not in PLANS:
            raise ValueError(f"plan must be one of {', '.join(PLANS)}, not {name!r}")
        self.name = name

    def apply(self, store: Store) -> None:
        """Mark all workspaces as free if the plan is free."""
        if self.name == "free":
            for workspace in store.all("workspace"):
                workspace.values["premium"] = False

    def require(self, operation: str) -> None:
        """Raise 402 if the plan does not include the operation."""
        if self.name == "free" and operation in _WORDS:
            raise payment_required(_WORDS[operation])
