"""Page iterators that programs wrap, override and drive manually."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

import asana
from asana.page_iterator import (
    AuditLogAPIIterator,
    CollectionPageIterator,
    EventsPageIterator,
    ListPageIterator,
    PageIterator,
    SearchPageIterator,
)
from tests.faults import Act, data, failure, page, reply
from tests.old_code.work import LISTINGS, Connect, Sleeps, targets, two_pages

KINDS = [
    PageIterator,
    CollectionPageIterator,
    ListPageIterator,
    SearchPageIterator,
    AuditLogAPIIterator,
    EventsPageIterator,
]


def events(*changes: Any, sync: str = "S2") -> Act:
    return reply(200, json.dumps({"data": list(changes), "sync": sync}).encode())


NO_TOKEN = reply(412, b'{"sync": "S1", "errors": [{"message": "Sync token invalid"}]}')


@pytest.fixture
def wrapped() -> Iterator[list[str]]:
    """Wrap both methods of two classes, as a program does on import."""
    calls: list[str] = []

    def wrap(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(self: Any, *args: Any, **keywords: Any) -> Any:
            calls.append(name)
            return method(self, *args, **keywords)

        return wrapper

    with pytest.MonkeyPatch.context() as patch:
        for kind in (CollectionPageIterator, EventsPageIterator):
            for name in ("get_initial", "get_next"):
                patch.setattr(kind, name, wrap(name, getattr(kind, name)))
        yield calls


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_the_methods_of_python_asana(kind: Any) -> None:
    assert callable(kind.get_initial)
    assert callable(kind.get_next)
    assert ("sync" if kind is EventsPageIterator else "next_page") == kind.CONTINUATION_KEY
    client = asana.Client()
    made = kind(client, "/x", {}, dict(client.options))
    assert made.continuation is False


@pytest.mark.parametrize("listing", LISTINGS)
def test_wrapped_methods_are_called_for_each_page(
    connect: Connect, wrapped: list[str], listing: str
) -> None:
    client, _ = connect(page([{"gid": "1"}], "A"), page([{"gid": "2"}], "B"), page([], None))
    assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o)) == ["1", "2"]
    assert wrapped == ["get_initial", "get_next", "get_next"]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: list(c.audit_log_api.get_audit_log_events("9")),
        lambda c: list(c.tasks.search_in_workspace("9", text="x")),
        lambda c: list(c.events.get_events(resource="9", sync="s")),
        lambda c: c.tasks.find_by_project("9", iterator_type=None),
        lambda c: list(c.get_collection("/tasks", {})),
        lambda c: list(c.users.find_all(workspace="9")),
    ],
)
def test_a_first_page_comes_from_get_initial(
    connect: Connect, wrapped: list[str], call: Any
) -> None:
    client, _ = connect(page([{"gid": "1"}], None))
    assert call(client) == [{"gid": "1"}]
    assert wrapped == ["get_initial"]


def test_events_come_from_both_methods(connect: Connect, wrapped: list[str]) -> None:
    client, server = connect(NO_TOKEN, events({"n": 1}), events({"n": 2}, sync="S3"))
    found = client.events.get_iterator({"resource": "9"}, item_limit=2)
    assert list(found) == [{"n": 1}, {"n": 2}]
    assert wrapped == ["get_initial", "get_next", "get_next"]
    assert targets(server)[1:] == ["/events?resource=9&sync=S1", "/events?resource=9&sync=S2"]


def test_a_batch_goes_on_with_get_next(connect: Connect, wrapped: list[str]) -> None:
    first = {"data": [{"gid": "1"}], "next_page": {"offset": "A"}}
    client, server = connect(
        data([{"status_code": 200, "body": first}]), page([{"gid": "2"}], None)
    )
    batch = client.batch()
    action: Any = batch.tasks.find_by_project("9")
    batch.send()
    assert [task["gid"] for task in action.result()] == ["1", "2"]
    assert wrapped == ["get_next"]
    assert "offset=A" in targets(server)[1]


@pytest.mark.parametrize("prefetch", [False, True])
def test_a_wrapper_may_ask_again(connect: Connect, sleeps: Sleeps, prefetch: bool) -> None:
    first, second = two_pages()
    client, server = connect(failure(500), first, failure(503), failure(500), second, max_retries=0)

    def again(method: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(self: Any) -> Any:
            for _ in range(3):
                try:
                    return method(self)
                except asana.error.RetryableAsanaError:
                    pass
            raise AssertionError("three failures")

        return wrapper

    kind = CollectionPageIterator
    with (
        mock.patch.object(kind, "get_initial", again(kind.get_initial)),
        mock.patch.object(kind, "get_next", again(kind.get_next)),
    ):
        tasks = client.tasks.find_by_project("9", prefetch=prefetch)
        assert [task["gid"] for task in tasks] == ["1", "2"]
    assert len(server.requests) == 5


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_patch_may_answer_in_place_of_the_network(connect: Connect, listing: str) -> None:
    client, server = connect(failure(500))
    first = {"data": [{"gid": "1"}], "next_page": {"offset": "A"}}
    with (
        mock.patch.object(CollectionPageIterator, "get_initial", return_value=first),
        mock.patch.object(
            CollectionPageIterator, "get_next", return_value={"data": [{"gid": "2"}]}
        ),
    ):
        assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o)) == ["1", "2"]
    assert server.requests == []


def test_the_continuation_is_what_leads_to_the_next_page(connect: Connect) -> None:
    client, _ = connect(*two_pages())
    pages = CollectionPageIterator(client, "/x", {}, dict(client.options))
    seen: list[Any] = [pages.continuation]
    for _ in pages:
        seen.append(pages.continuation and pages.continuation["offset"])
    assert seen == [False, "A", None]


def test_the_continuation_of_events_is_a_sync_token(connect: Connect) -> None:
    client, _ = connect(events({"n": 1}), events({"n": 2}, sync="S3"))
    pages = EventsPageIterator(
        client, "/events", {"resource": "9", "sync": "S1"}, dict(client.options)
    )
    next(pages)
    assert (pages.sync, pages.count) == ("S2", 1)
    next(pages)
    assert (pages.continuation, pages.sync) == ("S2", "S3")


def test_an_iterator_is_driven_by_hand(connect: Connect) -> None:
    client, server = connect(*two_pages())
    pages = CollectionPageIterator(client, "/x", {}, dict(client.options))
    first = pages.get_initial()
    pages.continuation = first["next_page"]
    second = pages.get_next()
    assert [each["data"] for each in (first, second)] == [[{"gid": "1"}], [{"gid": "2"}]]
    assert "offset=A" in targets(server)[1]


def test_a_continuation_that_is_set_decides_on_the_next_page(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "A"), page([{"gid": "9"}], None))
    pages = CollectionPageIterator(client, "/x", {}, dict(client.options))
    next(pages)
    pages.continuation = {"offset": "Z"}
    next(pages)
    assert "offset=Z" in targets(server)[1]


def test_a_continuation_of_none_ends_the_iteration(connect: Connect) -> None:
    client, server = connect(*two_pages())
    pages = CollectionPageIterator(client, "/x", {}, dict(client.options))
    next(pages)
    pages.continuation = None
    assert list(pages) == []
    assert len(server.requests) == 1


def test_a_subclass_may_write_the_offset_itself(connect: Connect) -> None:
    class Own(CollectionPageIterator):
        def get_next(self) -> Any:
            self.options["offset"] = self.continuation["offset"]
            return self.client.get(self.path, self.query, **self.options)

    client, server = connect(*two_pages())
    found = Own(client, "/x", {}, dict(client.options)).items()
    assert [item["gid"] for item in found] == ["1", "2"]
    assert "offset=A" in targets(server)[1]


def test_a_subclass_may_have_a_continuation_key_of_its_own(connect: Connect) -> None:
    class Cursor(CollectionPageIterator):
        CONTINUATION_KEY = "cursor"

        def get_next(self) -> Any:
            self.options["cursor"] = self.continuation
            return self.client.get(self.path, self.query, **self.options)

    client, server = connect(
        reply(200, b'{"data": [{"gid": "1"}], "cursor": "c1"}'),
        reply(200, b'{"data": [{"gid": "2"}]}'),
    )
    found = Cursor(client, "/x", {}, dict(client.options)).items()
    assert [item["gid"] for item in found] == ["1", "2"]
    assert "cursor=c1" in targets(server)[1]


def test_the_continuation_of_a_search_is_none_only_at_its_end(connect: Connect) -> None:
    full = [
        {"gid": str(n), "created_at": f"2026-01-01T00:01:{59 - n // 2:02}Z"} for n in range(100)
    ]
    client, _ = connect(data(full), data([]))
    pages: Any = client.tasks.search_in_workspace(
        "9", text="x", item_limit=200, iterator_type="pages"
    )
    next(pages)
    assert pages.continuation is not None
    next(pages)
    assert pages.continuation is None


def test_a_page_without_data_is_an_error(connect: Connect) -> None:
    client, _ = connect(failure(500))
    bad = {"data": None, "next_page": None}
    with (
        mock.patch.object(CollectionPageIterator, "get_initial", return_value=bad),
        pytest.raises(asana.error.InvalidResponseError),
    ):
        next(client.tasks.find_by_project("9"))


def test_a_large_page_size_of_an_iterator_made_by_hand_is_100(connect: Connect) -> None:
    client, server = connect(*two_pages())
    options = {**client.options, "page_size": 1000}
    with pytest.warns(UserWarning, match="100"):
        assert len(list(CollectionPageIterator(client, "/x", {}, options))) == 2
    assert targets(server)[0] == "/x?limit=100"
