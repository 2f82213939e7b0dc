"""Access requests: users asking for access to a project or portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import UserCompact
    from .fields import AccessRequestField

__all__ = [
    "AccessRequest",
    "AccessRequestFields",
    "AccessRequestTarget",
    "CreateAccessRequest",
    "CreateAccessRequestOptions",
    "GetAccessRequests",
    "GetAccessRequestsOptions",
]


class AccessRequest(TypedDict):
    """The complete record of an access request."""

    gid: str
    resource_type: str
    message: str | None
    approval_status: Literal["pending", "approved", "denied"] | str
    requester: UserCompact
    target: AccessRequestTarget


class AccessRequestTarget(TypedDict):
    """The object that access is requested to."""

    gid: str
    resource_type: str


class AccessRequestFields(TypedDict, total=False):
    """The option with the fields of access requests to return."""

    fields: Iterable[AccessRequestField | str] | str | None
    opt_fields: Iterable[AccessRequestField | str] | str | None


class CreateAccessRequest(TypedDict, total=False):
    """The parameters of :meth:`create_access_request`."""

    target: str
    message: str | None


class GetAccessRequests(TypedDict, total=False):
    """The parameters of :meth:`get_access_requests`."""

    target: str
    user: str


class CreateAccessRequestOptions(
    CreateAccessRequest, AccessRequestFields, CallOptions, total=False
):
    """The keywords of :meth:`create_access_request`."""


class GetAccessRequestsOptions(
    GetAccessRequests, AccessRequestFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_access_requests`."""
