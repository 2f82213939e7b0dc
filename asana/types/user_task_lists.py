"""User task lists: the My Tasks of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import Options

if TYPE_CHECKING:
    from .compact import UserCompact, WorkspaceCompact

__all__ = [
    "GetUserTaskListForUser",
    "GetUserTaskListForUserOptions",
    "UserTaskList",
]


class UserTaskList(TypedDict):
    """The complete record of a user task list."""

    gid: str
    resource_type: str
    name: str
    owner: UserCompact
    workspace: WorkspaceCompact


class GetUserTaskListForUser(TypedDict, total=False):
    """The parameters of :meth:`get_user_task_list_for_user`."""

    workspace: str


class GetUserTaskListForUserOptions(GetUserTaskListForUser, Options, total=False):
    """The keywords of :meth:`get_user_task_list_for_user`."""
