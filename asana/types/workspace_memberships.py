"""Workspace memberships: who is in a workspace or organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import WorkspaceMembershipCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import WorkspaceMembershipField
    from .user_task_lists import UserTaskList

__all__ = [
    "GetWorkspaceMembershipsForWorkspace",
    "GetWorkspaceMembershipsForWorkspaceOptions",
    "VacationDates",
    "WorkspaceMembership",
    "WorkspaceMembershipFields",
    "WorkspaceMembershipListOptions",
    "WorkspaceMembershipOptions",
]


class WorkspaceMembership(WorkspaceMembershipCompact):
    """The complete record of a workspace membership."""

    user_task_list: UserTaskList
    is_active: bool
    is_admin: bool
    is_guest: bool
    is_view_only: bool
    vacation_dates: VacationDates | None
    created_at: str


class VacationDates(TypedDict):
    """The dates of a vacation."""

    start_on: str
    end_on: str | None


class WorkspaceMembershipFields(TypedDict, total=False):
    """The option with the fields of workspace memberships to return."""

    fields: Iterable[WorkspaceMembershipField | str] | str | None
    opt_fields: Iterable[WorkspaceMembershipField | str] | str | None


class WorkspaceMembershipOptions(WorkspaceMembershipFields, CallOptions, total=False):
    """The options of a call that returns a workspace membership."""


class WorkspaceMembershipListOptions(WorkspaceMembershipFields, ListCallOptions, total=False):
    """The options of a call that lists workspace memberships."""


class GetWorkspaceMembershipsForWorkspace(TypedDict, total=False):
    """The parameters of :meth:`get_workspace_memberships_for_workspace`."""

    user: str


class GetWorkspaceMembershipsForWorkspaceOptions(
    GetWorkspaceMembershipsForWorkspace, WorkspaceMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_workspace_memberships_for_workspace`."""
