"""What the program does with a new token before its first use."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

import asana
from asana import error
from asana.oauth import session as oauth_session
from asana.oauth import turns
from tests.faults import Act, FaultServer, Wire, hang_up, page, reply
from tests.oauth.app import (
    ACCESS,
    DONE,
    NEW_ACCESS,
    NEW_REFRESH,
    REFRESH,
    REFUSED,
    Serve,
    answer,
    bearers,
    expired,
    form,
    oauth,
    saved,
    session_of,
)

TOKEN_URL = "/-/oauth_token"
ROTATED = answer(access_token=NEW_ACCESS, expires_in=3600, refresh_token=NEW_REFRESH)


class Store:
    """Saves tokens, once it no longer fails."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.given: list[str] = []
        self.kept: dict[str, Any] = {}

    def __call__(self, token: dict[str, Any]) -> None:
        self.given.append(token["access_token"])
        if self.failures:
            raise self.failures.pop(0)
        self.kept = token


def routes(exchange: Act = ROTATED, api: Act = DONE) -> Act:
    """Respond as the token endpoint or as the API, depending on the request."""

    def route(wire: Wire) -> bool:
        return (exchange if wire.request.target == TOKEN_URL else api)(wire)

    return route


def exchanges(server: FaultServer) -> int:
    return sum(request.target == TOKEN_URL for request in server.requests)


