"""The resources of a client: one module per resource, and the class that provides them."""

import importlib
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from .._verbs import Verbs

if TYPE_CHECKING:
    from .access_requests import AccessRequests
    from .agents import Agents
    from .ai_studio_usage import AiStudioUsage
    from .allocations import Allocations
    from .attachments import Attachments
    from .audit_log_api import AuditLogAPI
    from .batch_api import BatchAPI
    from .budgets import Budgets
    from .custom_field_settings import CustomFieldSettings
    from .custom_fields import CustomFields
    from .custom_types import CustomTypes
    from .events import Events
    from .exports import Exports
    from .goal_relationships import GoalRelationships
    from .goals import Goals
    from .jobs import Jobs
    from .memberships import Memberships
    from .message import Message
    from .ooo_entries import OooEntries
    from .organization_exports import OrganizationExports
    from .portfolio_memberships import PortfolioMemberships
    from .portfolios import Portfolios
    from .project_briefs import ProjectBriefs
    from .project_memberships import ProjectMemberships
    from .project_portfolio_settings import ProjectPortfolioSettings
    from .project_statuses import ProjectStatuses
    from .project_templates import ProjectTemplates
    from .projects import Projects
    from .rates import Rates
    from .reactions import Reactions
    from .roles import Roles
    from .rules import Rules
    from .sections import Sections
    from .status_updates import StatusUpdates
    from .stories import Stories
    from .tags import Tags
    from .task_templates import TaskTemplates
    from .tasks import Tasks
    from .team_memberships import TeamMemberships
    from .teams import Teams
    from .time_periods import TimePeriods
    from .time_tracking_categories import TimeTrackingCategories
    from .time_tracking_entries import TimeTrackingEntries
    from .timesheet_approval_statuses import TimesheetApprovalStatuses
    from .typeahead import Typeahead
    from .user_task_lists import UserTaskLists
    from .users import Users
    from .webhooks import Webhooks
    from .workspace_memberships import WorkspaceMemberships
    from .workspaces import Workspaces

__all__ = ["Resources", "classes"]


