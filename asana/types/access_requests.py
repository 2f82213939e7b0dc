"""Access requests: users asking to be let into a project or portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import ListOptions, Options

if TYPE_CHECKING:
    from .compact import UserCompact

__all__ = [
    "AccessRequest",
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


class CreateAccessRequest(TypedDict, total=False):
    """The parameters of :meth:`create_access_request`."""

    target: str
    message: str | None


class GetAccessRequests(TypedDict, total=False):
    """The parameters of :meth:`get_access_requests`."""

    target: str
    user: str


class CreateAccessRequestOptions(CreateAccessRequest, Options, total=False):
    """The keywords of :meth:`create_access_request`."""


class GetAccessRequestsOptions(GetAccessRequests, ListOptions, total=False):
    """The keywords of :meth:`get_access_requests`."""
