"""Feeds: no change is missed, and none is returned twice without need."""

import json
import threading
import time
from collections.abc import Callable
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import error
from asana.feed import Feed, FileTokens, Resync, merged
from asana.mirror import Mirror
from asana.sandbox import Sandbox
from asana.stores import LeaseLostError
from tests.defaults import defaults
from tests.faults import FaultServer, Wire, data, failure, reply
from tests.feeds import Project, asked, change, events, stale

Connect = Callable[..., tuple[asana.Client, FaultServer]]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of feeds, which return immediately."""
    found: list[float] = []
    monkeypatch.setattr(Feed, "wait", lambda self, seconds: found.append(seconds))
    return found


# -- the form of changes


def test_a_story_has_neither_a_subtype_nor_a_user() -> None:
    with Sandbox() as sandbox:
        project = Project(sandbox)
        task = project.add("Talked about")
        feed = project.client.events.feed(project.gid, {})
        assert isinstance(feed.poll()[0], Resync)
        project.client.tasks.add_comment(task, text="Hm")
        found: list[Any] = [*feed.poll()]
    [told] = found
    assert told["user"] is None
    assert "resource_subtype" not in told["resource"]
    assert (told["resource"]["resource_type"], told["parent"]["gid"]) == ("story", task)
    assert merged([told, told]) == [told, told]  # only changes are merged


# -- the token


def test_a_feed_begins_with_a_resync_and_keeps_its_place(connect: Connect) -> None:
    client, server = connect(
        stale("S1"), events("S2", change(1), change(2)), events("S3", change(3))
    )
    tokens: dict[str, str] = {}
    feed = client.events.feed("9", tokens)
    first = next(feed)
    assert isinstance(first, Resync)
    assert (first["action"], first["resource"], first.first) == ("resync", {"gid": "9"}, True)
    assert tokens == {}  # after a crash before the resource was read, it must be read
    assert (feed.next(), tokens) == (change(1), {"9": "S1"})
    assert (next(feed), tokens) == (change(2), {"9": "S1"})
    assert (next(feed), tokens) == (change(3), {"9": "S2"})
    assert asked(server) == ["", "S1", "S2"]
    feed.commit()
    feed.commit()
    assert tokens == {"9": "S3"}


def test_the_place_survives_the_process(connect: Connect, tmp_path: Path) -> None:
    client, server = connect(events("S2", change(1)), events("S3", change(2)))
    path = tmp_path / "tokens.json"
    path.write_text('{"9": "S1", "8": "T1"}')
    assert next(client.events.feed("9", path)) == change(1)
    feed = client.events.feed("9", FileTokens(path))
    assert next(feed) == change(2)
    assert next(client.events.feed("9", str(path))) == change(2)
    assert asked(server) == ["S1", "S1", "S1"]
    feed.commit()
    assert json.loads(path.read_text()) == {"9": "S3", "8": "T1"}


def test_what_was_not_handled_can_be_given_again(connect: Connect) -> None:
    client, server = connect(events("S2", change(1), change(2)), events("S2", change(1), change(2)))
    feed = client.events.feed("9", {"9": "S1"})
    assert next(feed) == change(1)
    feed.rewind()
    assert [next(feed), next(feed)] == [change(1), change(2)]
    feed.rewind()
    assert next(feed) == change(1)
    assert asked(server) == ["S1", "S1", "S1"]


def test_a_store_that_fails_is_asked_again(connect: Connect) -> None:
    client, server = connect(events("S2", change(1)), events("S3", change(2)))

    class Store:
        saved: list[str] = []

        def load(self, resource: str) -> str:
            return "S1"

        def save(self, resource: str, sync: str) -> None:
            self.saved.append(sync)
            if len(self.saved) == 1:
                raise OSError("disk full")

    feed = client.events.feed("9", Store())
    next(feed)
    with pytest.raises(OSError, match="disk full"):
        next(feed)
    assert next(feed) == change(2)
    assert (Store.saved, asked(server)) == (["S2", "S2"], ["S1", "S2"])


def test_a_token_of_an_empty_page_is_kept_too(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(events("S1"), events("S2"), events("S3", change(1)))
    tokens = {"9": "S1"}
    assert next(client.events.feed("9", tokens)) == change(1)
    assert tokens == {"9": "S2"}


@pytest.mark.parametrize(
    "answer",
    [events(None), events(5, change(1)), events("S1", change(1)), reply(200, b'{"data": {}}')],
)
def test_an_answer_that_leads_nowhere_is_an_error(connect: Connect, answer: Any) -> None:
    client, _ = connect(answer)
    tokens = {"9": "S1"}
    with pytest.raises(error.InvalidResponseError):
        next(client.events.feed("9", tokens))
    assert tokens == {"9": "S1"}


@pytest.mark.parametrize(("store", "why"), [(5, "load and save"), ([], "load and save")])
def test_what_is_no_store(store: Any, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        asana.Client().events.feed("9", store)


@pytest.mark.parametrize(("least", "most"), [(0, 5), (-1, 5), (6, 5)])
def test_intervals_that_make_no_sense(least: float, most: float) -> None:
    with pytest.raises(ValueError, match="poll_interval"):
        asana.Client().events.feed("9", poll_interval=least, max_interval=most)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"poll_interval": "x"}, "poll_interval"),
        ({"max_interval": "x"}, "max_interval"),
        ({"poll_interval": 6, "max_interval": 5},
         "poll_interval must be positive, and at most max_interval$"),
        ({"on_resync": 5}, "on_resync must be callable, not int$"),
        ({"resource": None}, ""),
    ],
)  # fmt: skip
def test_an_argument_that_is_wrong_is_named(given: dict[str, Any], message: str) -> None:
    arguments = {"resource": "9", **given}
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        Feed(asana.Client(), **arguments)
    assert Feed(asana.Client(), "9", poll_interval=5, max_interval=5)._intervals == (5, 5)


def test_the_options_of_a_feed_are_those_of_each_request(connect: Connect) -> None:
    client, server = connect(events("S2"), events("S3"))
    attempts: list[Any] = []
    options: dict[str, Any] = {"on_attempt": attempts.append, "opt_fields": "user"}
    feed = Feed(client, "9", {"9": "S1"}, options=options)
    assert (feed.poll(), feed.poll()) == ([], [])
    assert [request.target.removeprefix("/api/1.0") for request in server.requests] == [
        "/events?opt_fields=user&resource=9&sync=S1",
        "/events?opt_fields=user&resource=9&sync=S2",
    ]
    assert len(attempts) == 2


class Leases:
    """A store whose lease each feed gets if `fence` is a number."""

    lease = 6.0

    def __init__(self, fence: int | None) -> None:
        self.fence = fence
        self.held: list[str] = []
        self.released: list[str] = []

    def load(self, resource: str) -> str:
        return "S1"

    def save(self, resource: str, sync: str) -> None:
        """Keep nothing."""

    def hold(self, resource: str) -> int | None:
        self.held.append(resource)
        return self.fence

    def release(self, resource: str) -> None:
        self.released.append(resource)


def test_a_wait_is_divided_to_renew_the_lease(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(events("S1"), events("S1"), events("S2", change(1)))
    store = Leases(7)
    feed = client.events.feed("9", store, poll_interval=4, max_interval=6)
    assert next(feed) == change(1)
    assert waits == [2, 2, 2, 2, 2]  # of 4 and 6 seconds, a third of the lease each
    assert (store.held, feed.fence) == (["9"] * (3 + 1 + 2), 7)
    feed.stop()
    assert list(feed) == []
    assert (store.released, feed.fence) == (["9"], None)


def test_a_feed_that_does_not_lead_asks_for_nothing(connect: Connect) -> None:
    client, server = connect(events("S2", change(1)))
    store = Leases(None)
    feed = client.events.feed("9", store)
    assert (feed.poll(), feed.fence, feed._leads) == ([], None, False)
    assert server.requests == []
    store.fence = 3
    assert (feed.poll(), feed.fence, feed._leads) == ([change(1)], 3, True)


def test_a_lost_lease_is_a_warning_and_the_changes_are_left_to_the_next(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    client, server = connect(events("S2", change(1), has_more=True))
    store = Leases(7)
    feed = client.events.feed("9", store)
    assert (feed.poll(), feed.has_more) == ([change(1)], True)

    def lost(resource: str, sync: str) -> None:
        raise LeaseLostError("the lease is lost")

    store.save, store.fence = lost, None  # type: ignore[method-assign]
    assert (feed.poll(), feed.has_more, feed.fence, feed._sync) == ([], False, None, None)
    assert caplog.messages[-1] == (
        "the lease is lost; it will handle the latest changes of this process again"
    )
    assert len(server.requests) == 1


# -- gaps


def test_a_gap_is_one_record_and_the_fresh_token_counts_after_it(connect: Connect) -> None:
    client, server = connect(events("S2", change(1)), stale("S9"), events("S10", change(2)))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens)
    assert next(feed) == change(1)
    gap = next(feed)
    assert isinstance(gap, Resync)
    assert (gap.first, tokens) == (False, {"9": "S2"})
    assert (next(feed), tokens) == (change(2), {"9": "S9"})
    assert asked(server) == ["S1", "S2", "S9"]


def test_a_gap_can_be_a_call(connect: Connect, waits: list[float]) -> None:
    client, server = connect(stale("S8"), stale("S9"), events("S10", change(2)))
    tokens: dict[str, str] = {"9": "S1"}
    seen: list[Any] = []

    def on_resync(resync: Resync) -> None:
        seen.append((resync.first, dict(tokens)))
        if len(seen) == 1:
            raise RuntimeError("could not read it")

    feed = client.events.feed("9", tokens, on_resync=on_resync)
    with pytest.raises(RuntimeError):
        next(feed)
    assert next(feed) == change(2)
    assert seen == [(False, {"9": "S1"})] * 2
    assert (asked(server), tokens) == (["S1", "S1", "S9"], {"9": "S9"})


def test_a_resource_that_cannot_be_followed_is_not_asked_for_all_the_time(
    connect: Connect, waits: list[float]
) -> None:
    client, _ = connect(*(stale(f"S{number}") for number in range(9)))
    feed = client.events.feed("9", max_interval=30)
    assert all(isinstance(next(feed), Resync) for _ in range(4))
    assert waits == [30, 30, 30]


class Paced:
    """Counts requests and listings between pauses."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.rounds = [0]
        self.pauses: list[float] = []
        patch.setattr(Feed, "wait", lambda feed, seconds: self.pause(seconds))
        patch.setattr(time, "sleep", self.pause)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.rounds.append(0)

    def count(self, wire: Wire) -> None:
        self.rounds[-1] += 1


