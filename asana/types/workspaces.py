"""Workspaces and organizations: the containers of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions, ListOptions, Options
from .compact import WorkspaceCompact
from .users import UserBaseFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import WorkspaceField

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
    "WorkspaceFields",
    "WorkspaceListOptions",
    "WorkspaceOptions",
]


class Workspace(WorkspaceCompact):
    """The complete record of a workspace."""

    email_domains: list[str]
    is_organization: bool


class WorkspaceFields(TypedDict, total=False):
    """The option with the fields of workspaces to return."""

    fields: Iterable[WorkspaceField | str] | str | None
    opt_fields: Iterable[WorkspaceField | str] | str | None


class WorkspaceOptions(WorkspaceFields, CallOptions, total=False):
    """The options of a call that returns a workspace."""


class WorkspaceListOptions(WorkspaceFields, ListCallOptions, total=False):
    """The options of a call that lists workspaces."""


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


class AddUserForWorkspaceOptions(AddUserForWorkspace, UserBaseFields, CallOptions, total=False):
    """The keywords of :meth:`add_user_for_workspace`."""


class GetWorkspaceEventsOptions(GetWorkspaceEvents, ListOptions, total=False):
    """The keywords of :meth:`get_workspace_events`."""


class RemoveUserForWorkspaceOptions(RemoveUserForWorkspace, Options, total=False):
    """The keywords of :meth:`remove_user_for_workspace`."""


class UpdateWorkspaceOptions(UpdateWorkspace, WorkspaceFields, CallOptions, total=False):
    """The keywords of :meth:`update_workspace`."""
