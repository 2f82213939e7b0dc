"""Status updates: how a project, portfolio or goal is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import StatusUpdateCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import DateTime
    from .compact import Like, ProjectCompact, ReactionSummaryItemCompact, UserCompact
    from .fields import StatusUpdateField
    from .sets import StatusType

__all__ = [
    "CreateStatusForObject",
    "CreateStatusForObjectOptions",
    "GetStatusesForObject",
    "GetStatusesForObjectOptions",
    "StatusUpdate",
    "StatusUpdateFields",
    "StatusUpdateOptions",
]


class StatusUpdate(StatusUpdateCompact):
    """The complete record of a status update."""

    text: str
    html_text: str
    status_type: StatusType | str
    author: UserCompact
    created_at: str
    created_by: UserCompact
    hearted: bool
    hearts: list[Like]
    liked: bool
    likes: list[Like]
    reaction_summary: list[ReactionSummaryItemCompact]
    modified_at: str
    num_hearts: int
    num_likes: int
    parent: ProjectCompact


class StatusUpdateFields(TypedDict, total=False):
    """The option with the fields of status updates to return."""

    fields: Iterable[StatusUpdateField | str] | str | None
    opt_fields: Iterable[StatusUpdateField | str] | str | None


class StatusUpdateOptions(StatusUpdateFields, CallOptions, total=False):
    """The options of a call that returns a status update."""


class CreateStatusForObject(TypedDict, total=False):
    """The parameters of :meth:`create_status_for_object`."""

    title: str
    text: str
    html_text: str
    status_type: StatusType
    parent: str


class GetStatusesForObject(TypedDict, total=False):
    """The parameters of :meth:`get_statuses_for_object`."""

    parent: str
    created_since: DateTime


class CreateStatusForObjectOptions(
    CreateStatusForObject, StatusUpdateFields, CallOptions, total=False
):
    """The keywords of :meth:`create_status_for_object`."""


class GetStatusesForObjectOptions(
    GetStatusesForObject, StatusUpdateFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_statuses_for_object`."""
