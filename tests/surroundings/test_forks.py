"""Processes that are forked while threads of the parent are running."""

import contextlib
import json
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import Act, FaultServer, Wire, failure, reply
from tests.old_code.work import DONE, Connect, Serve

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

GRANTED = reply(
    200,
    json.dumps({"access_token": "NEW", "token_type": "bearer", "expires_in": 3600}).encode(),
    Content_Type="application/json",
)
SAVED = {"access_token": "OLD", "token_type": "bearer", "refresh_token": "R1"}


def in_child(call: Callable[[], object]) -> bool:
    """Return whether a call returns a value in a forked process."""
    child = os.fork()
    if child == 0:
        try:
            code = 0 if call() else 2
        except BaseException:
            traceback.print_exc()
            code = 1
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class Held:
    """Responds to its first requests only when released, and to later ones immediately."""

    def __init__(self, held: Act, count: int = 1) -> None:
        self.held = held
        self.left = count
        self.lock = threading.Lock()
        self.released = threading.Event()

    def __call__(self, wire: Wire) -> bool:
        with self.lock:
            self.left -= 1
            first = self.left >= 0
        if first:
            self.released.wait(30)
        return self.held(wire)


@contextmanager
def at_work(
    count: int, call: Callable[[], object], started: Callable[[], object]
) -> Iterator[None]:
    """Start a call in threads, and continue when it has started."""

    def work() -> None:
        with contextlib.suppress(asana.AsanaError):  # its outcome is irrelevant here
            call()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    started()
    try:
        yield
    finally:
        for thread in threads:
            thread.join(30)


def app(server: FaultServer, **token: Any) -> asana.Client:
    return asana.Client.oauth(
        client_id="42",
        client_secret="secret",
        token={**SAVED, **token},
        base_url=server.base_url,
        deadline=5,
    )


@pytest.mark.parametrize("call", ["get", "post", "listing", "batch", "refresh"])
def test_a_child_renews_a_token_that_a_thread_was_renewing(serve: Serve, call: str) -> None:
    held = Held(GRANTED)

    def answer(wire: Wire) -> bool:
        if wire.request.target.endswith("oauth_token"):
            return held(wire)
        page = {"data": [{"gid": "1"}], "next_page": None}
        batched = {"data": [{"status_code": 200, "body": {"data": {"gid": "1"}}}]}
        body = batched if wire.request.target.endswith("batch") else page
        return reply(200, json.dumps(body).encode())(wire)

    server = serve(answer)
    client = app(server, expires_at=time.time() - 5, expires_in=3600)

    def batch() -> Any:
        recorder = client.batch()
        action: Any = recorder.users.me()
        recorder.send()
        return action.result()

    calls: dict[str, Callable[[], Any]] = {
        "get": lambda: client.users.me(),
        "post": lambda: client.tasks.create(name="x"),
        "listing": lambda: list(client.tasks.find_by_project("1")),
        "batch": batch,
        "refresh": lambda: client.session.refresh_token(),
    }
    with at_work(1, client.users.me, lambda: server.wait_arrived(1)):
        works = in_child(calls[call])
        held.released.set()
    assert works
    assert client.users.me()


def test_a_child_renews_a_token_that_was_refused_to_a_thread(serve: Serve) -> None:
    held = Held(GRANTED)

    def answer(wire: Wire) -> bool:
        if wire.request.target.endswith("oauth_token"):
            return held(wire)
        fresh = wire.request.headers["authorization"] == "Bearer NEW"
        return (DONE if fresh else failure(401, "Not Authorized"))(wire)

    server = serve(answer)
    client = app(server)
    with at_work(1, client.users.me, lambda: server.wait_arrived(2)):
        works = in_child(client.users.me)
        held.released.set()
    assert works


TOKEN_CALLS: dict[str, Callable[[Any], Any]] = {
    "get": lambda client: client.users.me(),
    "map": lambda client: list(client.map(client.users.get_user, ["1", "2"])),
    "refresh": lambda client: client.session.refresh_token(),
    "revoke": lambda client: client.session.revoke() or not client.session.token,
    "fetch": lambda client: client.session.fetch_token(code="C"),
    "url": lambda client: client.session.authorization_url(),
    "fork": lambda client: in_child(client.users.me),
}


@pytest.mark.parametrize("call", TOKEN_CALLS)
@pytest.mark.parametrize("what", ["exchange", "revoke", "save"])
def test_row_60_a_child_does_not_wait_for_a_thread_that_has_the_token(
    serve: Serve, what: str, call: str
) -> None:
    held = Held(GRANTED if what == "exchange" else reply(200, b"{}"))
    saving, released = threading.Event(), threading.Event()

    def answer(wire: Wire) -> bool:
        target = wire.request.target
        if target.endswith("oauth_token"):
            return (held if what == "exchange" else GRANTED)(wire)
        if target.endswith("oauth_revoke"):
            return (held if what == "revoke" else reply(200, b"{}"))(wire)
        return DONE(wire)

    def save(token: Any) -> None:
        saving.set()
        released.wait(30)

    server = serve(answer)
    client: Any = app(server, expires_at=time.time() - 5, expires_in=3600)
    session = client.session
    session.authorization_url()
    if what == "save":
        session.token_updater = save

    def started() -> None:
        server.wait_arrived(1)
        assert what != "save" or saving.wait(30)

    def in_the_child() -> Any:
        released.set()
        begun = time.monotonic()
        return TOKEN_CALLS[call](client) and time.monotonic() - begun < 2

    work = session.revoke if what == "revoke" else client.users.me
    with at_work(1, work, started):
        works = in_child(in_the_child)
        held.released.set()
        released.set()
    assert works


