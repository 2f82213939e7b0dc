"""Roles: what the users with a role are allowed to do in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import RoleCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import WorkspaceCompact
    from .fields import RoleField

__all__ = [
    "CreateRole",
    "CreateRoleOptions",
    "GetRoles",
    "GetRolesOptions",
    "Role",
    "RoleFields",
    "RoleOptions",
    "RolePermissions",
    "UpdateRole",
    "UpdateRoleOptions",
]


class Role(RoleCompact):
    """The complete record of a role."""

    creation_time: str
    modified_at: str | None
    base_role_type: Literal["guest", "member", "admin", "super_admin"] | str
    permissions: RolePermissions
    workspace: WorkspaceCompact


class RolePermissions(TypedDict, total=False):
    """The permissions of a role."""

    create_app_authorization: bool
    create_pat_authorization: bool
    share_goal_with_domain: bool
    share_portfolios_with_org: bool
    assign_roles: bool
    manage_roles: bool
    export_project_data: bool
    task_deletion_policy: Literal["all", "owned", "none"] | str
    download_mobile_attachments: bool
    import_data: bool
    create_global_custom_fields: bool
    upload_attachments: bool
    create_team: bool
    allowed_guest_invites: Literal["all", "none"] | str
    create_and_edit_ai_automations: bool
    proactive_ai: bool
    standard_ai: bool
    create_and_edit_ai_teammates: bool
    share_teams_with_org: bool
    create_goal: bool
    create_project: bool
    create_read_only_link: bool
    create_portfolio: bool
    view_public_teams: bool
    view_shared_with_org_projects: bool
    view_shared_with_org_tasks: bool
    view_shared_with_org_portfolios: bool


class RoleFields(TypedDict, total=False):
    """The option with the fields of roles to return."""

    fields: Iterable[RoleField | str] | str | None
    opt_fields: Iterable[RoleField | str] | str | None


class RoleOptions(RoleFields, CallOptions, total=False):
    """The options of a call that returns a role."""


class CreateRole(TypedDict, total=False):
    """The parameters of :meth:`create_role`."""

    name: str
    description: str
    is_standard_role: bool
    base_role_type: Literal["guest", "member", "admin", "super_admin"]
    permissions: RolePermissions
    workspace: str


class GetRoles(TypedDict, total=False):
    """The parameters of :meth:`get_roles`."""

    workspace: str
    archived: bool


class UpdateRole(TypedDict, total=False):
    """The parameters of :meth:`update_role`."""

    name: str
    description: str
    is_standard_role: bool
    base_role_type: Literal["guest", "member", "admin", "super_admin"]
    permissions: RolePermissions


class CreateRoleOptions(CreateRole, RoleFields, CallOptions, total=False):
    """The keywords of :meth:`create_role`."""


class GetRolesOptions(GetRoles, RoleFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_roles`."""


class UpdateRoleOptions(UpdateRole, RoleFields, CallOptions, total=False):
    """The keywords of :meth:`update_role`."""
