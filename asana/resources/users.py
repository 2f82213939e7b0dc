"""Users: the people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from . import gids
from .resource import Params, Resource, classic, old_name

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.compact import NamedResource
    from ..types.users import (
        GetFavoritesForUser,
        GetFavoritesForUserOptions,
        GetUser,
        GetUserOptions,
        GetUsers,
        GetUsersOptions,
        UpdateUser,
        UpdateUserForWorkspace,
        UpdateUserForWorkspaceOptions,
        UpdateUserOptions,
        User,
        UserListOptions,
        UserOptions,
    )

__all__ = ["Users"]


class Users(Resource):
    """Users: the people."""

    def get_users(
        self, params: GetUsers = NONE, **options: Unpack[GetUsersOptions]
    ) -> ItemIterator[User]:
        """List the compact records of users, in the order of their gids.

        ``workspace`` or ``team`` narrows it down from all workspaces of the caller.

        GET /users   (scope users:read)
        """
        return self.client.get_collection(route("/users"), params or {}, **options)

    def get_user(
        self, user_gid: str, params: GetUser = NONE, **options: Unpack[GetUserOptions]
    ) -> User:
        """Return the complete record of one user.

        ``user_gid`` is a gid, an e-mail address or ``me``, wherever a user is meant.
        ``workspaces`` holds only those shared with the caller. ``workspace`` filters the result.

        GET /users/{user_gid}   (scope users:read)
        """
        return self.client.get(path("/users/{}", user_gid), params or {}, **options)

    def update_user(
        self,
        user_gid: str,
        params: UpdateUser = NONE,
        *,
        workspace: str | None = None,
        **options: Unpack[UpdateUserOptions],
    ) -> User:
        """Change a user and return the complete record.

        ``custom_fields`` maps gids to values; ``name`` is for the caller's own user. ``workspace``
        goes into the query.

        PUT /users/{user_gid}
        """
        query = {} if workspace is None else {"query": {"workspace": workspace}}
        return self.client.put(path("/users/{}", user_gid), params or {}, **options, **query)

    def get_favorites_for_user(
        self,
        user_gid: str,
        params: GetFavoritesForUser = NONE,
        **options: Unpack[GetFavoritesForUserOptions],
    ) -> ItemIterator[NamedResource]:
        """List the compact records of a user's favorites, in the order of the sidebar.

        ``resource_type`` (``portfolio``, ``project``, ``tag``, ``task``, ``user`` or
        ``project_template``) and ``workspace`` are required. Only the caller's own are given.

        GET /users/{user_gid}/favorites   (scope users:read)
        """
        return self.client.get_collection(
            path("/users/{}/favorites", user_gid), params or {}, **options
        )

    def get_users_for_team(
        self, team_gid: str, params: Params = None, **options: Unpack[UserListOptions]
    ) -> ItemIterator[User]:
        """List the compact records of a team's members, by name.

        2000 at most; ``get_users`` gives more.

        GET /teams/{team_gid}/users   (scope users:read)
        """
        return self.client.get_collection(
            path("/teams/{}/users", team_gid, pages=ListPageIterator), params or {}, **options
        )

    def get_users_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[UserListOptions]
    ) -> ItemIterator[User]:
        """List the compact records of a workspace's users, by name.

        2000 at most; ``get_users`` gives more.

        GET /workspaces/{workspace_gid}/users   (scope users:read)
        """
        return self.client.get_collection(
            path("/workspaces/{}/users", workspace_gid, pages=ListPageIterator),
            params or {},
            **options,
        )

    def get_user_for_workspace(
        self,
        workspace_gid: str,
        user_gid: str,
        params: Params = None,
        **options: Unpack[UserOptions],
    ) -> User:
        """Return the complete record of one user of a workspace.

        GET /workspaces/{workspace_gid}/users/{user_gid}   (scope users:read)
        """
        return self.client.get(
            path("/workspaces/{}/users/{}", workspace_gid, user_gid), params or {}, **options
        )

    def update_user_for_workspace(
        self,
        workspace_gid: str,
        user_gid: str,
        params: UpdateUserForWorkspace = NONE,
        **options: Unpack[UpdateUserForWorkspaceOptions],
    ) -> User:
        """Change a user of a workspace and return the complete record.

        ``custom_fields`` maps gids to values; ``name`` is for the caller's own user.

        PUT /workspaces/{workspace_gid}/users/{user_gid}
        """
        return self.client.put(
            path("/workspaces/{}/users/{}", workspace_gid, user_gid), params or {}, **options
        )

    def named(self, workspace_gid: str, name: str, **options: Unpack[UserOptions]) -> User:
        """Return the one user in a workspace with a name.

        The name is compared as it is, then without regard to case and white space. If there is no
        such user, or more than one, ``LookupError`` gives the near names or the gids. The record
        has its name and type, and what ``fields`` asks for. One listing: a request for every 100
        users.

        The name may be an e-mail address, which Asana also takes wherever it takes a user's gid.

        GET /users   (scope users:read)
        """
        return self._names(workspace_gid).named(name, options)

    def _names(self, workspace_gid: str) -> Names[User]:
        return Names(
            self.client,
            "user",
            workspace_gid,
            partial(self.get_users, workspace=workspace_gid),
            fields=("name", "email", "resource_type"),
            keys=("name", "email"),
        )

    # -- python-asana 0.x names

    find_all = classic(get_users, gids.no_gid)
    """List the compact records of users, in the order of their gids."""
    find_by_id = classic(get_user, gids.user)
    """Return the complete record of one user."""
    find_by_workspace = classic(get_users_for_workspace, gids.workspace)
    """List the compact records of a workspace's users, by name."""
    get_user_favorites = classic(get_favorites_for_user, gids.user)
    """List the compact records of a user's favorites, in the order of the sidebar."""

    @old_name
    def me(self, params: Params = None, **options: Any) -> User:
        """Return the complete record of the user whose token is in use.

        GET /users/me   (scope users:read)
        """
        return self.client.get(route("/users/me"), params or {}, **options)
