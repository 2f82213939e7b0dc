"""What the stores send to Redis: processes of different releases share its keys."""

import logging
import math
import os
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from asana.stores import (
    LeaseLostError,
    RedisOAuthToken,
    RedisSecrets,
    RedisTokens,
    RedisWindow,
    SharedRate,
    shared,
)
from asana.stores import rate as module

redis = pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")

KINDS: list[Any] = [
    RedisSecrets,
    RedisTokens,
    RedisWindow,
    RedisOAuthToken,
    lambda url: SharedRate(url, 60),
]
NAMES = ["RedisSecrets", "RedisTokens", "RedisWindow", "RedisOAuthToken", "SharedRate"]


class Script(mock.Mock):
    """A script in Redis, which records its calls."""

    @property
    def given(self) -> list[tuple[list[str], list[Any]]]:
        assert all(each.kwargs.keys() == {"keys", "args"} for each in self.mock_calls)
        return [(each.kwargs["keys"], each.kwargs["args"]) for each in self.mock_calls]


@pytest.fixture
def server() -> Any:
    """A client of Redis that only records, and whose scripts are by their first letters."""
    server = mock.Mock(spec=redis.Redis)
    server.scripts = {}

    def register(text: str) -> Script:
        return server.scripts.setdefault(text, Script())  # type: ignore[no-any-return]

    server.register_script.side_effect = register
    pipe = server.pipeline.return_value = mock.MagicMock()
    pipe.__enter__.return_value = pipe
    return server


def sent(server: Any) -> list[Any]:
    """Return what was sent in the one pipeline, which is no transaction: a cluster has none."""
    server.pipeline.assert_called_once_with(transaction=False)
    calls = server.pipeline.return_value.method_calls
    assert calls[-1] == mock.call.execute()
    return list(calls[:-1])


@pytest.mark.parametrize(
    ("found", "value"), [(None, None), (b"", ""), (b"\xc3\xa9", "é"), ("text", "text")]
)
def test_what_redis_returns_is_text(server: Any, found: Any, value: str | None) -> None:
    server.hget.return_value = found
    assert RedisSecrets(server).get("k") == value
    assert RedisTokens(server, "b").load("1") == value
    assert server.hget.mock_calls == [mock.call("{asana}:secrets", "k"), mock.call("{b}:sync", "1")]


@pytest.mark.parametrize(
    ("old", "new", "arguments"),
    [
        (None, "", ["", "", "1", ""]),
        ("", "s", ["1", "", "1", "s"]),
        ("s", None, ["1", "s", "", ""]),
    ],
)
def test_a_secret_is_swapped_by_a_script(
    server: Any, old: str | None, new: str | None, arguments: list[str]
) -> None:
    secrets = RedisSecrets(server, "b")
    script = server.scripts[shared.SWAP]
    for answer, swapped in ((1, True), (0, False)):
        script.return_value = answer
        assert secrets.swap("k", old, new) is swapped
    assert script.given == [(["{b}:secrets"], ["k", *arguments])] * 2


def test_a_lease_and_a_position_are_those_of_a_process(server: Any) -> None:
    tokens = RedisTokens(server, "b", lease=1.5)
    assert tokens.lease == 1.5
    hold, save, release = (
        server.scripts[text] for text in (shared.HOLD, shared.SAVE, shared.RELEASE)
    )
    hold.side_effect = [7, "8", 0]
    assert [tokens.hold("1"), tokens.hold("2"), tokens.hold("3")] == [7, 8, None]
    process = hold.given[0][1][0]
    pid, _, random = process.partition(":")
    assert (pid, len(bytes.fromhex(random))) == (str(os.getpid()), 8)
    lease = ["{b}:leader:1", "{b}:fence:1"]
    assert hold.given[0] == (lease, [process, 1500])
    tokens.save("1", "position")
    tokens.save("3", "other")
    assert save.given == [
        ([*lease, "{b}:sync"], [process, 1500, "1", "position", 7]),
        (["{b}:leader:3", "{b}:fence:3", "{b}:sync"], [process, 1500, "3", "other", 0]),
    ]
    tokens.release("1")
    tokens.release("4")  # which it has not led
    assert release.given == [(["{b}:leader:1"], [process]), (["{b}:leader:4"], [process])]
    tokens.save("1", "later")
    assert save.given[-1][1][-1] == 0
    save.return_value = 0
    with pytest.raises(LeaseLostError) as caught:
        tokens.save("2", "x")
    assert str(caught.value) == "another process follows the events of 2"
    assert save.given[-1][1][-1] == 8
    assert isinstance(caught.value, RuntimeError)


def test_the_usual_lease_takes_a_minute(server: Any) -> None:
    tokens = RedisTokens(server)
    server.scripts[shared.HOLD].return_value = 1
    tokens.hold("1")
    keys, arguments = server.scripts[shared.HOLD].given[0]
    assert (tokens.lease, keys[0], arguments[1]) == (60, "{asana}:leader:1", 60_000)


