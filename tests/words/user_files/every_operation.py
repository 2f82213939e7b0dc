# pyright: strict
"""The result types of all operations, as type checkers see them."""

from typing_extensions import assert_type

import asana
from asana.page_iterator import ItemIterator
from asana.types.access_requests import AccessRequest
from asana.types.agents import Agent
from asana.types.ai_studio_usage import AiStudioRun, AiStudioSeat
from asana.types.allocations import Allocation
from asana.types.attachments import Attachment
from asana.types.audit_log_api import AuditLogEvent
from asana.types.batch_api import BatchResult
from asana.types.budgets import Budget
from asana.types.common import Empty
from asana.types.compact import EnumOption, NamedResource, RateOrPlaceholderCompact, ReactionCompact
from asana.types.custom_field_settings import CustomFieldSetting
from asana.types.custom_fields import CustomField
from asana.types.custom_types import CustomType
from asana.types.events import Event
from asana.types.goal_relationships import GoalRelationship
from asana.types.goals import Goal
from asana.types.jobs import Job
from asana.types.memberships import Membership
from asana.types.ooo_entries import OooEntry
from asana.types.organization_exports import OrganizationExport
from asana.types.portfolio_memberships import PortfolioMembership
from asana.types.portfolios import Portfolio
from asana.types.project_briefs import ProjectBrief
from asana.types.project_memberships import ProjectMembership
from asana.types.project_portfolio_settings import ProjectPortfolioSetting
from asana.types.project_statuses import ProjectStatus
from asana.types.project_templates import ProjectTemplate
from asana.types.projects import Project
from asana.types.rates import Rate
from asana.types.roles import Role
from asana.types.rules import RuleTrigger
from asana.types.sections import Section
from asana.types.status_updates import StatusUpdate
from asana.types.stories import Story
from asana.types.tags import Tag
from asana.types.task_templates import TaskTemplate
from asana.types.tasks import Task, TaskCount
from asana.types.team_memberships import TeamMembership
from asana.types.teams import Team
from asana.types.time_periods import TimePeriod
from asana.types.time_tracking_categories import TimeTrackingCategory
from asana.types.time_tracking_entries import TimeTrackingEntry
from asana.types.timesheet_approval_statuses import TimesheetApprovalStatus
from asana.types.user_task_lists import UserTaskList
from asana.types.users import User, UserBase
from asana.types.webhooks import Webhook
from asana.types.workspace_memberships import WorkspaceMembership
from asana.types.workspaces import Workspace


def access_requests(client: asana.Client) -> None:
    assert_type(client.access_requests.approve_access_request("1"), Empty)
    assert_type(client.access_requests.create_access_request(), AccessRequest)
    assert_type(client.access_requests.get_access_requests(), ItemIterator[AccessRequest])
    assert_type(client.access_requests.reject_access_request("1"), Empty)


def agents(client: asana.Client) -> None:
    assert_type(client.agents.get_agent("1"), Agent)
    assert_type(client.agents.get_agents_for_workspace("1"), ItemIterator[Agent])


def ai_studio_usage(client: asana.Client) -> None:
    assert_type(client.ai_studio_usage.get_ai_studio_runs("1"), ItemIterator[AiStudioRun])
    assert_type(client.ai_studio_usage.get_ai_studio_seats("1"), ItemIterator[AiStudioSeat])


def allocations(client: asana.Client) -> None:
    assert_type(client.allocations.create_allocation(), Allocation)
    assert_type(client.allocations.delete_allocation("1"), Empty)
    assert_type(client.allocations.get_allocation("1"), Allocation)
    assert_type(client.allocations.get_allocations(), ItemIterator[Allocation])
    assert_type(client.allocations.update_allocation("1"), Allocation)


def attachments(client: asana.Client) -> None:
    assert_type(client.attachments.create_attachment_for_object(), Attachment)
    assert_type(client.attachments.delete_attachment("1"), Empty)
    assert_type(client.attachments.get_attachment("1"), Attachment)
    assert_type(client.attachments.get_attachments_for_object(), ItemIterator[Attachment])


def audit_log_api(client: asana.Client) -> None:
    assert_type(client.audit_log_api.get_audit_log_events("1"), ItemIterator[AuditLogEvent])


def batch_api(client: asana.Client) -> None:
    assert_type(client.batch_api.create_batch_request(), list[BatchResult])


