"""The exceptions of the client, with the base class :class:`AsanaError`.

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
    ├── RetryableAsanaError            possibly temporary
    │   ├── RateLimitEnforcedError     429
    │   ├── ServerError                5xx
    │   ├── NetworkError               no complete response; also the requests exception
    │   │   └── ConnectionFailedError, ConnectTimeoutError, ReadTimeoutError, TLSError,
    │   │       CertificateError, ProxyFailedError, ResponseCutError
    │   └── DeadlineExceededError
    ├── UnknownOutcomeError            a write that may or may not have taken effect
    ├── ReadOnlyError                  a write with a read-only client
    ├── InvalidResponseError           not a response of the Asana API
    ├── PaginationError
    ├── JobError
    │   └── JobFailedError, JobTimeoutError
    └── OAuthError
        └── OAuthDeniedError, OAuthStateError, OAuthGrantError, OAuthClientError,
            OAuthUnavailableError

Network errors also derive from the corresponding ``requests`` exception, so code that catches those
still works. Exceptions contain no secrets and can be pickled.
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
    """The base class of all errors of the client.

    ``str()`` returns the message, the request and the advice.

    :ivar message: the kind of failure, and Asana's message
    :ivar advice: what you can do about it, or None
    :ivar status: the HTTP status, or None if no response arrived
    :ivar errors: Asana's list of error objects, which may be empty
    :ivar phrase: for a server error, the phrase that identifies it to Asana's support, or None
    :ivar help: Asana's reference to its documentation, or None
    :ivar method: the HTTP method, in capitals, or None
    :ivar path: the path of the request, without the query, or None
    :ivar headers: the ``X-Asana-…`` headers of the response, with lowercase names
    :ivar request_id: the request id that the server returned, or None
    :ivar response: the ``requests`` response without secrets, or None
    :ivar offset: for a failed page of a listing, the offset to resume from (None is the beginning)
    :ivar count: for a failed page of a listing, the number of items before it
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
        # First, because RequestException, a base of the network errors, resets `response`.
        super().__init__(self.message or type(self).__name__)
        self.status = status
        self.response = response
        self.phrase = _first(self.errors, "phrase")
        self.help = _first(self.errors, "help")

    @property
    def headers(self) -> dict[str, str]:
        """The ``X-Asana-…`` headers of the response, with lowercase names."""
        return asana_headers(self.response.headers) if self.response is not None else {}

    @property
    def request_id(self) -> str | None:
        """The request id that the server returned, or None."""
        return request_id_in(self.response.headers) if self.response is not None else None

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        text = self.message or type(self).__name__
        if self.method and self.path:
            text = f"{text} ({self.method} {self.path})"
        return f"{text.rstrip('.')}. {self.advice}" if self.advice else text


class _StatusError(AsanaError):
    """The base class of the errors for one HTTP status.

    :cvar title: the beginning of the message
    :cvar code: the status
    """

    title: str
    code: int

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(self.title, self.code, response)


class InvalidRequestError(_StatusError):
    """400: a parameter is missing, invalid or contradictory; also for an expired offset."""

    title, code = "Invalid Request", 400


class NoAuthorizationError(_StatusError):
    """401: the credentials are missing or invalid."""

    title, code = "No Authorization", 401


class PremiumOnlyError(_StatusError):
    """402: the plan of the workspace does not include this feature."""

    title, code = "Payment Required", 402


class ForbiddenError(_StatusError):
    """403: the user does not have permission."""

    title, code = "Forbidden", 403


class PlanForbiddenError(PremiumOnlyError, ForbiddenError):
    """403 whose message mentions the plan: the plan does not include this feature."""

    title, code = "Forbidden", 403


