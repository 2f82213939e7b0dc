"""Access requests: users asking to be let into a project or portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.access_requests import (
        AccessRequest,
        CreateAccessRequest,
        CreateAccessRequestOptions,
        GetAccessRequests,
        GetAccessRequestsOptions,
    )
    from ..types.common import Empty, Options

__all__ = ["AccessRequests"]


class AccessRequests(Resource):
    """Access requests: users asking to be let into a project or portfolio."""

    def get_access_requests(
        self, params: GetAccessRequests = NONE, **options: Unpack[GetAccessRequestsOptions]
    ) -> ItemIterator[AccessRequest]:
        """List the complete records of the access requests that wait for an answer.

        ``target``, a project or portfolio, is required; ``user`` keeps those of one user. Needs a
        paid plan, else ``PremiumOnlyError``.

        GET /access_requests
        """
        return self.client.get_collection(
            route("/access_requests", pages=ListPageIterator), params or {}, **options
        )

    def create_access_request(
        self, params: CreateAccessRequest = NONE, **options: Unpack[CreateAccessRequestOptions]
    ) -> AccessRequest:
        """Ask for access to the ``target`` and return the request's complete record.

        The target is a private project or portfolio; a ``message`` may go with it. Needs a paid
        plan, else ``PremiumOnlyError``.

        POST /access_requests
        """
        return self.client.post(route("/access_requests"), params or {}, **options)

    def approve_access_request(
        self, access_request_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Approve an access request, which lets the user in; returns nothing.

        POST /access_requests/{access_request_gid}/approve
        """
        return self.client.post(
            path("/access_requests/{}/approve", access_request_gid, idempotent=True),
            params or {},
            **options,
        )

    def reject_access_request(
        self, access_request_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Reject an access request; returns nothing.

        POST /access_requests/{access_request_gid}/reject
        """
        return self.client.post(
            path("/access_requests/{}/reject", access_request_gid, idempotent=True),
            params or {},
            **options,
        )
