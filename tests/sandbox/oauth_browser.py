"""A user with a browser, and an app that requests access, for the OAuth tests."""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import parse_qs

import requests

from asana.sandbox.web.server import Sandbox

OOB = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "http://127.0.0.1:8000/callback?from=asana"
SECRET = "secret-canary"
STATE = "state-canary-0123456789"
VERIFIER = "verifier-canary-" + "v" * 40
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:43]
APP = {"client_id": "app", "client_secret": SECRET}
CLIENTS: list[dict[str, Any]] = [
    {**APP, "name": "Bean <counter>", "redirect_uris": [CALLBACK, OOB]},
    {"client_id": "other", "client_secret": "other secret", "redirect_uris": CALLBACK},
    {"client_id": "small", "client_secret": "small secret", "scopes": "tasks:read users:read"},
]


class Browser:
    """A user who sees the consent page and presses one of its buttons."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.origin = sandbox.base_url.removesuffix("/api/1.0")
        self.session = requests.Session()

    def url(self, **changes: str | None) -> str:
        asked = {
            "client_id": "app",
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "state": STATE,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        address = f"{self.origin}/-/oauth_authorize"
        return str(requests.Request("GET", address, params=given).prepare().url)

    def open(self, url: str) -> requests.Response:
        return self.session.get(url, timeout=10, allow_redirects=False)

    def press(self, page: requests.Response, answer: str, **fields: str) -> requests.Response:
        """Submit the form of a page."""
        assert page.status_code == 200, page.text
        (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page.text)
        (user,) = re.findall(r'value="(\d+)" selected', page.text)
        form = {"ticket": ticket, "user": user, "answer": answer, **fields}
        return self.session.post(
            f"{self.origin}/-/oauth_authorize", data=form, timeout=10, allow_redirects=False
        )

    def code(self, url: str, **fields: str) -> str:
        """Allow the request of a URL; return the code."""
        code: str = came_back(self.press(self.open(url), "allow", **fields))["code"]
        return code

    def post(self, name: str, **form: str | None) -> requests.Response:
        return requests.post(f"{self.origin}/-/oauth_{name}", data=form, timeout=10)

    def exchange(self, code: str, /, **changes: str | None) -> requests.Response:
        form = {
            **APP,
            "grant_type": "authorization_code",
            "redirect_uri": CALLBACK,
            "code": code,
            "code_verifier": VERIFIER,
        }
        return self.post("token", **(form | changes))

    def token(self, **changes: str | None) -> dict[str, Any]:
        """The response to a code for the request of a URL with these changes."""
        reply = self.exchange(self.code(self.url(**changes)))
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def refresh(self, refresh_token: str, **changes: str) -> requests.Response:
        form = {**APP, "grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.post("token", **(form | changes))

    def call(self, access_token: str, verb: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {access_token}"}
        url = f"{self.origin}/api/1.0{path}"
        return requests.request(verb, url, headers=headers, timeout=10, **how)


def came_back(reply: requests.Response) -> dict[str, str]:
    """The parameters with which the user was redirected to the app."""
    assert reply.status_code == 302, reply.text
    address, _, query = reply.headers["Location"].partition("?")
    assert address == CALLBACK.partition("?")[0]
    found = {name: values[0] for name, values in parse_qs(query).items()}
    assert found.pop("from") == "asana"
    return found


def refusal(reply: requests.Response) -> tuple[int, str, str]:
    problem = reply.json()
    assert problem["error_uri"].startswith("https://asana.com/")
    assert "/" not in reply.text  # Asana escapes it
    return reply.status_code, problem["error"], problem["error_description"]
