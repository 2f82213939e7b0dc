"""Organization exports: all the data of an organization in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import Options

if TYPE_CHECKING:
    from .compact import WorkspaceCompact

__all__ = [
    "CreateOrganizationExport",
    "CreateOrganizationExportOptions",
    "OrganizationExport",
]


class OrganizationExport(TypedDict):
    """The complete record of an organization export."""

    gid: str
    resource_type: str
    created_at: str
    download_url: str | None
    state: Literal["pending", "started", "finished", "error"] | str
    organization: WorkspaceCompact


class CreateOrganizationExport(TypedDict, total=False):
    """The parameters of :meth:`create_organization_export`."""

    organization: str


class CreateOrganizationExportOptions(CreateOrganizationExport, Options, total=False):
    """The keywords of :meth:`create_organization_export`."""
