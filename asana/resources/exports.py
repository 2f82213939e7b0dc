"""Exports: bulk exports, made by jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import route
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.exports import (
        CreateGraphExport,
        CreateGraphExportOptions,
        CreateResourceExport,
        CreateResourceExportOptions,
    )
    from ..types.jobs import Job

__all__ = ["Exports"]


class Exports(Resource):
    """Exports: bulk exports, made by jobs."""

    def create_graph_export(
        self, params: CreateGraphExport = NONE, **options: Unpack[CreateGraphExportOptions]
    ) -> Job:
        """Start exporting what hangs on the ``parent`` and return the job.

        The parent is a goal, project, portfolio or team. ``jobs.get_job`` tells when it is done;
        the ``download_url``, good for an hour, is in the job's ``new_graph_export``. Exports of
        more than 1000 tasks are kept for 4 hours and given again. Needs an Enterprise plan.

        POST /exports/graph
        """
        return self.client.post(route("/exports/graph"), params or {}, **options)

    def create_resource_export(
        self, params: CreateResourceExport = NONE, **options: Unpack[CreateResourceExportOptions]
    ) -> Job:
        """Start exporting the tasks, teams or messages of a ``workspace`` and return the job.

        ``export_request_parameters`` is a list of dictionaries of ``resource_type``, ``filters``
        and ``fields``. ``jobs.get_job`` tells when it is done; the ``download_url`` is in the
        job's ``new_resource_export``: JSON Lines in gzip, kept for 30 days. One export may run in
        a workspace, else ``ForbiddenError``. Needs a service account on Enterprise+.

        POST /exports/resource
        """
        return self.client.post(route("/exports/resource"), params or {}, **options)
