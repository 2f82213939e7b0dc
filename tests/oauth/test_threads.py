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
from tests.faults import Act, Wire, hang_up
from tests.oauth.app import (
    ACCESS,
    DONE,
    NEW_ACCESS,
    REFUSED,
    RENEWED,
    Serve,
    bearers,
    expired,
    oauth,
    saved,
    session_of,
)


def many(client: asana.Client, threads: int = 16) -> list[Any]:
    """Call from many threads at once; return the results, or what was raised."""
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
    """Stands for the lock of a session, and counts who has come to it."""

    def __init__(self, session: Any) -> None:
        self.count = 0
        self._lock = session._lock
        self._came = threading.Condition()
        session._lock = self

    def acquire(self, **how: Any) -> Any:
        with self._came:
            self.count += 1
            self._came.notify_all()
        return self._lock.acquire(**how)

    def release(self) -> None:
        self._lock.release()

    def all_of(self, threads: int, act: Act) -> Act:
        """Answer when all of them have come."""

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
        together.wait(10)  # all have shown the old token before any is refused
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
