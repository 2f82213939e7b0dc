"""Project portfolio settings: what a project inherits from a portfolio that contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import ProjectPortfolioSettingCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import ProjectPortfolioSettingField

__all__ = [
    "ProjectPortfolioSetting",
    "ProjectPortfolioSettingFields",
    "ProjectPortfolioSettingListOptions",
    "ProjectPortfolioSettingOptions",
    "UpdateProjectPortfolioSetting",
    "UpdateProjectPortfolioSettingOptions",
]


class ProjectPortfolioSetting(ProjectPortfolioSettingCompact):
    """The complete record of a project portfolio setting."""

    created_at: str


class ProjectPortfolioSettingFields(TypedDict, total=False):
    """The option with the fields of project portfolio settings to return."""

    fields: Iterable[ProjectPortfolioSettingField | str] | str | None
    opt_fields: Iterable[ProjectPortfolioSettingField | str] | str | None


class ProjectPortfolioSettingOptions(ProjectPortfolioSettingFields, CallOptions, total=False):
    """The options of a call that returns a project portfolio setting."""


class ProjectPortfolioSettingListOptions(
    ProjectPortfolioSettingFields, ListCallOptions, total=False
):
    """The options of a call that lists project portfolio settings."""


class UpdateProjectPortfolioSetting(TypedDict, total=False):
    """The parameters of :meth:`update_project_portfolio_setting`."""

    is_access_control_inherited: bool


class UpdateProjectPortfolioSettingOptions(
    UpdateProjectPortfolioSetting, ProjectPortfolioSettingFields, CallOptions, total=False
):
    """The keywords of :meth:`update_project_portfolio_setting`."""
