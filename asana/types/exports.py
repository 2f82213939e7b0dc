"""Exports: bulk exports, run as jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import DateTime

__all__ = [
    "CreateGraphExport",
    "CreateGraphExportOptions",
    "CreateResourceExport",
    "CreateResourceExportOptions",
    "ResourceExportFilters",
    "ResourceExportParameter",
]


class ResourceExportParameter(TypedDict, total=False):
    """The contents of a resource export."""

    resource_type: str
    filters: ResourceExportFilters
    fields: Iterable[str]


_ResourceExportFiltersDotted = TypedDict(
    "_ResourceExportFiltersDotted",
    {
        "assigned_by.any": "Iterable[str]",
        "assignee.any": "Iterable[str]",
        "commented_on_by.any": "Iterable[str]",
        "created_at.after": "DateTime",
        "created_at.before": "DateTime",
        "created_by.any": "Iterable[str]",
        "followers.any": "Iterable[str]",
        "liked_by.any": "Iterable[str]",
        "modified_at.after": "DateTime",
        "modified_at.before": "DateTime",
    },
    total=False,
)


class ResourceExportFilters(_ResourceExportFiltersDotted, total=False):
    """The filters of a resource export."""


class CreateGraphExport(TypedDict, total=False):
    """The parameters of :meth:`create_graph_export`."""

    parent: str


class CreateResourceExport(TypedDict, total=False):
    """The parameters of :meth:`create_resource_export`."""

    workspace: str
    export_request_parameters: Iterable[ResourceExportParameter]


class CreateGraphExportOptions(CreateGraphExport, JobFields, CallOptions, total=False):
    """The keywords of :meth:`create_graph_export`."""


class CreateResourceExportOptions(CreateResourceExport, JobFields, CallOptions, total=False):
    """The keywords of :meth:`create_resource_export`."""