def budgets(client: asana.Client) -> None:
    assert_type(client.budgets.create_budget(), Budget)
    assert_type(client.budgets.delete_budget("1"), Empty)
    assert_type(client.budgets.get_budget("1"), Budget)
    assert_type(client.budgets.get_budgets(), ItemIterator[Budget])
    assert_type(client.budgets.update_budget("1"), Budget)


def custom_field_settings(client: asana.Client) -> None:
    assert_type(
        client.custom_field_settings.get_custom_field_settings_for_goal("1"),
        ItemIterator[CustomFieldSetting],
    )
    assert_type(
        client.custom_field_settings.get_custom_field_settings_for_portfolio("1"),
        ItemIterator[CustomFieldSetting],
    )
    assert_type(
        client.custom_field_settings.get_custom_field_settings_for_project("1"),
        ItemIterator[CustomFieldSetting],
    )
    assert_type(
        client.custom_field_settings.get_custom_field_settings_for_team("1"),
        ItemIterator[CustomFieldSetting],
    )


def custom_fields(client: asana.Client) -> None:
    assert_type(client.custom_fields.create_custom_field(), CustomField)
    assert_type(client.custom_fields.create_enum_option_for_custom_field("1"), EnumOption)
    assert_type(client.custom_fields.delete_custom_field("1"), Empty)
    assert_type(client.custom_fields.get_custom_field("1"), CustomField)
    assert_type(
        client.custom_fields.get_custom_fields_for_workspace("1"), ItemIterator[CustomField]
    )
    assert_type(client.custom_fields.insert_enum_option_for_custom_field("1"), EnumOption)
    assert_type(client.custom_fields.update_custom_field("1"), CustomField)
    assert_type(client.custom_fields.update_enum_option("1"), EnumOption)


def custom_types(client: asana.Client) -> None:
    assert_type(client.custom_types.get_custom_type("1"), CustomType)
    assert_type(client.custom_types.get_custom_types(), ItemIterator[CustomType])


def events(client: asana.Client) -> None:
    assert_type(client.events.get_events(), ItemIterator[Event])


def exports(client: asana.Client) -> None:
    assert_type(client.exports.create_graph_export(), Job)
    assert_type(client.exports.create_resource_export(), Job)


def goal_relationships(client: asana.Client) -> None:
    assert_type(client.goal_relationships.add_supporting_relationship("1"), GoalRelationship)
    assert_type(client.goal_relationships.get_goal_relationship("1"), GoalRelationship)
    assert_type(client.goal_relationships.get_goal_relationships(), ItemIterator[GoalRelationship])
    assert_type(client.goal_relationships.remove_supporting_relationship("1"), Empty)
    assert_type(client.goal_relationships.update_goal_relationship("1"), GoalRelationship)


def goals(client: asana.Client) -> None:
    assert_type(client.goals.add_custom_field_setting_for_goal("1"), CustomFieldSetting)
    assert_type(client.goals.add_followers("1"), Goal)
    assert_type(client.goals.create_goal(), Goal)
    assert_type(client.goals.create_goal_metric("1"), Goal)
    assert_type(client.goals.delete_goal("1"), Empty)
    assert_type(client.goals.get_goal("1"), Goal)
    assert_type(client.goals.get_goals(), ItemIterator[Goal])
    assert_type(client.goals.get_parent_goals_for_goal("1"), ItemIterator[Goal])
    assert_type(client.goals.remove_custom_field_setting_for_goal("1"), Empty)
    assert_type(client.goals.remove_followers("1"), Goal)
    assert_type(client.goals.update_goal("1"), Goal)
    assert_type(client.goals.update_goal_metric("1"), Goal)


def jobs(client: asana.Client) -> None:
    assert_type(client.jobs.get_job("1"), Job)


def memberships(client: asana.Client) -> None:
    assert_type(client.memberships.create_membership(), Membership)
    assert_type(client.memberships.delete_membership("1"), Empty)
    assert_type(client.memberships.get_membership("1"), Membership)
    assert_type(client.memberships.get_memberships(), ItemIterator[Membership])
    assert_type(client.memberships.update_membership("1"), Membership)


