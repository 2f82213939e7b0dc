"""Projects: lists, boards and calendars of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import ProjectCompact
from .custom_field_settings import CustomFieldSettingFields
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .common import Date, DateTime
    from .compact import (
        CustomFieldCompact,
        ProjectBriefCompact,
        ProjectTemplateCompact,
        StatusUpdateCompact,
        TeamCompact,
        UserCompact,
        WorkspaceCompact,
    )
    from .custom_field_settings import CustomFieldSetting
    from .custom_fields import CreateCustomField
    from .fields import ProjectField
    from .project_statuses import ProjectStatus
    from .sets import ProjectColor, ProjectIcon, ProjectSortBy

__all__ = [
    "AddCustomFieldSettingForProject",
    "AddCustomFieldSettingForProjectOptions",
    "AddFollowersForProject",
    "AddFollowersForProjectOptions",
    "AddMembersForProject",
    "AddMembersForProjectOptions",
    "CreateProject",
    "CreateProjectForTeam",
    "CreateProjectForTeamOptions",
    "CreateProjectForWorkspace",
    "CreateProjectForWorkspaceOptions",
    "CreateProjectOptions",
    "DuplicateProject",
    "DuplicateProjectOptions",
    "GetProjects",
    "GetProjectsForTeam",
    "GetProjectsForTeamOptions",
    "GetProjectsForWorkspace",
    "GetProjectsForWorkspaceOptions",
    "GetProjectsOptions",
    "Project",
    "ProjectFields",
    "ProjectListOptions",
    "ProjectOptions",
    "ProjectSaveAsTemplate",
    "ProjectSaveAsTemplateOptions",
    "RemoveCustomFieldSettingForProject",
    "RemoveCustomFieldSettingForProjectOptions",
    "RemoveFollowersForProject",
    "RemoveFollowersForProjectOptions",
    "RemoveMembersForProject",
    "RemoveMembersForProjectOptions",
    "ScheduleDates",
    "SearchProjectsForWorkspace",
    "SearchProjectsForWorkspaceOptions",
    "UpdateProject",
    "UpdateProjectOptions",
]


class Project(ProjectCompact):
    """The complete record of a project."""

    archived: bool
    color: ProjectColor | str | None
    icon: ProjectIcon | str | None
    created_at: str
    current_status: ProjectStatus | None
    current_status_update: StatusUpdateCompact | None
    custom_field_settings: list[CustomFieldSetting]
    default_view: Literal["list", "board", "calendar", "timeline"] | str
    due_date: str | None
    due_on: str | None
    html_notes: str
    members: list[UserCompact]
    modified_at: str
    notes: str
    public: bool
    privacy_setting: Literal["public_to_workspace", "private_to_team", "private"] | str
    start_on: str | None
    default_access_level: Literal["admin", "editor", "commenter", "viewer"] | str
    minimum_access_level_for_customization: Literal["admin", "editor"] | str
    minimum_access_level_for_sharing: Literal["admin", "editor"] | str
    custom_fields: list[CustomFieldCompact]
    completed: bool
    completed_at: str | None
    completed_by: UserCompact | None
    followers: list[UserCompact]
    owner: UserCompact | None
    team: TeamCompact | None
    permalink_url: str
    project_brief: ProjectBriefCompact | None
    created_from_template: ProjectTemplateCompact | None
    workspace: WorkspaceCompact


class ScheduleDates(TypedDict, total=False):
    """How the dates of a duplicated project are shifted."""

    should_skip_weekends: bool
    due_on: Date
    start_on: Date


class ProjectFields(TypedDict, total=False):
    """The option with the fields of projects to return."""

    fields: Iterable[ProjectField | str] | str | None
    opt_fields: Iterable[ProjectField | str] | str | None


class ProjectOptions(ProjectFields, CallOptions, total=False):
    """The options of a call that returns a project."""


class ProjectListOptions(ProjectFields, ListCallOptions, total=False):
    """The options of a call that lists projects."""


class AddCustomFieldSettingForProject(TypedDict, total=False):
    """The parameters of :meth:`add_custom_field_setting_for_project`."""

    custom_field: str | CreateCustomField
    is_important: bool
    insert_before: str
    insert_after: str


class AddFollowersForProject(TypedDict, total=False):
    """The parameters of :meth:`add_followers_for_project`."""

    followers: str | Iterable[str]


class AddMembersForProject(TypedDict, total=False):
    """The parameters of :meth:`add_members_for_project`."""

    members: str | Iterable[str]


class UpdateProject(TypedDict, total=False):
    """The parameters of :meth:`update_project`."""

    name: str
    archived: bool
    color: ProjectColor | None
    icon: ProjectIcon | None
    current_status: str | None
    current_status_update: str | None
    default_view: Literal["list", "board", "calendar", "timeline"]
    due_date: Date | None
    due_on: Date | None
    html_notes: str
    notes: str
    public: bool
    privacy_setting: Literal["public_to_workspace", "private_to_team", "private"]
    start_on: Date | None
    default_access_level: Literal["admin", "editor", "commenter", "viewer"]
    minimum_access_level_for_customization: Literal["admin", "editor"]
    minimum_access_level_for_sharing: Literal["admin", "editor"]
    custom_fields: Mapping[str, Any]
    followers: str | Iterable[str]
    owner: str | None
    team: str


class CreateProject(UpdateProject, total=False):
    """The parameters of :meth:`create_project`."""

    workspace: str


class CreateProjectForTeam(CreateProject, total=False):
    """The parameters of :meth:`create_project_for_team`."""


class CreateProjectForWorkspace(CreateProject, total=False):
    """The parameters of :meth:`create_project_for_workspace`."""


class DuplicateProject(TypedDict, total=False):
    """The parameters of :meth:`duplicate_project`."""

    name: str
    include: str | Iterable[str]
    schedule_dates: ScheduleDates
    team: str


class GetProjects(TypedDict, total=False):
    """The parameters of :meth:`get_projects`."""

    workspace: str
    team: str
    archived: bool


class GetProjectsForTeam(TypedDict, total=False):
    """The parameters of :meth:`get_projects_for_team`."""

    archived: bool


class GetProjectsForWorkspace(GetProjectsForTeam, total=False):
    """The parameters of :meth:`get_projects_for_workspace`."""


class ProjectSaveAsTemplate(TypedDict, total=False):
    """The parameters of :meth:`project_save_as_template`."""

    name: str
    team: str
    workspace: str
    public: bool


class RemoveCustomFieldSettingForProject(TypedDict, total=False):
    """The parameters of :meth:`remove_custom_field_setting_for_project`."""

    custom_field: str


class RemoveFollowersForProject(AddFollowersForProject, total=False):
    """The parameters of :meth:`remove_followers_for_project`."""


class RemoveMembersForProject(AddMembersForProject, total=False):
    """The parameters of :meth:`remove_members_for_project`."""


_SearchProjectsForWorkspaceDotted = TypedDict(
    "_SearchProjectsForWorkspaceDotted",
    {
        "teams.any": "str | Iterable[str]",
        "owner.any": "str | Iterable[str]",
        "members.any": "str | Iterable[str]",
        "members.not": "str | Iterable[str]",
        "portfolios.any": "str | Iterable[str]",
        "completed_on.before": "Date",
        "completed_on.after": "Date",
        "completed_at.before": "DateTime",
        "completed_at.after": "DateTime",
        "created_on.before": "Date",
        "created_on.after": "Date",
        "created_at.before": "DateTime",
        "created_at.after": "DateTime",
        "due_on.before": "Date",
        "due_on.after": "Date",
        "due_at.before": "DateTime",
        "due_at.after": "DateTime",
        "start_on.before": "Date",
        "start_on.after": "Date",
    },
    total=False,
)


class SearchProjectsForWorkspace(_SearchProjectsForWorkspaceDotted, total=False):
    """The parameters of :meth:`search_projects_for_workspace`."""

    custom_fields: Mapping[str, Any]
    text: str
    sort_by: ProjectSortBy
    sort_ascending: bool
    completed: bool
    completed_on: Date | None
    created_on: Date | None
    due_on: Date | None
    start_on: Date | None


class AddCustomFieldSettingForProjectOptions(
    AddCustomFieldSettingForProject, CustomFieldSettingFields, CallOptions, total=False
):
    """The keywords of :meth:`add_custom_field_setting_for_project`."""


class AddFollowersForProjectOptions(
    AddFollowersForProject, ProjectFields, CallOptions, total=False
):
    """The keywords of :meth:`add_followers_for_project`."""


class AddMembersForProjectOptions(AddMembersForProject, ProjectFields, CallOptions, total=False):
    """The keywords of :meth:`add_members_for_project`."""


class CreateProjectOptions(CreateProject, ProjectFields, CallOptions, total=False):
    """The keywords of :meth:`create_project`."""


class CreateProjectForTeamOptions(CreateProjectForTeam, ProjectFields, CallOptions, total=False):
    """The keywords of :meth:`create_project_for_team`."""


class CreateProjectForWorkspaceOptions(
    CreateProjectForWorkspace, ProjectFields, CallOptions, total=False
):
    """The keywords of :meth:`create_project_for_workspace`."""


class DuplicateProjectOptions(DuplicateProject, JobFields, CallOptions, total=False):
    """The keywords of :meth:`duplicate_project`."""


class GetProjectsOptions(GetProjects, ProjectFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_projects`."""


