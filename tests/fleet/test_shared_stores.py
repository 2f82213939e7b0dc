"""Stores shared by many processes: secrets, events, sync tokens with a leader, OAuth tokens."""

import hmac
import json
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import stores
from asana.feed import Feed
from asana.sandbox import Sandbox
from asana.stores import (
    LeaseLostError,
    OAuthTokenFile,
    RedisOAuthToken,
    RedisSecrets,
    RedisTokens,
    RedisWindow,
)
from asana.stores import shared as _shared
from asana.webhook import Receiver
from tests.defaults import defaults
from tests.faults import FaultServer
from tests.fleet.conftest import RedisServer
from tests.oauth import app

SECRET = "0123456789abcdef0123456789abcdef"


def test_secrets_are_swapped_in_one_step(redis_server: RedisServer) -> None:
    first, second = (RedisSecrets(redis_server.url) for _ in range(2))
    assert first.get("a") is None
    assert first.swap("a", None, "")
    assert not second.swap("a", None, "")
    assert second.swap("a", "", SECRET)
    assert first.get("a") == SECRET
    assert not first.swap("a", "other", None)
    assert first.swap("a", SECRET, SECRET)
    assert second.swap("a", SECRET, None)
    assert first.get("a") is None
    assert first.swap("b", None, None)


def delivered(receiver: Receiver, events: list[dict[str, Any]]) -> int:
    body = json.dumps({"events": events}).encode()
    signature = hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    headers = {"X-Hook-Signature": signature}
    return receiver.handle(headers, body, "key").status


def test_receivers_of_many_processes_take_each_event_once(redis_server: RedisServer) -> None:
    taken: list[Any] = []
    secrets = RedisSecrets(redis_server.url)
    secrets.swap("key", None, SECRET)
    receivers = [
        Receiver(
            RedisSecrets(redis_server.url),
            lambda key, events: taken.extend(events),
            window=RedisWindow(redis_server.url),
        )
        for _ in range(2)
    ]
    event = {"action": "added", "resource": {"gid": "1"}, "created_at": "2026-01-01"}
    other = {"action": "added", "resource": {"gid": "2"}, "created_at": "2026-01-01"}
    assert delivered(receivers[0], [event]) == 200
    assert delivered(receivers[1], [event, other]) == 200
    assert [each["resource"]["gid"] for each in taken] == ["1", "2"]


def test_an_event_that_another_process_has_in_hand_comes_again(redis_server: RedisServer) -> None:
    window = RedisWindow(redis_server.url)
    assert window.enter([b"a"]) == {b"a"}
    assert RedisWindow(redis_server.url).enter([b"a", b"b"]) is None
    window.leave({b"a"}, False)
    assert RedisWindow(redis_server.url).enter([b"a", b"b"]) == {b"a", b"b"}


def test_an_event_of_a_process_that_died_is_free_again(redis_server: RedisServer) -> None:
    assert RedisWindow(redis_server.url, busy=0.001).enter([b"a"]) == {b"a"}
    time.sleep(0.005)
    assert RedisWindow(redis_server.url).enter([b"a"]) == {b"a"}


# -- feeds


def feeds(sandbox: Sandbox, server: RedisServer, count: int = 2) -> tuple[str, list[Feed]]:
    client = sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project(workspace=workspace, name="Followed")["gid"]
    made = [
        client.events.feed(project, RedisTokens(server.url, lease=60), poll_interval=0.01)
        for _ in range(count)
    ]
    return project, made


def test_one_of_many_feeds_follows(redis_server: RedisServer) -> None:
    with Sandbox() as sandbox:
        project, (leader, other) = feeds(sandbox, redis_server)
        assert leader.poll()[0]["action"] == "resync"
        assert leader.fence == 1
        assert other.poll() == []
        assert other.fence is None
        sandbox.client().tasks.create_task(name="New", projects=[project])
        assert leader.poll()
        assert other.poll() == []


def test_another_takes_over_where_the_leader_was(redis_server: RedisServer) -> None:
    with Sandbox() as sandbox:
        project, (leader, other) = feeds(sandbox, redis_server)
        leader.poll()
        leader.commit()
        task = sandbox.client().tasks.create_task(name="New", projects=[project])["gid"]
        in_hand = leader.poll()
        assert isinstance(leader.store, RedisTokens)
        leader.store.release(project)  # as when its lease expires
        again = other.poll()
        assert [each["action"] for each in again] == [each["action"] for each in in_hand]
        assert task in {each["resource"]["gid"] for each in again}
        assert other.fence == 2


def test_a_leader_that_was_thought_dead_saves_nothing(redis_server: RedisServer) -> None:
    with Sandbox() as sandbox:
        project, (late, other) = feeds(sandbox, redis_server)
        late.poll()
        assert isinstance(late.store, RedisTokens)
        late.store.release(project)
        other.poll()
        with pytest.raises(LeaseLostError, match=project):
            late.commit()
        assert late.poll() == []
        assert late.fence is None
        other.commit()
        sandbox.client().tasks.create_task(name="New", projects=[project])
        assert other.poll()


@pytest.mark.parametrize("lease", [0, -1])
def test_a_lease_is_positive(redis_server: RedisServer, lease: int) -> None:
    with pytest.raises(ValueError, match=r"lease must be .*seconds"):
        RedisTokens(redis_server.url, lease=lease)


# -- OAuth tokens


