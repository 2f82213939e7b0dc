"""Clients as created in tests for python-asana, and the waits that such tests count."""

import io
import time
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import Act, FaultServer, data, failure, page, reply
from tests.old_code.work import DONE, MAKERS, Connect, Serve, Sleeps, answered

NOTHING = reply(200, b'{"data": [], "sync": "S1"}')
SOMETHING = reply(200, b'{"data": [{"action": "added"}], "sync": "S2"}')


@pytest.mark.parametrize(
    "base_url",
    [
        "http://app",
        "http://app/",
        "http://app/api/1.0/",
        "https://app.example/gateway/asana/v1",
        "http://127.0.0.1:8080",
        "http://[::1]:8080/x",
    ],
)
@pytest.mark.parametrize("maker", ["bare", *MAKERS])
def test_a_base_url_may_have_any_path(base_url: str, maker: str) -> None:
    options: dict[str, Any] = {"base_url": base_url, "poll_interval": 0}
    client = asana.Client(**options) if maker == "bare" else MAKERS[maker](asana.Client, **options)
    assert client.options["base_url"] == base_url.rstrip("/")
    assert client.options["poll_interval"] == 0


@pytest.mark.parametrize("path", ["", "/", "/v1", "/a/b/c/"])
def test_requests_go_below_any_base_url(serve: Serve, path: str) -> None:
    server = serve(DONE)
    url = f"http://127.0.0.1:{server.port}{path}"
    client = asana.Client(base_url=url, poll_interval=0)
    client.users.me()
    assert server.requests[0].target == f"{path.rstrip('/')}/users/me"


@pytest.mark.parametrize("how", ["client", "options", "defaults", "call"])
def test_a_poll_interval_of_zero_does_not_pause(
    serve: Serve, sleeps: Sleeps, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    server = serve(NOTHING, NOTHING, NOTHING, SOMETHING)
    client = client_of(server, **({"poll_interval": 0} if how == "client" else {}))
    if how == "options":
        client.options["poll_interval"] = 0
    if how == "defaults":
        monkeypatch.setitem(asana.Client.DEFAULTS, "poll_interval", 0)
    call: dict[str, Any] = {"poll_interval": 0} if how == "call" else {}
    found, sync = client.events.get_next({"resource": "1", "sync": "S0"}, **call)
    assert (found, sync) == ([{"action": "added"}], "S2")
    assert sum(sleeps) == 0
    assert len(server.requests) == 4


def test_a_poll_interval_of_zero_holds_for_iterators_and_jobs(serve: Serve, sleeps: Sleeps) -> None:
    client = client_of(serve(NOTHING, NOTHING, SOMETHING), poll_interval=0)
    assert next(client.events.get_iterator({"resource": "1", "sync": "S0"}))["action"] == "added"
    waiting, done = ({"gid": "1", "status": s} for s in ("in_progress", "succeeded"))
    client = client_of(serve(data(waiting), data(done)), poll_interval=0)
    job: Any = client.jobs.wait("1", poll_interval=0)
    assert job == done
    assert sum(sleeps) == 0


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), True, "0", "5"])
def test_other_poll_intervals_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="poll_interval"):
        asana.Client(poll_interval=value)


# -- waits after a rate limit


def limited(seconds: str) -> Act:
    return failure(429, Retry_After=seconds)


PAGE = page([{"gid": "1"}], "A")
LAST = page([{"gid": "2"}], None)

CALLS: dict[str, tuple[Any, list[Act]]] = {
    "get": (lambda c: c.users.me(), [DONE]),
    "post": (lambda c: c.tasks.create(name="x"), [DONE]),
    "put": (lambda c: c.tasks.update("1", name="x"), [DONE]),
    "delete": (lambda c: c.tasks.delete("1"), [data({})]),
    "upload": (lambda c: c.attachments.create_on_task("1", b"x", "n.txt"), [DONE]),
    "download": (
        lambda c: c.download(f"{c.options['base_url']}/f", io.BytesIO()),
        [reply(200, b"content")],
    ),
    "listing": (lambda c: list(c.tasks.find_by_project("1")), [LAST]),
    "prefetch": (lambda c: list(c.tasks.find_by_project("1", prefetch=True)), [LAST]),
    "one page": (lambda c: c.tasks.find_by_project("1", iterator_type=None), [LAST]),
    "events": (lambda c: c.events.get_next({"resource": "1", "sync": "s"}), [SOMETHING]),
    "feed": (lambda c: next(c.events.feed("1", {"1": "s"})), [SOMETHING]),
    "map": (lambda c: list(c.map(c.tasks.find_by_id, ["1"])), [DONE]),
    "batch": (lambda c: batch_of(c).send(), [answered({"gid": "1"})]),
}


def batch_of(client: asana.Client) -> Any:
    batch = client.batch()
    batch.users.me()
    return batch


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("waits", [["3", "1"], ["3", "1", "2"], ["5", "5", "5"]])
def test_each_rate_limit_is_waited_out_once(
    connect: Connect, sleeps: Sleeps, call: str, waits: list[str]
) -> None:
    do, acts = CALLS[call]
    client, _ = connect(*map(limited, waits), *acts)
    do(client)
    assert sleeps == [float(wait) for wait in waits]


@pytest.mark.parametrize("maker", MAKERS)
def test_each_rate_limit_is_waited_out_once_by_any_client(
    serve: Serve, sleeps: Sleeps, maker: str
) -> None:
    server = serve(limited("3"), limited("1"), DONE)
    MAKERS[maker](asana.Client, base_url=server.base_url).users.me()
    assert sleeps == [3.0, 1.0]


def test_waits_between_pages_are_told_ones_only(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(limited("3"), limited("1"), PAGE, limited("2"), limited("4"), LAST)
    assert len(list(client.tasks.find_by_project("1"))) == 2
    assert sleeps == [3.0, 1.0, 2.0, 4.0]


def test_a_call_after_a_wait_begins_at_once(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(limited("30"), DONE)
    client.users.me()
    client.users.me()
    client.tasks.create(name="x")
    assert sleeps == [30.0]


def test_a_rate_limit_after_another_failure_is_waited_out_once(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, _ = connect(failure(500), limited("3"), failure(503, Retry_After="2"), DONE)
    client.users.me()
    assert sleeps == [1.0, 3.0, 2.0]


def test_rate_limits_without_a_header_are_waited_out(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(failure(429), failure(429), DONE)
    client.users.me()
    assert sleeps == [1.0, 2.0]


def test_a_frozen_clock_waits_once(
    connect: Connect, sleeps: Sleeps, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = connect(limited("3"), limited("1"), DONE)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    client.users.me()
    client.users.me()
    assert sleeps == [3.0, 1.0]


def test_a_second_client_does_not_wait_for_the_first(serve: Serve, sleeps: Sleeps) -> None:
    server: FaultServer = serve(limited("3"), DONE)
    first, second = client_of(server), client_of(server)
    first.users.me()
    second.users.me()
    assert sleeps == [3.0]