def ooo_entries(client: asana.Client) -> None:
    assert_type(client.ooo_entries.create_ooo_entry(), OooEntry)
    assert_type(client.ooo_entries.delete_ooo_entry("1"), Empty)
    assert_type(client.ooo_entries.get_ooo_entries(), ItemIterator[OooEntry])
    assert_type(client.ooo_entries.get_ooo_entry("1"), OooEntry)
    assert_type(client.ooo_entries.update_ooo_entry("1"), OooEntry)


def organization_exports(client: asana.Client) -> None:
    assert_type(client.organization_exports.create_organization_export(), OrganizationExport)
    assert_type(client.organization_exports.get_organization_export("1"), OrganizationExport)


def portfolio_memberships(client: asana.Client) -> None:
    assert_type(client.portfolio_memberships.get_portfolio_membership("1"), PortfolioMembership)
    assert_type(
        client.portfolio_memberships.get_portfolio_memberships(), ItemIterator[PortfolioMembership]
    )
    assert_type(
        client.portfolio_memberships.get_portfolio_memberships_for_portfolio("1"),
        ItemIterator[PortfolioMembership],
    )


def portfolios(client: asana.Client) -> None:
    assert_type(client.portfolios.add_custom_field_setting_for_portfolio("1"), CustomFieldSetting)
    assert_type(client.portfolios.add_item_for_portfolio("1"), Empty)
    assert_type(client.portfolios.add_members_for_portfolio("1"), Portfolio)
    assert_type(client.portfolios.create_portfolio(), Portfolio)
    assert_type(client.portfolios.delete_portfolio("1"), Empty)
    assert_type(client.portfolios.duplicate_portfolio("1"), Job)
    assert_type(client.portfolios.get_items_for_portfolio("1"), ItemIterator[Project])
    assert_type(client.portfolios.get_portfolio("1"), Portfolio)
    assert_type(client.portfolios.get_portfolios(), ItemIterator[Portfolio])
    assert_type(client.portfolios.remove_custom_field_setting_for_portfolio("1"), Empty)
    assert_type(client.portfolios.remove_item_for_portfolio("1"), Empty)
    assert_type(client.portfolios.remove_members_for_portfolio("1"), Portfolio)
    assert_type(client.portfolios.update_portfolio("1"), Portfolio)


def project_briefs(client: asana.Client) -> None:
    assert_type(client.project_briefs.create_project_brief("1"), ProjectBrief)
    assert_type(client.project_briefs.delete_project_brief("1"), Empty)
    assert_type(client.project_briefs.get_project_brief("1"), ProjectBrief)
    assert_type(client.project_briefs.update_project_brief("1"), ProjectBrief)


def project_memberships(client: asana.Client) -> None:
    assert_type(client.project_memberships.get_project_membership("1"), ProjectMembership)
    assert_type(
        client.project_memberships.get_project_memberships_for_project("1"),
        ItemIterator[ProjectMembership],
    )


def project_portfolio_settings(client: asana.Client) -> None:
    assert_type(
        client.project_portfolio_settings.get_project_portfolio_setting("1"),
        ProjectPortfolioSetting,
    )
    assert_type(
        client.project_portfolio_settings.get_project_portfolio_settings_for_portfolio("1"),
        ItemIterator[ProjectPortfolioSetting],
    )
    assert_type(
        client.project_portfolio_settings.get_project_portfolio_settings_for_project("1"),
        ItemIterator[ProjectPortfolioSetting],
    )
    assert_type(
        client.project_portfolio_settings.update_project_portfolio_setting("1"),
        ProjectPortfolioSetting,
    )


def project_statuses(client: asana.Client) -> None:
    assert_type(client.project_statuses.create_project_status_for_project("1"), ProjectStatus)
    assert_type(client.project_statuses.delete_project_status("1"), Empty)
    assert_type(client.project_statuses.get_project_status("1"), ProjectStatus)
    assert_type(
        client.project_statuses.get_project_statuses_for_project("1"), ItemIterator[ProjectStatus]
    )


def project_templates(client: asana.Client) -> None:
    assert_type(client.project_templates.delete_project_template("1"), Empty)
    assert_type(client.project_templates.get_project_template("1"), ProjectTemplate)
    assert_type(client.project_templates.get_project_templates(), ItemIterator[ProjectTemplate])
    assert_type(
        client.project_templates.get_project_templates_for_team("1"), ItemIterator[ProjectTemplate]
    )
    assert_type(client.project_templates.instantiate_project("1"), Job)


