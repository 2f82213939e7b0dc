"""Exports: bulk exports, made by jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import Options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import GraphExportCompact, ResourceExportCompact

__all__ = [
    "CreateGraphExport",
    "CreateGraphExportOptions",
    "CreateResourceExport",
    "CreateResourceExportOptions",
    "GraphExport",
    "ResourceExport",
    "ResourceExportFilters",
    "ResourceExportParameter",
]


class GraphExport(TypedDict):
    """The complete record of a graph export."""

    gid: str
    resource_type: str
    resource_subtype: str
    status: Literal["not_started", "in_progress", "succeeded", "failed"] | str
    new_graph_export: GraphExportCompact


class ResourceExport(TypedDict):
    """The complete record of a resource export."""

    gid: str
    resource_type: str
    resource_subtype: str
    status: Literal["not_started", "in_progress", "succeeded", "failed"] | str
    new_resource_export: ResourceExportCompact


class ResourceExportParameter(TypedDict, total=False):
    """A part of a record: a resource export parameter."""

    resource_type: str
    filters: ResourceExportFilters
    fields: list[str]


_ResourceExportFiltersDotted = TypedDict(
    "_ResourceExportFiltersDotted",
    {
        "assigned_by.any": "list[str]",
        "assignee.any": "list[str]",
        "commented_on_by.any": "list[str]",
        "created_at.after": "str",
        "created_at.before": "str",
        "created_by.any": "list[str]",
        "followers.any": "list[str]",
        "liked_by.any": "list[str]",
        "modified_at.after": "str",
        "modified_at.before": "str",
    },
)


class ResourceExportFilters(_ResourceExportFiltersDotted):
    """A part of a record: a resource export filters."""


class CreateGraphExport(TypedDict, total=False):
    """The parameters of :meth:`create_graph_export`."""

    parent: str


class CreateResourceExport(TypedDict, total=False):
    """The parameters of :meth:`create_resource_export`."""

    workspace: str
    export_request_parameters: Iterable[ResourceExportParameter]


class CreateGraphExportOptions(CreateGraphExport, Options, total=False):
    """The keywords of :meth:`create_graph_export`."""


class CreateResourceExportOptions(CreateResourceExport, Options, total=False):
    """The keywords of :meth:`create_resource_export`."""
