"""The family of exceptions: old constructors, messages, and what a response turns into."""

import json
import ssl
from typing import Any

import pytest
import requests
import urllib3

from asana import error


def response(status: int, payload: Any = None, **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made._content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    made.headers.update(headers)
    return made


def errors(*messages: str, **more: str) -> dict[str, Any]:
    return {"errors": [{"message": message, **more} for message in messages]}


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        (error.InvalidRequestError, 400, "Invalid Request"),
        (error.NoAuthorizationError, 401, "No Authorization"),
        (error.PremiumOnlyError, 402, "Payment Required"),
        (error.ForbiddenError, 403, "Forbidden"),
        (error.NotFoundError, 404, "Not Found"),
        (error.ConflictError, 409, "Conflict"),
        (error.InvalidTokenError, 412, "Sync token invalid or too old"),
        (error.PayloadTooLargeError, 413, "Payload Too Large"),
        (error.UnprocessableError, 422, "Unprocessable"),
        (error.UnavailableForLegalReasonsError, 451, "Unavailable For Legal Reasons"),
        (error.RateLimitEnforcedError, 429, "Rate Limit Enforced"),
        (error.ServerError, 500, "Server Error"),
    ],
)
def test_an_error_can_be_made_without_a_response(kind: Any, status: int, text: str) -> None:
    made = kind()
    assert (made.status, str(made), made.message, made.response) == (status, text, text, None)
    assert made.errors == []
    of_response = kind(response(status, errors("a", "b")))
    assert str(of_response) == f"{text}: a; b"


def test_the_base_takes_message_status_and_response() -> None:
    made = error.AsanaError("Teapot", 418, response(418, errors("short and stout")))
    assert (str(made), made.status) == ("Teapot: short and stout", 418)
    assert str(error.AsanaError()) == "AsanaError"


def test_what_asana_says_is_at_hand() -> None:
    made = error.from_response(response(500, errors("oops", phrase="6 sad squid", help="docs")))
    assert (made.phrase, made.help) == ("6 sad squid", "docs")
    assert made.errors == [{"message": "oops", "phrase": "6 sad squid", "help": "docs"}]


@pytest.mark.parametrize(
    "payload",
    [b"<html>", b"", b"\xff", [], None, {"errors": None}, {"errors": [{}]}, {"errors": {}}],
)
def test_a_body_that_explains_nothing(payload: Any) -> None:
    assert str(error.from_response(response(404, payload))) == "Not Found"


def test_an_error_object_may_be_text() -> None:
    assert str(error.from_response(response(400, {"errors": ["no"]}))) == "Invalid Request: no"


def test_each_status_has_its_error() -> None:
    for status, kind in error.STATUS_ERRORS.items():
        assert type(error.from_response(response(status))) is kind
    for status in (500, 502, 503, 520, 599):
        made = error.from_response(response(status))
        assert (type(made), made.status) == (error.ServerError, status)
    made = error.from_response(response(418))
    assert (type(made), made.status, str(made)) == (error.AsanaError, 418, "HTTP 418")


@pytest.mark.parametrize(
    "message",
    [
        "Search is only available to premium users.",
        "Custom Field Settings are not available for free users.",
    ],
)
def test_a_403_about_the_plan_says_so(message: str) -> None:
    made = error.from_response(response(403, errors(message)))
    assert (type(made), made.status) == (error.PlanForbiddenError, 403)
    assert isinstance(made, error.PremiumOnlyError)
    assert isinstance(made, error.ForbiddenError)
    assert str(made).startswith("Forbidden: ")


def test_a_403_about_permissions_stays_one() -> None:
    made = error.from_response(response(403, errors("You do not have access to this project.")))
    assert type(made) is error.ForbiddenError


