"""Users: the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import ListOptions, Options
from .compact import UserCompact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .compact import CustomFieldCompact, Photo, WorkspaceCompact
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
]


class UserBase(TypedDict):
    """The record of a user, as adding one to a workspace returns it."""

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


class GetUserOptions(GetUser, Options, total=False):
    """The keywords of :meth:`get_user`."""


class GetUsersOptions(GetUsers, ListOptions, total=False):
    """The keywords of :meth:`get_users`."""


class UpdateUserOptions(UpdateUser, Options, total=False):
    """The keywords of :meth:`update_user`."""


class UpdateUserForWorkspaceOptions(UpdateUserForWorkspace, Options, total=False):
    """The keywords of :meth:`update_user_for_workspace`."""
