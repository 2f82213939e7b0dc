"""Failures around a shared Redis: forks, slow handlers, clocks, silence, invalid URLs."""

import logging
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from asana.feed import Feed
from asana.sandbox import Sandbox
from asana.stores import (
    LeaseLostError,
    RedisOAuthToken,
    RedisSecrets,
    RedisTokens,
    RedisWindow,
    SharedRate,
)
from asana.stores import rate as module
from tests.fleet.conftest import RedisServer

GET, READ = "GET /tasks/{}", (1, 0)
KINDS: list[Callable[..., Any]] = [
    RedisOAuthToken,
    RedisSecrets,
    RedisTokens,
    RedisWindow,
    lambda url, **options: SharedRate(url, 60, **options),
]


def in_fork(call: Callable[[], Any]) -> Any:
    """Return the result of a call in a forked process, which has one minute."""
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    child = fork.Process(target=lambda: answers.put(call()))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    return answers.get()


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


# -- forks


@forks
def test_a_forked_process_does_not_lead_because_its_parent_does(redis_server: RedisServer) -> None:
    store = RedisTokens(redis_server.url)
    assert store.hold("1") == 1
    assert in_fork(lambda: store.hold("1")) is None
    assert store.hold("1") == 1


@forks
def test_a_forked_process_saves_nothing_with_the_number_of_its_parent(
    redis_server: RedisServer, redis_client: Any
) -> None:
    store = RedisTokens(redis_server.url)
    store.hold("1")
    redis_client.delete("{asana}:leader:1")  # as when the lease expires

    def save() -> bool:
        try:
            store.save("1", "late")
        except LeaseLostError:
            return False
        return True

    assert in_fork(save) is False
    assert store.load("1") is None


@forks
def test_a_rate_is_usable_in_a_process_forked_while_another_thread_used_it(
    redis_server: RedisServer,
) -> None:
    rate = SharedRate(redis_server.url, 600)
    rate.acquire(GET, 5, READ)
    with rate._lock:
        assert in_fork(lambda: rate.acquire(GET, 5, READ)) is None


# -- leases


def test_a_handler_that_outlasts_the_lease_keeps_its_place_if_nobody_took_over(
    redis_server: RedisServer, redis_client: Any
) -> None:
    slow = RedisTokens(redis_server.url)
    assert slow.hold("1") == 1
    redis_client.delete("{asana}:leader:1")
    slow.save("1", "handled")
    assert RedisTokens(redis_server.url).hold("1") is None  # the lease was renewed
    assert slow.load("1") == "handled"


def test_it_does_not_if_somebody_did_who_is_gone_again(redis_server: RedisServer) -> None:
    slow, other = (RedisTokens(redis_server.url) for _ in range(2))
    slow.hold("1")
    slow.release("1")
    assert other.hold("1") == 2
    other.release("1")
    with pytest.raises(LeaseLostError):
        slow.save("1", "late")


def test_a_process_that_never_led_saves_nothing(redis_server: RedisServer) -> None:
    with pytest.raises(LeaseLostError):
        RedisTokens(redis_server.url).save("1", "sync")


