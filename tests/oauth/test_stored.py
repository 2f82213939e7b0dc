"""A token in a store, the lock on it, and the turns of threads to change it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from asana import error
from asana._http.deadline import NEVER, Deadline
from asana._http.request import Request
from asana.oauth import turns
from asana.oauth.stored import StoredToken
from asana.oauth.turns import Turn, Turns
from tests.oauth.app import ACCESS, NEW_ACCESS, REFRESH, expired, oauth, saved, session_of

NOW = 2_000_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    monkeypatch.setattr(time, "time", lambda: NOW)
    return clock


class Store:
    """A store whose lock can take time or fail; it records what happens."""

    def __init__(self, token: Any = None, wait: Callable[[], None] | None = None) -> None:
        self.token = token
        self.wait = wait
        self.events: list[Any] = []

    def load(self) -> Any:
        return self.token

    def save(self, token: dict[str, Any]) -> None:
        self.events.append(("save", token))
        self.token = token

    @contextmanager
    def lock(self, timeout: float | None) -> Iterator[None]:
        if self.wait is not None:
            self.wait()
        self.events.append(("lock", timeout))
        try:
            yield
        except BaseException as failure:
            self.events.append(failure)
            raise
        self.events.append("unlock")


@pytest.mark.parametrize(
    ("seconds", "passed", "timeout"),
    [(None, 0, None), (5, 0, 5.0), (5, 2, 3.0), (5, 5, 0.0), (5, 7, 0.0), (1, 0.5, 0.5)],
)
def test_the_lock_of_a_store_is_waited_for_until_the_deadline(
    clock: Clock, seconds: float | None, passed: float, timeout: float | None
) -> None:
    store = Store()
    deadline = Deadline(seconds)
    clock.now += passed
    with StoredToken(store).turn(deadline):
        assert store.events == [("lock", timeout)]
    assert store.events == [("lock", timeout), "unlock"]


def test_a_lock_is_released_as_after_a_success() -> None:
    store = Store()
    with pytest.raises(KeyError, match="x"), StoredToken(store).turn(NEVER):
        raise KeyError("x")
    assert store.events == [("lock", None), "unlock"]


def test_a_lock_that_is_held_for_too_long_is_a_deadline() -> None:
    def wait() -> None:
        raise TimeoutError("somebody has it")

    store = Store(wait=wait)
    with (
        pytest.raises(error.DeadlineExceededError) as caught,
        StoredToken(store).turn(NEVER),
    ):
        pytest.fail("nobody has the lock")
    assert str(caught.value) == "Deadline Exceeded: somebody has it"
    assert caught.value.sent is False
    assert caught.value.__suppress_context__


def test_a_failure_of_the_block_is_not_one_of_the_lock() -> None:
    with pytest.raises(TimeoutError, match="mine"), StoredToken(Store()).turn(NEVER):
        raise TimeoutError("mine")


def test_without_a_store_nothing_is_kept() -> None:
    stored = StoredToken(None)
    with stored.turn(NEVER):
        stored.save({"access_token": "x"})
    assert stored.load() == {}
    assert stored.newer_than({}) is None


def test_tokens_are_copied_between_a_store_and_a_session() -> None:
    assert StoredToken(Store(None)).load() == StoredToken(Store({})).load() == {}
    store = Store({"access_token": "x"})
    StoredToken(store).load().clear()
    assert store.token == {"access_token": "x"}
    own = {"access_token": "y"}
    StoredToken(store).save(own)
    assert store.token == own
    assert store.token is not own


@pytest.mark.parametrize("missing", ["load", "save", "lock"])
@pytest.mark.parametrize("value", [None, 5])
def test_a_store_has_three_methods(missing: str, value: Any) -> None:
    store = Store()
    setattr(store, missing, value)
    with pytest.raises(TypeError) as caught:
        StoredToken(store)
    assert str(caught.value) == "token_store must have the methods load, save and lock"


@pytest.mark.parametrize(
    ("kept", "newer"),
    [
        (None, False),
        ({"access_token": "b"}, True),
        ({"access_token": "a"}, False),
        ({"refresh_token": "b"}, False),
        ({"access_token": ""}, False),
        ({"access_token": "b", "expires_at": NOW}, False),
        ({"access_token": "b", "expires_at": NOW + 0.5}, True),
        ({"access_token": "b", "expires_in": 5}, True),
        ({"access_token": "b", "expires_in": 0}, False),
    ],
)
@pytest.mark.usefixtures("clock")
def test_whether_another_process_has_saved_a_newer_token(kept: Any, newer: bool) -> None:
    found = StoredToken(Store(kept)).newer_than({"access_token": "a"})
    assert found == (kept if newer else None)


# -- sessions with a store


def taking(clock: Clock, seconds: float) -> Callable[[], None]:
    def wait() -> None:
        clock.now += seconds

    return wait


@pytest.mark.parametrize("use", ["refresh", "revoke", "call"])
def test_waiting_for_another_process_is_part_of_the_time(clock: Clock, use: str) -> None:
    store = Store(wait=taking(clock, 100))
    client = oauth(token=expired(), token_store=store, deadline=250)
    session = session_of(client)
    sent: list[Request] = []

    def send(request: Request) -> dict[str, Any]:
        sent.append(request)
        assert store.events == [("lock", 250.0)]
        return {"access_token": NEW_ACCESS}

    session._send = send  # type: ignore[method-assign]
    acts: dict[str, Callable[[], Any]] = {
        "refresh": session.refresh_token,
        "revoke": session.revoke,
        "call": lambda: session._bearer.ready(Deadline(250)),
    }
    acts[use]()
    assert [request.deadline for request in sent] == [150.0]
    assert [request.idempotent for request in sent] == [use == "revoke"]
    token = {} if use == "revoke" else {"refresh_token": REFRESH, "access_token": NEW_ACCESS}
    assert store.events[1:] == [("save", token), "unlock"]


@pytest.mark.parametrize("use", ["refresh_token", "revoke"])
def test_when_the_time_is_over_nothing_is_sent(clock: Clock, use: str) -> None:
    session = session_of(oauth(token=saved(), token_store=Store(wait=taking(clock, 100))))
    session._send = lambda request: pytest.fail("sent")  # type: ignore[method-assign]
    act: Any = getattr(session, use)
    for seconds in (99, 100):
        with pytest.raises(error.DeadlineExceededError) as caught:
            act(deadline=seconds)
        assert str(caught.value) == "Deadline Exceeded: before the token was refreshed"
        assert caught.value.sent is False


def test_a_session_takes_the_token_of_its_store() -> None:
    for given, kept in ((None, NEW_ACCESS), (saved(), ACCESS)):
        client = oauth(token=given, token_store=Store({"access_token": NEW_ACCESS}))
        assert session_of(client).token["access_token"] == kept


def test_a_session_without_a_token_looks_again() -> None:
    store = Store()
    session = session_of(oauth(token_store=store))
    with pytest.raises(error.MissingTokenError):
        session._bearer.ready(NEVER)
    store.token = {"access_token": "0/later"}
    assert session._bearer.ready(NEVER) == "Bearer 0/later"


@pytest.mark.usefixtures("clock")
def test_a_call_adopts_a_newer_token_and_a_refresh_does_not() -> None:
    store = Store({"access_token": "0/adopted", "expires_at": NOW + 600})
    session = session_of(oauth(token={**expired(), "expires_at": NOW - 5}, token_store=store))
    session._send = lambda request: {"access_token": NEW_ACCESS}  # type: ignore[method-assign]
    assert session._bearer.ready(NEVER) == "Bearer 0/adopted"
    assert store.events == [("lock", None), "unlock"]
    session.token = saved()
    assert session.refresh_token()["access_token"] == NEW_ACCESS


# -- turns


def test_a_turn_includes_its_thread_until_it_ends() -> None:
    turn = Turn()
    assert (turn.process, turn.saving, turn.renewed, turn.failure) == (
        os.getpid(),
        False,
        False,
        None,
    )
    with ThreadPoolExecutor(1) as pool:
        assert turn.includes_caller()
        assert not pool.submit(turn.includes_caller).result()
        turn.process += 1
        assert not turn.includes_caller()
        turn.process -= 1
        turn.end()
        assert not turn.includes_caller()


def test_a_turn_includes_the_calls_that_are_made_while_it_saves() -> None:
    turn, other = Turn(), Turn()
    turn._thread = other._thread = 0
    with turn.save():
        assert turn.saving
        with other.save():
            assert turn.includes_caller()
            assert other.includes_caller()
        assert turn.includes_caller()
        assert not other.includes_caller()
    assert not turn.includes_caller()
    assert turn.saving is False


def test_a_failure_of_saving_is_kept_as_it_is() -> None:
    turn, failure = Turn(), KeyError("x")
    with pytest.raises(KeyError), turn.save():
        raise failure
    assert turn.saving
    assert turn.failure is failure
    with pytest.raises(KeyError) as caught:
        turn.raise_failure()
    assert caught.value is failure
    turn.share(error.ServerError(), NEVER)
    assert turn.failure is failure


def refused(seconds: float | None) -> error.OAuthUnavailableError:
    cause = error.RateLimitEnforcedError()
    cause.retry_after = seconds
    return error.OAuthUnavailableError(cause)


@pytest.mark.parametrize(
    ("failure", "shared"),
    [
        (error.OAuthGrantError(), True),
        (error.DeadlineExceededError("x"), False),
        (error.OAuthUnavailableError(error.DeadlineExceededError("x")), False),
        (error.OAuthUnavailableError(), True),
        (refused(None), True),
        (refused(0), True),
        (refused(9.5), True),
        (refused(10), False),
        (refused(11), False),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_failure_is_shared_unless_more_time_would_help(
    failure: error.AsanaError, shared: bool
) -> None:
    turn = Turn()
    turn.share(failure, Deadline(10))
    assert (turn.failure is not None) is shared
    if shared:
        assert turn.failure is not failure
        with pytest.raises(type(failure)) as caught:
            turn.raise_failure()
        assert str(caught.value) == str(failure)
        assert caught.value is not turn.failure
    else:
        turn.raise_failure()


def test_a_turn_is_waited_for_until_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = Turn()
    with pytest.raises(error.DeadlineExceededError) as caught:
        turn.wait_for_answer(Deadline(0))
    assert str(caught.value) == "Deadline Exceeded: waiting for a new token"
    assert caught.value.sent is False
    waits: list[float] = []
    monkeypatch.setattr(turn._over, "wait", lambda seconds: waits.append(seconds))
    monkeypatch.setattr(time, "monotonic", lambda: 5.0)
    turn._answered.set()
    for seconds in (None, 100, 20, -1):
        with pytest.raises(error.DeadlineExceededError) as caught:
            turn.wait_until_over(Deadline(seconds))
        assert str(caught.value) == (
            "Deadline Exceeded: token_updater has not returned, and the new token is not used "
            "until it does; token_updater must not wait for calls that need it"
        )
    assert waits == [10.0, 10.0, 5.0, 0]
    assert turns.LONGEST_SAVE == 10.0


def test_the_answer_is_waited_for_as_long_as_a_thread_can(monkeypatch: pytest.MonkeyPatch) -> None:
    turn, waits = Turn(), list[float]()

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return True

    monkeypatch.setattr(turn._answered, "wait", wait)
    monkeypatch.setattr(time, "monotonic", lambda: 5.0)
    for seconds in (None, 7, -3):
        turn.wait_for_answer(Deadline(seconds))
    assert waits == [threading.TIMEOUT_MAX, 7.0, 0]


def test_one_turn_at_a_time() -> None:
    line = Turns()
    first, begun = line.join()
    assert begun
    assert line.join() == (first, False)
    line.end(Turn())  # another one, which is over already
    assert line.join() == (first, False)
    line.end(first)
    assert first._answered.is_set()
    second, begun = line.join()
    assert begun
    assert second is not first
    second.process += 1  # as after a fork
    third, begun = line.join()
    assert begun
    assert third is not second
    third.process += 1
    with third.save():  # of which this call is a part
        assert line.join() == (third, False)


def test_a_turn_of_its_own_waits_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Turns()
    waited: list[Deadline] = []
    deadline = Deadline(5)
    first, _ = line.join()
    first._thread = 0

    def wait_until_over(given: Deadline) -> None:
        waited.append(given)
        line.end(first)

    monkeypatch.setattr(first, "wait_until_over", wait_until_over)
    with line.own(deadline) as turn:
        assert turn is not first
        assert line.join() == (turn, False)
        with pytest.raises(RuntimeError) as caught, line.own(deadline):
            pass
    assert str(caught.value) == "token_updater cannot refresh or revoke the token it saves"
    assert waited == [deadline]
    assert not turn.includes_caller()
    with pytest.raises(KeyError), line.own(deadline) as turn:
        raise KeyError
    assert line.join()[1]