def test_row_60_many_threads_of_a_child_renew_a_token_once(serve: Serve) -> None:
    held = Held(GRANTED)

    def answer(wire: Wire) -> bool:
        return (held if wire.request.target.endswith("oauth_token") else DONE)(wire)

    server = serve(answer)
    client = app(server, expires_at=time.time() - 5, expires_in=3600)

    def call() -> bool:
        together = threading.Barrier(16)

        def me(_: int) -> Any:
            together.wait(10)
            return client.users.me()

        with ThreadPoolExecutor(16) as pool:
            return all(pool.map(me, range(16)))

    with at_work(1, client.users.me, lambda: server.wait_arrived(1)):
        works = in_child(call)
        renewals = sum(each.target.endswith("oauth_token") for each in server.requests)
        held.released.set()
    assert works
    assert renewals == 2  # one of them in the thread


def test_row_60_a_child_saves_a_token_that_its_parent_could_not(serve: Serve) -> None:
    def answer(wire: Wire) -> bool:
        return (GRANTED if wire.request.target.endswith("oauth_token") else DONE)(wire)

    def save(token: Any) -> None:
        if os.getpid() == parent:
            raise OSError("full")

    parent = os.getpid()
    server = serve(answer)
    client: Any = app(server, expires_at=time.time() - 5, expires_in=3600)
    client.session.token_updater = save
    with pytest.raises(OSError, match="full"):
        client.users.me()
    assert in_child(client.users.me)
    targets = [each.target for each in server.requests]
    assert targets == ["/-/oauth_token", "/api/1.0/users/me"]


def test_row_60_an_updater_may_fork(serve: Serve) -> None:
    def answer(wire: Wire) -> bool:
        return (GRANTED if wire.request.target.endswith("oauth_token") else DONE)(wire)

    works: list[bool] = []
    server = serve(answer)
    client: Any = app(server, expires_at=time.time() + 30, expires_in=3600)
    client.session.token_updater = lambda token: works.append(in_child(client.users.me))
    client.users.me()
    assert works == [True]
    shown = [r.headers["authorization"] for r in server.requests if r.method == "GET"]
    assert shown == ["Bearer OLD", "Bearer NEW"]


def renew_in_a_process(base_url: str) -> bool:
    """Refresh a token with a client of this process."""
    client = asana.Client.oauth(
        client_id="42",
        client_secret="secret",
        token={**SAVED, "expires_at": 1},
        base_url=base_url,
        deadline=5,
    )
    return client.users.me() == {"gid": "1"} and client.session.token["access_token"] == "NEW"


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_have_clients_of_their_own(serve: Serve, method: str) -> None:
    def answer(wire: Wire) -> bool:
        return (GRANTED if wire.request.target.endswith("oauth_token") else DONE)(wire)

    server = serve(answer)
    assert renew_in_a_process(server.base_url)
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert all(pool.map(renew_in_a_process, [server.base_url] * 2))


def test_a_child_works_while_a_thread_saves_a_new_token(serve: Serve) -> None:
    def answer(wire: Wire) -> bool:
        return (GRANTED if wire.request.target.endswith("oauth_token") else DONE)(wire)

    server = serve(answer)
    saving, released = threading.Event(), threading.Event()

    def save(token: Any) -> None:
        saving.set()
        released.wait(30)

    client = app(server, expires_at=time.time() - 5, expires_in=3600)
    client.session.token_updater = save

    def call() -> Any:
        released.set()
        return client.users.me()

    with at_work(1, client.users.me, lambda: saving.wait(30)):
        works = in_child(call)
        released.set()
    assert works


@pytest.mark.parametrize(
    ("count", "call"),
    [
        (15, lambda client: client.tasks.create(name="x")),
        (50, lambda client: client.users.me()),
    ],
)
def test_a_child_does_not_wait_for_calls_of_threads(serve: Serve, count: int, call: Any) -> None:
    held = Held(DONE, count)
    server = serve(held)
    client = client_of(server, deadline=5)
    with at_work(count, lambda: call(client), lambda: server.wait_arrived(count)):
        works = in_child(lambda: call(client))
        held.released.set()
    assert works


def test_a_child_does_not_wait_for_a_rate_limit_of_threads(serve: Serve) -> None:
    held = Held(DONE, 2)
    server = serve(held)
    client = client_of(server, deadline=5, rate_limit=6000)
    with at_work(2, client.users.me, lambda: server.wait_arrived(2)):
        works = in_child(client.users.me)
        held.released.set()
    assert works


def test_a_child_goes_on_with_a_listing(connect: Connect) -> None:
    body = {"data": [{"gid": "1"}, {"gid": "2"}], "next_page": {"offset": "A"}}
    last = {"data": [{"gid": "3"}], "next_page": None}
    client, _ = connect(*(reply(200, json.dumps(each).encode()) for each in (body, last)))
    tasks = client.tasks.find_by_project("9")
    next(tasks)
    assert in_child(lambda: [task["gid"] for task in tasks] == ["2", "3"])


def test_a_client_made_before_a_fork_works_in_many_children(serve: Serve) -> None:
    client = app(serve(DONE))
    client.users.me()
    assert all(in_child(client.users.me) for _ in range(5))
