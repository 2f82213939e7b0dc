"""Project portfolio settings: what a project takes over from a portfolio that it is in."""

from __future__ import annotations

from typing import TypedDict

from .common import Options
from .compact import ProjectPortfolioSettingCompact

__all__ = [
    "ProjectPortfolioSetting",
    "UpdateProjectPortfolioSetting",
    "UpdateProjectPortfolioSettingOptions",
]


class ProjectPortfolioSetting(ProjectPortfolioSettingCompact):
    """The complete record of a project portfolio setting."""

    created_at: str


class UpdateProjectPortfolioSetting(TypedDict, total=False):
    """The parameters of :meth:`update_project_portfolio_setting`."""

    is_access_control_inherited: bool


class UpdateProjectPortfolioSettingOptions(UpdateProjectPortfolioSetting, Options, total=False):
    """The keywords of :meth:`update_project_portfolio_setting`."""
