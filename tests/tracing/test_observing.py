"""The record of an attempt, as a function of the request, the outcome and the response."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from asana import error
from asana._http import observing
from asana._http.call import Call
from asana._http.deadline import active
from asana._http.observing import report
from asana._http.request import Request
from asana.tracing import Attempt
from tests.test_request import build

STARTED, ENDED = 103.0, 110.5


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock:
        monotonic = staticmethod(lambda: ENDED)

    monkeypatch.setattr(observing, "time", Clock)


@pytest.fixture
def attempts() -> Iterator[list[Attempt]]:
    yield []
    assert active.sending.reporting is False


def request_of(attempts: list[Attempt], path: str = "/tasks/12?text=secret") -> Request:
    return build("PUT", path, on_attempt=attempts.append)._replace(
        url="https://a.example:8443/api/1.0/tasks/12?text=secret"
    )


def call_since(since: float) -> Call:
    call = Call(None)
    call.since, call.attempts = since, 2
    return call


def response_of(status: int, body: bytes = b"12345") -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers.update({"X-Request-Id": "r-1", "X-Asana-Api-Version": "1", "X-Other": "2"})
    response.raw = io.BytesIO(body)
    response.raw.read()
    return response


def test_the_record_of_a_success(attempts: list[Attempt]) -> None:
    call = call_since(100.0)
    report(request_of(attempts), call, {"data": {}}, response_of(201), STARTED)
    assert attempts == [
        Attempt(
            method="PUT",
            route="/tasks/{}",
            path="/tasks/12",
            host="a.example:8443",
            status=201,
            seconds=7.5,
            number=3,
            wait=3.0,
            size=5,
            error=None,
            request_id="r-1",
            headers={"x-asana-api-version": "1"},
        )
    ]
    assert (call.attempts, call.since) == (3, ENDED)


def test_the_record_of_a_failure(attempts: list[Attempt]) -> None:
    failure = error.NotFoundError()
    report(request_of(attempts), call_since(104.0), failure, response_of(404, b""), STARTED)
    (attempt,) = attempts
    assert attempt.error is failure
    assert (attempt.status, attempt.size, attempt.wait) == (404, 0, 0.0)
    assert (failure.method, failure.path) == ("PUT", "/tasks/12?text=secret")


@pytest.mark.parametrize("response", [None, object(), requests.Response()])
def test_the_record_of_an_attempt_without_a_response(
    attempts: list[Attempt], response: Any
) -> None:
    failure = error.NetworkError("broken")
    report(request_of(attempts), call_since(STARTED), failure, response, STARTED)
    (attempt,) = attempts
    assert attempt.error is failure
    assert (attempt.status, attempt.size, attempt.wait) == (None, 0, 0.0)
    assert (attempt.request_id, attempt.headers) == (None, {})


@pytest.mark.parametrize(
    ("status", "is_error"), [(299, True), (300, False), (302, False), (399, False), (400, True)]
)
def test_a_redirect_has_no_error(attempts: list[Attempt], status: int, is_error: bool) -> None:
    failure = error.AsanaError("redirected", status)
    report(request_of(attempts), call_since(STARTED), failure, response_of(status), STARTED)
    assert (attempts[0].error is failure) is is_error
    assert attempts[0].status == status


def test_an_exception_of_other_code_is_no_error_of_the_attempt(attempts: list[Attempt]) -> None:
    try:
        raise KeyError("mine")
    except KeyError:
        report(request_of(attempts), call_since(STARTED), None, response_of(200), STARTED)
    assert attempts[0].error is None


def test_an_error_that_passes_is_the_error_of_the_attempt(attempts: list[Attempt]) -> None:
    failure = error.AsanaError("passing")
    try:
        raise failure
    except error.AsanaError:
        report(request_of(attempts), call_since(STARTED), None, None, STARTED)
    assert attempts[0].error is failure


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/tasks/12?a=/b", "/tasks/{}"),
        ("/tasks", "/tasks"),
        ("/tasks/", "/tasks/"),
        ("//x", "//x"),
        ("/custom_fields/-", "/custom_fields/-"),
        ("/tasks/Big", "/tasks/{}"),
        ("/workspaces/1/tasks/custom_id/AB-1", "/workspaces/{}/tasks/custom_id/{}"),
        ("/a-b/x", "/{}/x"),
    ],
)
def test_the_route_of_a_path_written_by_hand(
    attempts: list[Attempt], path: str, route: str
) -> None:
    report(request_of(attempts, path), call_since(STARTED), None, None, STARTED)
    assert attempts[0].route == route


def test_a_known_template_is_the_route(attempts: list[Attempt]) -> None:
    request = request_of(attempts)._replace(template="/tasks/{}/x")
    report(request, call_since(STARTED), None, None, STARTED)
    assert attempts[0].route == "/tasks/{}/x"


def test_without_a_function_nothing_is_counted() -> None:
    call = call_since(STARTED)
    report(build(), call, None, None, STARTED)
    assert (call.attempts, call.since) == (2, STARTED)


def test_an_exception_of_the_function_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Attempt) -> None:
        raise KeyError("mine")

    report(build(on_attempt=fail), call_since(STARTED), None, None, STARTED)
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "on_attempt failed")
    assert record.exc_info
    _, failure, level = record.exc_info
    assert repr(failure) == "KeyError('mine')"
    assert level is not None
    assert level.tb_frame.f_code is fail.__code__
    assert active.sending.reporting is False
