"""Project templates: templates for new projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import ProjectTemplateCompact
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .compact import DateVariableCompact, TeamCompact, TemplateRole, UserCompact
    from .fields import ProjectTemplateField
    from .sets import TagColor

__all__ = [
    "DateVariableInput",
    "GetProjectTemplates",
    "GetProjectTemplatesOptions",
    "InstantiateProject",
    "InstantiateProjectOptions",
    "ProjectTemplate",
    "ProjectTemplateFields",
    "ProjectTemplateListOptions",
    "ProjectTemplateOptions",
    "RequestedRole",
]


class ProjectTemplate(ProjectTemplateCompact):
    """The complete record of a project template."""

    description: str
    html_description: str
    public: bool
    owner: UserCompact | None
    team: TeamCompact | None
    requested_dates: list[DateVariableCompact]
    color: TagColor | str | None
    requested_roles: list[TemplateRole]


class DateVariableInput(TypedDict, total=False):
    """The value of a date variable of a template in a request."""

    gid: str
    value: Date | None


class RequestedRole(TypedDict, total=False):
    """The user for a role of a template in a request."""

    gid: str
    value: str


class ProjectTemplateFields(TypedDict, total=False):
    """The option with the fields of project templates to return."""

    fields: Iterable[ProjectTemplateField | str] | str | None
    opt_fields: Iterable[ProjectTemplateField | str] | str | None


class ProjectTemplateOptions(ProjectTemplateFields, CallOptions, total=False):
    """The options of a call that returns a project template."""


class ProjectTemplateListOptions(ProjectTemplateFields, ListCallOptions, total=False):
    """The options of a call that lists project templates."""


class GetProjectTemplates(TypedDict, total=False):
    """The parameters of :meth:`get_project_templates`."""

    workspace: str
    team: str


class InstantiateProject(TypedDict, total=False):
    """The parameters of :meth:`instantiate_project`."""

    name: str
    team: str
    public: bool
    privacy_setting: Literal["public_to_workspace", "private_to_team", "private"]
    is_strict: bool
    requested_dates: Iterable[DateVariableInput]
    requested_roles: Iterable[RequestedRole]


class GetProjectTemplatesOptions(
    GetProjectTemplates, ProjectTemplateFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_project_templates`."""


class InstantiateProjectOptions(InstantiateProject, JobFields, CallOptions, total=False):
    """The keywords of :meth:`instantiate_project`."""
