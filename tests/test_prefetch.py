"""Prefetching: a page is fetched while the caller works, with otherwise the same behavior."""

import gc
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import asana
from asana import error
from asana._http.prefetch import Prefetch
from tests.faults import FaultServer, failure, page

Connect = Callable[..., tuple[asana.Client, FaultServer]]


def items(*gids: int) -> list[Any]:
    return [{"gid": str(gid)} for gid in gids]


THREE_PAGES = (page(items(1, 2), "A"), page(items(3, 4), "B"), page(items(5), None))


def fetchers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if isinstance(thread, Prefetch)]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    for thread in fetchers():
        thread.join(5)
    assert fetchers() == []


@pytest.mark.parametrize("kind", ["items", "pages"])
def test_the_listing_is_the_same(connect: Connect, kind: str) -> None:
    plain, _ = connect(*THREE_PAGES)
    ahead, server = connect(*THREE_PAGES)
    expected = list(plain.get_collection("/x", iterator_type=kind))
    assert list(ahead.get_collection("/x", prefetch=True, iterator_type=kind)) == expected
    assert len(server.requests) == 3


def test_the_next_page_is_fetched_while_the_caller_has_this_one(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES, prefetch=True)
    iterator = client.get_collection("/x")
    next(iterator)
    for thread in fetchers():  # unless it has already ended
        thread.join(5)
    assert len(server.requests) == 2


def test_no_thread_is_started_unless_asked(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    next(client.get_collection("/x"))
    assert fetchers() == []
    assert len(server.requests) == 1


@pytest.mark.parametrize(("item_limit", "requests"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_nothing_beyond_the_item_limit_is_fetched(
    connect: Connect, item_limit: int, requests: int
) -> None:
    client, server = connect(*THREE_PAGES)
    found = list(client.get_collection("/x", prefetch=True, item_limit=item_limit, page_size=2))
    assert len(found) == item_limit
    for thread in fetchers():
        thread.join(5)
    assert len(server.requests) == requests


def test_an_error_surfaces_behind_the_page_before_it(connect: Connect) -> None:
    first, second, third = THREE_PAGES
    client, server = connect(first, failure(400), second, third)
    iterator = client.get_collection("/x", prefetch=True)
    assert [next(iterator), next(iterator)] == items(1, 2)
    with pytest.raises(error.InvalidRequestError) as caught:
        next(iterator)
    assert (caught.value.offset, caught.value.count) == ("A", 2)
    assert list(iterator) == items(3, 4, 5)  # the next call continues with that page
    assert [request.target.partition("offset=")[2] for request in server.requests] == [
        "", "A", "A", "B",
    ]  # fmt: skip


def test_where_a_listing_is_does_not_run_ahead(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    iterator = client.get_collection("/x", prefetch=True)
    offsets = [iterator.offset for _ in iterator]
    assert offsets == [None, None, "A", "A", "B"]


def test_an_iterator_that_is_dropped_leaves_nothing(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    next(client.get_collection("/x", prefetch=True))
    for thread in fetchers():
        thread.join(5)
    gc.collect()
    assert fetchers() == []
    assert len(server.requests) == 2


def test_no_page_is_lost_where_no_thread_can_be_started(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    client, server = connect(*THREE_PAGES)
    with monkeypatch.context() as patch:
        patch.setattr(Prefetch, "start", start)
        found = list(client.get_collection("/x", prefetch=True))
    assert found == items(1, 2, 3, 4, 5)
    assert len(server.requests) == 3


def test_an_interrupted_wait_loses_no_page(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(*THREE_PAGES)
    pages: Any = client.get_collection("/x", prefetch=True, iterator_type="pages")
    assert next(pages) == items(1, 2)

    def interrupted(thread: threading.Thread) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Prefetch, "join", interrupted)
        with pytest.raises(KeyboardInterrupt):
            next(pages)
    assert [item for page in pages for item in page] == items(3, 4, 5)
    assert len(server.requests) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_fetches_the_page_itself(connect: Connect) -> None:
    hold = threading.Event()

    def held(wire: Any) -> bool:
        hold.wait(10)
        return page(items(3), None)(wire)

    client, server = connect(page(items(1), "A"), held, page(items(3), None))
    iterator = client.get_collection("/x", prefetch=True)
    assert next(iterator) == {"gid": "1"}
    while len(server.requests) < 2:  # the thread has sent its request, and waits
        fetchers()[0].join(0.001)
    child = os.fork()
    if child == 0:
        try:
            right = list(iterator) == items(3)
        except BaseException:
            right = False
        os._exit(0 if right else 1)
    status = os.waitpid(child, 0)[1]
    hold.set()
    assert os.waitstatus_to_exitcode(status) == 0
    assert list(iterator) == items(3)