def always(paced: Paced, **answers: Callable[[int], Any]) -> Any:
    """Return the next response to each kind of request."""
    numbers = count(1)

    def act(wire: Wire) -> bool:
        paced.count(wire)
        kind = "events" if "/events" in wire.request.target else "tasks"
        answer = failure(404) if "/tasks/" in wire.request.target else answers[kind](next(numbers))
        keep: bool = answer(wire)
        return keep

    return act


def refused(number: int) -> Any:
    return stale(f"S{number}")


def nothing(number: int) -> Any:
    return events(f"S{number}", has_more=True)


def every_other(number: int) -> Any:
    return refused(number) if number % 2 else events(f"S{number}", change(number))


@pytest.mark.parametrize("answer", [refused, nothing, every_other])
@pytest.mark.parametrize("calls", [False, True])
def test_row_53_a_feed_pauses(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, answer: Any, calls: bool
) -> None:
    paced = Paced(monkeypatch)
    client, _ = connect(always(paced, events=answer))
    feed = client.events.feed("9", {"9": "S0"}, on_resync=ignored(paced) if calls else None)
    gaps = 0
    while len(paced.pauses) < 8:
        if answer is nothing or (calls and answer is refused):
            stop_after(paced, feed, 8)
        gaps += any(isinstance(each, Resync) for each in feed.page())
    assert max(paced.rounds) <= 3
    assert paced.pauses == sorted(paced.pauses) or answer is every_other
    assert gaps <= 1 + len(paced.pauses)


