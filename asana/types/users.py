"""Users: the people in Asana."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import CallOptions, ListCallOptions, ListOptions
from .compact import UserCompact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .compact import CustomFieldCompact, Photo, WorkspaceCompact
    from .fields import UserBaseField, UserField
    from .sets import FavoriteType

__all__ = [
    "GetFavoritesForUser",
    "GetFavoritesForUserOptions",
    "GetUser",
    "GetUserOptions",
    "GetUsers",
    "GetUsersOptions",
    "UpdateUser",
    "UpdateUserForWorkspace",
    "UpdateUserForWorkspaceOptions",
    "UpdateUserOptions",
    "User",
    "UserBase",
    "UserBaseFields",
    "UserFields",
    "UserListOptions",
    "UserOptions",
]


class UserBase(TypedDict):
    """The record of a user that is returned when a user is added to a workspace."""

    gid: str
    resource_type: str
    name: str
    email: str
    photo: Photo | None


class User(UserCompact):
    """The complete record of a user."""

    email: str
    photo: Photo | None
    workspaces: list[WorkspaceCompact]
    custom_fields: list[CustomFieldCompact]


class UserFields(TypedDict, total=False):
    """The option with the fields of users to return."""

    fields: Iterable[UserField | str] | str | None
    opt_fields: Iterable[UserField | str] | str | None


class UserOptions(UserFields, CallOptions, total=False):
    """The options of a call that returns a user."""


class UserListOptions(UserFields, ListCallOptions, total=False):
    """The options of a call that lists users."""


class UserBaseFields(TypedDict, total=False):
    """The option with the fields of users to return."""

    fields: Iterable[UserBaseField | str] | str | None
    opt_fields: Iterable[UserBaseField | str] | str | None


class GetFavoritesForUser(TypedDict, total=False):
    """The parameters of :meth:`get_favorites_for_user`."""

    resource_type: FavoriteType
    workspace: str


class GetUser(TypedDict, total=False):
    """The parameters of :meth:`get_user`."""

    workspace: str


class GetUsers(TypedDict, total=False):
    """The parameters of :meth:`get_users`."""

    workspace: str
    team: str


class UpdateUser(TypedDict, total=False):
    """The parameters of :meth:`update_user`."""

    name: str
    custom_fields: Mapping[str, Any]


class UpdateUserForWorkspace(TypedDict, total=False):
    """The parameters of :meth:`update_user_for_workspace`."""

    name: str
    custom_fields: Mapping[str, Any]


class GetFavoritesForUserOptions(GetFavoritesForUser, ListOptions, total=False):
    """The keywords of :meth:`get_favorites_for_user`."""


class GetUserOptions(GetUser, UserFields, CallOptions, total=False):
    """The keywords of :meth:`get_user`."""


class GetUsersOptions(GetUsers, UserFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_users`."""


class UpdateUserOptions(UpdateUser, UserFields, CallOptions, total=False):
    """The keywords of :meth:`update_user`."""


class UpdateUserForWorkspaceOptions(UpdateUserForWorkspace, UserFields, CallOptions, total=False):
    """The keywords of :meth:`update_user_for_workspace`."""
