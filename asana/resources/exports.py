"""Exports: bulk exports, run as jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import route
from ..records import Record
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..exporting import Progress
    from ..types.exports import (
        CreateGraphExport,
        CreateGraphExportOptions,
        CreateResourceExport,
        CreateResourceExportOptions,
    )
    from ..types.jobs import Job
    from ..types.organization_exports import OrganizationExport

__all__ = ["Exports"]


class Exports(Resource):
    """Exports: bulk exports, run as jobs."""

    def create_graph_export(
        self, params: CreateGraphExport = NONE, **options: Unpack[CreateGraphExportOptions]
    ) -> Job:
        """Start an export of everything below the ``parent`` and return the job.

        The parent is a goal, project, portfolio or team. Use ``jobs.wait`` to wait for it; the
        ``download_url``, valid for one hour, is in the job's ``new_graph_export``. Asana caches
        exports of more than 1000 tasks for four hours and returns the cached one. Requires an
        Enterprise plan.

        POST /exports/graph
        """
        return self.client.post(route("/exports/graph"), params or {}, **options)

    def create_resource_export(
        self, params: CreateResourceExport = NONE, **options: Unpack[CreateResourceExportOptions]
    ) -> Job:
        """Start an export of the tasks, teams or messages of a ``workspace`` and return the job.

        ``export_request_parameters`` is a list of dictionaries with ``resource_type``, ``filters``
        and ``fields``. Use ``jobs.wait`` to wait for it; the ``download_url`` is in the job's
        ``new_resource_export``. The file is JSON Lines in gzip format and is kept for 30 days.
        While another export of the workspace is running, raises ``ForbiddenError``. Requires a
        service account on Enterprise+.

        POST /exports/resource
        """
        return self.client.post(route("/exports/resource"), params or {}, **options)

    def download(
        self,
        export: str | Job | OrganizationExport | Record,
        path_or_file: Any,
        *,
        timeout: float = 3600,
        poll_interval: float = 10,
        progress: Progress | None = None,
        **options: Any,
    ) -> int:
        """Wait for an export, download its file, and return the number of bytes.

        ``export`` is a result of ``create_graph_export``, ``create_resource_export`` or
        ``create_organization_export``, or the gid of the job. Its status is requested every
        ``poll_interval`` seconds, for at most ``timeout`` seconds. A file at a path appears only
        when the download is complete; Asana compresses it with gzip. An expired URL is requested
        again. ``progress`` is called with the phase, the bytes so far and the total.

        Raises ``JobFailedError`` if the export failed, ``JobTimeoutError`` if it is still running,
        so that you can call this again, and ``AsanaError`` if Asana no longer keeps the file.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        from ..exporting import FinishedExport  # slow to import

        return FinishedExport.of(
            self.client, export, timeout, poll_interval, progress, options
        ).download(path_or_file)

    def records(
        self,
        export: str | Job | OrganizationExport | Record,
        *,
        timeout: float = 3600,
        poll_interval: float = 10,
        progress: Progress | None = None,
        **options: Any,
    ) -> Iterator[Record]:
        """Wait for an export and return an iterator over its records.

        The waiting starts when you request the first record; nothing is sent before. The file is
        downloaded to a temporary file and read line by line, so memory use does not depend on its
        size. The arguments and errors are those of :meth:`download`; a damaged file raises
        ``InvalidResponseError``.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        from ..exporting import FinishedExport  # slow to import

        return FinishedExport.of(
            self.client, export, timeout, poll_interval, progress, options
        ).records()
