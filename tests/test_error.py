"""The exceptions: old constructors, messages, and errors of responses."""

import http.client
import json
import ssl
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

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
    assert type(error.from_response(response(status))) is kind


def test_the_base_takes_message_status_and_response() -> None:
    made = error.AsanaError("Teapot", 418, response(418, errors("short and stout")))
    assert (str(made), made.status) == ("Teapot: short and stout", 418)
    assert str(error.AsanaError()) == "AsanaError"


def test_an_error_without_a_request_has_none_of_its_attributes() -> None:
    made = error.AsanaError("x")
    assert (made.method, made.path, made.advice, made.offset, made.count) == (None,) * 5


def test_only_a_whole_request_is_shown() -> None:
    made = error.NotFoundError()
    made.method = "GET"
    assert str(made) == "Not Found"
    made.path = "/tasks/1"
    assert str(made) == "Not Found (GET /tasks/1)"


@pytest.mark.parametrize("message", ["It is X", "It is X."])
def test_advice_is_a_sentence_of_its_own(message: str) -> None:
    made = error.AsanaError(message)
    made.advice = "Look again"
    assert str(made) == "It is X. Look again"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (error.WebhookHandshakeError, "the same secret store"),
        (error.DuplicateWebhookError, "The existing webhook is still active"),
        (error.TokenExpiredError, "session.refresh_token()"),
        (error.ReadOnlyError, "Read Only: this is a write. It was not sent because read_only=True"),
        (error.OAuthClientError, "Compare client_id, client_secret and redirect_uri"),
        (error.OAuthDeniedError, "ask again only if the user wants to"),
        (error.OAuthGrantError, "the user must authorize the app again"),
        (error.OAuthStateError, "start again with authorization_url()"),
        (error.OAuthUnavailableError, "The old token is kept"),
    ],
)
def test_an_error_that_needs_advice_gives_it(
    kind: Callable[[], error.AsanaError], words: str
) -> None:
    assert words in str(kind())


def test_a_duplicate_webhook_is_named_where_it_is_known() -> None:
    made = error.DuplicateWebhookError(webhook={"gid": "12"})
    assert "The existing webhook (12) is still active" in str(made)


def test_a_duplicate_webhook_keeps_the_response() -> None:
    made = error.DuplicateWebhookError(response(403, errors("a duplicate")), {"gid": "12"})
    assert made.message == "Forbidden: a duplicate"


def test_an_expired_token_is_told_by_its_code() -> None:
    made = error.TokenExpiredError(response(401, errors("no")))
    assert made.message == "No Authorization: the token has expired: no"
    assert (made.status, made.error) == (401, "token_expired")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("access_denied", 400, error.OAuthDeniedError),
        ("invalid_client", 400, error.OAuthClientError),
        ("invalid_grant", 400, error.OAuthGrantError),
        ("unauthorized_client", 400, error.OAuthClientError),
        ("invalid_scope", 400, error.OAuthError),
        (None, 401, error.OAuthClientError),
    ],
)
def test_each_code_of_oauth_has_its_error(code: str | None, status: int, kind: type) -> None:
    made = error.from_oauth(code, "why", status)
    assert (type(made), made.error, made.status) == (kind, code, status)


def test_an_unavailable_token_endpoint_tells_its_cause() -> None:
    made = error.OAuthUnavailableError(error.ServerError(response(503)))
    assert made.status == 503
    assert made.message == "OAuth: no valid response (Server Error)"
    assert "(AsanaError)" in str(error.OAuthUnavailableError(error.AsanaError()))


def test_a_job_error_names_the_job() -> None:
    assert str(error.JobError()) == "Job Error: job"
    assert str(error.JobFailedError({"resource_subtype": "copy"})) == "Job Failed: copy"


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
    assert made.response is not None
    assert made.response.status_code == 418


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
    assert seconds("３") is None  # noqa: RUF001 - a digit outside ASCII
    assert error.ServerError().retry_after is None
    assert error.RateLimitEnforcedError().retry_after == 0.0


@pytest.mark.parametrize(("now", "expected"), [(-0.5, 0.5), (0, None), (1, None)])
def test_retry_after_may_be_a_date(
    monkeypatch: pytest.MonkeyPatch, now: float, expected: float | None
) -> None:
    monkeypatch.setattr(time, "time", lambda: 946684799 + now)
    made = error.ServerError(response(503, **{"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}))
    assert made.retry_after == expected


def test_a_mock_of_a_response_makes_an_error() -> None:
    assert error.ServerError(Mock()).status == 500


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


def test_a_deadline_that_passes_leaves_open_whether_anything_was_sent() -> None:
    assert error.DeadlineExceededError("late").sent is True


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


@pytest.mark.parametrize(
    ("exception", "begun", "message", "sent"),
    [
        (requests.exceptions.InvalidURL("no host"), None, "Not Sent: no host", None),
        (requests.exceptions.InvalidURL("no host"), True, "Invalid Response: no host", None),
        (OSError("reset"), None, "Network Error: a.example: reset", True),
        (OSError("reset"), True, "Network Error: a.example: reset", True),
        (OSError("reset"), False, "Network Error: a.example: reset", False),
        (OSError("a.example: reset"), None, "Network Error: a.example: reset", True),
        (
            urllib3.exceptions.ConnectTimeoutError("slow"),
            None,
            "Network Error: a.example: slow",
            False,
        ),
        (
            http.client.BadStatusLine("secret"),
            None,
            "Network Error: a.example: the response is not HTTP",
            True,
        ),
        (
            http.client.RemoteDisconnected("hung up"),
            None,
            "Network Error: a.example: hung up",
            True,
        ),
        (OSError("Tunnel connection failed: 407 who"), True, None, False),
    ],
)
def test_a_failure_tells_the_host_the_reason_and_whether_anything_was_sent(
    exception: Exception, begun: bool | None, message: str | None, sent: bool | None
) -> None:
    made = error.from_exception(exception, "a.example", begun)
    assert message in (None, made.message)
    assert getattr(made, "sent", None) is sent


def test_credentials_in_a_url_are_masked() -> None:
    made = error.from_exception(OSError("no route to http://me:secret@proxy:80/"))
    assert str(made) == "Network Error: no route to http://[redacted]@proxy:80/"
