"""Access requests: users asking for access to a project or portfolio."""

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
    """Access requests: users asking for access to a project or portfolio."""

    def get_access_requests(
        self, params: GetAccessRequests = NONE, **options: Unpack[GetAccessRequestsOptions]
    ) -> ItemIterator[AccessRequest]:
        """List the complete records of the access requests that await approval.

        ``target``, a project or portfolio, is required; ``user`` limits the result to one user.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /access_requests
        """
        return self.client.get_collection(
            route("/access_requests", pages=ListPageIterator), params or {}, **options
        )

    def create_access_request(
        self, params: CreateAccessRequest = NONE, **options: Unpack[CreateAccessRequestOptions]
    ) -> AccessRequest:
        """Request access to the ``target`` and return the complete record of the access request.

        The target is a private project or portfolio; ``message`` is optional. Requires a paid plan,
        otherwise raises ``PremiumOnlyError``.

        POST /access_requests
        """
        return self.client.post(route("/access_requests"), params or {}, **options)

    def approve_access_request(
        self, access_request_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Approve an access request, which grants the access, and return an empty dictionary.

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
        """Reject an access request and return an empty dictionary.

        POST /access_requests/{access_request_gid}/reject
        """
        return self.client.post(
            path("/access_requests/{}/reject", access_request_gid, idempotent=True),
            params or {},
            **options,
        )