class GetProjectsForTeamOptions(GetProjectsForTeam, ProjectFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_projects_for_team`."""


class GetProjectsForWorkspaceOptions(
    GetProjectsForWorkspace, ProjectFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_projects_for_workspace`."""


class ProjectSaveAsTemplateOptions(ProjectSaveAsTemplate, JobFields, CallOptions, total=False):
    """The keywords of :meth:`project_save_as_template`."""


class RemoveCustomFieldSettingForProjectOptions(
    RemoveCustomFieldSettingForProject, Options, total=False
):
    """The keywords of :meth:`remove_custom_field_setting_for_project`."""


class RemoveFollowersForProjectOptions(
    RemoveFollowersForProject, ProjectFields, CallOptions, total=False
):
    """The keywords of :meth:`remove_followers_for_project`."""


class RemoveMembersForProjectOptions(
    RemoveMembersForProject, ProjectFields, CallOptions, total=False
):
    """The keywords of :meth:`remove_members_for_project`."""


class SearchProjectsForWorkspaceOptions(
    SearchProjectsForWorkspace, ProjectFields, ListCallOptions, total=False
):
    """The keywords of :meth:`search_projects_for_workspace`."""

    teams_any: str | Iterable[str]
    owner_any: str | Iterable[str]
    members_any: str | Iterable[str]
    members_not: str | Iterable[str]
    portfolios_any: str | Iterable[str]
    completed_on_before: Date
    completed_on_after: Date
    completed_at_before: DateTime
    completed_at_after: DateTime
    created_on_before: Date
    created_on_after: Date
    created_at_before: DateTime
    created_at_after: DateTime
    due_on_before: Date
    due_on_after: Date
    due_at_before: DateTime
    due_at_after: DateTime
    start_on_before: Date
    start_on_after: Date


class UpdateProjectOptions(UpdateProject, ProjectFields, CallOptions, total=False):
    """The keywords of :meth:`update_project`."""
