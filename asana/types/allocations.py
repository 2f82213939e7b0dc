"""Allocations: how much of their time people spend on a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .compact import ProjectCompact, UserCompact
    from .fields import AllocationField

__all__ = [
    "Allocation",
    "AllocationEffort",
    "AllocationFields",
    "AllocationOptions",
    "CreateAllocation",
    "CreateAllocationOptions",
    "GetAllocations",
    "GetAllocationsOptions",
    "UpdateAllocation",
    "UpdateAllocationOptions",
]


class Allocation(TypedDict):
    """The complete record of an allocation."""

    gid: str
    resource_type: str
    start_date: str
    end_date: str
    effort: AllocationEffort | None
    assignee: UserCompact
    created_by: UserCompact
    parent: ProjectCompact
    resource_subtype: str


class AllocationEffort(TypedDict):
    """The effort of an allocation."""

    type: Literal["hours", "percent"] | str
    value: float


class AllocationFields(TypedDict, total=False):
    """The option with the fields of allocations to return."""

    fields: Iterable[AllocationField | str] | str | None
    opt_fields: Iterable[AllocationField | str] | str | None


class AllocationOptions(AllocationFields, CallOptions, total=False):
    """The options of a call that returns an allocation."""


class CreateAllocation(TypedDict, total=False):
    """The parameters of :meth:`create_allocation`."""

    start_date: Date
    end_date: Date
    effort: AllocationEffort | None
    assignee: str
    parent: str


class GetAllocations(TypedDict, total=False):
    """The parameters of :meth:`get_allocations`."""

    parent: str
    assignee: str
    workspace: str


class UpdateAllocation(TypedDict, total=False):
    """The parameters of :meth:`update_allocation`."""

    start_date: Date
    end_date: Date
    effort: AllocationEffort | None
    assignee: str
    parent: str


class CreateAllocationOptions(CreateAllocation, AllocationFields, CallOptions, total=False):
    """The keywords of :meth:`create_allocation`."""


class GetAllocationsOptions(GetAllocations, AllocationFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_allocations`."""


class UpdateAllocationOptions(UpdateAllocation, AllocationFields, CallOptions, total=False):
    """The keywords of :meth:`update_allocation`."""
