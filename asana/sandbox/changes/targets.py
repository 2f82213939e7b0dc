"""Requests to the targets of webhooks, which must be on this machine unless others are allowed."""

import hmac
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

import requests

from asana.sandbox.errors import forbidden, invalid
from asana.sandbox.loopback import is_loopback

TIMEOUT = 10.0  # seconds to connect, and to wait for each part of the response

_SILENT = (
    "The remote server which is intended to receive the webhook did not respond with the "
    "handshake secret."
)
_WRONG_STATUS = (
    "The remote server which is intended to receive the webhook responded with an incorrect HTTP "
    "status code: {}"
)
_MAX_CONTENT = 1000  # bytes of an error response that are stored


def check(target: Any, remote: bool = False) -> str:
    """Return the URL to call; 400 if it is malformed, 403 if it is on another machine.

    With `remote`, it can be on any machine.
    """
    try:
        prepared = requests.Request("POST", target).prepare().url or ""
        host = urlsplit(prepared).hostname or ""
    except (requests.RequestException, ValueError, AttributeError, TypeError):
        raise invalid(f"target: Value is not a URL: {target}") from None
    if urlsplit(prepared).scheme not in ("http", "https"):
        raise invalid(f"target: Value is not a URL: {target}")
    if not remote and not is_loopback(host):
        raise forbidden(
            f"target: The sandbox calls this machine only, not {host}, "
            "unless it is started with remote webhooks allowed."
        )
    return prepared


def shake_hands(target: str) -> str:
    """Send a new secret to a target and return it; 400 unless the target echoes it."""
    secret = secrets.token_hex(32)
    try:
        with _post(target, b"{}", {"X-Hook-Secret": secret}) as reply:
            status, echo = reply.status_code, reply.headers.get("X-Hook-Secret", "")
    except requests.RequestException:
        raise invalid(_SILENT) from None
    if not 200 <= status < 300:
        raise invalid(_WRONG_STATUS.format(status))
    if not hmac.compare_digest(echo.encode(), secret.encode()):
        raise invalid(_SILENT)
    return secret


def deliver(target: str, secret: str, events: list[dict[str, Any]]) -> str | None:
    """Send signed events to a target, and return None or the failure."""
    body = json.dumps({"events": events}).encode()
    signature = hmac.new(secret.encode(), body, "sha256").hexdigest()
    try:
        with _post(target, body, {"X-Hook-Signature": signature}) as reply:
            if 200 <= reply.status_code < 300:
                return None
            content = next(reply.iter_content(_MAX_CONTENT), b"")
            return content.decode("utf-8", "replace") or f"HTTP status {reply.status_code}"
    except requests.RequestException as error:
        return type(error).__name__


def _post(target: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    # Proxies and passwords from the environment must not be used for targets.
    with requests.Session() as session:
        session.trust_env = False
        return session.post(
            target,
            data=body,
            headers={"Content-Type": "application/json", **headers},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