def projects(client: asana.Client) -> None:
    assert_type(client.projects.add_custom_field_setting_for_project("1"), CustomFieldSetting)
    assert_type(client.projects.add_followers_for_project("1"), Project)
    assert_type(client.projects.add_members_for_project("1"), Project)
    assert_type(client.projects.create_project(), Project)
    assert_type(client.projects.create_project_for_team("1"), Project)
    assert_type(client.projects.create_project_for_workspace("1"), Project)
    assert_type(client.projects.delete_project("1"), Empty)
    assert_type(client.projects.duplicate_project("1"), Job)
    assert_type(client.projects.get_project("1"), Project)
    assert_type(client.projects.get_projects(), ItemIterator[Project])
    assert_type(client.projects.get_projects_for_task("1"), ItemIterator[Project])
    assert_type(client.projects.get_projects_for_team("1"), ItemIterator[Project])
    assert_type(client.projects.get_projects_for_workspace("1"), ItemIterator[Project])
    assert_type(client.projects.get_task_counts_for_project("1"), TaskCount)
    assert_type(client.projects.project_save_as_template("1"), Job)
    assert_type(client.projects.remove_custom_field_setting_for_project("1"), Empty)
    assert_type(client.projects.remove_followers_for_project("1"), Project)
    assert_type(client.projects.remove_members_for_project("1"), Project)
    assert_type(client.projects.rollup_project("1"), Job)
    assert_type(client.projects.search_projects_for_workspace("1"), ItemIterator[Project])
    assert_type(client.projects.update_project("1"), Project)


def rates(client: asana.Client) -> None:
    assert_type(client.rates.create_rate(), Rate)
    assert_type(client.rates.delete_rate("1"), Empty)
    assert_type(client.rates.get_rate("1"), Rate)
    assert_type(client.rates.get_rates(), ItemIterator[RateOrPlaceholderCompact])
    assert_type(client.rates.update_rate("1"), Rate)


def reactions(client: asana.Client) -> None:
    assert_type(client.reactions.get_reactions_on_object(), ItemIterator[ReactionCompact])


def roles(client: asana.Client) -> None:
    assert_type(client.roles.create_role(), Role)
    assert_type(client.roles.delete_role("1"), Empty)
    assert_type(client.roles.get_role("1"), Role)
    assert_type(client.roles.get_roles(), ItemIterator[Role])
    assert_type(client.roles.update_role("1"), Role)


def rules(client: asana.Client) -> None:
    assert_type(client.rules.trigger_rule("1"), RuleTrigger)


def sections(client: asana.Client) -> None:
    assert_type(client.sections.add_task_for_section("1"), Empty)
    assert_type(client.sections.create_section_for_project("1"), Section)
    assert_type(client.sections.delete_section("1"), Empty)
    assert_type(client.sections.get_section("1"), Section)
    assert_type(client.sections.get_sections_for_project("1"), ItemIterator[Section])
    assert_type(client.sections.insert_section_for_project("1"), Empty)
    assert_type(client.sections.update_section("1"), Section)


def status_updates(client: asana.Client) -> None:
    assert_type(client.status_updates.create_status_for_object(), StatusUpdate)
    assert_type(client.status_updates.delete_status("1"), Empty)
    assert_type(client.status_updates.get_status("1"), StatusUpdate)
    assert_type(client.status_updates.get_statuses_for_object(), ItemIterator[StatusUpdate])


def stories(client: asana.Client) -> None:
    assert_type(client.stories.create_story_for_goal("1"), Story)
    assert_type(client.stories.create_story_for_task("1"), Story)
    assert_type(client.stories.delete_story("1"), Empty)
    assert_type(client.stories.get_stories_for_goal("1"), ItemIterator[Story])
    assert_type(client.stories.get_stories_for_task("1"), ItemIterator[Story])
    assert_type(client.stories.get_story("1"), Story)
    assert_type(client.stories.update_story("1"), Story)


def tags(client: asana.Client) -> None:
    assert_type(client.tags.create_tag(), Tag)
    assert_type(client.tags.create_tag_for_workspace("1"), Tag)
    assert_type(client.tags.delete_tag("1"), Empty)
    assert_type(client.tags.get_tag("1"), Tag)
    assert_type(client.tags.get_tags(), ItemIterator[Tag])
    assert_type(client.tags.get_tags_for_task("1"), ItemIterator[Tag])
    assert_type(client.tags.get_tags_for_workspace("1"), ItemIterator[Tag])
    assert_type(client.tags.update_tag("1"), Tag)


