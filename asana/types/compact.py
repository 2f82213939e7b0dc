"""Compact records, as contained in other records and listings, and types of several records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from .common import Date, DateTime
    from .sets import CustomFieldType, EnumColor, RepresentationType, StatusUpdateSubtype

__all__ = [
    "AgentCompact",
    "AnyResource",
    "AttachmentCompact",
    "CustomFieldCompact",
    "CustomTypeCompact",
    "CustomTypeStatusOptionCompact",
    "DateValue",
    "DateValueInput",
    "DateVariableCompact",
    "EnumOption",
    "EnumOptionInput",
    "External",
    "ExternalInput",
    "GoalCompact",
    "GoalRelationshipCompact",
    "GraphExportCompact",
    "Like",
    "MemberCompact",
    "MembershipCompact",
    "MembershipInput",
    "NamedResource",
    "Photo",
    "PlaceholderCompact",
    "PortfolioCompact",
    "PortfolioMembershipCompact",
    "Preview",
    "ProjectBriefCompact",
    "ProjectCompact",
    "ProjectMembershipCompact",
    "ProjectPortfolioSettingCompact",
    "ProjectStatusCompact",
    "ProjectTemplateCompact",
    "RateOrPlaceholderCompact",
    "ReactionCompact",
    "ReactionSummaryItemCompact",
    "ResourceExportCompact",
    "RoleCompact",
    "SectionCompact",
    "StatusUpdateCompact",
    "StoryCompact",
    "StoryDates",
    "TagCompact",
    "TaskCompact",
    "TaskCreator",
    "TaskTemplateCompact",
    "TaskTemplateRecipeCompact",
    "TeamCompact",
    "TeamMembershipCompact",
    "TemplateRole",
    "TimePeriodCompact",
    "TimeTrackingCategoryCompact",
    "TimeTrackingEntryCompact",
    "TimesheetApprovalStatusCompact",
    "UserCompact",
    "WorkspaceCompact",
    "WorkspaceMembershipCompact",
]


class AgentCompact(TypedDict):
    """The compact record of an agent."""

    gid: str
    resource_type: str
    resource_subtype: Literal["asana_teammate"] | str
    name: str


class NamedResource(TypedDict):
    """The complete record of a named resource."""

    gid: str
    resource_type: str
    name: str


class AttachmentCompact(TypedDict):
    """The compact record of an attachment."""

    gid: str
    resource_type: str
    name: str
    resource_subtype: str


class PortfolioMembershipCompact(TypedDict):
    """The compact record of a portfolio membership."""

    gid: str
    resource_type: str
    portfolio: PortfolioCompact
    user: UserCompact
    access_level: Literal["admin", "editor", "viewer"] | str


class EnumOption(TypedDict):
    """The complete record of an enum option."""

    gid: str
    resource_type: str
    name: str
    enabled: bool
    color: str


class GoalCompact(TypedDict):
    """The compact record of a goal."""

    gid: str
    resource_type: str
    name: str
    owner: UserCompact | None


class GoalRelationshipCompact(TypedDict):
    """The compact record of a goal relationship."""

    gid: str
    resource_type: str
    resource_subtype: Literal["subgoal", "supporting_work"] | str
    supporting_resource: ProjectCompact
    contribution_weight: float


class MembershipCompact(TypedDict):
    """The compact record of a membership."""

    gid: str
    resource_type: str
    resource_subtype: str
    member: MemberCompact
    parent: GoalCompact | ProjectCompact | PortfolioCompact | CustomFieldCompact | CustomTypeCompact
    role: Literal["commenter", "editor"] | str
    access_level: Literal["viewer", "commenter", "editor", "admin", "user"] | str
    goal: GoalCompact
    is_commenter: bool | None
    is_editor: bool | None


class PortfolioCompact(TypedDict):
    """The compact record of a portfolio."""

    gid: str
    resource_type: str
    name: str


class ProjectCompact(TypedDict):
    """The compact record of a project."""

    gid: str
    resource_type: str
    name: str


class ProjectMembershipCompact(TypedDict):
    """The compact record of a project membership."""

    gid: str
    resource_type: str
    parent: ProjectCompact
    member: MemberCompact
    access_level: Literal["admin", "editor", "commenter", "viewer"] | str
    user: UserCompact


class ProjectPortfolioSettingCompact(TypedDict):
    """The compact record of a project portfolio setting."""

    gid: str
    resource_type: str
    project: ProjectCompact
    portfolio: PortfolioCompact
    is_access_control_inherited: bool


class ProjectStatusCompact(TypedDict):
    """The compact record of a project status."""

    gid: str
    resource_type: str
    title: str


class ProjectTemplateCompact(TypedDict):
    """The compact record of a project template."""

    gid: str
    resource_type: str
    name: str


class RateOrPlaceholderCompact(TypedDict):
    """The compact record of a rate or placeholder."""

    gid: str
    resource_type: str
    parent: ProjectCompact
    resource: UserCompact | PlaceholderCompact
    rate: float
    currency_code: str
    created_by: UserCompact


class RoleCompact(TypedDict):
    """The compact record of a role."""

    gid: str
    resource_type: str
    name: str
    description: str
    is_standard_role: bool


class ReactionCompact(TypedDict):
    """The compact record of a reaction."""

    gid: str
    emoji: str
    user: UserCompact


class SectionCompact(TypedDict):
    """The compact record of a section."""

    gid: str
    resource_type: str
    name: str


class StatusUpdateCompact(TypedDict):
    """The compact record of a status update."""

    gid: str
    resource_type: str
    title: str
    resource_subtype: StatusUpdateSubtype | str


class StoryCompact(TypedDict):
    """The compact record of a story."""

    gid: str
    resource_type: str
    created_at: str
    created_by: UserCompact
    resource_subtype: str
    text: str
    type: str


class TagCompact(TypedDict):
    """The compact record of a tag."""

    gid: str
    resource_type: str
    name: str


class TaskCompact(TypedDict):
    """The compact record of a task."""

    gid: str
    resource_type: str
    name: str
    resource_subtype: Literal["default_task", "milestone", "approval", "custom"] | str
    created_by: TaskCreator


class TaskTemplateCompact(TypedDict):
    """The compact record of a task template."""

    gid: str
    resource_type: str
    name: str


class TeamCompact(TypedDict):
    """The compact record of a team."""

    gid: str
    resource_type: str
    name: str


class TeamMembershipCompact(TypedDict):
    """The compact record of a team membership."""

    gid: str
    resource_type: str
    user: UserCompact
    team: TeamCompact
    is_guest: bool
    is_limited_access: bool
    is_admin: bool


class TimePeriodCompact(TypedDict):
    """The compact record of a time period."""

    gid: str
    resource_type: str
    end_on: str
    start_on: str
    period: Literal["FY", "H1", "H2", "Q1", "Q2", "Q3", "Q4"] | str
    display_name: str


class TimeTrackingCategoryCompact(TypedDict):
    """The compact record of a time tracking category."""

    gid: str
    resource_type: str
    name: str
    color: EnumColor | str


class TimeTrackingEntryCompact(TypedDict):
    """The compact record of a time tracking entry."""

    gid: str
    resource_type: str
    duration_minutes: int
    entered_on: str
    attributable_to: ProjectCompact | None
    created_by: UserCompact
    categories: list[TimeTrackingCategoryCompact]


class TimesheetApprovalStatusCompact(TypedDict):
    """The compact record of a timesheet approval status."""

    gid: str
    resource_type: str
    created_at: str
    user: UserCompact
    workspace: WorkspaceCompact
    start_date: str
    end_date: str
    approval_status: Literal["DRAFT", "SUBMITTED", "APPROVED", "REJECTED"] | str


class UserCompact(TypedDict):
    """The compact record of a user."""

    gid: str
    resource_type: str
    name: str


class WorkspaceCompact(TypedDict):
    """The compact record of a workspace."""

    gid: str
    resource_type: str
    name: str


class WorkspaceMembershipCompact(TypedDict):
    """The compact record of a workspace membership."""

    gid: str
    resource_type: str
    user: UserCompact
    workspace: WorkspaceCompact


class Photo(TypedDict):
    """The photo of a user, by size in pixels."""

    image_21x21: str
    image_27x27: str
    image_36x36: str
    image_60x60: str
    image_128x128: str
    image_1024x1024: str


class DateValue(TypedDict):
    """The value of a date field."""

    date: str
    date_time: str


class Like(TypedDict):
    """A like, with its user."""

    gid: str
    user: UserCompact


class CustomFieldCompact(TypedDict):
    """The compact record of a custom field."""

    gid: str
    resource_type: str
    name: str
    type: CustomFieldType | str
    enum_options: list[EnumOption]
    enabled: bool
    representation_type: RepresentationType | str
    id_prefix: str | None
    input_restrictions: list[Literal["task", "project", "portfolio", "goal"] | str]
    is_formula_field: bool
    date_value: DateValue | None
    enum_value: EnumOption | None
    multi_enum_values: list[EnumOption]
    number_value: float | None
    text_value: str | None
    display_value: str | None
    is_value_read_only: bool
    resource_subtype: str


class GraphExportCompact(TypedDict):
    """The compact record of a graph export."""

    gid: str
    resource_type: str
    created_at: str
    download_url: str | None
    completed_at: str | None


class ResourceExportCompact(TypedDict):
    """The compact record of a resource export."""

    gid: str
    resource_type: str
    created_at: str
    download_url: str | None
    completed_at: str | None


class MemberCompact(TypedDict):
    """The compact record of a member."""

    gid: str
    resource_type: str
    name: str


class CustomTypeCompact(TypedDict):
    """The compact record of a custom type."""

    gid: str
    resource_type: str
    name: str


class ProjectBriefCompact(TypedDict):
    """The compact record of a project brief."""

    gid: str
    resource_type: str


class DateVariableCompact(TypedDict):
    """The compact record of a date variable."""

    gid: str
    name: str
    description: str


class TemplateRole(TypedDict):
    """A role of a template."""

    gid: str
    resource_type: str
    name: str


class PlaceholderCompact(TypedDict):
    """The compact record of a placeholder."""

    gid: str
    resource_type: str
    name: str


class ReactionSummaryItemCompact(TypedDict):
    """The compact record of a reaction summary item."""

    emoji_base: str
    variant: str
    count: float
    reacted: bool


class Preview(TypedDict):
    """A preview of a link in a story."""

    fallback: str
    footer: str
    header: str
    header_link: str
    html_text: str
    text: str
    title: str
    title_link: str


class StoryDates(TypedDict):
    """The dates in a story."""

    start_on: str | None
    due_at: str | None
    due_on: str


class TaskCreator(TypedDict):
    """The user who created a task."""

    gid: str
    resource_type: str


class AnyResource(TypedDict):
    """An object of any type."""

    gid: str
    resource_type: str


class External(TypedDict):
    """The external id and data that an app stores with an object."""

    gid: str
    data: str


class CustomTypeStatusOptionCompact(TypedDict):
    """The compact record of a custom type status option."""

    gid: str
    resource_type: str
    name: str


class TaskTemplateRecipeCompact(TypedDict):
    """The compact record of a task template recipe."""

    name: str
    task_resource_subtype: Literal["default_task", "milestone_task", "approval_task"] | str


class DateValueInput(TypedDict, total=False):
    """The value of a date field in a request: ``date`` or ``date_time``."""

    date: Date
    date_time: DateTime


class EnumOptionInput(TypedDict, total=False):
    """An option of an enum field in a request."""

    gid: str
    name: str
    enabled: bool
    color: EnumColor


class ExternalInput(TypedDict, total=False):
    """The external id and data of an app in a request."""

    gid: str
    data: str


class MembershipInput(TypedDict, total=False):
    """The project and section of a task in a request."""

    project: str
    section: str
