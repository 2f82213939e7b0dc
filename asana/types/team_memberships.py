"""Team memberships: who is in a team."""

from __future__ import annotations

from typing import TypedDict

from .common import ListOptions
from .compact import TeamMembershipCompact

__all__ = [
    "GetTeamMemberships",
    "GetTeamMembershipsForUser",
    "GetTeamMembershipsForUserOptions",
    "GetTeamMembershipsOptions",
    "TeamMembership",
]


class TeamMembership(TeamMembershipCompact):
    """The complete record of a team membership."""


class GetTeamMemberships(TypedDict, total=False):
    """The parameters of :meth:`get_team_memberships`."""

    team: str
    user: str
    workspace: str


class GetTeamMembershipsForUser(TypedDict, total=False):
    """The parameters of :meth:`get_team_memberships_for_user`."""

    workspace: str


class GetTeamMembershipsOptions(GetTeamMemberships, ListOptions, total=False):
    """The keywords of :meth:`get_team_memberships`."""


class GetTeamMembershipsForUserOptions(GetTeamMembershipsForUser, ListOptions, total=False):
    """The keywords of :meth:`get_team_memberships_for_user`."""