FAILURES = [
    OSError(28, "No space left on device"),
    ConnectionResetError("reset"),
    TimeoutError("timed out"),
    requests.ConnectionError("the database is on http"),
    requests.exceptions.ChunkedEncodingError("cut"),
    error.ServerError(),
    error.RateLimitEnforcedError(),
    error.DeadlineExceededError("another deadline"),
    error.NoAuthorizationError(),
    error.OAuthUnavailableError(),
    ValueError("no such row"),
    KeyError("user"),
    KeyboardInterrupt(),
    SystemExit(1),
]
CALLS: dict[str, Callable[[asana.Client], Any]] = {
    "get": lambda client: client.get("/x"),
    "post": lambda client: client.post("/x", {"name": "x"}),
    "upload": lambda client: client.post("/attachments", files={"file": ("a", b"x")}),
    "listing": lambda client: list(client.tasks.get_tasks_for_project("1")),
    "refresh": lambda client: session_of(client).refresh_token(),
    "session": lambda client: client.session.get(client.options["base_url"] + "/x"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: type(each).__name__)
def test_row_51_an_exception_of_the_updater_comes_out_as_it_is(
    serve: Serve, failure: BaseException, call: str
) -> None:
    server = serve(routes(api=page([], None)))
    store = Store(failure)
    client = oauth(server, token=expired(), token_updater=store)
    with pytest.raises(type(failure)) as caught:
        CALLS[call](client)
    assert caught.value is failure
    assert [request.target for request in server.requests] == [TOKEN_URL]
    assert session_of(client).token["access_token"] == ACCESS
    CALLS[call](client)
    assert store.given == [NEW_ACCESS] * 2
    assert exchanges(server) == 1
    assert store.kept["refresh_token"] == NEW_REFRESH
    assert session_of(client).token == store.kept
    assert set(bearers(server)) <= {f"Bearer {NEW_ACCESS}"}


def test_row_51_the_exception_comes_out_of_a_call_that_was_refused(serve: Serve) -> None:
    failure = OSError("full")
    server = serve(REFUSED, ROTATED, DONE)
    store = Store(failure, failure)
    client = oauth(server, token=saved(), token_updater=store)
    for _ in range(2):
        with pytest.raises(OSError, match="full") as caught:
            client.post("/x")
        assert caught.value is failure
    assert client.post("/x") == {"gid": "1"}
    assert bearers(server) == [f"Bearer {ACCESS}", f"Bearer {NEW_ACCESS}"]
    assert len(store.given) == 3


@pytest.mark.parametrize("failure", [OSError("full"), error.ServerError()])
def test_row_51_all_threads_that_wait_for_a_token_raise_the_exception(
    serve: Serve, failure: Exception
) -> None:
    came = threading.Semaphore(0)

    def exchange(wire: Wire) -> bool:
        for _ in range(8):
            assert came.acquire(timeout=10)
        return ROTATED(wire)

    server = serve(routes(exchange))
    store = Store(failure)
    client = oauth(server, token=expired(), token_updater=store)
    turns: Any = session_of(client)._turns
    join = turns.join

    def joined() -> Any:
        found = join()
        came.release()
        return found

    turns.join = joined

    def call(_: int) -> Exception | None:
        try:
            client.get("/x")
        except Exception as caught:
            return caught
        return None

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [failure] * 8
    assert store.given == [NEW_ACCESS]
    assert exchanges(server) == len(server.requests) == 1
    assert client.get("/x") == {"gid": "1"}
    assert exchanges(server) == 1


def test_row_51_the_rotated_refresh_token_is_the_one_that_is_revoked(serve: Serve) -> None:
    server = serve(ROTATED, reply(200, b"{}"))
    client = oauth(server, token=expired(), token_updater=Store(OSError("full")))
    with pytest.raises(OSError, match="full"):
        client.get("/x")
    session_of(client).revoke()
    assert form(server.requests[1])["token"] == NEW_REFRESH
    assert session_of(client).token == {}
    with pytest.raises(error.MissingTokenError):
        client.get("/x")


def test_row_51_a_token_that_expired_before_it_was_saved_is_saved_and_renewed(serve: Serve) -> None:
    short = answer(access_token="0/short", expires_in=1, refresh_token=NEW_REFRESH)
    server = serve(short, ROTATED, DONE)
    store = Store(OSError("full"))
    client = oauth(server, token=expired(), token_updater=store)
    session = session_of(client)
    with pytest.raises(OSError, match="full"):
        client.get("/x")
    assert session._unsaved is not None
    session._unsaved["expires_at"] = time.time() - 5
    client.get("/x")
    assert store.given == ["0/short", "0/short", NEW_ACCESS]
    assert form(server.requests[1])["refresh_token"] == NEW_REFRESH
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


def test_row_51_a_token_that_is_set_takes_the_place_of_an_unsaved_one(serve: Serve) -> None:
    server = serve(ROTATED, DONE)
    store = Store(OSError("full"))
    client = oauth(server, token=expired(), token_updater=store)
    with pytest.raises(OSError, match="full"):
        client.get("/x")
    session_of(client).token = {"access_token": "0/set"}
    client.get("/x")
    assert bearers(server) == ["Bearer 0/set"]
    assert store.given == [NEW_ACCESS]


def test_row_51_without_its_updater_an_unsaved_token_is_used(serve: Serve) -> None:
    server = serve(ROTATED, DONE)
    client = oauth(server, token=expired(), token_updater=Store(OSError("full")))
    with pytest.raises(OSError, match="full"):
        client.get("/x")
    session_of(client).token_updater = None
    client.get("/x")
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


def test_row_51_another_refresh_token_is_exchanged_though_one_is_unsaved(serve: Serve) -> None:
    server = serve(ROTATED, answer(access_token="0/other"))
    store = Store(OSError("full"))
    session = session_of(oauth(server, token=expired(), token_updater=store))
    with pytest.raises(OSError, match="full"):
        session.refresh_token()
    assert session.refresh_token(refresh_token="another")["access_token"] == "0/other"
    assert form(server.requests[1])["refresh_token"] == "another"
    assert store.given == [NEW_ACCESS, "0/other"]


def test_row_51_a_listing_does_not_end_because_the_updater_raises_stop_iteration(
    serve: Serve,
) -> None:
    server = serve(routes(api=page([{"gid": "1"}], None)))
    client = oauth(server, token=expired(), token_updater=Store(StopIteration()))
    with pytest.raises(RuntimeError, match="token_updater raised StopIteration"):
        list(client.tasks.get_tasks_for_project("1"))
    tasks: Any = client.tasks.get_tasks_for_project("1")
    assert list(tasks) == [{"gid": "1"}]


def test_a_token_set_during_a_renewal_is_not_replaced(serve: Serve) -> None:
    def exchange(wire: Wire) -> bool:
        session_of(client).token = {"access_token": "0/set"}
        return ROTATED(wire)

    server = serve(routes(exchange))
    store = Store()
    client = oauth(server, token=expired(), token_updater=store)
    client.get("/x")
    assert bearers(server) == ["Bearer 0/set"]
    assert store.given == []


def test_an_updater_may_set_the_token(serve: Serve) -> None:
    def update(token: dict[str, Any]) -> None:
        session_of(client).token = {**token, "saved": True}

    server = serve(routes())
    client = oauth(server, token=expired(), token_updater=update)
    client.get("/x")
    assert dict(session_of(client).token)["saved"]
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


@pytest.mark.parametrize("updater", ["save", 5, ["save"]])
def test_an_updater_is_a_function(serve: Serve, updater: Any) -> None:
    server = serve(routes())
    with pytest.raises(TypeError, match="token_updater must be callable"):
        oauth(server, token_updater=updater)
    client = oauth(server, token=expired())
    session_of(client).token_updater = updater
    with pytest.raises(TypeError, match="token_updater must be callable"):
        client.get("/x")
    assert server.requests == []


def test_an_updater_that_is_empty_is_called(serve: Serve) -> None:
    class Empty(Store):
        def __len__(self) -> int:
            return 0

    store = Empty()
    oauth(serve(routes()), token=expired(), token_updater=store).get("/x")
    assert store.given == [NEW_ACCESS]


# -- updaters that use the client


def batch(client: asana.Client) -> list[Any]:
    recorder = client.batch()
    for gid in range(60):
        recorder.tasks.get_task(str(gid))
    actions = recorder.send()
    failed = [action.error for action in actions if action.error]
    if failed:
        raise failed[0]
    return actions


def own_thread(client: asana.Client) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(client.get, "/x", deadline=1).result()


USES: dict[str, Callable[[asana.Client], Any]] = {
    "get": lambda client: client.get("/x"),
    "listing": lambda client: list(client.tasks.get_tasks_for_project("1")),
    "prefetch": lambda client: list(client.tasks.get_tasks_for_project("1", prefetch=True)),
    "map": lambda client: list(client.map(client.users.get_user, map(str, range(30)))),
    "map of maps": lambda client: list(
        client.map(lambda _: list(client.map(client.get, ["/x", "/y"])), range(3))
    ),
    "batch": batch,
    "a thread": own_thread,
}


def anything(wire: Wire) -> bool:
    """Respond to a listing with two pages, to a batch, and to anything else."""
    if wire.request.target.endswith("/batch"):
        done = {"status_code": 200, "body": {"data": {"gid": "1"}}}
        return answer(data=[done] * len(wire.request.json["data"]["actions"]))(wire)
    more = "project" in wire.request.target and "offset" not in wire.request.target
    return page([{"gid": "1"}], "A" if more else None)(wire)


@pytest.mark.parametrize("use", USES)
def test_row_59_an_updater_may_use_the_client(serve: Serve, use: str) -> None:
    server = serve(routes(api=anything))
    done: list[Any] = []
    client: asana.Client = oauth(
        server,
        token=saved(expires_in=3600, expires_at=time.time() + 30),
        token_updater=lambda token: done.append(USES[use](client)),
        deadline=None,
    )
    client.get("/x")
    assert len(done) == 1
    assert bearers(server)[-1] == f"Bearer {NEW_ACCESS}"
    assert set(bearers(server)[:-1]) == {f"Bearer {ACCESS}"}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("due", ["expired", "refused"])
def test_row_59_where_the_old_token_is_no_longer_valid_the_updater_is_told(
    serve: Serve, use: str, due: str
) -> None:
    def api(wire: Wire) -> bool:
        fresh = wire.request.headers["authorization"] == f"Bearer {NEW_ACCESS}"
        return (anything if fresh else REFUSED)(wire)

    failures: list[Exception] = []

    def update(token: Any) -> None:
        try:
            USES[use](client)
        except error.AsanaError as failure:
            failures.append(failure)

    server = serve(routes(api=api))
    client = oauth(
        server,
        token=expired() if due == "expired" else saved(),
        token_updater=update,
        deadline=None,
    )
    started = time.monotonic()
    client.get("/x")
    assert time.monotonic() - started < 2
    (failure,) = failures
    if use == "a thread":
        assert isinstance(failure, error.DeadlineExceededError)
        assert not failure.sent
    else:
        assert isinstance(failure, error.MissingTokenError)
    assert "token_updater" in str(failure)
    assert bearers(server)[-1] == f"Bearer {NEW_ACCESS}"
    if due == "expired":
        assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


def test_row_59_a_call_without_a_deadline_does_not_wait_for_an_updater_for_ever(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_SAVE", 0.1)

    def update(token: Any) -> None:
        with ThreadPoolExecutor(1) as pool, pytest.raises(error.DeadlineExceededError):
            pool.submit(client.get, "/x", deadline=None).result()

    server = serve(routes())
    client = oauth(server, token=expired(), token_updater=update)
    assert client.get("/x") == {"gid": "1"}


@pytest.mark.parametrize(
    "use", [lambda session: session.refresh_token(), lambda session: session.revoke()]
)
def test_row_59_an_updater_cannot_change_the_token_that_it_saves(
    serve: Serve, use: Callable[[Any], Any]
) -> None:
    server = serve(routes())
    client: asana.Client = oauth(
        server, token=expired(), token_updater=lambda token: use(client.session)
    )
    with pytest.raises(RuntimeError, match="token_updater cannot refresh or revoke"):
        client.get("/x")
    assert exchanges(server) == len(server.requests) == 1


def test_row_59_an_updater_may_make_a_url_for_the_user(serve: Serve) -> None:
    server = serve(routes())
    session = session_of(oauth(server, token=expired()))
    urls: list[Any] = []
    session.token_updater = lambda token: urls.append(session.authorization_url())
    session.refresh_token()
    assert len(urls) == 1


def test_other_threads_send_the_old_token_while_the_new_one_is_saved(serve: Serve) -> None:
    server = serve(routes())
    saving, released = threading.Event(), threading.Event()

    def update(token: Any) -> None:
        saving.set()
        assert released.wait(10)

    client = oauth(
        server,
        token=saved(expires_in=3600, expires_at=time.time() + 30),
        token_updater=update,
    )
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/x")
        assert saving.wait(10)
        client.get("/x")
        released.set()
        first.result(10)
    assert bearers(server) == [f"Bearer {ACCESS}", f"Bearer {NEW_ACCESS}"]


@pytest.fixture
def stuck(serve: Serve) -> Iterator[tuple[asana.Client, FaultServer]]:
    """Return a client while another of its threads waits for the token endpoint."""
    released = threading.Event()

    def exchange(wire: Wire) -> bool:
        released.wait(10)
        return hang_up(wire)

    server = serve(routes(exchange))
    client = oauth(server, token=expired())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/x")
        server.wait_arrived(1)
        yield client, server
        released.set()
        with pytest.raises(error.OAuthUnavailableError):
            first.result(10)


def test_refreshing_and_revoking_wait_no_longer_than_their_deadline(
    stuck: tuple[asana.Client, FaultServer],
) -> None:
    session = session_of(stuck[0])
    for call in (session.refresh_token, session.revoke):
        with pytest.raises(error.DeadlineExceededError, match="waiting for a new token"):
            call(deadline=0.1)
    assert len(stuck[1].requests) == 1


def test_a_url_for_the_user_does_not_wait_for_a_renewal(
    stuck: tuple[asana.Client, FaultServer],
) -> None:
    assert session_of(stuck[0]).authorization_url()


def test_a_signal_handler_does_not_wait_for_its_own_thread(serve: Serve) -> None:
    server = serve(routes())
    client = oauth(server, token=expired())
    session: Any = session_of(client)
    send, failures = session._send, []

    def interrupted(request: Any) -> Any:
        for call in (lambda: client.get("/x"), session.refresh_token):
            try:
                call()
            except (error.MissingTokenError, RuntimeError) as failure:
                failures.append(failure)
        return send(request)

    session._send = interrupted
    assert client.get("/x") == {"gid": "1"}
    assert len(failures) == 2


def test_an_answer_with_an_empty_refresh_token_keeps_the_old_one(serve: Serve) -> None:
    for nothing in ("", None):
        server = serve(answer(access_token=NEW_ACCESS, refresh_token=nothing))
        session = session_of(oauth(server, token=expired()))
        assert session.refresh_token()["refresh_token"] == REFRESH


def test_the_error_of_a_call_in_an_updater_says_when_to_make_it() -> None:
    text = str(oauth_session._in_updater())
    assert "token_updater uses the client, whose old token is no longer valid" in text
    assert text.endswith(
        "The new token is used after token_updater has returned: make the call then"
    )
