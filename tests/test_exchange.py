"""What the lowest layer makes of exceptions: which request failed, and with which error."""

import logging
import ssl
from typing import Any

import pytest
import requests

from asana import error
from asana._http import exchange
from asana._http.access import Access
from asana._http.call import Call
from asana._http.deadline import active
from asana._http.exchange import Exchange, Fetch
from asana.session import Session
from tests.test_request import build

READ = build(path="/tasks/1?a=1", base_url="https://a.example/api")
WRITE = READ._replace(method="POST")
URL = "https://a.example/api/tasks/1?a=1"


def response_of(status: int = 200, url: str = URL) -> requests.Response:
    response = requests.Response()
    response.status_code, response.url = status, url
    response._content = b"body"
    return response


def failed_at(url: str | None, response: Any = None) -> requests.RequestException:
    request = None if url is None else requests.Request("GET", url)
    return requests.RequestException("broken", request=request, response=response)


class Raising(requests.adapters.BaseAdapter):
    """Raises an exception, or answers."""

    def __init__(self, outcome: Any) -> None:
        super().__init__()
        self.outcome = outcome
        self.how: dict[str, Any] = {}

    def send(self, request: Any, **how: Any) -> Any:  # type: ignore[override]
        self.how = how
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome

    def close(self) -> None:
        pass


def send(kind: Any, outcome: Any, request: Any = READ, call: Call | None = None) -> Any:
    session = Session()
    adapter = Raising(outcome)
    session.mount("https://", adapter)
    layer = kind(Access(session), lambda request, response, call: (request, response.status_code))
    before = vars_of(active.sending)
    try:
        return layer.send(request, call or Call(None))
    finally:
        after = vars_of(active.sending)
        unsettled = after.pop("unsettled") - before.pop("unsettled")
        assert unsettled in (0, 1)
        assert after == before


def vars_of(sending: Any) -> dict[str, Any]:
    return {name: getattr(sending, name) for name in sending.__slots__}


@pytest.mark.parametrize("kind", [Exchange, Fetch])
@pytest.mark.parametrize("status", [200, 404])
def test_a_response_is_read(kind: Any, status: int) -> None:
    assert send(kind, response_of(status)) == (READ, status)


@pytest.mark.parametrize("kind", [Exchange, Fetch])
@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (requests.ConnectionError("no"), error.ConnectionFailedError),
        (requests.ReadTimeout("no"), error.ReadTimeoutError),
        (OSError("no"), error.ConnectionFailedError),
    ],
)
def test_a_failure_names_the_host(kind: Any, exception: Exception, expected: Any) -> None:
    found = send(kind, exception)
    assert type(found) is expected
    assert str(found) == "Network Error: a.example: no"


@pytest.mark.parametrize("kind", [Exchange, Fetch])
def test_a_failure_after_the_deadline_is_one_of_the_deadline(kind: Any) -> None:
    found = send(kind, requests.ReadTimeout("no"), call=Call(-1))
    assert type(found) is error.DeadlineExceededError
    assert str(found) == "Deadline Exceeded: Network Error: a.example: no"
    refused = send(kind, ssl.SSLCertVerificationError("no"), call=Call(-1))
    assert not isinstance(refused, error.DeadlineExceededError)


@pytest.mark.parametrize("kind", [Exchange, Fetch])
def test_an_exception_of_other_code_comes_out(kind: Any) -> None:
    mine = KeyError("mine")
    with pytest.raises(KeyError) as caught:
        send(kind, mine)
    assert caught.value is mine


@pytest.mark.parametrize(
    ("exception", "found"),
    [
        (failed_at(URL, response_of()), True),
        (failed_at(URL, response_of(url="https://a.example/other")), False),
        (failed_at(URL, "no response"), False),
        (failed_at(URL), False),
        (KeyError(), False),
    ],
)
def test_the_response_of_an_exception(exception: Any, found: bool) -> None:
    response = exchange._response_of(exception, READ)
    assert response is (exception.response if found else None)


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (failed_at(URL), True),
        (failed_at(URL, response_of()), False),
        (failed_at("https://a.example/other"), False),
        (failed_at(None), False),
        (OSError(), False),
        (KeyError(), False),
    ],
)
def test_a_request_that_a_hook_has_repeated(exception: Any, expected: bool) -> None:
    assert exchange._is_sent_again(exception, READ) is expected


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (failed_at(URL), False),
        (failed_at("https://a.example/api/tasks/1?b=2#c"), False),
        (failed_at("https://a.example/api/tasks/2"), True),
        (failed_at("http://a.example/api/tasks/1"), True),
        (failed_at("https://b.example/api/tasks/1"), True),
        (failed_at(None), False),
        (KeyError(), False),
    ],
)
def test_a_request_of_other_code(exception: Any, expected: bool) -> None:
    assert exchange._is_of_another(exception, READ) is expected


def test_a_failure_of_another_request_is_not_one_of_this() -> None:
    other = requests.ConnectionError("no", request=requests.Request("GET", "https://b.example"))
    with pytest.raises(requests.ConnectionError):
        send(Exchange, other)
    found = send(Exchange, other, WRITE)
    assert type(found) is error.UnknownOutcomeError
    assert found.__cause__ is None
    assert (other.request, other.response) == (None, None)


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [({"data": {}}, "done"), (error.NotFoundError(), "Not Found"), (None, "done")],
)
def test_each_request_is_logged_without_its_query(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, outcome: Any, shown: str
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 12.5)
    exchange._log(READ, outcome, 10.0)
    assert caplog.records == []
    caplog.set_level(logging.DEBUG, "asana")
    exchange._log(READ._replace(path="/tasks/1"), outcome, 10.0)
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG
    assert record.getMessage() == f"GET /tasks/1: {shown} in 2.500 s"


@pytest.mark.parametrize("kind", [Exchange, Fetch])
def test_both_layers_log(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "asana")
    send(kind, response_of())
    send(kind, requests.ReadTimeout("no"))
    texts = [each.getMessage().rpartition(" in ")[0] for each in caplog.records]
    assert [text for text in texts if text.startswith("GET")] == [
        "GET /tasks/1?a=1: done",
        "GET /tasks/1?a=1: Network Error: a.example: no",
    ]
