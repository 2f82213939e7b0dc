"""Team memberships: who is in a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TeamMembershipCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import TeamMembershipField

__all__ = [
    "GetTeamMemberships",
    "GetTeamMembershipsForUser",
    "GetTeamMembershipsForUserOptions",
    "GetTeamMembershipsOptions",
    "TeamMembership",
    "TeamMembershipFields",
    "TeamMembershipListOptions",
    "TeamMembershipOptions",
]


class TeamMembership(TeamMembershipCompact):
    """The complete record of a team membership."""


class TeamMembershipFields(TypedDict, total=False):
    """The option with the fields of team memberships to return."""

    fields: Iterable[TeamMembershipField | str] | str | None
    opt_fields: Iterable[TeamMembershipField | str] | str | None


class TeamMembershipOptions(TeamMembershipFields, CallOptions, total=False):
    """The options of a call that returns a team membership."""


class TeamMembershipListOptions(TeamMembershipFields, ListCallOptions, total=False):
    """The options of a call that lists team memberships."""


class GetTeamMemberships(TypedDict, total=False):
    """The parameters of :meth:`get_team_memberships`."""

    team: str
    user: str
    workspace: str


class GetTeamMembershipsForUser(TypedDict, total=False):
    """The parameters of :meth:`get_team_memberships_for_user`."""

    workspace: str


class GetTeamMembershipsOptions(
    GetTeamMemberships, TeamMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_team_memberships`."""


class GetTeamMembershipsForUserOptions(
    GetTeamMembershipsForUser, TeamMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_team_memberships_for_user`."""
