"""Organization exports: all the data of an organization in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import WorkspaceCompact
    from .fields import OrganizationExportField

__all__ = [
    "CreateOrganizationExport",
    "CreateOrganizationExportOptions",
    "OrganizationExport",
    "OrganizationExportFields",
    "OrganizationExportOptions",
]


class OrganizationExport(TypedDict):
    """The complete record of an organization export."""

    gid: str
    resource_type: str
    created_at: str
    download_url: str | None
    state: Literal["pending", "started", "finished", "error"] | str
    organization: WorkspaceCompact


class OrganizationExportFields(TypedDict, total=False):
    """The option with the fields of organization exports to return."""

    fields: Iterable[OrganizationExportField | str] | str | None
    opt_fields: Iterable[OrganizationExportField | str] | str | None


class OrganizationExportOptions(OrganizationExportFields, CallOptions, total=False):
    """The options of a call that returns an organization export."""


class CreateOrganizationExport(TypedDict, total=False):
    """The parameters of :meth:`create_organization_export`."""

    organization: str


class CreateOrganizationExportOptions(
    CreateOrganizationExport, OrganizationExportFields, CallOptions, total=False
):
    """The keywords of :meth:`create_organization_export`."""