def ignored(paced: Paced) -> Callable[[Resync], None]:
    """Return a function that reads an entire resource, at most once between two pauses."""
    read: list[int] = []

    def on_resync(resync: Resync) -> None:
        assert len(paced.rounds) not in read
        read.append(len(paced.rounds))

    return on_resync


def stop_after(paced: Paced, feed: Feed, pauses: int) -> None:
    """Stop a feed that would wait forever."""
    pause = paced.pause

    def counted(seconds: float) -> None:
        pause(seconds)
        if len(paced.pauses) >= pauses:
            feed.stop()

    paced.pause = counted  # type: ignore[method-assign]


@pytest.mark.parametrize("answer", [refused, nothing])
def test_row_53_a_job_that_asks_for_more_comes_to_an_end(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    paced = Paced(monkeypatch)
    client, server = connect(always(paced, events=answer))
    feed = client.events.feed("9", {"9": "S0"})
    while feed.poll() or feed.has_more:
        assert len(server.requests) < 5
        if answer is refused:
            break
    assert (len(server.requests), feed.has_more) == (1 if answer is refused else 2, False)


@pytest.mark.parametrize("answer", [refused, nothing, every_other])
def test_row_53_a_mirror_that_follows_pauses(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    paced = Paced(monkeypatch)
    client, _ = connect(always(paced, events=answer, tasks=lambda _: data([])))
    mirror = client.events.mirror("9", {})
    stop_after(paced, mirror._feed, 6)
    steps = list(islice(mirror.follow(), 6))
    assert max(paced.rounds) <= 5
    assert sum(step.listings for step in steps if not step.changes) <= 1 + len(paced.pauses)


@pytest.mark.parametrize(("answer", "most"), [(refused, 3), (nothing, 2), (every_other, 5)])
def test_row_53_a_mirror_that_is_brought_up_to_date_ends(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, answer: Any, most: int
) -> None:
    paced = Paced(monkeypatch)
    client, server = connect(always(paced, events=answer, tasks=lambda _: data([{"gid": "1"}])))
    mirror = client.events.mirror("9", {})
    for _ in range(3):
        before = len(server.requests)
        step = mirror.update()
        assert len(server.requests) - before <= most
        assert step.listings <= 2
    assert (paced.pauses, list(mirror.tasks)) == ([], [] if answer is nothing else ["1"])


@pytest.mark.parametrize("answer", [refused, nothing, every_other])
@pytest.mark.parametrize("interval", [5, 0])
@pytest.mark.parametrize("way", ["get_iterator", "get_next"])
def test_row_53_events_of_old_pause(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, answer: Any, way: str, interval: float
) -> None:
    paced = Paced(monkeypatch)
    client, _ = connect(always(paced, events=answer))
    pause = paced.pause

    def counted(seconds: float) -> None:
        pause(seconds)
        if len(paced.pauses) == 8:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", counted)
    query: dict[str, Any] = {"resource": "9", "sync": "S0"}
    iterator = client.events.get_iterator(query, poll_interval=interval)
    listings = 0
    while len(paced.pauses) < 8:
        try:
            if way == "get_iterator":
                next(iterator)
            else:
                _, query["sync"] = client.events.get_next(query, poll_interval=interval)
        except error.InvalidTokenError as missed:
            query["sync"] = missed.sync
            listings += 1
        except KeyboardInterrupt:
            break
    assert max(paced.rounds) <= 2
    assert listings <= len(paced.pauses)
    if answer is not every_other:
        assert paced.pauses == sorted(paced.pauses)
        assert paced.pauses[-1] > 10


def test_row_53_a_gap_of_one_resource_holds_up_no_other(
    connect: Connect, sleeps: list[float]
) -> None:
    good = events("S2", change(1))
    client, _ = connect(stale("S1"), good, good, stale("S3"), good, good)
    query = {"resource": "9", "sync": "S0"}
    for _ in range(2):
        with pytest.raises(error.InvalidTokenError):
            client.events.get_next(query)
        assert client.events.get_next(query)[1] == "S2"
        assert client.events.get_next({**query, "resource": "8"})[1] == "S2"
    assert sleeps == [5, 5]


def test_row_32_a_412_without_a_token_is_an_error(connect: Connect) -> None:
    client, _ = connect(stale(None))
    feed = client.events.feed("9")
    for _ in range(2):
        with pytest.raises(error.InvalidTokenError):
            next(feed)


def test_a_failed_question_is_asked_again(connect: Connect) -> None:
    client, server = connect(failure(403), events("S2", change(1)))
    feed = client.events.feed("9", {"9": "S1"})
    with pytest.raises(error.ForbiddenError):
        next(feed)
    assert next(feed) == change(1)
    assert asked(server) == ["S1", "S1"]


# -- waiting


def test_waits_grow_while_nothing_happens(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(*[events("S1")] * 4, events("S2", change(1)), events("S2"), events("S3"))
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=4, max_interval=10)
    next(feed)
    assert waits == [4, 6, 9, 10]
    feed.stop()


def test_waits_are_of_5_to_60_seconds() -> None:
    client = asana.Client()
    feeds = [
        client.events.feed("9"),
        Feed(client, "9", None),
        client.events.mirror("9", {})._feed,
        Mirror(client, "9", {})._feed,
    ]
    assert [feed._intervals for feed in feeds] == [(5, 60)] * 4


def test_after_a_change_the_waits_begin_anew(connect: Connect, waits: list[float]) -> None:
    answers = [events("S1"), events("S2", change(1)), events("S2"), events("S3", change(2))]
    client, _ = connect(*answers)
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=4)
    assert [next(feed), next(feed)] == [change(1), change(2)]
    assert waits == [4, 4]


def test_more_is_fetched_at_once(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(
        events("S2", change(1), has_more=True),
        events("S3", has_more=True),
        events("S3", has_more=True),  # `has_more` without more changes
        events("S4", change(2)),
    )
    feed = client.events.feed("9", {"9": "S1"})
    assert [next(feed), next(feed)] == [change(1), change(2)]
    assert waits == [5]


def test_more_than_an_empty_first_answer_is_fetched_at_once(
    connect: Connect, waits: list[float]
) -> None:
    client, _ = connect(events("S2", has_more=True), events("S3", change(1)))
    assert next(client.events.feed("9", {"9": "S1"})) == change(1)
    assert waits == []


def test_a_job_that_runs_now_and_then(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), has_more=True), events("S3"))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens, opt_fields=["resource"])
    assert (feed.poll(), feed.has_more, tokens) == ([change(1)], True, {"9": "S1"})
    assert (feed.poll(), feed.has_more, tokens) == ([], False, {"9": "S2"})
    feed.commit()
    assert tokens == {"9": "S3"}


