"""The token endpoint of OAuth: how its answers are read, and what its errors may say."""

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

    It has fewer layers than the API: no token is sent, and no redirect followed. Its errors carry
    neither requests nor responses: both are full of secrets.
    """

    def __init__(self, session: requests.Session) -> None:
        self._access = Access(session)
        self._session = session
        # All threads obey a rate limit, also when they come after the call that was told of it.
        self._paced = Paced(Exchange(self._access, self._read), Backoff)
        self._stack = Retrying(self._paced, self._access, Backoff, Quota())

    def post(self, request: Request) -> dict[str, Any]:
        """Send a form, and return the JSON object of the response; an empty one has no fields.

        :raises ValueError: it would go out in the clear; nothing was sent
        :raises AsanaError: there was no such response
        """
        self._access.refuse_plain_http(request)
        outcome = self._stack.send(request, Call(request.deadline))
        if isinstance(outcome, error.AsanaError):
            self._pause(outcome)
            raise outcome
        payload = _payload(outcome) if outcome.strip() else {}
        # Checked here and not below: what is not Asana's will not become so by sending again.
        if payload is None or "errors" in payload:
            raise invalid(request, "not of the token endpoint")
        return payload

    def _pause(self, failure: error.AsanaError) -> None:
        """Hold back the next requests while the endpoint is down, if it said for how long."""
        cause = getattr(failure, "cause", None) or failure
        if isinstance(cause, error.ServerError) and cause.retry_after:
            self._paced.pacer.pause(cause.retry_after)

    def _read(self, request: Request, response: requests.Response, call: Call) -> Outcome:
        """Return the body of a success, or the error that a response stands for."""
        body = read_body(response)
        status = response.status_code
        if status == 429 or status >= 500:
            return error.from_response(_bare(response))
        payload = _payload(body) or {}
        if status >= 400 or "error" in payload:
            return refusal(payload, status, self._secrets(request))
        if not 200 <= status < 300:
            why = "redirected elsewhere" if status >= 300 else "no answer"
            return error.InvalidResponseError(f"Invalid Response: {why}", status)
        if body is None:
            return error.InvalidResponseError("Invalid Response: too large", status)
        if not body.strip() and may_be_lost(response):
            return error.InvalidResponseError("Invalid Response: empty", status)
        return body

    def _secrets(self, request: Request) -> list[str]:
        """Return what a refusal may not repeat: what was sent, and the present token."""
        body = request.body if isinstance(request.body, bytes) else b""
        token = getattr(self._session, "token", {})
        fields = [*parse_qsl(body.decode()), *token.items()]
        found = {value for name, value in fields if name in SECRET_FIELDS and value}
        return sorted(map(str, found), key=len, reverse=True)  # one may be the start of another


def _payload(body: bytes | None) -> dict[str, Any] | None:
    """Return the JSON object that a body is, or None."""
    try:
        payload = json.loads(body or b"")
    except (ValueError, RecursionError):
        payload = None
    return payload if isinstance(payload, dict) else None


def invalid(request: Request, why: str) -> error.InvalidResponseError:
    """Return the error for a success that is not Asana's; it shows nothing of it."""
    failure = error.InvalidResponseError(f"Invalid Response: {why}", 200)
    failure.method, failure.path = request.method, request.path
    return failure


def refusal(
    payload: Mapping[str, Any], status: int | None = None, hidden: Sequence[str] = ()
) -> error.OAuthError:
    """Return the error that an answer of the token endpoint, or of the user, stands for."""
    code = _clean(payload.get("error"), hidden)
    description = _clean(payload.get("error_description"), hidden)
    return error.from_oauth(code, description, status)


def _clean(value: Any, hidden: Sequence[str]) -> str | None:
    """Return words from outside as one short line, without what was sent as a secret."""
    if not isinstance(value, str):
        return None
    for secret in hidden:
        value = value.replace(secret, REDACTED)
    line = "".join(c if c.isprintable() else " " for c in value)[:LONGEST_DESCRIPTION]
    return line.strip() or None


def _bare(response: requests.Response) -> requests.Response:
    """Return what decides about sending again, and nothing that could hold a secret."""
    bare = requests.Response()
    bare.status_code = response.status_code
    if "Retry-After" in response.headers:
        bare.headers["Retry-After"] = response.headers["Retry-After"]
    return bare
