"""Organization exports: all the data of an organization in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.organization_exports import (
        CreateOrganizationExport,
        CreateOrganizationExportOptions,
        OrganizationExport,
        OrganizationExportOptions,
    )

__all__ = ["OrganizationExports"]


class OrganizationExports(Resource):
    """Organization exports: all the data of an organization in one file."""

    def create_organization_export(
        self,
        params: CreateOrganizationExport = NONE,
        **options: Unpack[CreateOrganizationExportOptions],
    ) -> OrganizationExport:
        """Start an export of an ``organization`` and return the export's complete record.

        Requires a service account on an Enterprise plan.

        POST /organization_exports
        """
        return self.client.post(route("/organization_exports"), params or {}, **options)

    def get_organization_export(
        self,
        organization_export_gid: str,
        params: Params = None,
        **options: Unpack[OrganizationExportOptions],
    ) -> OrganizationExport:
        """Return the complete record of one organization export.

        ``state`` is ``pending``, ``started``, ``finished`` or ``error``. Once finished,
        ``download_url`` is valid for one hour; the file is gzip-compressed JSON.

        GET /organization_exports/{organization_export_gid}
        """
        return self.client.get(
            path("/organization_exports/{}", organization_export_gid), params or {}, **options
        )

    # -- python-asana 0.x names

    create = classic(create_organization_export, gids.no_gid)
    """Start an export of an ``organization`` and return the export's complete record."""
    find_by_id = classic(get_organization_export, gids.organization_export)
    """Return the complete record of one organization export."""