def test_events_are_entered_by_a_script(server: Any) -> None:
    window = RedisWindow(server, "b", seconds=2.5, busy=0.001)
    script = server.scripts[shared.ENTER]
    script.side_effect = [[1, 3], [], None]
    marks = [b"\x01", b"\x02", b"\x01", b"\x03"]
    assert [window.enter(marks) for _ in range(3)] == [{b"\x01", b"\x03"}, set(), None]
    assert script.given[0] == (["{b}:event:01", "{b}:event:02", "{b}:event:03"], [1])


@pytest.mark.parametrize("taken", [True, False])
def test_events_are_kept_or_forgotten(server: Any, taken: bool) -> None:
    RedisWindow(server, "b", seconds=2.5).leave({b"\xff"}, taken)
    kept = mock.call.set("{b}:event:ff", "taken", px=2500)
    assert sent(server) == [kept if taken else mock.call.delete("{b}:event:ff")]


def test_the_usual_window_takes_ten_minutes(server: Any) -> None:
    window = RedisWindow(server)
    server.scripts[shared.ENTER].return_value = [1]
    window.enter([b"a"])
    window.leave({b"a"}, True)
    assert server.scripts[shared.ENTER].given == [(["{asana}:event:61"], [60_000])]
    assert sent(server) == [mock.call.set("{asana}:event:61", "taken", px=600_000)]


def test_a_token_is_one_key(server: Any) -> None:
    token = RedisOAuthToken(server)
    server.get.side_effect = [None, b"", b'{"access_token": "x"}', '{"access_token": "y"}']
    assert [token.load() for _ in range(4)] == [
        None,
        None,
        {"access_token": "x"},
        {"access_token": "y"},
    ]
    token.save({"access_token": "x"})
    token.save({})
    assert server.get.mock_calls == [mock.call("asana:token")] * 4
    server.set.assert_called_once_with("asana:token", '{"access_token": "x"}')
    server.delete.assert_called_once_with("asana:token")


@pytest.mark.parametrize("timeout", [None, 1.5])
def test_a_token_is_locked_for_a_minute_at_most(server: Any, timeout: float | None) -> None:
    lock = server.lock.return_value
    with RedisOAuthToken(server, "b").lock(timeout):
        assert lock.mock_calls == [mock.call.acquire()]
    server.lock.assert_called_once_with("b:lock", timeout=60, blocking_timeout=timeout)
    assert lock.mock_calls == [mock.call.acquire(), mock.call.release()]
    lock.acquire.return_value = False
    with (
        pytest.raises(TimeoutError) as caught,
        RedisOAuthToken(server).lock(timeout),
    ):
        pytest.fail("it has no lock")
    assert str(caught.value) == "another process refreshes the token"
    assert lock.release.call_count == 1


