"""Roles: what the users with a role are allowed to do in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.roles import (
        CreateRole,
        CreateRoleOptions,
        GetRoles,
        GetRolesOptions,
        Role,
        RoleOptions,
        UpdateRole,
        UpdateRoleOptions,
    )

__all__ = ["Roles"]


class Roles(Resource):
    """Roles: what the users with a role are allowed to do in an organization."""

    def get_roles(
        self, params: GetRoles = NONE, **options: Unpack[GetRolesOptions]
    ) -> ItemIterator[Role]:
        """List the compact records of a workspace's roles.

        ``workspace`` is required; ``archived`` is a filter.

        GET /roles   (scope roles:read)
        """
        return self.client.get_collection(route("/roles"), params or {}, **options)

    def create_role(self, params: CreateRole = NONE, **options: Unpack[CreateRoleOptions]) -> Role:
        """Create a role and return its complete record.

        ``name``, ``description``, ``base_role_type`` (``guest``, ``member`` or ``admin``) and
        ``workspace`` are required; ``permissions`` is a dictionary of booleans.

        POST /roles   (scope roles:write)
        """
        return self.client.post(route("/roles"), params or {}, **options)

    def get_role(
        self, role_gid: str, params: Params = None, **options: Unpack[RoleOptions]
    ) -> Role:
        """Return the complete record of one role.

        GET /roles/{role_gid}   (scope roles:read)
        """
        return self.client.get(path("/roles/{}", role_gid), params or {}, **options)

    def update_role(
        self, role_gid: str, params: UpdateRole = NONE, **options: Unpack[UpdateRoleOptions]
    ) -> Role:
        """Change the given fields of a role and return its complete record.

        PUT /roles/{role_gid}   (scope roles:write)
        """
        return self.client.put(path("/roles/{}", role_gid), params or {}, **options)

    def delete_role(
        self, role_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a role and return an empty dictionary.

        DELETE /roles/{role_gid}   (scope roles:delete)
        """
        return self.client.delete(path("/roles/{}", role_gid), params or {}, **options)
