"""Many threads, one refresh."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import asana
from asana import error
from tests import faults
from tests.faults import Act, FaultServer, Gauge, Wire, failure, hang_up, reply
from tests.oauth.app import (
    ACCESS,
    DONE,
    NEW_ACCESS,
    REFUSED,
    RENEWED,
    Serve,
    Sleeps,
    bearers,
    expired,
    oauth,
    saved,
    session_of,
)


def many(client: asana.Client, threads: int = 16) -> list[Any]:
    """Call from many threads at once; return the results or the exceptions."""
    start = threading.Barrier(threads)

    def call(_: int) -> Any:
        start.wait(10)
        try:
            return client.get("/x")
        except asana.AsanaError as failed:
            return failed

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(call, range(threads)))


def two_servers(serve: Serve, api: list[Act], tokens: list[Act], **keywords: Any) -> Any:
    """Return a client, the server of the API, and the server of its token endpoint."""
    server, endpoint = serve(*api), serve(*tokens)
    client = oauth(server, **keywords)
    session_of(client).token_url = f"http://127.0.0.1:{endpoint.port}/-/oauth_token"
    return client, server, endpoint


class Waiting:
    """Counts the threads that need a new token from a session."""

    def __init__(self, session: Any) -> None:
        self.count = 0
        self._join = session._turns.join
        self._came = threading.Condition()
        session._turns.join = self

    def __call__(self) -> Any:
        with self._came:
            self.count += 1
            self._came.notify_all()
        return self._join()

    def all_of(self, threads: int, act: Act) -> Act:
        """Respond when all of them have arrived."""

        def late(wire: Wire) -> bool:
            with self._came:
                assert self._came.wait_for(lambda: self.count >= threads, 10)
            return act(wire)

        return late


def test_many_threads_with_an_expired_token_make_one_refresh(serve: Serve) -> None:
    updated: list[Any] = []
    client, server, endpoint = two_servers(
        serve, [DONE], [RENEWED], token=expired(), token_updater=updated.append
    )
    endpoint.acts = [Waiting(session_of(client)).all_of(16, RENEWED)]
    assert many(client) == [{"gid": "1"}] * 16
    assert len(endpoint.requests) == len(updated) == 1
    assert set(bearers(server)) == {f"Bearer {NEW_ACCESS}"}


def test_many_threads_whose_token_is_refused_make_one_refresh(serve: Serve) -> None:
    together = threading.Barrier(16)

    def refuse(wire: Wire) -> bool:
        together.wait(10)  # all have sent the old token before any of them is rejected
        return REFUSED(wire)

    client, server, endpoint = two_servers(serve, [refuse] * 16 + [DONE], [RENEWED], token=saved())
    assert many(client) == [{"gid": "1"}] * 16
    assert len(endpoint.requests) == 1
    assert bearers(server) == [f"Bearer {ACCESS}"] * 16 + [f"Bearer {NEW_ACCESS}"] * 16


def test_threads_that_wait_for_a_refresh_share_its_failure(serve: Serve) -> None:
    client, server, endpoint = two_servers(serve, [DONE], [RENEWED], token=expired())
    endpoint.acts.insert(0, Waiting(session_of(client)).all_of(16, hang_up))
    failed = many(client)
    assert {type(each) for each in failed} == {error.OAuthUnavailableError}
    assert len({id(each) for each in failed}) == 16
    assert len(endpoint.requests) == 1
    assert server.requests == []
    assert client.get("/x") == {"gid": "1"}


def test_no_thread_waits_for_a_refresh_beyond_its_deadline(
    serve: Serve, advance: Callable[[float], None]
) -> None:
    hold = threading.Event()

    def held(wire: Wire) -> bool:
        hold.wait(10)
        return hang_up(wire)

    drip = faults.drip(*faults.SLOW_BODY, advance)
    client, _, endpoint = two_servers(serve, [DONE], [held, drip], token=expired())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/x")
        while not endpoint.requests:
            time.sleep(0.001)
        with pytest.raises(error.DeadlineExceededError):
            client.get("/x", deadline=0.1)
        assert not first.done()
        hold.set()
        with pytest.raises(error.OAuthUnavailableError):
            first.result()
    with pytest.raises(error.OAuthUnavailableError) as caught:
        client.get("/x", deadline=10)
    assert isinstance(caught.value.cause, error.DeadlineExceededError)


# -- rate limits and outages of the token endpoint


def counts(endpoint: FaultServer, *acts: Act) -> Gauge:
    """Make the token endpoint count concurrent requests."""
    gauge = Gauge(1)

    def counted(act: Act) -> Act:
        def answer(wire: Wire) -> bool:
            gauge.hold(wire)
            return act(wire)

        return answer

    endpoint.acts = [counted(act) for act in acts]
    return gauge


@pytest.mark.parametrize("headers", [{"Retry_After": "7"}, {}])
def test_threads_wait_out_a_rate_limit_of_the_token_endpoint_together(
    serve: Serve, sleeps: Sleeps, headers: dict[str, str]
) -> None:
    client, server, endpoint = two_servers(serve, [DONE], [RENEWED], token=expired())
    limited = failure(429, **headers)
    gauge = counts(endpoint, limited, limited, RENEWED)
    assert many(client) == [{"gid": "1"}] * 16
    assert len(endpoint.requests) == 3
    assert gauge.most == 1
    assert len(sleeps) == 2
    if headers:
        assert sleeps == [7.0, 7.0]
    assert set(bearers(server)) == {f"Bearer {NEW_ACCESS}"}


@pytest.mark.parametrize("status", [429, 503])
def test_no_thread_asks_the_token_endpoint_before_the_time_that_it_told(
    serve: Serve, advance: Callable[[float], None], status: int
) -> None:
    down = failure(status, Retry_After="60")
    client, server, endpoint = two_servers(
        serve, [DONE], [down, RENEWED], token=expired(), deadline=20
    )
    failed = many(client)
    assert {type(each) for each in failed} == {error.OAuthUnavailableError}
    with pytest.raises(error.OAuthUnavailableError) as caught:
        client.get("/x")
    assert isinstance(caught.value.cause, error.RateLimitEnforcedError)
    assert 50 < (caught.value.cause.retry_after or 0) <= 60
    with pytest.raises(error.OAuthUnavailableError):
        session_of(client).refresh_token()
    with pytest.raises(error.OAuthUnavailableError):
        session_of(client).revoke()
    assert len(endpoint.requests) == 1
    assert server.requests == []
    advance(61)
    assert client.get("/x") == {"gid": "1"}
    assert len(endpoint.requests) == 2


def test_a_call_with_enough_time_waits_for_the_token_endpoint(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, advance: Callable[[float], None]
) -> None:
    sleeps: Sleeps = []

    def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        advance(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    down = failure(429, Retry_After="60")
    client, _, endpoint = two_servers(serve, [DONE], [down, RENEWED], token=expired())
    with pytest.raises(error.OAuthUnavailableError):
        client.get("/x", deadline=20)
    assert client.get("/x", deadline=200) == {"gid": "1"}
    assert len(sleeps) == 1
    assert 50 < sleeps[0] <= 60
    assert len(endpoint.requests) == 2


def test_a_failure_for_want_of_time_is_not_that_of_calls_with_more(serve: Serve) -> None:
    client, _, endpoint = two_servers(serve, [DONE], [RENEWED], token=expired())
    waiting = Waiting(session_of(client))
    endpoint.acts = [faults.silence, RENEWED]
    with ThreadPoolExecutor(2) as pool:
        hasty = pool.submit(client.get, "/x", deadline=0.3)
        endpoint.wait_arrived(1)
        patient = pool.submit(client.get, "/x")
        assert patient.result(10) == {"gid": "1"}
        with pytest.raises(error.OAuthUnavailableError):
            hasty.result(10)
    assert waiting.count == 3
    assert len(endpoint.requests) == 2


# -- clocks


def test_a_clock_that_jumps_renews_a_token_neither_always_nor_never(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = [0.0]
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + ahead[0])

    def jump(seconds: float) -> Act:
        def act(wire: Wire) -> bool:
            ahead[0] += seconds
            return RENEWED(wire)

        return act

    day = 86400.0
    client, server, endpoint = two_servers(
        serve, [DONE], [jump(day), jump(-2 * day), jump(day), RENEWED], token=expired()
    )
    for renewals in (1, 1):  # the clock moves forward during the refresh
        client.get("/x")
        assert len(endpoint.requests) == renewals
    ahead[0] += day  # and once more, permanently
    for renewals in (2, 2):  # it moves backward during that refresh
        client.get("/x")
        assert len(endpoint.requests) == renewals
    server.acts = [REFUSED, DONE]  # the token expires although the clock says otherwise
    ahead[0] -= 30 * day
    client.get("/x")
    client.get("/x")
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize(
    "fields",
    [
        '"expires_in": 0',
        '"expires_in": -5',
        '"expires_in": "-5"',
        '"expires_in": null',
        '"expires_in": false',
        '"expires_in": 1e-9',
        '"expires_in": true, "expires_at": null',
        '"expires_at": SOON',
        f'"expires_in": {10**400}',
        '"expires_at": 5',
        '"expires_at": "soon"',
        '"expires_at": NaN',
        '"expires_at": []',
        '"expires_in": 3600, "expires_at": 5',
    ],
)
def test_a_new_token_is_used_more_than_once_whatever_it_says_of_its_end(
    serve: Serve, fields: str
) -> None:
    fields = fields.replace("SOON", str(time.time() + 40))
    body = f'{{"access_token": "{NEW_ACCESS}", {fields}}}'
    client, server, endpoint = two_servers(
        serve, [DONE], [reply(200, body.encode())], token=expired()
    )
    for _ in range(3):
        client.get("/x")
    assert len(endpoint.requests) == 1
    server.acts = [REFUSED, DONE]
    client.get("/x")
    assert len(endpoint.requests) == 2


def test_a_call_does_not_fail_because_another_refresh_token_is_refused(serve: Serve) -> None:
    held = threading.Event()

    def refused(wire: Wire) -> bool:
        held.wait(10)
        return reply(400, b'{"error": "invalid_grant"}')(wire)

    client, _, endpoint = two_servers(serve, [DONE], [refused, RENEWED], token=expired())
    session = session_of(client)
    with ThreadPoolExecutor(2) as pool:
        wrong = pool.submit(session.refresh_token, refresh_token="wrong")
        endpoint.wait_arrived(1)
        waiting = Waiting(session)
        call = pool.submit(client.get, "/x")
        while not waiting.count:
            time.sleep(0.001)
        held.set()
        assert call.result(10) == {"gid": "1"}
        with pytest.raises(error.OAuthGrantError):
            wrong.result(10)
