"""Memberships: who has access to a project, goal, portfolio or custom field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.memberships import (
        CreateMembership,
        CreateMembershipOptions,
        GetMemberships,
        GetMembershipsOptions,
        Membership,
        MembershipOptions,
        UpdateMembership,
        UpdateMembershipOptions,
    )

__all__ = ["Memberships"]


class Memberships(Resource):
    """Memberships: who has access to a project, goal, portfolio or custom field."""

    def get_memberships(
        self, params: GetMemberships = NONE, **options: Unpack[GetMembershipsOptions]
    ) -> ItemIterator[Membership]:
        """List the compact records of the memberships of a ``parent``.

        ``member`` limits the result to one user or team. Without a parent, ``member`` (a team) and
        ``resource_subtype="project_membership"`` list all projects shared with that team.

        GET /memberships
        """
        return self.client.get_collection(route("/memberships"), params or {}, **options)

    def create_membership(
        self, params: CreateMembership = NONE, **options: Unpack[CreateMembershipOptions]
    ) -> Membership:
        """Give a ``member`` access to a ``parent`` and return the membership's complete record.

        The member is a user or team; access for a team shares the project with it. ``access_level``
        is ``admin``, ``editor``, ``commenter``, ``viewer`` or ``user``, depending on the type of
        the parent.

        POST /memberships
        """
        return self.client.post(route("/memberships"), params or {}, **options)

    def get_membership(
        self, membership_gid: str, params: Params = None, **options: Unpack[MembershipOptions]
    ) -> Membership:
        """Return the complete record of one membership.

        GET /memberships/{membership_gid}
        """
        return self.client.get(path("/memberships/{}", membership_gid), params or {}, **options)

    def update_membership(
        self,
        membership_gid: str,
        params: UpdateMembership = NONE,
        **options: Unpack[UpdateMembershipOptions],
    ) -> Membership:
        """Change the ``access_level`` of a membership and return its complete record.

        PUT /memberships/{membership_gid}
        """
        return self.client.put(path("/memberships/{}", membership_gid), params or {}, **options)

    def delete_membership(
        self, membership_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a membership, which revokes the access, and return an empty dictionary.

        DELETE /memberships/{membership_gid}
        """
        return self.client.delete(path("/memberships/{}", membership_gid), params or {}, **options)

    # -- a python-asana 3.0 name

    post_memberships = classic(create_membership, gids.no_gid)
    """Give a ``member`` access to a ``parent`` and return the membership's complete record."""
