"""Exports: bulk exports, made by jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import route
from ..exporting import FinishedExport, Progress
from ..records import Record
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
    from ..types.organization_exports import OrganizationExport

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
        """Wait for an export, and write its file; return the number of bytes.

        ``export`` is what ``create_graph_export``, ``create_resource_export`` or
        ``create_organization_export`` has returned, or the gid of the job. It is asked for every
        ``poll_interval`` seconds, for ``timeout`` seconds at most. A file at a path appears only
        when it is whole; Asana packs it with gzip. A URL that has expired is fetched anew.
        ``progress`` is called with what is being done, and with the bytes so far and in all.

        Raises ``JobFailedError``, and ``JobTimeoutError`` where the export goes on, so that you
        can call it again; and ``AsanaError`` where Asana does not keep the file any more.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
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
        """Return an iterator over the records of an export, for which it waits.

        Nothing is sent before the first record is asked for. The file is downloaded to a temporary
        one and read line by line, so that its size does not matter. The arguments and errors are
        those of :meth:`download`; ``InvalidResponseError`` tells that the file is damaged.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        return FinishedExport.of(
            self.client, export, timeout, poll_interval, progress, options
        ).records()
