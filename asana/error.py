"""Everything that can go wrong, as one family of exceptions under :class:`AsanaError`.

::

    AsanaError
    ├── InvalidRequestError            400
    │   └── WebhookHandshakeError
    ├── NoAuthorizationError           401
    │   ├── MissingTokenError          also an OAuthError
    │   └── TokenExpiredError          also an OAuthError
    ├── PremiumOnlyError               402
    ├── ForbiddenError                 403
    │   ├── PlanForbiddenError         also a PremiumOnlyError
    │   └── DuplicateWebhookError
    ├── NotFoundError                  404
    ├── ConflictError                  409
    ├── InvalidTokenError              412
    ├── PayloadTooLargeError           413
    ├── UnprocessableError             422
    ├── UnavailableForLegalReasonsError  451
    ├── RetryableAsanaError            may pass
    │   ├── RateLimitEnforcedError     429
    │   ├── ServerError                5xx
    │   ├── NetworkError               no whole response; also the requests exception
    │   │   └── ConnectionFailedError, ConnectTimeoutError, ReadTimeoutError, TLSError,
    │   │       CertificateError, ProxyFailedError, ResponseCutError
    │   └── DeadlineExceededError
    ├── UnknownOutcomeError            a write that may or may not have been done
    ├── ReadOnlyError                  a write of a client that only reads
    ├── InvalidResponseError           not Asana's
    ├── PaginationError
    ├── JobError
    │   └── JobFailedError, JobTimeoutError
    └── OAuthError
        └── OAuthDeniedError, OAuthStateError, OAuthGrantError, OAuthClientError,
            OAuthUnavailableError

Network failures are also the ``requests`` exception they stand for, so that code which catches
those goes on working. What an exception carries is free of secrets, and it pickles.
"""

import email.utils
import http.client
import re
import ssl
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import requests
from requests import exceptions
from urllib3 import exceptions as urllib3_exceptions
from urllib3.util import ssl_match_hostname

if TYPE_CHECKING:
    from .types.common import ErrorObject
    from .types.jobs import Job
    from .types.webhooks import Webhook

__all__ = [
    "AsanaError",
    "CertificateError",
    "ConflictError",
    "ConnectTimeoutError",
    "ConnectionFailedError",
    "DeadlineExceededError",
    "DuplicateWebhookError",
    "ForbiddenError",
    "InvalidRequestError",
    "InvalidResponseError",
    "InvalidTokenError",
    "JobError",
    "JobFailedError",
    "JobTimeoutError",
    "MissingTokenError",
    "NetworkError",
    "NoAuthorizationError",
    "NotFoundError",
    "OAuthClientError",
    "OAuthDeniedError",
    "OAuthError",
    "OAuthGrantError",
    "OAuthStateError",
    "OAuthUnavailableError",
    "PaginationError",
    "PayloadTooLargeError",
    "PlanForbiddenError",
    "PremiumOnlyError",
    "ProxyFailedError",
    "RateLimitEnforcedError",
    "ReadOnlyError",
    "ReadTimeoutError",
    "ResponseCutError",
    "RetryableAsanaError",
    "ServerError",
    "TLSError",
    "TokenExpiredError",
    "UnavailableForLegalReasonsError",
    "UnknownOutcomeError",
    "UnprocessableError",
    "WebhookHandshakeError",
    "asana_headers",
    "from_exception",
    "from_oauth",
    "from_response",
    "mask",
    "request_id_in",
]


E = TypeVar("E", bound="AsanaError")