def test_the_lease_is_renewed_while_a_feed_waits(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    store = RedisTokens(redis_server.url, lease=3)
    holds: list[int] = []
    hold = store.hold

    def counted(resource: str) -> int | None:
        holds.append(1)
        return hold(resource)

    with Sandbox() as sandbox:
        feed = feed_of(sandbox, store, poll_interval=5)

        def wait(self: Feed, seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 5:
                self.stop()

        monkeypatch.setattr(Feed, "wait", wait)
        monkeypatch.setattr(store, "hold", counted)
        feed.poll()
        feed.commit()
        holds.clear()
        assert feed.page() == []
    assert waits == [1.0] * 5
    assert len(holds) == 1 + 4  # before the request, and between the waits


def feed_of(sandbox: Sandbox, store: RedisTokens, **options: Any) -> Feed:
    client = sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project(workspace=workspace, name="Followed")["gid"]
    return client.events.feed(project, store, **options)


def test_a_feed_that_is_stopped_lets_another_lead_at_once(redis_server: RedisServer) -> None:
    store = RedisTokens(redis_server.url)
    with Sandbox() as sandbox:
        feed = feed_of(sandbox, store)
        for change in feed:
            assert change["action"] == "resync"
            feed.stop()
        assert feed.fence is None
        other = RedisTokens(redis_server.url)
        assert other.hold(feed.resource) == 2
        assert other.load(feed.resource)


def test_a_feed_warns_of_what_is_handled_again(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    store, other = (RedisTokens(redis_server.url) for _ in range(2))
    with Sandbox() as sandbox:
        feed = feed_of(sandbox, store)
        feed.poll()
        store.release(feed.resource)
        other.hold(feed.resource)
        with caplog.at_level(logging.WARNING, "asana"):
            assert feed.poll() == []
    assert "another process follows the events of" in caplog.text


# -- the clock of the server


def test_a_clock_that_was_set_back_holds_nothing_back_for_longer_than_a_minute(
    redis_server: RedisServer, redis_client: Any
) -> None:
    rate = SharedRate(redis_server.url, 60)
    rate.acquire(GET, 1, READ)
    ahead = (time.time() + 3600) * 1000
    for key in ("minute", "searches", "reads"):
        redis_client.zadd(f"{{asana}}:rate:{key}", {f"old{n}": ahead for n in range(60)})
    with pytest.raises(TimeoutError, match=r"in (5\d|6[01])(\.\d+)? s"):
        rate.acquire("GET /workspaces/{}/tasks/search", 0, READ)


def test_nor_does_a_pause_or_a_place_in_flight(
    redis_server: RedisServer, redis_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEASE", 1)
    monkeypatch.setattr(module, "PAUSE", 1)
    rate = SharedRate(redis_server.url, 600)
    ahead = (time.time() + 3600) * 1000
    redis_client.zadd("{asana}:rate:reads", {f"old{n}": ahead for n in range(60)})
    redis_client.set("{asana}:rate:pause", "1", px=3_600_000)
    rate.acquire(GET, 10, READ)


# -- other clients of Redis, and a cluster


def use_all(url: Any) -> None:
    """Use each of the stores for its purpose."""
    rate = SharedRate(url, 60)
    rate.acquire(GET, 5, READ)
    rate.release(GET)
    rate.acquire("POST /batch", 5, (2, 3))
    rate.release("POST /batch")
    rate.pause(0.001)
    tokens = RedisTokens(url)
    assert tokens.hold("1") == 1
    tokens.save("1", "sync")
    assert tokens.load("1") == "sync"
    tokens.release("1")
    secrets = RedisSecrets(url)
    assert secrets.swap("a", None, "s\u00e9cret")
    assert secrets.get("a") == "s\u00e9cret"
    window = RedisWindow(url)
    assert window.enter([b"a", b"b"]) == {b"a", b"b"}
    window.leave({b"a", b"b"}, True)
    assert window.enter([b"a", b"c"]) == {b"c"}
    token = RedisOAuthToken(url)
    with token.lock(1):
        token.save({"access_token": "1"})
    assert token.load() == {"access_token": "1"}
    token.save({})
    assert token.load() is None


@pytest.mark.parametrize("options", [{}, {"decode_responses": True}, {"protocol": 3}])
def test_any_client_of_redis_will_do(redis_server: RedisServer, options: dict[str, Any]) -> None:
    import redis

    with redis.Redis.from_url(redis_server.url, **options) as client:
        use_all(client)


@pytest.mark.parametrize("decoded", [False, True])
def test_what_redis_lost_is_restored_by_any_client(
    redis_server: RedisServer, decoded: bool
) -> None:
    import redis

    with redis.Redis.from_url(redis_server.url, decode_responses=decoded) as client:
        rate = SharedRate(client, 12)
        for _ in range(5):
            rate.acquire(GET, 1, READ)
        client.flushall()
        rate.acquire(GET, 1, READ)
        assert client.zcard("{asana}:rate:minute") == 6


def test_all_keys_of_a_name_are_on_one_node_of_a_cluster(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    import redis

    server = RedisServer(tmp_path, "--cluster-enabled", "yes")
    server.start()
    try:
        with redis.Redis.from_url(server.url) as node:
            node.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            while b"cluster_state:ok" not in node.execute_command("CLUSTER", "INFO"):
                time.sleep(0.01)
        cluster: Any = redis.RedisCluster
        with cluster.from_url(server.url) as client:
            use_all(client)
    finally:
        server.stop()


# -- a Redis that does not respond, or fails at the wrong moment


@contextmanager
def silent() -> Iterator[str]:
    """Yield the address of a server that accepts connections and never responds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://:s3cret@127.0.0.1:{server.getsockname()[1]}/0"


def test_a_silent_redis_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")
    monkeypatch.setattr(module, "TIMEOUT", 0.01)
    with silent() as url:
        rate = SharedRate(url, 60)
        with pytest.raises(ConnectionError, match="is unavailable: TimeoutError") as caught:
            rate.acquire(GET, 0.001, READ)
    assert "s3cret" not in str(caught.value) + str(caught.value.__cause__)


def test_a_silent_redis_is_an_error_of_the_other_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    redis: Any = pytest.importorskip("redis", reason="redis is not installed")
    with silent() as url:
        calls: list[tuple[Any, Any]] = [
            (RedisTokens, lambda store: store.load("1")),
            (RedisSecrets, lambda store: store.get("1")),
            (RedisOAuthToken, lambda store: store.load()),
            (RedisWindow, lambda store: store.enter([b"a"])),
        ]
        for kind, call in calls:
            with pytest.raises(redis.exceptions.TimeoutError) as caught:
                call(kind(f"{url}?socket_timeout=0.01"))
            assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("away", [False, True])
def test_a_lock_that_ended_while_a_token_was_refreshed_does_no_harm(
    redis_server: RedisServer, redis_client: Any, away: bool
) -> None:
    token = RedisOAuthToken(redis_server.url)
    with token.lock(1):
        token.save({"access_token": "new"})
        redis_client.delete("asana:token:lock")
        if away:
            redis_server.stop()
        else:
            other = RedisOAuthToken(redis_server.url).lock(1)
            other.__enter__()
    if not away:  # the lock of the other process still exists
        assert redis_client.exists("asana:token:lock")
        other.__exit__(None, None, None)


def test_a_window_that_redis_cannot_clear_is_an_error_of_the_request(
    redis_server: RedisServer,
) -> None:
    window = RedisWindow(redis_server.url)
    fresh = window.enter([b"a"])
    assert fresh
    redis_server.stop()
    redis = pytest.importorskip("redis")
    with pytest.raises(redis.exceptions.ConnectionError):
        window.leave(fresh, True)


# -- arguments


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "url",
    [
        "redis://:hun/ter2@127.0.0.1:6379/0",
        "redis://:hun#ter2@127.0.0.1",
        "redis://:hun[ter2@127.0.0.1",
        "http://:hunter2@127.0.0.1",
        "127.0.0.1:6379",
        "",
    ],
)
def test_no_part_of_a_password_is_in_the_error_of_a_url(kind: Any, url: str) -> None:
    pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")
    with pytest.raises(ValueError, match="must be a URL of Redis, such as") as caught:
        kind(url)
    assert "hun" not in str(caught.value)
    assert "ter2" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("name", ["", "{a}", "a}", None, 5])
def test_a_name_that_would_spread_keys_over_a_cluster(kind: Any, name: Any) -> None:
    pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")
    with pytest.raises(ValueError, match="name must be a non-empty string without braces"):
        kind("redis://127.0.0.1", name=name)


@pytest.mark.parametrize("value", [0, -1, "60", None, float("nan"), True])
@pytest.mark.parametrize(
    ("kind", "option"), [(RedisTokens, "lease"), (RedisWindow, "seconds"), (RedisWindow, "busy")]
)
def test_seconds_that_redis_could_not_count(kind: Any, option: str, value: Any) -> None:
    pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")
    with pytest.raises(ValueError, match=f"{option} must be .*seconds"):
        kind("redis://127.0.0.1", **{option: value})


def test_a_thread_that_releases_what_it_has_not_acquired(redis_server: RedisServer) -> None:
    rate = SharedRate(redis_server.url, 60)
    rate.acquire(GET, 5, READ)
    other = threading.Thread(target=rate.release, args=(GET,))
    other.start()
    other.join()
    assert rate._redis.zcard("{asana}:rate:reads") == 1


def test_a_lost_connection_is_made_anew(redis_server: RedisServer) -> None:
    tokens = RedisTokens(redis_server.url)
    tokens.hold("1")
    redis_server.stop()
    redis_server.start()
    assert tokens.load("1") is None
