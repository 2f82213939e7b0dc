"""Teams: groups of people in an organization."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty
    from ..types.team_memberships import TeamMembership
    from ..types.teams import (
        AddUserForTeam,
        AddUserForTeamOptions,
        CreateTeam,
        CreateTeamOptions,
        GetTeamsForUser,
        GetTeamsForUserOptions,
        RemoveUserForTeam,
        RemoveUserForTeamOptions,
        Team,
        TeamListOptions,
        TeamOptions,
        UpdateTeam,
        UpdateTeamOptions,
    )
    from ..types.users import User

__all__ = ["Teams"]


class Teams(Resource):
    """Teams: groups of people in an organization."""

    def create_team(self, params: CreateTeam = NONE, **options: Unpack[CreateTeamOptions]) -> Team:
        """Create a team and return its complete record.

        ``name`` and ``organization`` are required; the organization cannot be changed later.

        POST /teams
        """
        return self.client.post(route("/teams"), params or {}, **options)

    def get_team(
        self, team_gid: str, params: Params = None, **options: Unpack[TeamOptions]
    ) -> Team:
        """Return the complete record of one team.

        ``description`` and ``html_description`` are returned only if ``opt_fields`` lists them.

        GET /teams/{team_gid}   (scope teams:read)
        """
        return self.client.get(path("/teams/{}", team_gid), params or {}, **options)

    def update_team(
        self, team_gid: Any = None, params: UpdateTeam = NONE, **options: Unpack[UpdateTeamOptions]
    ) -> Team:
        """Change the given fields of a team and return its complete record.

        ``join_request_management_access_level`` can be changed only if ``visibility`` is
        ``request_to_join``. Without a gid, the request is sent to ``/teams``, as in python-asana
        2.0 to 3.2.2.

        PUT /teams/{team_gid}
        """
        if team_gid is None or (params is None and isinstance(team_gid, Mapping)):
            return self.client.put(route("/teams"), team_gid or params or {}, **options)
        return self.client.put(path("/teams/{}", team_gid), params or {}, **options)

    def get_teams_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[TeamListOptions]
    ) -> ItemIterator[Team]:
        """List the compact records of an organization's teams that are visible to the user.

        GET /workspaces/{workspace_gid}/teams   (scope teams:read)
        """
        return self.client.get_collection(
            path("/workspaces/{}/teams", workspace_gid), params or {}, **options
        )

    def get_teams_for_user(
        self,
        user_gid: str,
        params: GetTeamsForUser = NONE,
        **options: Unpack[GetTeamsForUserOptions],
    ) -> ItemIterator[Team]:
        """List the compact records of the teams that a user belongs to.

        ``organization`` is required.

        GET /users/{user_gid}/teams   (scope teams:read)
        """
        return self.client.get_collection(
            path("/users/{}/teams", user_gid), params or {}, **options
        )

    def add_user_for_team(
        self, team_gid: str, params: AddUserForTeam = NONE, **options: Unpack[AddUserForTeamOptions]
    ) -> TeamMembership:
        """Add a ``user`` to a team and return the complete record of the team membership.

        Only members of the team can add users, who must be in the same organization.

        POST /teams/{team_gid}/addUser
        """
        return self.client.post(
            path("/teams/{}/addUser", team_gid, idempotent=True), params or {}, **options
        )

    def remove_user_for_team(
        self,
        team_gid: str,
        params: RemoveUserForTeam = NONE,
        **options: Unpack[RemoveUserForTeamOptions],
    ) -> Empty:
        """Remove a ``user`` from a team and return an empty dictionary.

        Only members of the team can remove users.

        POST /teams/{team_gid}/removeUser
        """
        return self.client.post(
            path("/teams/{}/removeUser", team_gid, idempotent=True), params or {}, **options
        )

    def named(self, workspace_gid: str, name: str, **options: Unpack[TeamOptions]) -> Team:
        """Return the team with the given name in an organization.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no team has the name (the message lists similar names) or if several have it (the message
        lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 teams.

        Only teams visible to the user are found.

        GET /workspaces/{workspace_gid}/teams   (scope teams:read)
        """
        return self._names(workspace_gid).named(name, options)

    def ensure(self, workspace_gid: str, name: str, /, **fields: Unpack[CreateTeamOptions]) -> Team:
        """Return the team with the given name in an organization; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the team;
        an existing one is not changed. If the outcome of the create request is unknown, the teams
        are listed again before it is retried. Calls from several threads are serialized; two
        processes that run at the same time may each create one, and later calls then raise
        ``LookupError`` with the gids. Sends one request per 100 teams, and one to create the team.

        A secret team that is not visible to the user is not found. The Asana API cannot delete
        teams.

        POST /teams
        """
        return self._names(workspace_gid).ensure(name, fields)

    def _names(self, workspace_gid: str) -> Names[Team]:
        return Names(
            self.client,
            "team",
            workspace_gid,
            partial(self.get_teams_for_workspace, workspace_gid),
            self.create_team,
            home="organization",
        )

    # -- python-asana 0.x names

    add_user = classic(add_user_for_team, gids.team)
    """Add a ``user`` to a team and return the complete record of the team membership."""
    find_by_id = classic(get_team, gids.team)
    """Return the complete record of one team."""

    @old_listing(gids.organization)
    def find_by_organization(
        self, organization: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Team]:
        """List the compact records of an organization's teams that are visible to the user.

        Classic name of ``teams.get_teams_for_workspace``.

        It uses the legacy route.

        GET /organizations/{organization}/teams
        """
        return self.client.get_collection(
            path("/organizations/{}/teams", organization), params or {}, **options
        )

    find_by_user = classic(get_teams_for_user, gids.user)
    """List the compact records of the teams that a user belongs to."""

    @old_listing(gids.workspace_gid)
    def get_teams_for_organization(
        self, workspace_gid: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Team]:
        """List the compact records of an organization's teams that are visible to the user.

        Classic name of ``teams.get_teams_for_workspace``.

        It uses the legacy route.

        GET /organizations/{workspace_gid}/teams
        """
        return self.client.get_collection(
            path("/organizations/{}/teams", workspace_gid), params or {}, **options
        )

    remove_user = classic(remove_user_for_team, gids.team)
    """Remove a ``user`` from a team and return an empty dictionary."""

    @old_listing(gids.team)
    def users(self, team: Gid, params: Params = None, **options: Any) -> ItemIterator[User]:
        """List the compact records of a team's members, by name.

        Classic name of ``users.get_users_for_team``.

        GET /teams/{team}/users   (scope users:read)
        """
        return self.client.get_collection(
            path("/teams/{}/users", team, pages=ListPageIterator), params or {}, **options
        )