class DuplicateWebhookError(ForbiddenError):
    """403: the user already has a webhook on this resource with this target.

    Asana sends the secret of a webhook only once. If you have lost it, establish the webhook with
    ``replace=True``, or delete the webhook and establish a new one.

    :ivar webhook: the record of the existing webhook, or None if it was not found
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
            f"The existing webhook{gid} is still active. If its secret is in another store, use "
            "that store; if the secret is lost, call establish with replace=True"
        )


class WebhookHandshakeError(InvalidRequestError):
    """400: the target did not return the secret of the handshake, or returned another one."""

    advice = (
        "The target must respond to Asana over https within 10 seconds, in another thread or "
        "process than this call, and use the same secret store and the same key"
    )


class NotFoundError(_StatusError):
    """404: the object or the route does not exist."""

    title, code = "Not Found", 404


class ConflictError(_StatusError):
    """409: the request conflicts with the current state."""

    title, code = "Conflict", 409


class InvalidTokenError(_StatusError):
    """412: the sync token is missing, invalid or too old.

    :ivar sync: a new sync token to continue with, or None if the response had none
    """

    title, code = "Sync token invalid or too old", 412

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        sync = _payload(response).get("sync")
        usable = isinstance(sync, str) and sync and sync.isascii()
        self.sync: str | None = sync if usable else None


class PayloadTooLargeError(_StatusError):
    """413: the request is larger than Asana accepts."""

    title, code = "Payload Too Large", 413


class UnprocessableError(_StatusError):
    """422: the request is valid, but cannot be processed."""

    title, code = "Unprocessable", 422


class UnavailableForLegalReasonsError(_StatusError):
    """451: Asana blocks the request for legal reasons."""

    title, code = "Unavailable For Legal Reasons", 451


class RetryableAsanaError(AsanaError):
    """A failure that may be temporary. The client has already retried the request if it was safe.

    :ivar retry_after: the seconds to wait, as requested by Asana, or None
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
    """429: the rate limit is exceeded; wait ``retry_after`` seconds."""

    title, code = "Rate Limit Enforced", 429

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        if response is None:
            self.retry_after = 0.0  # tests of programs raise it so, and pass this to sleep()


class ServerError(_StatusError, RetryableAsanaError):
    """5xx: a failure at Asana; ``phrase`` identifies it to Asana's support."""

    title, code = "Server Error", 500

    def __init__(self, response: requests.Response | None = None) -> None:
        super().__init__(response)
        self.status = _status(response, self.code)


class NetworkError(RetryableAsanaError, exceptions.RequestException):
    """No complete response arrived. Subclasses also derive from a ``requests`` exception.

    :ivar sent: False if the request certainly did not reach Asana
    """

    sent = True


class ConnectionFailedError(NetworkError, exceptions.ConnectionError):
    """The connection failed or was lost."""


class ConnectTimeoutError(NetworkError, exceptions.ConnectTimeout):
    """The connection, including the TLS handshake, took longer than the connect timeout."""

    sent = False


class ReadTimeoutError(NetworkError, exceptions.ReadTimeout):
    """No data arrived within the read timeout."""


class TLSError(NetworkError, exceptions.SSLError):
    """The TLS connection failed."""


class CertificateError(TLSError):
    """The server's certificate or host name cannot be verified; never retried."""

    sent = False


class ProxyFailedError(NetworkError, exceptions.ProxyError):
    """The proxy refused the connection or failed."""


class ResponseCutError(NetworkError, exceptions.ChunkedEncodingError):
    """The connection ended before the response was complete."""


class DeadlineExceededError(RetryableAsanaError):
    """The ``deadline`` passed before the call was complete.

    :ivar sent: False if the request certainly did not reach Asana
    """

    sent = True