def test_a_stale_sync_token_brings_a_fresh_one() -> None:
    made = error.InvalidTokenError(response(412, {**errors("too old"), "sync": "fresh"}))
    assert made.sync == "fresh"
    for payload in (b"<html>", {"sync": 5}, {}):
        assert error.InvalidTokenError(response(412, payload)).sync is None


def test_retry_after_is_read_where_it_makes_sense() -> None:
    def seconds(value: str) -> float | None:
        made = error.from_response(response(429, {}, **{"Retry-After": value}))
        assert isinstance(made, error.RetryableAsanaError)
        return made.retry_after

    assert seconds(" 30 ") == 30.0
    assert seconds("0.25") == 0.25
    assert seconds("Fri, 31 Dec 1999 23:59:59 GMT") is None
    assert seconds("soon") is None
    assert error.ServerError().retry_after is None


def test_an_unknown_outcome_tells_its_cause() -> None:
    cause = error.ServerError(response(503, errors("busy", phrase="6 sad squid")))
    cause.method, cause.path = "POST", "/tasks"
    made = error.UnknownOutcomeError(cause)
    assert made.cause is cause
    assert "Server Error: busy" in str(made)
    assert (made.status, made.method, made.path) == (503, "POST", "/tasks")
    assert made.phrase == "6 sad squid"
    assert not isinstance(made, error.RetryableAsanaError | error.ServerError)
    assert "may or may not" in str(error.UnknownOutcomeError())


@pytest.mark.parametrize(
    ("exception", "kind", "theirs", "sent"),
    [
        (
            requests.ConnectionError(urllib3.exceptions.ProtocolError("x", ConnectionResetError())),
            error.ConnectionFailedError,
            requests.ConnectionError,
            True,
        ),
        (requests.ConnectTimeout("x"), error.ConnectTimeoutError, requests.ConnectTimeout, False),
        (requests.ReadTimeout("x"), error.ReadTimeoutError, requests.ReadTimeout, True),
        (
            requests.ConnectionError(urllib3.exceptions.ReadTimeoutError(None, "", "x")),  # type: ignore[arg-type]
            error.ReadTimeoutError,
            requests.ReadTimeout,
            True,
        ),
        (
            requests.exceptions.SSLError(urllib3.exceptions.SSLError(ssl.SSLError("EOF"))),
            error.TLSError,
            requests.exceptions.SSLError,
            True,
        ),
        (
            requests.exceptions.SSLError(
                urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed"))
            ),
            error.CertificateError,
            requests.exceptions.SSLError,
            False,
        ),
        (
            requests.exceptions.ProxyError("x"),
            error.ProxyFailedError,
            requests.exceptions.ProxyError,
            True,
        ),
        (
            requests.exceptions.ChunkedEncodingError("x"),
            error.ResponseCutError,
            requests.exceptions.ChunkedEncodingError,
            True,
        ),
        (OSError("x"), error.ConnectionFailedError, requests.RequestException, True),
    ],
)
def test_a_network_error_is_the_exception_it_stands_for(
    exception: Exception, kind: type[error.NetworkError], theirs: type[Exception], sent: bool
) -> None:
    made = error.from_exception(exception)
    assert type(made) is kind
    assert isinstance(made, theirs)
    assert isinstance(made, OSError)
    assert made.sent is sent


def test_a_network_error_tells_the_reason_and_no_more() -> None:
    reason = urllib3.exceptions.NewConnectionError(
        urllib3.connection.HTTPConnection("me.invalid"), "Failed to establish: [Errno 111] refused"
    )
    pool = urllib3.HTTPConnectionPool("me.invalid")
    wrapped = requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/x?y=1", reason))
    made = error.from_exception(wrapped)
    assert str(made) == "Network Error: Failed to establish: [Errno 111] refused"
    pool.close()


def test_credentials_in_a_url_are_masked() -> None:
    made = error.from_exception(OSError("no route to http://me:secret@proxy:80/"))
    assert str(made) == "Network Error: no route to http://[redacted]@proxy:80/"
