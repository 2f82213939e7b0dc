"""The token endpoint of OAuth: how its answers are read, and what its errors may say."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import requests

from . import error
from .request import Request
from .response import REDACTED
from .transport import Transport

__all__ = ["TokenTransport", "refusal"]


SECRET_FIELDS = (
    "access_token",
    "client_secret",
    "code",
    "code_verifier",
    "refresh_token",
    "token",
)
LONGEST_DESCRIPTION = 500


class TokenTransport(Transport):
    """Sends forms to the token endpoint, whose answers have no envelope.

    Neither requests nor answers are carried by its errors: both are full of secrets.
    """

    def __init__(self, session: requests.Session) -> None:
        super().__init__(session, _unsigned, _unobserved)

    def _redirect(self, request: Request, response: requests.Response) -> str | None:
        return None

    def _outcome(
        self, request: Request, response: requests.Response, body: bytes | None
    ) -> dict[str, Any] | error.AsanaError:
        status = response.status_code
        if status == 429 or status >= 500:
            return error.from_response(_bare(response))
        payload = _payload(body)
        if status >= 400 or "error" in payload:
            return refusal(payload, status, self._secrets(request))
        if status >= 300:
            return error.InvalidResponseError("Invalid Response: redirected elsewhere", status)
        if body is None:
            return error.InvalidResponseError("Invalid Response: too large", status)
        return {"text": body.decode("utf-8", "replace")}

    def _secrets(self, request: Request) -> list[str]:
        """Return what a refusal may not repeat: what was sent, and the present token."""
        body = request.body if isinstance(request.body, bytes) else b""
        token = getattr(self.session, "token", {})
        fields = [*parse_qsl(body.decode()), *token.items()]
        found = {value for name, value in fields if name in SECRET_FIELDS and value}
        return sorted(map(str, found), key=len, reverse=True)  # one may be the start of another


def _unsigned(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the request alone: the token endpoint sees no bearer, and nothing of .netrc."""
    return prepared


def _unobserved(sent: Mapping[str, Any], received: Mapping[str, str]) -> None:
    """Take no notice of headers: announced changes are those of the API."""


def _payload(body: bytes | None) -> Mapping[str, Any]:
    try:
        payload = json.loads(body or b"")
    except (ValueError, RecursionError):
        payload = None
    return payload if isinstance(payload, dict) else {}


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
