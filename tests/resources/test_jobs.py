import json
import math
import pickle
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import asana
from asana import error
from asana.resources import jobs
from tests.faults import FaultServer, data


def job(status: str) -> dict[str, Any]:
    return {"gid": "7", "resource_subtype": "duplicate_task", "status": status}


Connect = Callable[..., tuple[asana.Client, FaultServer]]


def test_a_job_is_waited_for(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(
        data(job("not_started")), data(job("in_progress")), data(job("succeeded"))
    )
    assert client.jobs.wait("7", poll_interval=3)["status"] == "succeeded"
    assert sleeps == [3, 3]
    assert client.jobs.wait(job("in_progress"), fields=["status"])["gid"] == "7"
    assert server.requests[-1].target == "/api/1.0/jobs/7?opt_fields=status"


def test_a_failed_job_is_an_error(connect: Connect) -> None:
    client, _ = connect(data(job("failed")))
    with pytest.raises(error.JobFailedError, match="Job Failed: duplicate_task") as caught:
        client.jobs.wait("7")
    assert caught.value.job == job("failed")
    assert pickle.loads(pickle.dumps(caught.value)).job == job("failed")


def test_a_job_that_takes_longer_is_an_error(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(data(job("in_progress")))
    with pytest.raises(error.JobTimeoutError, match="Job Unfinished") as caught:
        client.jobs.wait("7", timeout=0.5, poll_interval=1)
    assert caught.value.job == job("in_progress")
    assert json.dumps(caught.value.job)
    assert (len(server.requests), sleeps) == (1, [])


def test_a_job_is_not_waited_for_beyond_the_timeout(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, advance: Callable[[float], None]
) -> None:
    client, server = connect(data(job("in_progress")))
    monkeypatch.setattr(time, "sleep", advance)
    with pytest.raises(error.JobTimeoutError):
        client.jobs.wait("7", timeout=10, poll_interval=4)
    assert len(server.requests) == 3


def test_a_job_is_waited_for_five_minutes_and_requested_every_second(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(data(job("in_progress")))
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds * 30  # with slow responses

    monkeypatch.setattr(jobs, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    with pytest.raises(error.JobTimeoutError):
        client.jobs.wait("7")
    assert waits == [1] * 10
    now[0], waits[:] = 0.0, []
    with pytest.raises(error.JobTimeoutError):
        client.jobs.wait("7", timeout=31, poll_interval=1)
    assert waits == [1, 1]  # the second one may end with the timeout
    assert len(server.requests) == 11 + 3


@pytest.mark.parametrize("name", ["timeout", "poll_interval"])
@pytest.mark.parametrize("value", [None, "1", math.nan, True])
def test_a_time_that_is_no_number_is_refused_at_once(
    connect: Connect, name: str, value: Any
) -> None:
    client, server = connect(data(job("succeeded")))
    with pytest.raises(ValueError, match=f"^{name} must be a non-negative number of seconds"):
        client.jobs.wait("7", **{name: value})
    assert client.jobs.wait("7", timeout=-1)["status"] == "succeeded"
    with pytest.raises(ValueError, match=r"^poll_interval must be .*, not -1$"):
        client.jobs.wait("7", poll_interval=-1)
    assert len(server.requests) == 1


def test_a_copy_is_complete_when_its_job_is(client: asana.Client, task_gid: str) -> None:
    started = client.tasks.duplicate_task(task_gid, {"name": "copy", "include": "notes"})
    done = client.jobs.wait(started, poll_interval=0.001)
    assert client.jobs.find_by_id(job=started["gid"]) == client.jobs.get_job(started["gid"])
    assert done["new_task"]
    assert client.tasks.get_task(done["new_task"]["gid"])["name"] == "copy"