def task_templates(client: asana.Client) -> None:
    assert_type(client.task_templates.delete_task_template("1"), Empty)
    assert_type(client.task_templates.get_task_template("1"), TaskTemplate)
    assert_type(client.task_templates.get_task_templates(), ItemIterator[TaskTemplate])
    assert_type(client.task_templates.instantiate_task("1"), Job)


def tasks(client: asana.Client) -> None:
    assert_type(client.tasks.add_dependencies_for_task("1"), Empty)
    assert_type(client.tasks.add_dependents_for_task("1"), Empty)
    assert_type(client.tasks.add_followers_for_task("1"), Task)
    assert_type(client.tasks.add_project_for_task("1"), Empty)
    assert_type(client.tasks.add_tag_for_task("1"), Empty)
    assert_type(client.tasks.create_subtask_for_task("1"), Task)
    assert_type(client.tasks.create_task(), Task)
    assert_type(client.tasks.delete_task("1"), Empty)
    assert_type(client.tasks.duplicate_task("1"), Job)
    assert_type(client.tasks.get_dependencies_for_task("1"), ItemIterator[Task])
    assert_type(client.tasks.get_dependents_for_task("1"), ItemIterator[Task])
    assert_type(client.tasks.get_subtasks_for_task("1"), ItemIterator[Task])
    assert_type(client.tasks.get_task("1"), Task)
    assert_type(client.tasks.get_task_for_custom_id("1", "1"), Task)
    assert_type(client.tasks.get_tasks(), ItemIterator[Task])
    assert_type(client.tasks.get_tasks_for_project("1"), ItemIterator[Task])
    assert_type(client.tasks.get_tasks_for_section("1"), ItemIterator[Task])
    assert_type(client.tasks.get_tasks_for_tag("1"), ItemIterator[Task])
    assert_type(client.tasks.get_tasks_for_user_task_list("1"), ItemIterator[Task])
    assert_type(client.tasks.remove_dependencies_for_task("1"), Empty)
    assert_type(client.tasks.remove_dependents_for_task("1"), Empty)
    assert_type(client.tasks.remove_follower_for_task("1"), Task)
    assert_type(client.tasks.remove_project_for_task("1"), Empty)
    assert_type(client.tasks.remove_tag_for_task("1"), Empty)
    assert_type(client.tasks.rollup_task("1"), Job)
    assert_type(client.tasks.search_tasks_for_workspace("1"), ItemIterator[Task])
    assert_type(client.tasks.set_parent_for_task("1"), Task)
    assert_type(client.tasks.update_task("1"), Task)


def team_memberships(client: asana.Client) -> None:
    assert_type(client.team_memberships.get_team_membership("1"), TeamMembership)
    assert_type(client.team_memberships.get_team_memberships(), ItemIterator[TeamMembership])
    assert_type(
        client.team_memberships.get_team_memberships_for_team("1"), ItemIterator[TeamMembership]
    )
    assert_type(
        client.team_memberships.get_team_memberships_for_user("1"), ItemIterator[TeamMembership]
    )


def teams(client: asana.Client) -> None:
    assert_type(client.teams.add_user_for_team("1"), TeamMembership)
    assert_type(client.teams.create_team(), Team)
    assert_type(client.teams.get_team("1"), Team)
    assert_type(client.teams.get_teams_for_user("1"), ItemIterator[Team])
    assert_type(client.teams.get_teams_for_workspace("1"), ItemIterator[Team])
    assert_type(client.teams.remove_user_for_team("1"), Empty)
    assert_type(client.teams.update_team("1"), Team)


def time_periods(client: asana.Client) -> None:
    assert_type(client.time_periods.get_time_period("1"), TimePeriod)
    assert_type(client.time_periods.get_time_periods(), ItemIterator[TimePeriod])