class Resources(Verbs):
    """Provide the resources of a client, each imported on first use."""

    @cached_property
    def access_requests(self) -> "AccessRequests":
        """Access requests: users asking for access to a project or portfolio."""
        from .access_requests import AccessRequests

        return AccessRequests(self)

    @cached_property
    def agents(self) -> "Agents":
        """Agents: the AI Teammates of a workspace."""
        from .agents import Agents

        return Agents(self)

    @cached_property
    def ai_studio_usage(self) -> "AiStudioUsage":
        """AI Studio usage: what AI rules ran and cost, and who has a seat."""
        from .ai_studio_usage import AiStudioUsage

        return AiStudioUsage(self)

    @cached_property
    def allocations(self) -> "Allocations":
        """Allocations: how much of their time people spend on a project."""
        from .allocations import Allocations

        return Allocations(self)

    @cached_property
    def attachments(self) -> "Attachments":
        """Attachments: files and links on tasks, projects and project briefs."""
        from .attachments import Attachments

        return Attachments(self)

    @cached_property
    def audit_log_api(self) -> "AuditLogAPI":
        """Audit log: who did what in an organization."""
        from .audit_log_api import AuditLogAPI

        return AuditLogAPI(self)

    @cached_property
    def batch_api(self) -> "BatchAPI":
        """Batch: several actions in one request."""
        from .batch_api import BatchAPI

        return BatchAPI(self)

    @cached_property
    def budgets(self) -> "Budgets":
        """Budgets: the time or money planned for a project, and how much of it is used."""
        from .budgets import Budgets

        return Budgets(self)

    @cached_property
    def custom_field_settings(self) -> "CustomFieldSettings":
        """Custom field settings: which custom fields a project, portfolio, goal or team has."""
        from .custom_field_settings import CustomFieldSettings

        return CustomFieldSettings(self)

    @cached_property
    def custom_fields(self) -> "CustomFields":
        """Custom fields: the fields that a workspace defines, and their enum options."""
        from .custom_fields import CustomFields

        return CustomFields(self)

    @cached_property
    def custom_types(self) -> "CustomTypes":
        """Custom types: kinds of tasks with their own statuses."""
        from .custom_types import CustomTypes

        return CustomTypes(self)

    @cached_property
    def events(self) -> "Events":
        """Events: what has changed on a resource since a sync token."""
        from .events import Events

        return Events(self)

    @cached_property
    def exports(self) -> "Exports":
        """Exports: bulk exports, run as jobs."""
        from .exports import Exports

        return Exports(self)

    @cached_property
    def goal_relationships(self) -> "GoalRelationships":
        """Goal relationships: which goals, projects, tasks and portfolios support a goal."""
        from .goal_relationships import GoalRelationships

        return GoalRelationships(self)

    @cached_property
    def goals(self) -> "Goals":
        """Goals: what an organization or team wants to achieve, and its progress."""
        from .goals import Goals

        return Goals(self)

    @cached_property
    def jobs(self) -> "Jobs":
        """Jobs: work that Asana does in the background, such as duplicating a project."""
        from .jobs import Jobs

        return Jobs(self)

    @cached_property
    def memberships(self) -> "Memberships":
        """Memberships: who has access to a project, goal, portfolio or custom field."""
        from .memberships import Memberships

        return Memberships(self)

    @cached_property
    def message(self) -> "Message":
        """Messages: a resource of python-asana 3.2.3 that Asana does not document."""
        from .message import Message

        return Message(self)

    @cached_property
    def ooo_entries(self) -> "OooEntries":
        """Out-of-office entries: when people are away."""
        from .ooo_entries import OooEntries

        return OooEntries(self)

    @cached_property
    def organization_exports(self) -> "OrganizationExports":
        """Organization exports: all the data of an organization in one file."""
        from .organization_exports import OrganizationExports

        return OrganizationExports(self)

    @cached_property
    def portfolio_memberships(self) -> "PortfolioMemberships":
        """Portfolio memberships: who has access to a portfolio, in the older format."""
        from .portfolio_memberships import PortfolioMemberships

        return PortfolioMemberships(self)

    @cached_property
    def portfolios(self) -> "Portfolios":
        """Portfolios: collections of projects and of other portfolios."""
        from .portfolios import Portfolios

        return Portfolios(self)

    @cached_property
    def project_briefs(self) -> "ProjectBriefs":
        """Project briefs: the page that describes a project."""
        from .project_briefs import ProjectBriefs

        return ProjectBriefs(self)

    @cached_property
    def project_memberships(self) -> "ProjectMemberships":
        """Project memberships: who has access to a project, in the older format."""
        from .project_memberships import ProjectMemberships

        return ProjectMemberships(self)

    @cached_property
    def project_portfolio_settings(self) -> "ProjectPortfolioSettings":
        """Project portfolio settings: what a project inherits from a portfolio that contains it."""
        from .project_portfolio_settings import ProjectPortfolioSettings

        return ProjectPortfolioSettings(self)

    @cached_property
    def project_statuses(self) -> "ProjectStatuses":
        """Project statuses: status updates of projects, in the older format."""
        from .project_statuses import ProjectStatuses

        return ProjectStatuses(self)

    @cached_property
    def project_templates(self) -> "ProjectTemplates":
        """Project templates: templates for new projects."""
        from .project_templates import ProjectTemplates

        return ProjectTemplates(self)

    @cached_property
    def projects(self) -> "Projects":
        """Projects: lists, boards and calendars of tasks."""
        from .projects import Projects

        return Projects(self)

    @cached_property
    def rates(self) -> "Rates":
        """Rates: the hourly cost of a user or placeholder in a project."""
        from .rates import Rates

        return Rates(self)

    @cached_property
    def reactions(self) -> "Reactions":
        """Reactions: the emojis that users add to status updates and stories."""
        from .reactions import Reactions

        return Reactions(self)

    @cached_property
    def roles(self) -> "Roles":
        """Roles: what the users with a role are allowed to do in an organization."""
        from .roles import Roles

        return Roles(self)

    @cached_property
    def rules(self) -> "Rules":
        """Rules: automations that a request can trigger."""
        from .rules import Rules

        return Rules(self)

    @cached_property
    def sections(self) -> "Sections":
        """Sections: the groups of tasks in a project, shown as columns on a board."""
        from .sections import Sections

        return Sections(self)

    @cached_property
    def status_updates(self) -> "StatusUpdates":
        """Status updates: how a project, portfolio or goal is doing."""
        from .status_updates import StatusUpdates

        return StatusUpdates(self)

    @cached_property
    def stories(self) -> "Stories":
        """Stories: comments, and the history of changes."""
        from .stories import Stories

        return Stories(self)

    @cached_property
    def tags(self) -> "Tags":
        """Tags: labels on tasks."""
        from .tags import Tags

        return Tags(self)

    @cached_property
    def task_templates(self) -> "TaskTemplates":
        """Task templates: templates for new tasks."""
        from .task_templates import TaskTemplates

        return TaskTemplates(self)

    @cached_property
    def tasks(self) -> "Tasks":
        """Tasks: units of work."""
        from .tasks import Tasks

        return Tasks(self)

    @cached_property
    def team_memberships(self) -> "TeamMemberships":
        """Team memberships: who is in a team."""
        from .team_memberships import TeamMemberships

        return TeamMemberships(self)

    @cached_property
    def teams(self) -> "Teams":
        """Teams: groups of people in an organization."""
        from .teams import Teams

        return Teams(self)

    @cached_property
    def time_periods(self) -> "TimePeriods":
        """Time periods: the years, halves and quarters that goals are set for."""
        from .time_periods import TimePeriods

        return TimePeriods(self)

    @cached_property
    def time_tracking_categories(self) -> "TimeTrackingCategories":
        """Time tracking categories: the kinds of work that time is tracked for."""
        from .time_tracking_categories import TimeTrackingCategories

        return TimeTrackingCategories(self)

    @cached_property
    def time_tracking_entries(self) -> "TimeTrackingEntries":
        """Time tracking entries: the time that people spent on a task."""
        from .time_tracking_entries import TimeTrackingEntries

        return TimeTrackingEntries(self)

    @cached_property
    def timesheet_approval_statuses(self) -> "TimesheetApprovalStatuses":
        """Timesheet approval statuses: weeks of tracked time, submitted and approved."""
        from .timesheet_approval_statuses import TimesheetApprovalStatuses

        return TimesheetApprovalStatuses(self)

    @cached_property
    def typeahead(self) -> "Typeahead":
        """Typeahead: quick suggestions of objects by name."""
        from .typeahead import Typeahead

        return Typeahead(self)

    @cached_property
    def user_task_lists(self) -> "UserTaskLists":
        """User task lists: a user's My Tasks."""
        from .user_task_lists import UserTaskLists

        return UserTaskLists(self)

    @cached_property
    def users(self) -> "Users":
        """Users: the people in Asana."""
        from .users import Users

        return Users(self)

    @cached_property
    def webhooks(self) -> "Webhooks":
        """Webhooks: URLs that Asana notifies of changes."""
        from .webhooks import Webhooks

        return Webhooks(self)

    @cached_property
    def workspace_memberships(self) -> "WorkspaceMemberships":
        """Workspace memberships: who is in a workspace or organization."""
        from .workspace_memberships import WorkspaceMemberships

        return WorkspaceMemberships(self)

    @cached_property
    def workspaces(self) -> "Workspaces":
        """Workspaces and organizations: the containers of everything else."""
        from .workspaces import Workspaces

        return Workspaces(self)


def classes() -> dict[str, type]:
    """Return the class of each resource, keyed by its name on the client."""
    found = {}
    for name, attribute in vars(Resources).items():
        if isinstance(attribute, cached_property):
            kind = attribute.func.__annotations__["return"]
            found[name] = getattr(importlib.import_module(f"{__name__}.{name}"), kind)
    return found


def __getattr__(name: str) -> ModuleType:
    """Import ``asana.resources.tasks`` and the like on first access."""
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
