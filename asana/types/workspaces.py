"""Workspaces and organizations: what holds everything else."""

from __future__ import annotations

from typing import TypedDict

from .common import ListOptions, Options
from .compact import WorkspaceCompact

__all__ = [
    "AddUserForWorkspace",
    "AddUserForWorkspaceOptions",
    "GetWorkspaceEvents",
    "GetWorkspaceEventsOptions",
    "RemoveUserForWorkspace",
    "RemoveUserForWorkspaceOptions",
    "UpdateWorkspace",
    "UpdateWorkspaceOptions",
    "Workspace",
]


class Workspace(WorkspaceCompact):
    """The complete record of a workspace."""

    email_domains: list[str]
    is_organization: bool


class AddUserForWorkspace(TypedDict, total=False):
    """The parameters of :meth:`add_user_for_workspace`."""

    user: str


class GetWorkspaceEvents(TypedDict, total=False):
    """The parameters of :meth:`get_workspace_events`."""

    sync: str | None


class RemoveUserForWorkspace(AddUserForWorkspace, total=False):
    """The parameters of :meth:`remove_user_for_workspace`."""


class UpdateWorkspace(TypedDict, total=False):
    """The parameters of :meth:`update_workspace`."""

    name: str


class AddUserForWorkspaceOptions(AddUserForWorkspace, Options, total=False):
    """The keywords of :meth:`add_user_for_workspace`."""


class GetWorkspaceEventsOptions(GetWorkspaceEvents, ListOptions, total=False):
    """The keywords of :meth:`get_workspace_events`."""


class RemoveUserForWorkspaceOptions(RemoveUserForWorkspace, Options, total=False):
    """The keywords of :meth:`remove_user_for_workspace`."""


class UpdateWorkspaceOptions(UpdateWorkspace, Options, total=False):
    """The keywords of :meth:`update_workspace`."""