class UnknownOutcomeError(AsanaError):
    """A write that may or may not have taken effect.

    It is deliberately neither a ``ServerError`` nor retryable, because a retry can repeat the
    write. Before you retry, look for its effect, for example by name or external id.

    :ivar cause: the failure: an ``AsanaError``, or an exception of your code, such as a hook, that
        was raised after the request was sent
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
        # The exception of a caller's hook may not be picklable.
        ours = self.cause if isinstance(self.cause, AsanaError) else None
        return _revive, (type(self), self.args, {**self.__dict__, "cause": ours})


class ReadOnlyError(AsanaError):
    """A write with a read-only client; nothing was sent."""

    advice = (
        "It was not sent because read_only=True is set on the client or the call, or "
        "ASANA_READ_ONLY is set in the environment"
    )

    def __init__(self) -> None:
        super().__init__("Read Only: this is a write")


class InvalidResponseError(AsanaError):
    """Not a response of the API: not JSON, without ``data``, too large, or a redirect elsewhere."""


class OAuthError(AsanaError):
    """Asana did not issue, refresh or revoke a token, or there is no token.

    :ivar error: the OAuth error code, such as ``invalid_scope``, or None
    :ivar description: the OAuth error description, or None
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
        # Last, because oauthlib's OAuth2Error, a base once OAuth is used, sets these too.
        self.args = (self.message,)
        self.error, self.description = error, description


class MissingTokenError(NoAuthorizationError, OAuthError):
    """There is no token; nothing was sent."""

    def __init__(
        self,
        description: str = "there is no token",
        advice: str = "Set one before the first call",
    ) -> None:
        AsanaError.__init__(self, f"No Authorization: {description}")
        self.advice = advice
        self.error, self.description = None, description
        self.args = (self.message,)


class TokenExpiredError(NoAuthorizationError, OAuthError):
    """401: the token has expired and cannot be refreshed."""

    advice = "Refresh it with session.refresh_token(), or the user must authorize the app again"

    def __init__(self, response: requests.Response | None = None) -> None:
        AsanaError.__init__(self, "No Authorization: the token has expired", 401, response)
        self.error, self.description = "token_expired", "the token has expired"
        self.args = (self.message,)


class OAuthDeniedError(OAuthError):
    """The user, or an administrator, denied access."""

    advice = "The app has no access; ask again only if the user wants to"


class OAuthStateError(OAuthError):
    """The state is wrong, unknown or already used; nothing was sent."""

    advice = (
        "If the user started the authorization, start again with authorization_url(), store the "
        "state in the user's session, and pass it to fetch_token(state=...)"
    )


class OAuthGrantError(OAuthError):
    """The code or the refresh token is wrong, used, expired or revoked."""

    advice = "Do not retry: the user must authorize the app again, at authorization_url()"


class OAuthClientError(OAuthError):
    """The app's id or secret is wrong, or the app is not authorized for this."""

    advice = "Compare client_id, client_secret and redirect_uri with Asana's developer console"


class OAuthUnavailableError(OAuthError):
    """No valid response came from the token endpoint; the old token is kept.

    The request was not retried, because it may have taken effect.

    :ivar cause: the failure, or None
    """

    advice = (
        "The old token is kept. Try again; if the code or the refresh token is then refused, the "
        "user must authorize the app again, at authorization_url()"
    )

    def __init__(self, cause: AsanaError | None = None) -> None:
        description = "no valid response"
        if cause is not None:
            description += f" ({cause.message or type(cause).__name__})"
        super().__init__(None, description, cause.status if cause is not None else None)
        self.cause = cause
        if cause is not None:
            self.method, self.path = cause.method, cause.path


class PaginationError(AsanaError):
    """A listing repeats itself or cannot continue."""


class JobError(AsanaError):
    """A job did not complete.

    :ivar job: the job's record
    """

    _said = "Job Error"

    def __init__(self, job: Mapping[str, Any] | None = None) -> None:
        self.job = cast("Job", dict(job or {}))
        super().__init__(f"{self._said}: {self.job.get('resource_subtype') or 'job'}")


class JobFailedError(JobError):
    """A job failed."""

    _said = "Job Failed"


class JobTimeoutError(JobError):
    """A job took longer than the timeout; it continues at Asana."""

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

# Words in Asana's message for a 403 that concern the plan, not permissions.
PLAN_LIMIT = re.compile(r"\bpremium\b|\bfree users\b|\bpaid plan\b|\bupgrade\b", re.IGNORECASE)


