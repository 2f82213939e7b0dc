"""Clients that are created or used while the clock is frozen."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import data, failure, page, reply
from tests.old_code.work import DONE, MAKERS, Serve, Sleeps

Freeze = Callable[[float], AbstractContextManager[None]]

MOMENTS = [0.0, 1000.0, 1.7e9]
"""The frozen time: seconds since boot, or since 1970."""

every_moment = pytest.mark.parametrize("moment", MOMENTS)


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Freeze:
    """Freeze all clocks of Python, as test libraries do."""

    @contextmanager
    def frozen(moment: float) -> Iterator[None]:
        with monkeypatch.context() as patch:
            for name in ("monotonic", "time", "perf_counter"):
                patch.setattr(time, name, lambda: moment)
            yield

    return frozen


@every_moment
@pytest.mark.parametrize("maker", MAKERS)
def test_a_client_made_while_the_clock_is_frozen_sends_again(
    serve: Serve, sleeps: Sleeps, freeze: Freeze, moment: float, maker: str
) -> None:
    server = serve(failure(500), failure(503), DONE, failure(500), DONE)
    with freeze(moment):
        client = MAKERS[maker](asana.Client, base_url=server.base_url)
        client.RETRY_JITTER = 0
    assert client.users.me() == {"gid": "1"}
    assert client.users.me() == {"gid": "1"}
    assert sleeps == [1.0, 2.0, 1.0]


@every_moment
def test_a_client_made_while_the_clock_is_frozen_waits_out_rate_limits(
    serve: Serve, sleeps: Sleeps, freeze: Freeze, moment: float
) -> None:
    server = serve(failure(429, Retry_After="3"), failure(429, Retry_After="1"), DONE)
    with freeze(moment):
        client = client_of(server)
    assert client.users.me() == {"gid": "1"}
    assert sleeps == [3.0, 1.0]


CALLS: dict[str, tuple[Any, Any]] = {
    "get": (lambda c: c.users.me(), DONE),
    "put": (lambda c: c.tasks.update("1", name="x"), DONE),
    "listing": (lambda c: list(c.tasks.find_by_project("1")), page([], None)),
    "prefetched": (lambda c: list(c.tasks.find_by_project("1", prefetch=True)), page([], None)),
    "events": (
        lambda c: c.events.get_next({"resource": "1", "sync": "s"}),
        reply(200, b'{"data": [{"n": 1}], "sync": "S2"}'),
    ),
    "upload": (lambda c: c.attachments.create_on_task("1", b"x", "n", retry_writes=True), DONE),
    "job": (lambda c: c.jobs.wait("1"), data({"gid": "1", "status": "succeeded"})),
}


@every_moment
@pytest.mark.parametrize("call", CALLS)
def test_a_call_while_the_clock_is_frozen_sends_again(
    serve: Serve, sleeps: Sleeps, freeze: Freeze, moment: float, call: str
) -> None:
    do, act = CALLS[call]
    server = serve(failure(500), failure(429, Retry_After="2"), failure(502), act)
    with freeze(moment):
        do(client_of(server))
    assert sleeps == [1.0, 2.0, 4.0]


@every_moment
def test_a_pause_while_the_clock_was_frozen_does_not_last(
    serve: Serve, sleeps: Sleeps, freeze: Freeze, moment: float
) -> None:
    server = serve(failure(429, Retry_After="30"), DONE)
    client = client_of(server)
    with freeze(moment):
        assert client.users.me() == {"gid": "1"}
    assert client.users.me() == {"gid": "1"}
    with freeze(moment):
        assert client.users.me() == {"gid": "1"}
    assert sleeps == [30.0]


@every_moment
def test_a_rate_limit_while_the_clock_was_frozen_does_not_hold_later_calls(
    serve: Serve, sleeps: Sleeps, freeze: Freeze, moment: float
) -> None:
    client = client_of(serve(DONE), rate_limit=60)
    with freeze(moment):
        for _ in range(3):
            client.users.me()
    sleeps.clear()
    assert client.users.me() == {"gid": "1"}
    assert sum(sleeps) <= 1


@every_moment
def test_resends_come_back_after_the_clock_was_frozen(
    serve: Serve,
    sleeps: Sleeps,
    freeze: Freeze,
    advance: Callable[[float], None],
    moment: float,
) -> None:
    server = serve(failure(500))
    with freeze(moment):
        client = client_of(server)
        for _ in range(30):
            with pytest.raises(asana.error.ServerError):
                client.users.me()
    with pytest.raises(asana.error.ServerError):
        client.users.me()
    advance(60)
    server.acts = [failure(500), failure(500), DONE]
    assert client.users.me() == {"gid": "1"}


@every_moment
@pytest.mark.parametrize("deadline", [1, 300, None])
def test_a_deadline_does_not_pass_while_the_clock_is_frozen(
    serve: Serve, freeze: Freeze, moment: float, deadline: float | None
) -> None:
    client = client_of(serve(DONE), deadline=deadline)
    with freeze(moment):
        assert client.users.me() == {"gid": "1"}
    assert client.users.me() == {"gid": "1"}


@every_moment
def test_a_token_is_renewed_by_the_frozen_time(serve: Serve, freeze: Freeze, moment: float) -> None:
    granted = reply(200, b'{"access_token": "NEW", "token_type": "bearer", "expires_in": 3600}')
    server = serve(granted, DONE)
    token = {
        "access_token": "OLD",
        "refresh_token": "R1",
        "expires_at": moment - 1,
        "expires_in": 3600,
    }
    with freeze(moment):
        client = asana.Client.oauth(
            client_id="42", client_secret="s", token=token, base_url=server.base_url
        )
        assert client.users.me() == {"gid": "1"}
    assert server.requests[1].headers["authorization"] == "Bearer NEW"
