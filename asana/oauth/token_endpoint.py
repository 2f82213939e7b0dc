"""The OAuth token endpoint: requests to it, and its responses and errors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import requests

from .. import error
from .._http.access import Access
from .._http.call import Call, Outcome
from .._http.exchange import Exchange
from .._http.paced import Paced
from .._http.request import Request
from .._http.response import REDACTED, may_be_lost, read_body
from .._http.retry import Backoff, Quota
from .._http.retrying import Retrying

__all__ = ["TokenEndpoint", "invalid", "refusal"]


SECRET_FIELDS = (
    "access_token",
    "client_secret",
    "code",
    "code_verifier",
    "refresh_token",
    "token",
)
LONGEST_DESCRIPTION = 500


class TokenEndpoint:
    """Posts forms to the token endpoint, whose responses have no envelope.

    It has fewer layers than the API: it sends no token and follows no redirects. Its errors contain
    neither requests nor responses, because both contain secrets.
    """

    def __init__(self, session: requests.Session) -> None:
        self._access = Access(session)
        self._session = session
        # A pause after a 429 applies to all threads, including later calls.
        self._paced = Paced(Exchange(self._access, self._read), Backoff)
        self._stack = Retrying(self._paced, self._access, Backoff, Quota())

    def post(self, request: Request) -> dict[str, Any]:
        """Send a form, and return the JSON object of the response; for no body, an empty one.

        :raises ValueError: the URL is plain http to another machine; nothing was sent
        :raises AsanaError: the request failed, or the response is invalid
        """
        self._access.refuse_plain_http(request)
        outcome = self._stack.send(request, Call(request.deadline))
        if isinstance(outcome, error.AsanaError):
            self._pause(outcome)
            raise outcome
        payload = _payload(outcome) if outcome.strip() else {}
        # Checked here, above the layer that retries, because a retry would not help.
        if payload is None or "errors" in payload:
            raise invalid(request, "not from a token endpoint")
        return payload

    def _pause(self, failure: error.AsanaError) -> None:
        """Pause later requests while the endpoint is down, if it returned a Retry-After."""
        cause = getattr(failure, "cause", None) or failure
        if isinstance(cause, error.ServerError) and cause.retry_after:
            self._paced.pacer.pause(cause.retry_after)

    def _read(self, request: Request, response: requests.Response, call: Call) -> Outcome:
        """Return the body of a success, or the error for the response."""
        body = read_body(response)
        status = response.status_code
        if status == 429 or status >= 500:
            return error.from_response(_bare(response))
        payload = _payload(body) or {}
        if status >= 400 or "error" in payload:
            return refusal(payload, status, self._secrets(request))
        if not 200 <= status < 300:
            why = "redirected elsewhere" if status >= 300 else "another protocol"
            return error.InvalidResponseError(f"Invalid Response: {why}", status)
        if body is None:
            return error.InvalidResponseError("Invalid Response: too large", status)
        if not body.strip() and may_be_lost(response):
            return error.InvalidResponseError("Invalid Response: empty", status)
        return body

    def _secrets(self, request: Request) -> list[str]:
        """Return the secrets that an error must not contain: those sent, and the current token."""
        body = request.body if isinstance(request.body, bytes) else b""
        token = getattr(self._session, "token", {})
        fields = [*parse_qsl(body.decode()), *token.items()]
        found = {value for name, value in fields if name in SECRET_FIELDS and value}
        return sorted(map(str, found), key=len, reverse=True)  # one can be a prefix of another


def _payload(body: bytes | None) -> dict[str, Any] | None:
    """Return the JSON object in a body, or None if it is not one."""
    try:
        payload = json.loads(body or b"")
    except (ValueError, RecursionError):
        payload = None
    return payload if isinstance(payload, dict) else None


def invalid(request: Request, why: str) -> error.InvalidResponseError:
    """Return the error for an invalid success, without any of its content."""
    failure = error.InvalidResponseError(f"Invalid Response: {why}", 200)
    failure.method, failure.path = request.method, request.path
    return failure


def refusal(
    payload: Mapping[str, Any], status: int | None = None, hidden: Sequence[str] = ()
) -> error.OAuthError:
    """Return the error for an OAuth error response, of the token endpoint or in a redirect."""
    code = _clean(payload.get("error"), hidden)
    description = _clean(payload.get("error_description"), hidden)
    return error.from_oauth(code, description, status)


def _clean(value: Any, hidden: Sequence[str]) -> str | None:
    """Return received text as one short line, with secrets redacted."""
    if not isinstance(value, str):
        return None
    for secret in hidden:
        value = value.replace(secret, REDACTED)
    line = "".join(c if c.isprintable() else " " for c in value)[:LONGEST_DESCRIPTION]
    return line.strip() or None


def _bare(response: requests.Response) -> requests.Response:
    """Return a copy of a response with only the parts that decide about a retry."""
    bare = requests.Response()
    bare.status_code = response.status_code
    if "Retry-After" in response.headers:
        bare.headers["Retry-After"] = response.headers["Retry-After"]
    return bare