# The headers in which servers and their proxies return a request id.
REQUEST_IDS = ("x-asana-request-id", "x-request-id")


def asana_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return the ``X-Asana-…`` headers of a response, with lowercase names."""
    found = _in_lower_case(headers)
    return {name: value for name, value in found.items() if name.startswith("x-asana-")}


def request_id_in(headers: Mapping[str, Any]) -> str | None:
    """Return the request id in the headers of a response, or None."""
    found = _in_lower_case(headers)
    return next((found[name] for name in REQUEST_IDS if found.get(name)), None)


def _in_lower_case(headers: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def from_response(response: requests.Response) -> AsanaError:
    """Return the error for a response that is not a success."""
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


# Subclasses come first: ConnectTimeout, SSLError and ProxyError are ConnectionErrors too.
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
    """Return the error for an OAuth error code."""
    unknown = OAuthClientError if status == 401 else OAuthError
    return OAUTH_ERRORS.get(code or "", unknown)(code, description, status)


def from_exception(
    exception: Exception, host: str | None = None, begun: bool | None = None
) -> AsanaError:
    """Return the error for an exception of requests, urllib3 or the socket.

    :param host: the host that did not respond
    :param begun: whether sending the request had started; None if that was not recorded
    """
    root = _root(exception)
    nonsense = isinstance(exception, exceptions.RequestException) and isinstance(
        exception, ValueError
    )
    # urllib3 raises InvalidHeader for a header of the response.
    unreadable = isinstance(exception, exceptions.ContentDecodingError) or isinstance(
        root, urllib3_exceptions.InvalidHeader
    )
    if unreadable or (nonsense and begun):
        return InvalidResponseError(f"Invalid Response: {_describe(root)}")
    if nonsense:
        # InvalidURL, InvalidProxyURL and similar: a setting is wrong, and nothing was sent.
        return AsanaError(f"Not Sent: {_describe(root)}")
    # Check the reason too: requests raises a plain ConnectionError for a body that stalls.
    kind = next(
        (
            ours
            for theirs, ours in NETWORK_ERRORS
            # After the proxy has closed a connection, urllib3 blames the proxy for any failure.
            if not (begun and ours is ProxyFailedError)
            if isinstance(root, theirs) or isinstance(exception, theirs)
        ),
        ConnectionFailedError,
    )
    words = _describe(root)
    named = f"{host}: {words}" if host and host not in words else words
    error = kind(f"Network Error: {named}")
    tunnel = re.match(r"Tunnel connection failed: (\d+)", str(root))
    # requests sets the request on its exceptions; one without it was raised by other code.
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
    """Return the text with the credentials in its URLs redacted."""
    return re.sub(r"//[^/\s]+@", "//[redacted]@", text)


def _root(exception: BaseException) -> BaseException:
    """Return the innermost exception that requests and urllib3 wrapped."""
    while True:
        inner = getattr(exception, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((a for a in exception.args if isinstance(a, BaseException)), None)
        if inner is None:
            return exception
        exception = inner


# Their messages contain received data, which can include a secret.
NOT_HTTP = (http.client.BadStatusLine, http.client.UnknownProtocol)


def _describe(root: BaseException) -> str:
    """Return the message of an exception, without the pool and URL that urllib3 adds to it."""
    if isinstance(root, NOT_HTTP) and not isinstance(root, http.client.RemoteDisconnected):
        return "the response is not HTTP"
    if isinstance(root, urllib3_exceptions.InvalidChunkLength):
        return "a chunk of the response has no length"
    text = mask(str(root))
    return re.sub(r"^(<.*?>|[\w.]*\(.*?\)): ", "", text) or type(root).__name__


def _payload(response: requests.Response | None) -> Mapping[str, Any]:
    try:
        payload = response.json() if response is not None else None
    except Exception:
        # An error must be created for the status, whatever the body is.
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
    """Return the seconds of Retry-After, or None if it is missing or invalid."""
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
    """Rebuild a pickled error without its constructor, which takes a response."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


def __dir__() -> list[str]:
    return __all__
