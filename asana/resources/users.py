"""Users: the people in Asana."""

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
    """Users: the people in Asana."""

    def get_users(
        self, params: GetUsers = NONE, **options: Unpack[GetUsersOptions]
    ) -> ItemIterator[User]:
        """List the compact records of users, ordered by gid.

        ``workspace`` or ``team`` limits the result; by default it covers all workspaces of the
        caller.

        GET /users   (scope users:read)
        """
        return self.client.get_collection(route("/users"), params or {}, **options)

    def get_user(
        self, user_gid: str, params: GetUser = NONE, **options: Unpack[GetUserOptions]
    ) -> User:
        """Return the complete record of one user.

        ``user_gid`` is a gid, an email address or ``me``, as everywhere for a user. ``workspaces``
        contains only those shared with the caller. ``workspace`` filters the result.

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

        ``custom_fields`` maps gids to values; ``name`` can be changed only for the caller's own
        user. ``workspace`` is sent in the query.

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
        """List the compact records of a user's favorites, in the sidebar's order.

        ``resource_type`` (``portfolio``, ``project``, ``tag``, ``task``, ``user`` or
        ``project_template``) and ``workspace`` are required. Only the caller's own favorites are
        returned.

        GET /users/{user_gid}/favorites   (scope users:read)
        """
        return self.client.get_collection(
            path("/users/{}/favorites", user_gid), params or {}, **options
        )

    def get_users_for_team(
        self, team_gid: str, params: Params = None, **options: Unpack[UserListOptions]
    ) -> ItemIterator[User]:
        """List the compact records of a team's members, ordered by name.

        Returns at most 2000 users; ``get_users`` has no such limit.

        GET /teams/{team_gid}/users   (scope users:read)
        """
        return self.client.get_collection(
            path("/teams/{}/users", team_gid, pages=ListPageIterator), params or {}, **options
        )

    def get_users_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[UserListOptions]
    ) -> ItemIterator[User]:
        """List the compact records of a workspace's users, ordered by name.

        Returns at most 2000 users; ``get_users`` has no such limit.

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

        ``custom_fields`` maps gids to values; ``name`` can be changed only for the caller's own
        user.

        PUT /workspaces/{workspace_gid}/users/{user_gid}
        """
        return self.client.put(
            path("/workspaces/{}/users/{}", workspace_gid, user_gid), params or {}, **options
        )

    def named(self, workspace_gid: str, name: str, **options: Unpack[UserOptions]) -> User:
        """Return the user with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no user has the name (the message lists similar names) or if several have it (the message
        lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 users.

        The name may be an email address, which Asana accepts in place of a user's gid everywhere.

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
    """List the compact records of users, ordered by gid."""
    find_by_id = classic(get_user, gids.user)
    """Return the complete record of one user."""
    find_by_workspace = classic(get_users_for_workspace, gids.workspace)
    """List the compact records of a workspace's users, ordered by name."""
    get_user_favorites = classic(get_favorites_for_user, gids.user)
    """List the compact records of a user's favorites, in the sidebar's order."""

    @old_name
    def me(self, params: Params = None, **options: Any) -> User:
        """Return the complete record of the user of the token.

        GET /users/me   (scope users:read)
        """
        return self.client.get(route("/users/me"), params or {}, **options)
