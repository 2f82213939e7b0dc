"""Clients of each kind, ways to list, and the requests that a server received from them."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import requests

import asana
from asana.session import AsanaOAuth2Session
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, Received, data, page

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]
Sleeps = list[float]

DONE = data({"gid": "1"})


def two_pages() -> list[Act]:
    return [page([{"gid": "1"}], "A"), page([{"gid": "2"}], None)]


def _with_token(kind: type[asana.Client], **options: Any) -> asana.Client:
    return kind.access_token(TOKEN, **options)


def _with_oauth(kind: type[asana.Client], **options: Any) -> asana.Client:
    token = {"access_token": TOKEN, "token_type": "bearer"}
    return kind.oauth(client_id="42", client_secret="secret", token=token, **options)


def _with_a_session(kind: type[asana.Client], **options: Any) -> asana.Client:
    return kind(AsanaOAuth2Session(token={"access_token": TOKEN}), **options)


def _with_basic_auth(kind: type[asana.Client], **options: Any) -> asana.Client:
    return kind.basic_auth(TOKEN, **options)


Make = Callable[..., asana.Client]

MAKERS: dict[str, Make] = {
    "access_token": _with_token,
    "oauth": _with_oauth,
    "session": _with_a_session,
    "basic_auth": _with_basic_auth,
}
"""Ways to create a client, each with a class and options."""


def _items(tasks: Callable[..., Any], **options: Any) -> list[Any]:
    return [task["gid"] for task in tasks(**options)]


def _pages(tasks: Callable[..., Any], **options: Any) -> list[Any]:
    found = tasks(iterator_type="pages", **options)
    return [task["gid"] for page in found for task in page]


def _payloads(tasks: Callable[..., Any], **options: Any) -> list[Any]:
    found = tasks(iterator_type="pages", full_payload=True, **options)
    return [task["gid"] for page in found for task in page["data"]]


LISTINGS: dict[str, Callable[..., list[Any]]] = {
    "items": _items,
    "prefetched": lambda tasks, **options: _items(tasks, prefetch=True, **options),
    "pages": _pages,
    "payloads": _payloads,
}
"""Ways to read a whole listing, each with the method that lists."""


def targets(server: FaultServer) -> list[str]:
    """The paths below the base URL, with their queries."""
    return [request.target.split("/api/1.0")[1] for request in server.requests]


def parts(request: Received) -> list[tuple[str, bytes]]:
    """The parts of a multipart body: the head of each, and its content."""
    boundary = request.headers["content-type"].split("boundary=")[1].encode()
    pieces = request.body.split(b"--" + boundary)[1:-1]
    found = []
    for piece in pieces:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        found.append((head.decode(), content.removesuffix(b"\r\n")))
    return found


def response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> requests.Response:
    """A response as tests create it manually."""
    made = requests.Response()
    made.status_code = status
    made.headers.update(headers or {})
    made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return made


def answered(*payloads: Any) -> Act:
    """Respond to a batch with one success for each payload."""
    return data([{"status_code": 200, "body": {"data": payload}} for payload in payloads])