def store_of(kind: str, server: RedisServer, folder: Path) -> Any:
    if kind == "file":
        return OAuthTokenFile(folder / "token.json")
    return RedisOAuthToken(server.url)


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_another_process_uses_the_token_that_one_has_refreshed(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    server = serve(app.RENEWED, app.DONE)
    store_of(kind, redis_server, tmp_path).save(app.expired())
    clients = [
        app.oauth(server, token_store=store_of(kind, redis_server, tmp_path)) for _ in range(3)
    ]
    for client in clients:
        client.get("/x")
    assert [each.method for each in server.requests] == ["POST", "GET", "GET", "GET"]
    assert app.bearers(server) == [f"Bearer {app.NEW_ACCESS}"] * 3
    assert store_of(kind, redis_server, tmp_path).load()["access_token"] == app.NEW_ACCESS


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_a_token_is_kept_and_forgotten(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    store = store_of(kind, redis_server, tmp_path)
    server = serve(app.RENEWED, app.answer())
    client = app.oauth(server, token_store=store, pkce=False)
    app.session_of(client).fetch_token(code="1", state="x" * 32)
    assert store.load()["access_token"] == app.NEW_ACCESS
    client = app.oauth(server, token_store=store, token=app.saved())
    app.session_of(client).revoke()
    assert not store.load()


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_a_client_without_a_token_uses_the_one_of_a_sign_in_elsewhere(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    server = serve(app.DONE, app.DONE)
    early = app.oauth(server, token_store=store_of(kind, redis_server, tmp_path))
    with pytest.raises(asana.error.MissingTokenError):
        early.get("/x")
    store_of(kind, redis_server, tmp_path).save(app.saved())
    early.get("/x")
    assert len(server.requests) == 1


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_a_token_is_not_revoked_while_another_process_refreshes_it(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    server = serve(app.answer())
    store = store_of(kind, redis_server, tmp_path)
    client = app.oauth(server, token_store=store, token=app.saved())
    with (
        store_of(kind, redis_server, tmp_path).lock(1),
        pytest.raises(asana.error.DeadlineExceededError, match="another process"),
    ):
        app.session_of(client).revoke(deadline=0.2)
    assert server.requests == []
    app.session_of(client).revoke()
    assert len(server.requests) == 1


def test_threads_do_not_hang_when_redis_is_away(
    redis_server: RedisServer, serve: Callable[..., FaultServer]
) -> None:
    import redis

    server = serve(app.RENEWED, app.DONE)
    store = RedisOAuthToken(redis_server.url)
    store.save(app.expired())
    client = app.oauth(server, token_store=store)
    redis_server.stop()
    with ThreadPoolExecutor(4) as pool:
        failures = [pool.submit(client.get, "/x").exception(60) for _ in range(4)]
    assert {type(each) for each in failures} == {redis.exceptions.ConnectionError}
    assert server.requests == []
    redis_server.start()
    client.get("/x")
    assert store.load()


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_a_lock_that_another_process_keeps_ends_with_the_deadline(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    server = serve(app.RENEWED, app.DONE)
    store = store_of(kind, redis_server, tmp_path)
    store.save(app.expired())
    client = app.oauth(server, token_store=store_of(kind, redis_server, tmp_path), deadline=0.2)
    with (
        store.lock(1),
        pytest.raises(asana.error.DeadlineExceededError, match="another process"),
    ):
        client.get("/x")
    assert server.requests == []


def test_a_store_needs_its_methods() -> None:
    with pytest.raises(TypeError, match="token_store must have the methods load, save and lock"):
        asana.Client.oauth("1", token_store={})


def refresh_in_a_process(base_url: str, where: str, start: Any, outcomes: Any) -> None:
    store = RedisOAuthToken(where) if where.startswith("redis:") else OAuthTokenFile(where)
    client = asana.Client.oauth("42", app.SECRET, base_url=base_url, token_store=store)
    start.wait()
    outcomes.put(client.get("/x", full_payload=True) is not None)


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_eight_processes_with_one_expired_token_refresh_it_once(
    redis_server: RedisServer, tmp_path: Path, serve: Callable[..., FaultServer], kind: str
) -> None:
    server = serve(app.RENEWED, app.DONE)
    where = str(tmp_path / "token.json") if kind == "file" else redis_server.url
    store_of(kind, redis_server, tmp_path).save(app.expired())
    spawn = multiprocessing.get_context("spawn")
    start, outcomes = spawn.Event(), spawn.Queue()
    processes = [
        spawn.Process(target=refresh_in_a_process, args=(server.base_url, where, start, outcomes))
        for _ in range(8)
    ]
    for process in processes:
        process.start()
    start.set()
    assert all(outcomes.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    assert [each.method for each in server.requests].count("POST") == 1


def test_redis_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "redis", None)
    for kind in (stores.RedisTokens, stores.RedisSecrets, stores.RedisWindow):
        with pytest.raises(ImportError, match=r"pip install asana\[shared\]"):
            kind("redis://127.0.0.1")


def test_the_defaults_of_the_stores() -> None:
    assert defaults(_shared.RedisSecrets) == {"name": "asana"}
    assert defaults(_shared.RedisTokens) == {"name": "asana", "lease": 60}
    assert defaults(_shared.RedisWindow) == {"name": "asana", "seconds": 600, "busy": 60}
    assert defaults(_shared.RedisOAuthToken) == {"name": "asana:token"}
