"""Jobs: the result exists immediately, but the job is finished only on the second read."""

from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.errors import unknown
from asana.sandbox.records.record import Record


def start(call: Call, subtype: str, workspace: Record, **results: Any) -> Record:
    """Create a job of the caller, with the new object that it creates."""
    return call.store.create(
        "job", resource_subtype=subtype, workspace=workspace, creator=call.user, **results
    )


def get_job(call: Call) -> Record:
    """Return a job, which is visible only to its creator."""
    job = call.objects["job"]
    if job["creator"] is not call.user:
        raise unknown("job", job.gid)
    if job["polled"]:
        call.store.change(job, status="succeeded")
        _finish_export(call, job)
    call.store.change(job, polled=True)
    return job


def _finish_export(call: Call, job: Record) -> None:
    for name in ("new_graph_export", "new_resource_export"):
        export = job[name]
        if export is not None and export["completed_at"] is None:
            call.store.change(export, completed_at=call.store.timestamp())


OPERATIONS: tuple[Operation, ...] = common.usual("job", get=get_job)
