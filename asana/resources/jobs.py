"""Jobs: work that Asana does in the background, such as duplicating a project."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

from .._call.counts import check_seconds
from .._call.paths import path
from ..error import JobFailedError, JobTimeoutError
from ..records import Record, gid_of, member
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.jobs import Job, JobOptions

__all__ = ["Jobs"]


class Jobs(Resource):
    """Jobs: work that Asana does in the background, such as duplicating a project."""

    def get_job(self, job_gid: str, params: Params = None, **options: Unpack[JobOptions]) -> Job:
        """Return the complete record of one job, visible only to its creator.

        ``status`` is ``not_started``, ``in_progress``, ``succeeded`` or ``failed``. The object that
        the job creates (``new_task``, ``new_project`` and so on) has a gid from the start, and its
        full content once the job has succeeded.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        return self.client.get(path("/jobs/{}", job_gid), params or {}, **options)

    def wait(
        self,
        job: str | Job | Record,
        timeout: float = 300,
        poll_interval: float = 1,
        **options: Any,
    ) -> Job:
        """Wait until a job has finished and return its record.

        ``job`` is a gid, or the record returned by the method that started the job. It is requested
        every ``poll_interval`` seconds. Raises ``JobFailedError`` if the job failed and
        ``JobTimeoutError`` if it has not finished after ``timeout`` seconds; both have the record
        as ``job``.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        gid = gid_of(job) if isinstance(job, dict) else job
        end = time.monotonic() + check_seconds("timeout", timeout, -math.inf)
        poll_interval = check_seconds("poll_interval", poll_interval)
        while True:
            record = self.get_job(gid, **options)
            status = member(record, "status")
            if status == "succeeded":
                return record
            if status == "failed":
                raise JobFailedError(record)
            if time.monotonic() + poll_interval > end:
                raise JobTimeoutError(record)
            time.sleep(poll_interval)

    # -- python-asana 0.x names

    find_by_id = classic(get_job, gids.job)
    """Return the complete record of one job, visible only to its creator."""
