"""User task lists: a user's My Tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import UserCompact, WorkspaceCompact
    from .fields import UserTaskListField

__all__ = [
    "GetUserTaskListForUser",
    "GetUserTaskListForUserOptions",
    "UserTaskList",
    "UserTaskListFields",
    "UserTaskListOptions",
]


class UserTaskList(TypedDict):
    """The complete record of a user task list."""

    gid: str
    resource_type: str
    name: str
    owner: UserCompact
    workspace: WorkspaceCompact


class UserTaskListFields(TypedDict, total=False):
    """The option with the fields of user task lists to return."""

    fields: Iterable[UserTaskListField | str] | str | None
    opt_fields: Iterable[UserTaskListField | str] | str | None


class UserTaskListOptions(UserTaskListFields, CallOptions, total=False):
    """The options of a call that returns a user task list."""


class GetUserTaskListForUser(TypedDict, total=False):
    """The parameters of :meth:`get_user_task_list_for_user`."""

    workspace: str


class GetUserTaskListForUserOptions(
    GetUserTaskListForUser, UserTaskListFields, CallOptions, total=False
):
    """The keywords of :meth:`get_user_task_list_for_user`."""