class AsanaError(Exception):
    """Base of every failure that the client reports.

    ``str()`` gives the message, the request and the advice.

    :ivar message: the kind of failure and Asana's own words
    :ivar advice: what to do about it, or None
    :ivar status: the HTTP status, or None when there was no answer
    :ivar errors: Asana's list of error objects (may be empty)
    :ivar phrase: the phrase to give to Asana's support, on server errors
    :ivar help: Asana's pointer to its documentation
    :ivar method: the HTTP method, in capitals
    :ivar path: the path of the request, without the query
    :ivar headers: the ``X-Asana-…`` headers of the response, under names in lower case
    :ivar request_id: the identifier that the server gave the request, or None
    :ivar response: the ``requests`` response, its request scrubbed of secrets; or None
    :ivar offset: on a failed page of a listing, the offset to resume from (None is the beginning)
    :ivar count: on a failed page of a listing, how many items came before it
    """

    advice: str | None = None
    method: str | None = None
    path: str | None = None
    offset: str | None = None
    count: int | None = None

    def __init__(
        self,
        message: str | None = None,
        status: int | None = None,
        response: requests.Response | None = None,
    ) -> None:
        payload = _payload(response)
        self.errors = _error_objects(payload)
        words = "; ".join(str(e["message"]) for e in self.errors if e.get("message"))
        self.message = ": ".join(part for part in (message, words) if part) or None
        # RequestException, a base of the network errors, resets `response`: it goes first.
        super().__init__(self.message or type(self).__name__)
        self.status = status
        self.response = response
        self.phrase = _first(self.errors, "phrase")
        self.help = _first(self.errors, "help")

    @property
    def headers(self) -> dict[str, str]:
        """The ``X-Asana-…`` headers of the response, under names in lower case."""
        return asana_headers(self.response.headers) if self.response is not None else {}

    @property
    def request_id(self) -> str | None:
        """The identifier that the server gave the request, or None."""
        return request_id_in(self.response.headers) if self.response is not None else None

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        text = self.message or type(self).__name__
        if self.method and self.path:
            text = f"{text} ({self.method} {self.path})"
        return f"{text.rstrip('.')}. {self.advice}" if self.advice else text


class _StatusError(AsanaError):
    """Base of the errors that stand for one HTTP status.

    :cvar title: what the message begins with
    :cvar code: the status
    """

    title: str
    code: int

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(self.title, self.code, response)


class InvalidRequestError(_StatusError):
    """400: a parameter is missing, malformed or contradictory; also a bad or expired offset."""

    title, code = "Invalid Request", 400


class NoAuthorizationError(_StatusError):
    """401: no valid credential was sent."""

    title, code = "No Authorization", 401


class PremiumOnlyError(_StatusError):
    """402: the plan of the workspace does not include this."""

    title, code = "Payment Required", 402


class ForbiddenError(_StatusError):
    """403: the user may not do this."""

    title, code = "Forbidden", 403


class PlanForbiddenError(PremiumOnlyError, ForbiddenError):
    """403 that speaks of the plan: the plan of the workspace does not include this."""

    title, code = "Forbidden", 403


