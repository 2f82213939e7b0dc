"""Teams: groups of people in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import TeamCompact
from .team_memberships import TeamMembershipFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import WorkspaceCompact
    from .custom_field_settings import CustomFieldSetting
    from .fields import TeamField

__all__ = [
    "AddUserForTeam",
    "AddUserForTeamOptions",
    "CreateTeam",
    "CreateTeamOptions",
    "GetTeamsForUser",
    "GetTeamsForUserOptions",
    "RemoveUserForTeam",
    "RemoveUserForTeamOptions",
    "Team",
    "TeamFields",
    "TeamListOptions",
    "TeamOptions",
    "UpdateTeam",
    "UpdateTeamOptions",
]


class Team(TeamCompact):
    """The complete record of a team."""

    description: str
    html_description: str
    organization: WorkspaceCompact
    permalink_url: str
    visibility: Literal["secret", "request_to_join", "public"] | str
    edit_team_name_or_description_access_level: (
        Literal["all_team_members", "only_team_admins"] | str
    )
    edit_team_visibility_or_trash_team_access_level: (
        Literal["all_team_members", "only_team_admins"] | str
    )
    member_invite_management_access_level: Literal["all_team_members", "only_team_admins"] | str
    guest_invite_management_access_level: Literal["all_team_members", "only_team_admins"] | str
    join_request_management_access_level: Literal["all_team_members", "only_team_admins"] | str
    team_member_removal_access_level: Literal["all_team_members", "only_team_admins"] | str
    team_content_management_access_level: Literal["no_restriction", "only_team_admins"] | str
    endorsed: bool
    custom_field_settings: list[CustomFieldSetting]


class TeamFields(TypedDict, total=False):
    """The option with the fields of teams to return."""

    fields: Iterable[TeamField | str] | str | None
    opt_fields: Iterable[TeamField | str] | str | None


class TeamOptions(TeamFields, CallOptions, total=False):
    """The options of a call that returns a team."""


class TeamListOptions(TeamFields, ListCallOptions, total=False):
    """The options of a call that lists teams."""


class AddUserForTeam(TypedDict, total=False):
    """The parameters of :meth:`add_user_for_team`."""

    user: str


class CreateTeam(TypedDict, total=False):
    """The parameters of :meth:`create_team`."""

    name: str
    description: str
    html_description: str
    organization: str
    visibility: Literal["secret", "request_to_join", "public"]
    edit_team_name_or_description_access_level: Literal["all_team_members", "only_team_admins"]
    edit_team_visibility_or_trash_team_access_level: Literal["all_team_members", "only_team_admins"]
    member_invite_management_access_level: Literal["all_team_members", "only_team_admins"]
    guest_invite_management_access_level: Literal["all_team_members", "only_team_admins"]
    join_request_management_access_level: Literal["all_team_members", "only_team_admins"]
    team_member_removal_access_level: Literal["all_team_members", "only_team_admins"]
    team_content_management_access_level: Literal["no_restriction", "only_team_admins"]
    endorsed: bool


class GetTeamsForUser(TypedDict, total=False):
    """The parameters of :meth:`get_teams_for_user`."""

    organization: str


class RemoveUserForTeam(AddUserForTeam, total=False):
    """The parameters of :meth:`remove_user_for_team`."""


class UpdateTeam(CreateTeam, total=False):
    """The parameters of :meth:`update_team`."""


class AddUserForTeamOptions(AddUserForTeam, TeamMembershipFields, CallOptions, total=False):
    """The keywords of :meth:`add_user_for_team`."""


class CreateTeamOptions(CreateTeam, TeamFields, CallOptions, total=False):
    """The keywords of :meth:`create_team`."""


class GetTeamsForUserOptions(GetTeamsForUser, TeamFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_teams_for_user`."""


class RemoveUserForTeamOptions(RemoveUserForTeam, Options, total=False):
    """The keywords of :meth:`remove_user_for_team`."""


class UpdateTeamOptions(UpdateTeam, TeamFields, CallOptions, total=False):
    """The keywords of :meth:`update_team`."""
