"""Adapters mounted on the session."""

from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter

import asana
from asana import error
from tests import faults
from tests.conftest import TOKEN
from tests.faults import failure
from tests.requests_features.work import (
    ACTS,
    ANSWERS,
    DONE,
    Connect,
    Serve,
    Sleeps,
    respond,
    see_that_all_arrived,
    work,
)


class CountingAdapter(HTTPAdapter):
    """A user's own adapter that does something at each request."""

    calls = 0

    def send(self, request: requests.PreparedRequest, *args: Any, **how: Any) -> requests.Response:
        self.calls += 1
        request.headers["X-Adapter"] = "mine"
        return super().send(request, *args, **how)


def test_a_mounted_adapter_sends_by_its_own_way(connect: Connect) -> None:
    client, server = connect(*ACTS)
    adapter = CountingAdapter()
    client.session.mount(server.base_url, adapter)
    work(client)
    see_that_all_arrived(server)
    assert adapter.calls == len(ANSWERS)
    assert {request.headers["x-adapter"] for request in server.requests} == {"mine"}


def test_the_nearest_adapter_sends(connect: Connect, serve: Serve) -> None:
    client, server = connect(DONE)
    other = serve(DONE)
    near, far = CountingAdapter(), CountingAdapter()
    client.session.mount("http://", far)
    client.session.mount(server.base_url, near)
    client.get("/x")
    client.options["base_url"] = other.base_url
    client.get("/x")
    client.get("/x")
    assert (near.calls, far.calls) == (1, 2)


@pytest.mark.parametrize("status", [429, 503])
def test_a_plain_adapter_takes_the_place_of_ours(
    connect: Connect, sleeps: Sleeps, status: int
) -> None:
    client, server = connect(failure(status, Retry_After="3"), *ACTS)
    client.session.mount("http://", HTTPAdapter())
    work(client)
    del server.requests[0]
    see_that_all_arrived(server)
    assert (server.connections, sleeps) == (1, [3.0])


def test_a_plain_adapter_reports_what_ours_would(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(faults.reset, faults.hang_up, DONE)
    client.session.mount("http://", HTTPAdapter())
    assert client.get("/x") == {"gid": "1"}
    server.acts = [faults.hang_up]
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.post("/x")
    assert isinstance(caught.value.cause, error.ConnectionFailedError)
    assert sleeps == [1.0, 2.0]


class Inside(BaseAdapter):
    """Responds in this process, with :data:`ANSWERS` in order."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.left = list(ANSWERS)
        self.sent: list[requests.PreparedRequest] = []
        self.how: list[dict[str, Any]] = []

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, **how: Any
    ) -> requests.Response:
        self.sent.append(request)
        self.how.append(how)
        return respond(self.kind, self.left.pop(0), request)

    def close(self) -> None:
        pass


# Most handwritten mocks return the last kind.
RESPONSES = [
    "of urllib3",
    "with a file",
    "with its content",
]


@pytest.mark.parametrize("kind", RESPONSES)
def test_an_adapter_may_answer_in_this_process(kind: str, sleeps: Sleeps) -> None:
    client = asana.Client.access_token(TOKEN, timeout=(3, 4), max_retries=0)
    inside = Inside(kind)
    client.session.mount("https://app.asana.com", inside)
    work(client)
    assert [sent.path_url.partition("?")[0] for sent in inside.sent] == [
        "/api/1.0" + answer.path for answer in ANSWERS
    ]
    assert {sent.headers["Authorization"] for sent in inside.sent} == {f"Bearer {TOKEN}"}
    assert inside.how[0].keys() == {"stream", "timeout", "verify", "cert", "proxies"}
    assert inside.how[0]["timeout"] == (3, 4)