def test_a_feed_is_stopped_while_it_waits(connect: Connect) -> None:
    client, server = connect(events("S1"))
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=60)
    left: list[Any] = []
    thread = threading.Thread(target=lambda: left.extend(feed))
    thread.start()
    while not server.requests:
        pass
    feed.stop()
    thread.join(5)
    assert (thread.is_alive(), left) == (False, [])
    assert list(feed) == []


def test_what_has_been_fetched_is_given_after_stop(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), change(2), has_more=True))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens)
    assert next(feed) == change(1)
    feed.stop()
    assert list(feed) == [change(2)]
    assert tokens == {"9": "S2"}


# -- coalescing


def test_repeated_changes_of_one_object_become_one() -> None:
    nobody = {"action": "changed", "resource": None}
    found = merged(
        [
            change(1, field="name"),
            change(2, field="name"),
            change(1, "added"),
            change(1, field="notes"),
            nobody,
            nobody,
            change(1, "deleted"),
            change(1, "deleted"),
        ]
    )
    assert found == [
        {**change(2), "changes": [{"field": "name"}]},
        change(1, "added"),
        {**change(1, field="notes"), "changes": [{"field": "name"}, {"field": "notes"}]},
        nobody,
        nobody,
        change(1, "deleted"),
        change(1, "deleted"),
    ]


def test_a_feed_merges_when_asked_to(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), change(1, field="notes"), change(2)))
    feed = client.events.feed("9", {"9": "S1"}, coalesce=True)
    assert [each["resource"]["gid"] for each in (next(feed), next(feed))] == ["1", "2"]


def test_the_defaults_of_a_feed() -> None:
    assert defaults(Feed) == {
        "store": None,
        "coalesce": False,
        "on_resync": None,
        "poll_interval": 5,
        "max_interval": 60,
        "options": None,
    }