@pytest.mark.parametrize(
    ("failure", "text"),
    [
        (
            redis.exceptions.LockError("x"),
            "refreshing a token took longer than the lifetime of its lock",
        ),
        (
            redis.exceptions.RedisError("x"),
            "the lock on a token could not be released, and expires: x",
        ),
        (OSError("x"), "the lock on a token could not be released, and expires: x"),
    ],
)
def test_a_lock_that_cannot_be_released_is_logged(
    server: Any, failure: Exception, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.lock.return_value.release.side_effect = failure
    with caplog.at_level(logging.DEBUG, "asana"), RedisOAuthToken(server).lock(1):
        pass
    assert caplog.record_tuples == [("asana", logging.DEBUG, text)]


# -- the client of Redis


@pytest.mark.parametrize(("kind", "name"), [*zip(KINDS, NAMES, strict=True)])
def test_redis_that_is_not_installed_is_needed_by(
    kind: Callable[[str], Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ImportError) as caught:
        kind("redis://127.0.0.1")
    assert str(caught.value) == f"{name} needs redis: pip install asana[shared]"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_of_redis_is_a_url_or_a_client(kind: Callable[[Any], Any], server: Any) -> None:
    for client in (server, mock.Mock(spec=redis.RedisCluster)):
        assert kind(client)._redis is client
    for url in (5, None, b"redis://127.0.0.1"):
        with pytest.raises(TypeError) as wrong:
            kind(url)
        assert str(wrong.value) == (
            f"url must be a string, a redis.Redis or a redis.RedisCluster, not {type(url).__name__}"
        )
    with pytest.raises(ValueError, match=r"^url must be a URL of Redis, such as ") as caught:
        kind("http://127.0.0.1")
    assert str(caught.value) == (
        "url must be a URL of Redis, such as redis://:password@host:6379/0, with special "
        "characters of the password percent-encoded"
    )


@pytest.mark.parametrize(("kind", "seconds"), [*zip(KINDS, (5, 5, 5, 5, 2), strict=True)])
def test_a_client_of_redis_waits_for_seconds_and_retries_once(
    kind: Callable[[str], Any], seconds: int
) -> None:
    made = kind("redis://:secret@example.invalid:7/3")._redis
    known = SimpleNamespace(**made.connection_pool.connection_kwargs)
    assert (known.host, known.port, known.db, known.password) == ("example.invalid", 7, 3, "secret")
    assert (known.socket_timeout, known.socket_connect_timeout) == (seconds, seconds)
    lost = mock.Mock(side_effect=redis.exceptions.ConnectionError)
    late = mock.Mock(side_effect=redis.exceptions.TimeoutError)
    for act, calls in ((lost, 2), (late, 1)):
        with pytest.raises(redis.exceptions.RedisError):
            known.retry.call_with_retry(act, lambda failure: None)
        assert act.call_count == calls


@pytest.mark.parametrize("name", ["", "{", "}", None, 5, b"x"])
def test_a_name_is_one_that_has_no_braces(name: Any) -> None:
    with pytest.raises(ValueError, match="name") as caught:
        shared.tagged(name)
    assert str(caught.value) == "name must be a non-empty string without braces"
    assert shared.tagged("a") == "{a}"


@pytest.mark.parametrize("option", ["lease", "seconds", "busy"])
def test_seconds_are_a_millisecond_at_least(option: str, server: Any) -> None:
    kind: Any = RedisTokens if option == "lease" else RedisWindow
    kind(server, **{option: 0.001})
    with pytest.raises(ValueError, match=option) as caught:
        kind(server, **{option: 0.0009})
    assert str(caught.value) == f"{option} must be at least 0.001 seconds, not 0.0009"
    with pytest.raises(ValueError, match=rf"^{option} must be a non-negative number of seconds"):
        kind(server, **{option: "x"})


# -- a shared rate limit


@pytest.mark.parametrize(
    ("load", "calls"),
    [
        ((2, 1), [("{b}:rate:reads", "r1", "r2"), ("{b}:rate:writes", "w1")]),
        ((1, 0), [("{b}:rate:reads", "r1")]),
        ((0, 2), [("{b}:rate:writes", "w1", "w2")]),
    ],
)
def test_a_request_is_released(server: Any, load: tuple[int, int], calls: list[Any]) -> None:
    rate: Any = SharedRate(server, 60, name="b")
    rate._acquire = mock.Mock(return_value=[0, 5, b"state"])
    rate.acquire("GET /x", 1, load)
    request = rate._acquire.mock_calls[0].kwargs["args"][0]
    rate.release("GET /x")
    assert sent(server) == [
        mock.call.zrem(key, *(f"{request}:{each}" for each in members)) for key, *members in calls
    ]


def test_requests_are_restored_with_what_they_count(server: Any) -> None:
    rate: Any = SharedRate(server, 60, name="b")
    rate._restore([module._Entry(7, "a", 2, False), module._Entry(8, "c", 1, True)], 9)
    minute, searches = "{b}:rate:minute", "{b}:rate:searches"
    assert sent(server) == [
        mock.call.zadd(minute, {"a:1": 7, "a:2": 7}),
        mock.call.pexpire(minute, 61_000),
        mock.call.zadd(minute, {"c:1": 8}),
        mock.call.pexpire(minute, 61_000),
        mock.call.zadd(searches, {"c:1": 8}),
        mock.call.pexpire(searches, 61_000),
    ]


@pytest.mark.parametrize(("after", "warnings"), [(60.0, 1), (60.5, 2)])
def test_a_process_alone_warns_once_a_minute(
    after: float,
    warnings: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = SimpleNamespace(now=1000.0, sleep=lambda seconds: None)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(module, "time", clock)
    alone = module._Alone(0.5)
    alone.take(math.inf)
    clock.now += after
    alone.take(math.inf)
    assert len(caplog.messages) == warnings


@pytest.mark.parametrize(("later", "asked"), [(-0.5, 0), (0, 1), (0.5, 1)])
def test_a_process_alone_asks_redis_again_when_it_is_time(
    later: float, asked: int, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=lambda: 1000.0, sleep=lambda seconds: None)
    monkeypatch.setattr(module, "time", clock)
    rate: Any = SharedRate(server, 60, when_away="alone", processes=1)
    rate._acquire = mock.Mock(return_value=[0, 5, b"state"])
    rate._away_until = 1000.0 - later
    rate.acquire("GET /x", None, (1, 0))
    assert rate._acquire.call_count == asked


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"when_away": "wait"}, 'when_away must be "raise" or "alone"'),
        (
            {"when_away": "alone"},
            'when_away="alone" needs processes=, the number of processes that share the limit',
        ),
        ({"per_minute": 0}, "per_minute must be a positive whole number, not 0"),
        ({"searches_per_minute": 1.5}, "searches_per_minute must be a positive whole number, not"),
        ({"processes": "2"}, "processes must be a positive whole number, not '2'"),
        ({"name": "{"}, "name must be a non-empty string without braces"),
    ],
)
def test_an_option_that_is_refused(server: Any, options: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"per_minute": 60, **options}
    with pytest.raises(ValueError, match=next(iter(options))) as caught:
        SharedRate(server, **given)
    assert str(caught.value).startswith(message)


def test_the_share_of_a_process_alone(server: Any) -> None:
    rate: Any = SharedRate(server, 600, when_away="alone", processes=5)
    assert rate._alone._distance == 0.5
    assert SharedRate(server, 600, processes=5)._alone is None
