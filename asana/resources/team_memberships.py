"""Team memberships: who is in a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.team_memberships import (
        GetTeamMemberships,
        GetTeamMembershipsForUser,
        GetTeamMembershipsForUserOptions,
        GetTeamMembershipsOptions,
        TeamMembership,
        TeamMembershipListOptions,
        TeamMembershipOptions,
    )

__all__ = ["TeamMemberships"]


class TeamMemberships(Resource):
    """Team memberships: who is in a team."""

    def get_team_membership(
        self,
        team_membership_gid: str,
        params: Params = None,
        **options: Unpack[TeamMembershipOptions],
    ) -> TeamMembership:
        """Return the complete record of one team membership.

        GET /team_memberships/{team_membership_gid}   (scope team_memberships:read)
        """
        return self.client.get(
            path("/team_memberships/{}", team_membership_gid), params or {}, **options
        )

    def get_team_memberships(
        self, params: GetTeamMemberships = NONE, **options: Unpack[GetTeamMembershipsOptions]
    ) -> ItemIterator[TeamMembership]:
        """List the compact records of team memberships.

        Pass ``team``, or ``user`` and ``workspace``.

        GET /team_memberships   (scope team_memberships:read)
        """
        return self.client.get_collection(route("/team_memberships"), params or {}, **options)

    def get_team_memberships_for_team(
        self, team_gid: str, params: Params = None, **options: Unpack[TeamMembershipListOptions]
    ) -> ItemIterator[TeamMembership]:
        """List the compact records of a team's memberships.

        GET /teams/{team_gid}/team_memberships   (scope team_memberships:read)
        """
        return self.client.get_collection(
            path("/teams/{}/team_memberships", team_gid), params or {}, **options
        )

    def get_team_memberships_for_user(
        self,
        user_gid: str,
        params: GetTeamMembershipsForUser = NONE,
        **options: Unpack[GetTeamMembershipsForUserOptions],
    ) -> ItemIterator[TeamMembership]:
        """List the compact records of a user's team memberships.

        ``workspace`` is required.

        GET /users/{user_gid}/team_memberships   (scope team_memberships:read)
        """
        return self.client.get_collection(
            path("/users/{}/team_memberships", user_gid), params or {}, **options
        )
