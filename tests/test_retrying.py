"""The layer that retries, with a layer below that answers as told."""

import logging
import os
import time
from typing import Any

import pytest
import requests

from asana import error
from asana._http.access import Access
from asana._http.call import Call
from asana._http.pacer import FAR
from asana._http.retry import Backoff, Quota
from asana._http.retrying import Retrying
from asana.session import Session
from tests.test_request import build

REQUEST = build(max_retries=3)


class Below:
    """Answers in turn."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)

    def send(self, request: Any, call: Call) -> Any:
        assert request.path == "/tasks"
        return self.outcomes.pop(0)


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    now = [1000.0]

    def sleep(seconds: float) -> None:
        found.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return found


def layer_of(*outcomes: Any, quota: Quota | None = None, delay: float = 1.0) -> Retrying:
    backoff = Backoff(delay=delay, factor=2.0, longest=100.0, jitter=0.0)
    return Retrying(Below(*outcomes), Access(Session()), lambda: backoff, quota or Quota(10))


def test_a_success_gives_back_what_it_cost_and_one_more(sleeps: list[float]) -> None:
    quota = Quota(10)
    quota._left = 5.0
    layer = layer_of(error.ServerError(), error.ServerError(), {"data": 1}, quota=quota)
    call = Call(None)
    assert layer.send(REQUEST, call) == {"data": 1}
    assert sleeps == [1.0, 2.0]
    assert (call.resends, call.costs, call.unclear) == (2, 2, True)
    assert quota._left == 5.0 + 1.0 - 2 + 3  # one more came back during the first wait


def test_the_last_failure_is_the_outcome_with_its_request(sleeps: list[float]) -> None:
    last = error.ServerError()
    layer = layer_of(*[error.ServerError() for _ in range(3)], last)
    found = layer.send(REQUEST, Call(None))
    assert found is last
    assert (found.method, found.path, sleeps) == ("GET", "/tasks", [1.0, 2.0, 4.0])


def test_a_failure_that_is_final_has_its_request_and_advice(sleeps: list[float]) -> None:
    found = layer_of(error.NotFoundError()).send(REQUEST, Call(None))
    assert (found.method, found.path, sleeps) == ("GET", "/tasks", [])
    assert found.advice.startswith("The response is not from Asana")


def test_a_write_of_unknown_outcome_is_repeated_only_if_it_may_be(sleeps: list[float]) -> None:
    write = REQUEST._replace(method="POST")
    found = layer_of(error.ServerError()).send(write, Call(None))
    assert (type(found), sleeps) == (error.UnknownOutcomeError, [])
    for allowed in (write._replace(idempotent=True), write._replace(retry_writes=True)):
        assert layer_of(error.ServerError(), {"data": 1}).send(allowed, Call(None)) == {"data": 1}
    assert sleeps == [1.0, 1.0]


def test_a_wait_that_asana_asked_for_costs_nothing(sleeps: list[float]) -> None:
    failure = error.RateLimitEnforcedError()
    failure.retry_after = 3.0
    call = Call(None)
    assert layer_of(failure, {"data": 1}, quota=Quota(1)).send(REQUEST, call) == {"data": 1}
    assert (sleeps, call.costs, call.resends, call.unclear) == ([3.0], 0, 1, False)


def test_a_quota_that_is_used_up_ends_the_call(sleeps: list[float]) -> None:
    quota = Quota(10)
    quota._left = 0.0
    failure = error.ServerError()
    assert layer_of(failure, quota=quota).send(REQUEST, Call(None)) is failure
    assert sleeps == []


def test_a_body_that_cannot_be_rewound_ends_the_call(
    sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Call, "rewind", lambda self, request: request != REQUEST)
    quota = Quota(10)
    failure = error.ServerError()
    assert layer_of(failure, quota=quota).send(REQUEST, Call(None)) is failure
    assert (sleeps, quota._left) == ([], 10.0)


def test_a_deadline_that_is_too_soon_ends_the_call(sleeps: list[float]) -> None:
    failure = error.ServerError()
    assert layer_of(failure, delay=5.0).send(REQUEST, Call(4)) is failure
    assert layer_of(failure, {"data": 1}, delay=5.0).send(REQUEST, Call(6)) == {"data": 1}
    assert sleeps == [5.0]


@pytest.mark.parametrize(
    ("method", "unclear", "first", "gone"),
    [
        ("DELETE", True, error.ServerError(), True),
        ("DELETE", False, error.RateLimitEnforcedError(), False),
        ("PUT", True, error.ServerError(), False),
    ],
)
def test_what_is_gone_after_an_unclear_delete_was_deleted(
    sleeps: list[float], method: str, unclear: bool, first: Any, gone: bool
) -> None:
    missing = error.NotFoundError()
    call = Call(None)
    found = layer_of(first, missing).send(REQUEST._replace(method=method), call)
    assert call.unclear is unclear
    assert found == ({"data": {}} if gone else missing)


def test_only_a_missing_object_was_deleted(sleeps: list[float]) -> None:
    refusal = error.ForbiddenError()
    found = layer_of(error.ServerError(), refusal).send(
        REQUEST._replace(method="DELETE"), Call(None)
    )
    assert found is refusal


def test_a_long_wait_is_a_warning_once_for_all_threads(
    sleeps: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "asana")
    layer = layer_of()
    for seconds in (4.9, 5.0, 5.0):
        layer._log_wait(seconds, error.ServerError())
    time.sleep(5.0)
    layer._log_wait(12.34567, error.ServerError())
    assert [(each.levelno, each.getMessage()) for each in caplog.records] == [
        (logging.DEBUG, "retrying in 4.9 s: Server Error"),
        (logging.WARNING, "retrying in 5 s: Server Error"),
        (logging.DEBUG, "retrying in 5 s: Server Error"),
        (logging.WARNING, "retrying in 12.3 s: Server Error"),
    ]


def test_a_clock_that_was_set_back_mutes_no_warning(
    sleeps: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    layer = layer_of()
    layer._warned_until = 1000.0 + FAR
    layer._log_wait(6.0, error.ServerError())
    assert [each.levelno for each in caplog.records] == [logging.WARNING]


def test_a_forked_process_has_its_own_quota_and_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = layer_of({"data": 1}, {"data": 2}, quota=Quota(7))
    renewed: list[None] = []
    monkeypatch.setattr(layer._access, "renew_after_fork", lambda: renewed.append(None))
    quota = layer.quota
    assert layer.send(REQUEST, Call(None)) == {"data": 1}
    assert (layer.quota is quota, renewed) == (True, [])
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert layer.send(REQUEST, Call(None)) == {"data": 2}
    assert layer.quota is not quota
    assert (layer.quota.size, layer._process, renewed) == (7, -1, [None])


def test_connections_are_renewed_once_after_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    access = Access(session)
    adapters: list[Any] = [*session.adapters.values()]
    managers = [each.poolmanager for each in adapters]
    session.mount("custom://", requests.adapters.BaseAdapter())
    access.renew_after_fork()
    assert [each.poolmanager for each in adapters] == managers
    monkeypatch.setattr(os, "getpid", lambda: -1)
    for _ in range(2):
        access.renew_after_fork()
        assert not {*map(id, managers)} & {id(each.poolmanager) for each in adapters}
        assert access._abandoned == [(each, {}) for each in managers]
    assert access._process == -1
    Access(object()).renew_after_fork()