class DuplicateWebhookError(ForbiddenError):
    """403: the user has a webhook on this resource with this target already.

    Its secret cannot be asked for again. Where it is lost, delete the webhook and establish it
    anew, or establish it with ``replace=True``.

    :ivar webhook: the record of the one that is there, or None when it was not found
    """

    def __init__(
        self,
        response: requests.Response | None = None,
        webhook: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(response)
        self.webhook = None if webhook is None else cast("Webhook", dict(webhook))
        gid = "" if self.webhook is None else f" ({self.webhook.get('gid')})"
        self.advice = (
            f"The one that is there{gid} goes on. If its secret is in another store, use that; if "
            "it is lost, establish with replace=True"
        )


class WebhookHandshakeError(InvalidRequestError):
    """400: the target did not send the secret back, or another one than Asana gave out."""

    advice = (
        "Asana must reach the target over https within 10 seconds, in another thread or "
        "process than the one that waits here, with the same store of secrets and the same key"
    )


class NotFoundError(_StatusError):
    """404: no such object, or no such route."""

    title, code = "Not Found", 404


class ConflictError(_StatusError):
    """409: the request contradicts the present state."""

    title, code = "Conflict", 409


class InvalidTokenError(_StatusError):
    """412: a sync token is missing, invalid or too old.

    :ivar sync: the fresh sync token to go on with, or None when the answer had none
    """

    title, code = "Sync token invalid or too old", 412

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        sync = _payload(response).get("sync")
        usable = isinstance(sync, str) and sync and sync.isascii()
        self.sync: str | None = sync if usable else None


class PayloadTooLargeError(_StatusError):
    """413: what was sent is larger than Asana takes."""

    title, code = "Payload Too Large", 413


class UnprocessableError(_StatusError):
    """422: understood, but not possible as asked."""

    title, code = "Unprocessable", 422


class UnavailableForLegalReasonsError(_StatusError):
    """451: blocked for legal reasons."""

    title, code = "Unavailable For Legal Reasons", 451


class RetryableAsanaError(AsanaError):
    """Failures that may pass. The client has already tried again where that was safe.

    :ivar retry_after: seconds that Asana asked to wait, or None
    """

    def __init__(
        self,
        message: str | None = None,
        status: int | None = None,
        response: requests.Response | None = None,
    ) -> None:
        super().__init__(message, status, response)
        self.retry_after = _retry_after(response)


class RateLimitEnforcedError(_StatusError, RetryableAsanaError):
    """429: too many requests; ``retry_after`` seconds from now there is room again."""

    title, code = "Rate Limit Enforced", 429

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        if response is None:
            self.retry_after = 0.0  # a test raises it like this, and the code sleeps for as long


class ServerError(_StatusError, RetryableAsanaError):
    """5xx: Asana failed; ``phrase`` identifies the failure to Asana's support."""

    title, code = "Server Error", 500

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        self.status = _status(response, self.code)


class NetworkError(RetryableAsanaError, exceptions.RequestException):
    """No whole answer came. Each kind is also the ``requests`` exception that it stands for.

    :ivar sent: False when the request surely never reached Asana
    """

    sent = True


class ConnectionFailedError(NetworkError, exceptions.ConnectionError):
    """No connection was made, or it broke."""


class ConnectTimeoutError(NetworkError, exceptions.ConnectTimeout):
    """No connection within the connect timeout, the TLS handshake included."""

    sent = False


class ReadTimeoutError(NetworkError, exceptions.ReadTimeout):
    """Nothing came within the read timeout."""


class TLSError(NetworkError, exceptions.SSLError):
    """The TLS session broke."""


class CertificateError(TLSError):
    """The server's certificate or its host name is not to be trusted; never tried again."""

    sent = False


class ProxyFailedError(NetworkError, exceptions.ProxyError):
    """The proxy refused or failed."""


class ResponseCutError(NetworkError, exceptions.ChunkedEncodingError):
    """The connection ended before the answer did."""


class DeadlineExceededError(RetryableAsanaError):
    """The call's ``deadline`` passed before it could be completed.

    :ivar sent: False when the request surely never reached Asana
    """

    sent = True


class UnknownOutcomeError(AsanaError):
    """A write that may or may not have been done.

    Deliberately neither a ServerError nor retryable: sending it again may do it twice. Look
    whether it was done (by name, or external id) before trying again.

    :ivar cause: the failure that left the outcome open: an ``AsanaError``, or the exception of a
        hook or the like, which came when the request was under way or done
    """

    def __init__(self, cause: Exception | None = None) -> None:
        super().__init__("Unknown Outcome: the write may or may not have been done")
        self.cause = cause
        if cause is not None:
            words = getattr(cause, "message", None) or type(cause).__name__
            self.message = f"{self.message} ({words})"
            self.args = (self.message,)
        if isinstance(cause, AsanaError):
            self.status, self.response = cause.status, cause.response
            self.errors, self.phrase, self.help = cause.errors, cause.phrase, cause.help
            self.method, self.path = cause.method, cause.path

    def __copy__(self) -> "UnknownOutcomeError":
        return _revive(type(self), self.args, self.__dict__)

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception of the caller's may not be one that can be pickled.
        ours = self.cause if isinstance(self.cause, AsanaError) else None
        return _revive, (type(self), self.args, {**self.__dict__, "cause": ours})


class ReadOnlyError(AsanaError):
    """A write of a client that only reads; nothing was sent."""

    advice = (
        "It was not sent because read_only=True is set on the client or the call, or "
        "ASANA_READ_ONLY is set in the environment"
    )

    def __init__(self) -> None:
        super().__init__("Read Only: this is a write")


class InvalidResponseError(AsanaError):
    """An answer that is not Asana's: not JSON, no ``data``, too large, a redirect elsewhere."""


class OAuthError(AsanaError):
    """Asana did not give, renew or take back a token, or there is none to show.

    :ivar error: the code of the failure, such as ``invalid_scope``; or None
    :ivar description: what was said beside it; or None
    """

    error: str | None
    description: str | None
    advice = "Send the user to authorization_url(), then call fetch_token()"

    def __init__(
        self,
        error: str | None = None,
        description: str | None = None,
        status: int | None = None,
    ) -> None:
        words = ": ".join(part for part in ("OAuth", error, description) if part)
        AsanaError.__init__(self, words, status)
        # OAuth2Error, a base of it once OAuth is used, sets them too: it goes first.
        self.args = (self.message,)
        self.error, self.description = error, description


class MissingTokenError(NoAuthorizationError, OAuthError):
    """There is no token to send, so nothing was sent."""

    def __init__(
        self,
        description: str = "there is no token",
        advice: str = "Give the client one before its first call",
    ) -> None:
        AsanaError.__init__(self, f"No Authorization: {description}")
        self.advice = advice
        self.error, self.description = None, description
        self.args = (self.message,)


class TokenExpiredError(NoAuthorizationError, OAuthError):
    """401: the token has expired, and there is nothing to refresh it with."""

    advice = "Refresh it with session.refresh_token(), or ask the user for access again"

    def __init__(self, response: requests.Response | None = None) -> None:
        AsanaError.__init__(self, "No Authorization: the token has expired", 401, response)
        self.error, self.description = "token_expired", "the token has expired"
        self.args = (self.message,)


class OAuthDeniedError(OAuthError):
    """The user, or an administrator, did not agree."""

    advice = "The app has no access; ask again only when the user wants to"


class OAuthStateError(OAuthError):
    """The state is not the one that went out, or is unknown or used; nothing was sent."""

    advice = (
        "If the user's own request began this, start again with authorization_url(), keep the "
        "state with the user, and pass it to fetch_token(state=...)"
    )


class OAuthGrantError(OAuthError):
    """The code or the refresh token is wrong, used, expired or revoked."""

    advice = "It will not be accepted later: the user has to agree again, at authorization_url()"


class OAuthClientError(OAuthError):
    """The app's id or secret is wrong, or the app may not do this."""

    advice = "Compare client_id, client_secret and redirect_uri with Asana's developer console"


class OAuthUnavailableError(OAuthError):
    """No usable answer came from the token endpoint; the old token is kept.

    What was sent may have been done, so it was not sent again.

    :ivar cause: the failure
    """

    advice = (
        "The old token is kept. Try again; if the code or the refresh token is then refused, the "
        "user has to agree again, at authorization_url()"
    )

    def __init__(self, cause: AsanaError | None = None) -> None:
        description = "no usable answer"
        if cause is not None:
            description += f" ({cause.message or type(cause).__name__})"
        super().__init__(None, description, cause.status if cause is not None else None)
        self.cause = cause
        if cause is not None:
            self.method, self.path = cause.method, cause.path


class PaginationError(AsanaError):
    """A listing that would go in circles."""


class JobError(AsanaError):
    """A job did not come to its end.

    :ivar job: the job's record
    """

    _said = "Job Error"

    def __init__(self, job: Mapping[str, Any] | None = None) -> None:
        self.job = cast("Job", dict(job or {}))
        super().__init__(f"{self._said}: {self.job.get('resource_subtype') or 'job'}")


class JobFailedError(JobError):
    """A job ended without success."""

    _said = "Job Failed"


class JobTimeoutError(JobError):
    """A job took longer than the caller wanted to wait; it goes on."""

    _said = "Job Unfinished"


STATUS_ERRORS: dict[int, Any] = {
    400: InvalidRequestError,
    401: NoAuthorizationError,
    402: PremiumOnlyError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: InvalidTokenError,
    413: PayloadTooLargeError,
    422: UnprocessableError,
    429: RateLimitEnforcedError,
    451: UnavailableForLegalReasonsError,
}

# How Asana words a 403 that is about the plan and not about permissions.
PLAN_LIMIT = re.compile(r"\bpremium\b|\bfree users\b|\bpaid plan\b|\bupgrade\b", re.IGNORECASE)


# The names under which servers and their proxies give a request its identifier.
REQUEST_IDS = ("x-asana-request-id", "x-request-id")


def asana_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return the ``X-Asana-…`` headers of a response, under names in lower case."""
    found = _in_lower_case(headers)
    return {name: value for name, value in found.items() if name.startswith("x-asana-")}


def request_id_in(headers: Mapping[str, Any]) -> str | None:
    """Return the identifier that a response gives the request, or None."""
    found = _in_lower_case(headers)
    return next((found[name] for name in REQUEST_IDS if found.get(name)), None)


def _in_lower_case(headers: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def from_response(response: requests.Response) -> AsanaError:
    """Return the error that stands for a response which is not a success."""
    status = response.status_code
    if status >= 500:
        return ServerError(response)
    known = STATUS_ERRORS.get(status)
    if known is None:
        return AsanaError(f"HTTP {status}", status, response)
    error: AsanaError = known(response)
    if status == 403 and PLAN_LIMIT.search(str(error)):
        return PlanForbiddenError(response)
    return error


# The more special first: ConnectTimeout, SSLError and ProxyError are ConnectionErrors too.
NETWORK_ERRORS: tuple[tuple[type[Exception], type[NetworkError]], ...] = (
    (ssl.SSLCertVerificationError, CertificateError),
    (ssl_match_hostname.CertificateError, CertificateError),
    (exceptions.SSLError, TLSError),
    (exceptions.ProxyError, ProxyFailedError),
    (exceptions.ConnectTimeout, ConnectTimeoutError),
    (exceptions.ReadTimeout, ReadTimeoutError),
    (urllib3_exceptions.ReadTimeoutError, ReadTimeoutError),
    (exceptions.ChunkedEncodingError, ResponseCutError),
    (exceptions.Timeout, ReadTimeoutError),
)

NEVER_CONNECTED = (
    urllib3_exceptions.NewConnectionError,
    urllib3_exceptions.ConnectTimeoutError,
)


OAUTH_ERRORS: dict[str, type[OAuthError]] = {
    "access_denied": OAuthDeniedError,
    "invalid_client": OAuthClientError,
    "invalid_grant": OAuthGrantError,
    "unauthorized_client": OAuthClientError,
}


def from_oauth(code: str | None, description: str | None, status: int | None) -> OAuthError:
    """Return the error that stands for a refusal of OAuth, by its code."""
    unknown = OAuthClientError if status == 401 else OAuthError
    return OAUTH_ERRORS.get(code or "", unknown)(code, description, status)


def from_exception(
    exception: Exception, host: str | None = None, begun: bool | None = None
) -> AsanaError:
    """Return the error that stands for an exception of requests, urllib3 or the socket.

    :param host: which host did not answer
    :param begun: whether the request had begun to leave; None where that was not recorded
    """
    root = _root(exception)
    nonsense = isinstance(exception, exceptions.RequestException) and isinstance(
        exception, ValueError
    )
    # urllib3 means a header of the response.
    unreadable = isinstance(exception, exceptions.ContentDecodingError) or isinstance(
        root, urllib3_exceptions.InvalidHeader
    )
    if unreadable or (nonsense and begun):
        return InvalidResponseError(f"Invalid Response: {_describe(root)}")
    if nonsense:
        # InvalidURL, InvalidProxyURL and the like: a setting is wrong, and nothing was sent.
        return AsanaError(f"Not Sent: {_describe(root)}")
    # The reason counts too: requests reports a body that stalls as a plain ConnectionError.
    kind = next(
        (
            ours
            for theirs, ours in NETWORK_ERRORS
            # urllib3 takes all that fails for a failure of the proxy, once it has hung up.
            if not (begun and ours is ProxyFailedError)
            if isinstance(root, theirs) or isinstance(exception, theirs)
        ),
        ConnectionFailedError,
    )
    words = _describe(root)
    named = f"{host}: {words}" if host and host not in words else words
    error = kind(f"Network Error: {named}")
    tunnel = re.match(r"Tunnel connection failed: (\d+)", str(root))
    # requests says which request failed, but for an exception that somebody else has made.
    known = not isinstance(exception, exceptions.RequestException) or exception.request is not None
    unconnected = begun is None and known and isinstance(root, NEVER_CONNECTED)
    if begun is False or tunnel or unconnected:
        error.sent = False
    elif begun:
        error.sent = True
    if tunnel:
        error.status = int(tunnel[1])
    return error


def mask(text: str) -> str:
    """Return the text without the credentials of URLs in it."""
    return re.sub(r"//[^/\s]+@", "//[redacted]@", text)


def _root(exception: BaseException) -> BaseException:
    """Unwrap what requests and urllib3 wrapped around the reason that tells most."""
    while True:
        inner = getattr(exception, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((a for a in exception.args if isinstance(a, BaseException)), None)
        if inner is None:
            return exception
        exception = inner


# Their messages are what came over the wire, which may hold a secret.
NOT_HTTP = (http.client.BadStatusLine, http.client.UnknownProtocol)


def _describe(root: BaseException) -> str:
    """Put the reason in words, without the pool and the URL that urllib3 puts before it."""
    if isinstance(root, NOT_HTTP) and not isinstance(root, http.client.RemoteDisconnected):
        return "the answer is not HTTP"
    if isinstance(root, urllib3_exceptions.InvalidChunkLength):
        return "a chunk of the answer has no length"
    text = mask(str(root))
    return re.sub(r"^(<.*?>|[\w.]*\(.*?\)): ", "", text) or type(root).__name__


def _payload(response: requests.Response | None) -> Mapping[str, Any]:
    try:
        payload = response.json() if response is not None else None
    except Exception:
        # Whatever the body is, the status alone must still make an error.
        payload = None
    return payload if isinstance(payload, Mapping) else {}


def _error_objects(payload: Mapping[str, Any]) -> "list[ErrorObject]":
    errors = payload.get("errors")
    if not isinstance(errors, list):
        return []
    return [cast(Any, e if isinstance(e, dict) else {"message": str(e)}) for e in errors]


def _first(errors: "list[ErrorObject]", key: str) -> str | None:
    return next((str(found) for e in errors if (found := e.get(key))), None)


def _status(response: requests.Response | None, default: int) -> int:
    status = getattr(response, "status_code", default)
    return status if isinstance(status, int) else default


def _retry_after(response: requests.Response | None) -> float | None:
    """Return the seconds of Retry-After, or None where it is missing or makes no sense."""
    try:
        value = str(response.headers["Retry-After"]).strip() if response is not None else ""
    except (AttributeError, KeyError, TypeError):
        return None
    if re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII):
        return float(value) or None
    try:
        seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return seconds if seconds > 0 else None


def _revive(kind: type[E], args: tuple[Any, ...], state: dict[str, Any]) -> E:
    """Rebuild a pickled error without running its constructor, which takes a response."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


def __dir__() -> list[str]:
    return __all__
