"""Memberships: who has access to a project, goal, portfolio or custom field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import (
        CustomFieldCompact,
        CustomTypeCompact,
        GoalCompact,
        MemberCompact,
        PortfolioCompact,
        ProjectCompact,
        UserCompact,
        WorkspaceCompact,
    )
    from .fields import MembershipField

__all__ = [
    "CreateMembership",
    "CreateMembershipOptions",
    "GetMemberships",
    "GetMembershipsOptions",
    "Membership",
    "MembershipFields",
    "MembershipOptions",
    "UpdateMembership",
    "UpdateMembershipOptions",
]


class Membership(TypedDict):
    """The complete record of a membership."""

    gid: str
    resource_type: str
    resource_subtype: str
    member: MemberCompact
    parent: GoalCompact | ProjectCompact | PortfolioCompact | CustomFieldCompact | CustomTypeCompact
    role: Literal["commenter", "editor"] | str
    access_level: Literal["viewer", "commenter", "editor", "admin", "user"] | str
    goal: GoalCompact
    is_commenter: bool | None
    is_editor: bool | None
    user: UserCompact
    workspace: WorkspaceCompact


class MembershipFields(TypedDict, total=False):
    """The option with the fields of memberships to return."""

    fields: Iterable[MembershipField | str] | str | None
    opt_fields: Iterable[MembershipField | str] | str | None


class MembershipOptions(MembershipFields, CallOptions, total=False):
    """The options of a call that returns a membership."""


class CreateMembership(TypedDict, total=False):
    """The parameters of :meth:`create_membership`."""

    access_level: str
    member: str
    parent: str
    role: str


class GetMemberships(TypedDict, total=False):
    """The parameters of :meth:`get_memberships`."""

    parent: str
    member: str
    resource_subtype: Literal["project_membership"]


class UpdateMembership(TypedDict, total=False):
    """The parameters of :meth:`update_membership`."""

    access_level: str


class CreateMembershipOptions(CreateMembership, MembershipFields, CallOptions, total=False):
    """The keywords of :meth:`create_membership`."""


class GetMembershipsOptions(GetMemberships, MembershipFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_memberships`."""


class UpdateMembershipOptions(UpdateMembership, MembershipFields, CallOptions, total=False):
    """The keywords of :meth:`update_membership`."""
