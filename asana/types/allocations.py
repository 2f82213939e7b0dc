"""Allocations: how much of their time people give to a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import ListOptions, Options

if TYPE_CHECKING:
    from .common import Date
    from .compact import ProjectCompact, UserCompact

__all__ = [
    "Allocation",
    "AllocationEffort",
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


class CreateAllocationOptions(CreateAllocation, Options, total=False):
    """The keywords of :meth:`create_allocation`."""


class GetAllocationsOptions(GetAllocations, ListOptions, total=False):
    """The keywords of :meth:`get_allocations`."""


class UpdateAllocationOptions(UpdateAllocation, Options, total=False):
    """The keywords of :meth:`update_allocation`."""
