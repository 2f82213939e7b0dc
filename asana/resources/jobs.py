"""Jobs: what Asana does in the background, such as copying a project."""

from typing import Any

from ..paths import path
from ..records import Record
from .resource import Params, Resource, classic


class Jobs(Resource):
    """Jobs: what Asana does in the background, such as copying a project."""

    def get_job(self, job_gid: str, params: Params = None, **options: Any) -> Record:
        """Return the complete record of one job, which only its creator may see.

        ``status`` goes from ``not_started`` and ``in_progress`` to ``succeeded`` or ``failed``.
        What the job makes (``new_task``, ``new_project`` and so on) has its gid from the start,
        and all its content once the job has succeeded.

        GET /jobs/{job_gid}   (scope jobs:read)
        """
        return self.client.get(path("/jobs/{}", job_gid), params, **options)

    # -- python-asana 0.x names

    find_by_id = classic(get_job, "job")
