"""An app, its tokens, and the responses of the token endpoint; all secrets are canaries."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import asana
from asana.session import AsanaOAuth2Session
from tests import faults
from tests.faults import Act, FaultServer, data, failure, hang_up, reply, reset

Serve = Callable[..., FaultServer]
Sleeps = list[float]

# Each canary is recognizable wherever it leaks.
ACCESS, NEW_ACCESS = "0/access-canary", "0/new-access-canary"
REFRESH, NEW_REFRESH = "0/refresh-canary", "0/new-refresh-canary"
SECRET, CODE, VERIFIER = "secret-canary", "0/code-canary", "verifier-canary-" + "v" * 40
SECRETS = (ACCESS, NEW_ACCESS, REFRESH, NEW_REFRESH, SECRET, CODE, VERIFIER)

OOB = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "https://app.example/callback"
DONE = data({"gid": "1"})
REFUSED = failure(401, "Not Authorized")


def answer(status: int = 200, **fields: Any) -> Act:
    return reply(status, json.dumps(fields).encode(), Content_Type="application/json")


GRANTED = answer(
    access_token=NEW_ACCESS,
    token_type="bearer",
    expires_in=3600,
    refresh_token=NEW_REFRESH,
    data={"gid": "7", "name": "Greg"},
)
RENEWED = answer(access_token=NEW_ACCESS, token_type="bearer", expires_in=3600)

UNUSABLE: dict[str, Act] = {
    "reset": reset,
    "closed": hang_up,
    "cut": faults.raw(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"access_token":'),
    "500": failure(500, NEW_ACCESS),
    "502 with HTML": reply(502, b"<html>"),
    "503 with Retry-After": failure(503, Retry_After="1"),
    "HTML": reply(200, b"<html>" + NEW_ACCESS.encode()),
    "empty": reply(200),
    "a list": reply(200, json.dumps([NEW_ACCESS]).encode()),
    "text": reply(200, json.dumps(NEW_ACCESS).encode()),
    "JSON that is cut": reply(200, f'{{"access_token": "{NEW_ACCESS}", '.encode()),
    "JSON too deep": faults.too_deep,
    "no token": answer(token_type="bearer", refresh_token=NEW_REFRESH),
    "a token that is none": answer(access_token=f"{NEW_ACCESS}\r\nX: y", token_type="bearer"),
    "a token that is a number": answer(access_token=5, token_type="bearer"),
    "a senseless expiry": answer(access_token=NEW_ACCESS, expires_in="soon"),
    "an endless expiry": reply(
        200, f'{{"access_token":"{NEW_ACCESS}","expires_in":1e999}}'.encode()
    ),
    "redirect 302": reply(302, Location="/elsewhere"),
    "redirect 307": reply(307, Location="/elsewhere"),
}


def saved(**more: Any) -> dict[str, Any]:
    token = {"access_token": ACCESS, "token_type": "bearer", "refresh_token": REFRESH}
    return {**token, **more}


def expired() -> dict[str, Any]:
    return saved(expires_in=3600, expires_at=time.time() - 5)


def session_of(client: asana.Client) -> AsanaOAuth2Session:
    assert isinstance(client.session, AsanaOAuth2Session)
    return client.session


def oauth(server: FaultServer | None = None, **keywords: Any) -> asana.Client:
    if server is not None:
        keywords.setdefault("base_url", server.base_url)
    keywords.setdefault("client_secret", SECRET)
    keywords.setdefault("redirect_uri", CALLBACK)
    keywords.setdefault("pkce", True)
    return asana.Client.oauth("42", **keywords)


def query(url: str) -> dict[str, str]:
    found = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert all(len(values) == 1 for values in found.values())
    return {name: values[0] for name, values in found.items()}


def form(request: faults.Received) -> dict[str, str]:
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in request.headers
    return dict(parse_qsl(request.body.decode(), strict_parsing=True))


def bearers(server: FaultServer) -> list[str]:
    return [r.headers["authorization"] for r in server.requests if "authorization" in r.headers]


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def fetch(session: AsanaOAuth2Session) -> None:
    _, state = session.authorization_url()
    session.fetch_token(code=CODE, state=state)