def time_tracking_categories(client: asana.Client) -> None:
    assert_type(
        client.time_tracking_categories.create_time_tracking_category(), TimeTrackingCategory
    )
    assert_type(client.time_tracking_categories.delete_time_tracking_category("1"), Empty)
    assert_type(
        client.time_tracking_categories.get_time_tracking_categories(),
        ItemIterator[TimeTrackingCategory],
    )
    assert_type(
        client.time_tracking_categories.get_time_tracking_category("1"), TimeTrackingCategory
    )
    assert_type(
        client.time_tracking_categories.get_time_tracking_entries_for_time_tracking_category("1"),
        ItemIterator[TimeTrackingEntry],
    )
    assert_type(
        client.time_tracking_categories.update_time_tracking_category("1"), TimeTrackingCategory
    )


def time_tracking_entries(client: asana.Client) -> None:
    assert_type(client.time_tracking_entries.create_time_tracking_entry("1"), TimeTrackingEntry)
    assert_type(client.time_tracking_entries.delete_time_tracking_entry("1"), Empty)
    assert_type(
        client.time_tracking_entries.get_time_tracking_entries(), ItemIterator[TimeTrackingEntry]
    )
    assert_type(
        client.time_tracking_entries.get_time_tracking_entries_for_task("1"),
        ItemIterator[TimeTrackingEntry],
    )
    assert_type(client.time_tracking_entries.get_time_tracking_entry("1"), TimeTrackingEntry)
    assert_type(client.time_tracking_entries.update_time_tracking_entry("1"), TimeTrackingEntry)


def timesheet_approval_statuses(client: asana.Client) -> None:
    assert_type(
        client.timesheet_approval_statuses.create_timesheet_approval_status(),
        TimesheetApprovalStatus,
    )
    assert_type(
        client.timesheet_approval_statuses.get_timesheet_approval_status("1"),
        TimesheetApprovalStatus,
    )
    assert_type(
        client.timesheet_approval_statuses.get_timesheet_approval_statuses(),
        ItemIterator[TimesheetApprovalStatus],
    )
    assert_type(
        client.timesheet_approval_statuses.update_timesheet_approval_status("1"),
        TimesheetApprovalStatus,
    )


def typeahead(client: asana.Client) -> None:
    assert_type(client.typeahead.typeahead_for_workspace("1"), ItemIterator[NamedResource])


def user_task_lists(client: asana.Client) -> None:
    assert_type(client.user_task_lists.get_user_task_list("1"), UserTaskList)
    assert_type(client.user_task_lists.get_user_task_list_for_user("1"), UserTaskList)


def users(client: asana.Client) -> None:
    assert_type(client.users.get_favorites_for_user("1"), ItemIterator[NamedResource])
    assert_type(client.users.get_user("1"), User)
    assert_type(client.users.get_user_for_workspace("1", "1"), User)
    assert_type(client.users.get_users(), ItemIterator[User])
    assert_type(client.users.get_users_for_team("1"), ItemIterator[User])
    assert_type(client.users.get_users_for_workspace("1"), ItemIterator[User])
    assert_type(client.users.update_user("1"), User)
    assert_type(client.users.update_user_for_workspace("1", "1"), User)


def webhooks(client: asana.Client) -> None:
    assert_type(client.webhooks.create_webhook(), Webhook)
    assert_type(client.webhooks.delete_webhook("1"), Empty)
    assert_type(client.webhooks.get_webhook("1"), Webhook)
    assert_type(client.webhooks.get_webhooks(), ItemIterator[Webhook])
    assert_type(client.webhooks.update_webhook("1"), Webhook)


def workspace_memberships(client: asana.Client) -> None:
    assert_type(client.workspace_memberships.get_workspace_membership("1"), WorkspaceMembership)
    assert_type(
        client.workspace_memberships.get_workspace_memberships_for_user("1"),
        ItemIterator[WorkspaceMembership],
    )
    assert_type(
        client.workspace_memberships.get_workspace_memberships_for_workspace("1"),
        ItemIterator[WorkspaceMembership],
    )


def workspaces(client: asana.Client) -> None:
    assert_type(client.workspaces.add_user_for_workspace("1"), UserBase)
    assert_type(client.workspaces.get_workspace("1"), Workspace)
    assert_type(client.workspaces.get_workspace_events("1"), ItemIterator[Event])
    assert_type(client.workspaces.get_workspaces(), ItemIterator[Workspace])
    assert_type(client.workspaces.remove_user_for_workspace("1"), Empty)
    assert_type(client.workspaces.update_workspace("1"), Workspace)
