"""Pages and items: every item once, in order, whatever fails in between."""

import copy
import json
import pickle
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error, page_iterator
from asana.page_iterator import (
    CollectionPageIterator,
    ItemIterator,
    ListPageIterator,
    Page,
    PageIterator,
    SearchPageIterator,
)
from tests.faults import FaultServer, failure, page, reply
from tests.operations import OPERATIONS, Operation

Connect = Callable[..., tuple[asana.Client, FaultServer]]


def items(*gids: int) -> list[Any]:
    return [{"gid": str(gid)} for gid in gids]


def queries(server: FaultServer) -> list[str]:
    return [request.target.partition("?")[2] for request in server.requests]


THREE_PAGES = (page(items(1, 2), "A"), page(items(3, 4), "B"), page(items(5), None))


def test_items_come_from_all_pages_in_order(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    assert list(client.get_collection("/x", {"a": 1})) == items(1, 2, 3, 4, 5)
    assert queries(server) == ["a=1&limit=100", "a=1&limit=100&offset=A", "a=1&limit=100&offset=B"]


def test_nothing_is_sent_before_the_first_item_is_wanted(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    iterator = client.get_collection("/x")
    assert server.requests == []
    assert next(iterator) == {"gid": "1"}
    assert len(server.requests) == 1


def test_next_is_a_method_too(connect: Connect) -> None:
    client, _ = connect(page(items(1), None))
    iterator = client.get_collection("/x")
    assert iterator.next() == {"gid": "1"}
    with pytest.raises(StopIteration):
        iterator.next()
    with pytest.raises(StopIteration):
        next(iterator)


def test_pages_are_lists_that_answer_the_keys_of_the_body(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    pages: Any = client.get_collection("/x", iterator_type="pages")
    first, second = pages.next(), next(pages)
    assert first == items(1, 2)
    assert first["data"] == items(1, 2)
    assert first["next_page"]["offset"] == "A"
    assert "next_page" in first
    assert {"gid": "1"} in first
    assert second[0] == {"gid": "3"}
    assert second[:1] == items(3)
    (last,) = pages
    assert "next_page" not in last
    assert last.get("next_page") is None
    assert last.get("data") is last
    assert last.get("nothing", 5) == 5
    assert pages.count == 5


def test_a_page_survives_copying_and_pickling() -> None:
    original = Page({"data": items(1), "next_page": None})
    for made in (
        copy.copy(original),
        copy.deepcopy(original),
        pickle.loads(pickle.dumps(original)),
    ):
        assert made == original
        assert made["data"] == items(1)
    assert json.dumps(original) == '[{"gid": "1"}]'


def test_pages_with_full_payload_are_whole_bodies(connect: Connect) -> None:
    client, _ = connect(page(items(1), None))
    (body,) = client.get_collection("/x", iterator_type="pages", full_payload=True)
    assert body == {"data": items(1), "next_page": None}
    assert type(body) is dict


def test_items_ignore_full_payload(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    assert len(list(client.get_collection("/x", full_payload=True))) == 5


@pytest.mark.parametrize(
    ("item_limit", "page_size", "sent"),
    [
        (1, 100, ["limit=1"]),
        (2, 100, ["limit=2"]),
        (3, 2, ["limit=2", "limit=1&offset=A"]),
        (4, 2, ["limit=2", "limit=2&offset=A"]),
        (0, 2, []),
    ],
)
def test_item_limit_bounds_what_is_fetched(
    connect: Connect, item_limit: int, page_size: int, sent: list[str]
) -> None:
    client, server = connect(*THREE_PAGES)
    iterator = client.get_collection("/x", item_limit=item_limit, page_size=page_size)
    assert len(list(iterator)) == item_limit
    assert queries(server) == sent


def test_item_limit_bounds_what_is_given_where_the_server_gives_all(connect: Connect) -> None:
    client, server = connect(reply(200, json.dumps({"data": items(1, 2, 3)}).encode()))
    assert list(client.get_collection("/x", pages=ListPageIterator, item_limit=2)) == items(1, 2)
    assert queries(server) == [""]
    pages: Any = client.get_collection("/x", item_limit=2, iterator_type="pages")
    assert list(pages) == [items(1, 2)]


def test_limit_is_the_size_of_a_page(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    list(client.get_collection("/x", limit=2))
    assert queries(server)[0] == "limit=2"
    list(client.get_collection("/x", {"limit": 3}))
    assert queries(server)[-1] == "limit=3"


def test_one_raw_page(connect: Connect) -> None:
    client, server = connect(page(items(1, 2), "A"))
    raw: Any = client.get_collection("/x", iterator_type=None)
    assert raw == items(1, 2)
    assert raw["next_page"]["offset"] == "A"
    client.get_collection("/x", iterator_type=None, limit=2, offset="A")
    client.get_collection("/x", iterator_type=None, page_size=5)
    assert queries(server) == ["", "limit=2&offset=A", "limit=5"]
    whole: Any = client.get_collection("/x", iterator_type=None, full_payload=True, item_limit=1)
    assert whole["data"] == items(1)
    assert type(whole) is dict


@pytest.mark.parametrize("full_payload", [False, True])
def test_one_raw_page_without_an_item_asks_for_nothing(
    connect: Connect, full_payload: bool
) -> None:
    client, server = connect(page([], None))
    how: dict[str, Any] = {"iterator_type": None, "item_limit": 0, "full_payload": full_payload}
    raw: Any = client.get_collection("/x", **how)
    assert raw == ({"data": []} if full_payload else [])
    assert server.requests == []


def test_one_raw_page_is_not_searched_for_in_windows(connect: Connect) -> None:
    client, server = connect(page(items(*range(100)), None))
    options: dict[str, Any] = {"iterator_type": None, "item_limit": 250, "prefetch": True}
    found: Any = client.tasks.search_tasks_for_workspace("1", text="x", **options)
    assert found == items(*range(100))
    assert queries(server) == ["text=x"]


def test_a_failed_page_is_asked_for_again(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(
        page(items(1, 2), "A"), failure(500), failure(403), *THREE_PAGES[1:], max_retries=0
    )
    iterator = client.get_collection("/x")
    given = [next(iterator), next(iterator)]
    for kind in (error.ServerError, error.ForbiddenError):
        with pytest.raises(kind) as caught:
            next(iterator)
        assert (caught.value.offset, caught.value.count) == ("A", 2)
    given += iterator
    assert given == items(1, 2, 3, 4, 5)
    assert queries(server) == ["limit=100", *["limit=100&offset=A"] * 3, "limit=100&offset=B"]


def test_row_38_an_expired_offset_tells_where_it_was(connect: Connect) -> None:
    client, _ = connect(
        page(items(1, 2), "A"), failure(400, "offset: Your pagination token has expired.")
    )
    iterator = client.get_collection("/x")
    with pytest.raises(error.InvalidRequestError, match="expired") as caught:
        list(iterator)
    assert (caught.value.offset, caught.value.count) == ("A", 2)


def test_a_listing_can_be_resumed(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    iterator = client.get_collection("/x")
    for _ in range(3):
        next(iterator)
    assert iterator.offset == "A"
    list(client.get_collection("/x", offset=iterator.offset))
    assert queries(server)[2] == "limit=100&offset=A"


@pytest.mark.parametrize("circle", [("A", "A"), ("A", "B", "A")])
def test_row_37_a_listing_does_not_go_in_circles(connect: Connect, circle: tuple[str, ...]) -> None:
    client, server = connect(*(page(items(n), offset) for n, offset in enumerate(circle)))
    iterator = client.get_collection("/x")
    given = [next(iterator) for _ in circle]
    assert given == items(*range(len(circle)))
    for _ in range(2):
        with pytest.raises(error.PaginationError, match="the same offset twice"):
            next(iterator)
    assert len(server.requests) == len(circle)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"data": {}}, "data is not a list"),
        ({"data": [], "next_page": {}}, "next_page has no offset"),
        ({"data": [], "next_page": "A"}, "next_page has no offset"),
    ],
)
def test_a_listing_that_is_none(connect: Connect, body: Any, words: str) -> None:
    client, _ = connect(reply(200, json.dumps(body).encode()))
    with pytest.raises(error.InvalidResponseError, match=words):
        next(client.get_collection("/x"))
    with pytest.raises(error.InvalidResponseError):
        client.get_collection("/x", iterator_type=None)


@pytest.mark.parametrize("wrong", [{"page_size": 0}, {"item_limit": -1}, {"iterator_type": "all"}])
def test_wrong_options_are_refused_at_the_call(connect: Connect, wrong: dict[str, Any]) -> None:
    client, server = connect(page([], None))
    with pytest.raises(ValueError, match=next(iter(wrong))):
        client.get_collection("/x", **wrong)
    client.options.update(wrong)
    with pytest.raises(ValueError, match=next(iter(wrong))):
        client.get_collection("/x")
    assert server.requests == []


def test_a_wrong_limit_among_the_parameters_is_refused_at_the_call(connect: Connect) -> None:
    client, server = connect(page([], None))
    with pytest.raises(ValueError, match="limit must be a whole number from 1 to 100"):
        client.get_collection("/x", {"limit": 1000})
    assert server.requests == []


@pytest.mark.parametrize("params", ["project=1", ["project"], 5])
def test_parameters_are_a_dictionary(connect: Connect, params: Any) -> None:
    client, _ = connect(page([], None))
    with pytest.raises(TypeError, match="params must be a dictionary"):
        client.get_collection("/x", params)


def test_the_iterator_can_be_made_as_python_asana_did(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    pages = CollectionPageIterator(client, "/x", {"a": 1}, {"page_size": 2, "item_limit": 3})
    assert list(pages.items()) == items(1, 2, 3)
    assert pages.count == 3


class Source:
    """The minimal source of an iterator: it returns the same body for each GET."""

    def __init__(self, body: Any) -> None:
        self.body = body
        self.calls: list[tuple[Any, Any]] = []

    def get(self, path: str, query: Any, /, **options: Any) -> Any:
        self.calls.append((query, options))
        return self.body


def test_an_iterator_made_by_hand_has_the_defaults() -> None:
    source = Source({"data": items(1)})
    pages = CollectionPageIterator(source, "/x")
    assert (pages.page_size, pages.poll_interval) == (100, 5)
    assert (pages.full_payload, pages.prefetch) == (False, False)
    assert pages.next() == items(1)
    assert source.calls == [({"limit": 100}, {"full_payload": True, "limit": 100})]


def test_an_iterator_made_by_hand_takes_options_of_its_own() -> None:
    source = Source({"data": items(1)})
    mine = {"limit": 7, "offset": "Z", "sync": "S", "iterator_type": "items", "fields": ["name"]}
    pages = CollectionPageIterator(source, "/x", None, mine)
    assert pages.options.get("iterator_type") == "items"
    assert pages.options.get("fields") == ["name"]
    assert (pages.options.get("nothing"), pages.options.get("nothing", 5)) == (None, 5)
    pages.next()
    query = {"limit": 7, "offset": "Z", "sync": "S"}
    assert source.calls == [(query, {"full_payload": True, "fields": ["name"], **query})]


def test_the_options_of_an_iterator_know_those_of_the_client(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES, timeout=7)
    pages: Any = client.get_collection("/x", iterator_type="pages")
    assert (pages.options.get("timeout"), pages.options["timeout"]) == (7, 7)
    assert pages.options.get("max_retries") == client.options["max_retries"]


def test_a_word_in_place_of_data_is_given_as_it_is() -> None:
    assert CollectionPageIterator(Source({"data": "word"}), "/x").only() == "word"


def test_a_continuation_without_an_offset_that_is_text_has_none(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    pages = CollectionPageIterator(client, "/x")
    pages.continuation = {"offset": 5}
    assert pages.offset is None


def test_iterators_tell_their_kind_path_and_count(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    iterator = client.get_collection("/x")
    next(iterator)
    assert repr(iterator) == "<ItemIterator of /x: 2 items so far>"
    assert repr(iterator.pages) == "<CollectionPageIterator of /x: 2 items so far>"


def test_a_closed_iterator_gives_no_more_items(connect: Connect) -> None:
    client, server = connect(*THREE_PAGES)
    iterator = client.get_collection("/x")
    assert iterator.offset is None
    next(iterator)
    iterator.close()
    assert list(iterator) == []
    assert iterator.sync is None
    assert len(server.requests) == 1


def test_the_callers_query_stays_as_it_is(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    query = {"limit": 2, "offset": "Z"}
    list(client.get_collection("/x", query))
    assert query == {"limit": 2, "offset": "Z"}


# -- searches


def found(*numbers: int) -> bytes:
    """The results of a search: tasks with their number as gid and as second of creation."""
    return json.dumps({"data": [hit(n, n) for n in numbers]}).encode()


def hit(number: int, second: int) -> dict[str, str]:
    minutes, seconds = divmod(second, 60)
    return {"gid": str(number), "created_at": f"2026-01-01T00:{minutes:02}:{seconds:02}.000Z"}


def search(client: asana.Client, **options: Any) -> Any:
    return client.tasks.search_tasks_for_workspace("1", **options)


def test_a_search_asks_once_for_up_to_100(connect: Connect) -> None:
    client, server = connect(reply(200, found(*range(100, 0, -1))))
    assert len(list(search(client, text="x"))) == 100
    assert len(list(search(client, text="x", item_limit=5))) == 5
    assert len(list(search(client, text="x", item_limit=500, sort_by="likes"))) == 100
    assert queries(server) == [
        "text=x&limit=100",
        "text=x&limit=5",
        "text=x&sort_by=likes&limit=100",
    ]


def test_a_search_beyond_100_moves_its_window(connect: Connect) -> None:
    client, server = connect(
        reply(200, found(*range(250, 150, -1))),
        reply(200, found(*range(151, 51, -1))),  # the last result is repeated
        reply(200, found(*range(52, 0, -1))),
    )
    gids = [item["gid"] for item in search(client, item_limit=1000)]
    assert gids == [str(n) for n in range(250, 0, -1)]
    fields = "opt_fields=name,resource_type,resource_subtype,created_at"
    assert queries(server) == [
        f"{fields}&sort_by=created_at&limit=100",
        f"{fields}&sort_by=created_at&created_at.before=2026-01-01T00:02:31.001Z&limit=100",
        f"{fields}&sort_by=created_at&created_at.before=2026-01-01T00:00:52.001Z&limit=100",
    ]


def test_a_search_that_ascends_moves_its_window_the_other_way(connect: Connect) -> None:
    for ascending in (True, "1", 1):
        client, server = connect(reply(200, found(*range(1, 101))), reply(200, found(100, 101)))
        options = {"sort_ascending": ascending, "sort_by": "created_at", "item_limit": 1000}
        assert len(list(search(client, **options))) == 101
        assert "created_at.after=2026-01-01T00:01:39.999Z" in queries(server)[1]


def test_a_search_for_100_needs_no_window(connect: Connect) -> None:
    client, server = connect(reply(200, found(*range(100, 0, -1))))
    assert len(list(search(client, item_limit=100))) == 100
    assert queries(server) == ["limit=100"]


def test_options_of_a_client_order_a_search_too(connect: Connect) -> None:
    client, server = connect(reply(200, found(*range(100, 0, -1))))
    client.options["sort_by"] = "likes"
    assert len(list(search(client, item_limit=1000))) == 100
    assert len(server.requests) == 1


def test_a_search_made_by_hand_takes_its_order_and_fields_from_its_options() -> None:
    def made(**mine: Any) -> SearchPageIterator:
        return SearchPageIterator(Source({}), "/x", None, {"item_limit": 1000, **mine})

    assert not made(sort_by="likes").windows
    assert made(sort_by="created_at").windows
    assert made(fields=["notes"]).query["opt_fields"] == "notes,created_at"


def test_a_page_that_ends_in_one_instant_can_be_passed(connect: Connect) -> None:
    first = [hit(0, 60), *(hit(n, 7) for n in range(1, 100))]
    client, _ = connect(
        reply(200, json.dumps({"data": first}).encode()),
        reply(200, json.dumps({"data": [hit(200, 6)]}).encode()),
    )
    assert len(list(search(client, item_limit=1000))) == 101


def test_a_search_beyond_100_ends_at_its_limit(connect: Connect) -> None:
    client, server = connect(
        reply(200, found(*range(250, 150, -1))), reply(200, found(*range(151, 51, -1)))
    )
    assert len(list(search(client, item_limit=120))) == 120
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"fields": ["name"]}, "name,created_at"),
        ({"opt_fields": "name,notes"}, "name,notes,created_at"),
        ({"params": {"opt_fields": ["created_at", "name"]}}, "created_at,name"),
    ],
)
def test_a_search_beyond_100_adds_created_at_to_the_fields(
    connect: Connect, options: dict[str, Any], sent: str
) -> None:
    client, server = connect(reply(200, found(1)))
    list(search(client, item_limit=101, **options))
    assert f"opt_fields={sent}&" in queries(server)[0]


def test_the_fields_of_the_client_count_in_a_search(connect: Connect) -> None:
    client, server = connect(reply(200, found(1)), fields=["notes"])
    list(search(client, item_limit=101))
    assert "opt_fields=notes,created_at&" in queries(server)[0]


def test_a_full_page_of_one_instant_cannot_be_passed(connect: Connect) -> None:
    body = json.dumps({"data": [hit(n, 7) for n in range(100)]}).encode()
    client, server = connect(reply(200, body))
    iterator = search(client, item_limit=1000)
    assert len([next(iterator) for _ in range(100)]) == 100
    with pytest.raises(error.PaginationError, match="same instant"):
        next(iterator)
    assert len(server.requests) == 1


@pytest.mark.parametrize("created_at", [None, "yesterday", 5])
def test_a_search_without_times_cannot_go_on(connect: Connect, created_at: Any) -> None:
    body = json.dumps({"data": [{"gid": str(n), "created_at": created_at} for n in range(100)]})
    client, _ = connect(reply(200, body.encode()))
    with pytest.raises(error.InvalidResponseError, match="created_at is not a time"):
        list(search(client, item_limit=1000))


# -- the audit log


def test_the_audit_log_ends_at_an_empty_page_and_tells_where_to_resume(connect: Connect) -> None:
    client, server = connect(page(items(1), "A"), page(items(2), "B"), page([], "C"))
    iterator = client.audit_log_api.get_audit_log_events("1", page_size=1)
    assert list(iterator) == items(1, 2)
    assert list(iterator) == []
    assert iterator.pages.offset == "C"
    assert queries(server) == ["limit=1", "limit=1&offset=A", "limit=1&offset=B"]


def test_an_audit_log_without_matches_ends(connect: Connect) -> None:
    client, _ = connect(page([], None))
    assert list(client.audit_log_api.get_audit_log_events("1")) == []


# -- events


def events(sync: str, *gids: int, has_more: bool = False) -> Any:
    body = {"data": items(*gids), "sync": sync, "has_more": has_more}
    return reply(200, json.dumps(body).encode())


def stale(sync: str | None) -> Any:
    body: dict[str, Any] = {"errors": [{"message": "Sync token invalid or too old"}]}
    return reply(412, json.dumps({**body, "sync": sync} if sync else body).encode())


def test_events_begin_now_and_are_asked_for_again(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(stale("S1"), events("S2"), events("S3", 1, 2), events("S4", 3))
    iterator = client.events.get_iterator({"resource": "9"}, poll_interval=7)
    assert [next(iterator) for _ in range(3)] == items(1, 2, 3)
    assert sleeps == [7]
    assert queries(server) == [
        "resource=9",
        "resource=9&sync=S1",
        "resource=9&sync=S2",
        "resource=9&sync=S3",
    ]


def test_the_token_to_go_on_from_loses_nothing(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(events("S2", 1, 2), events("S3", 3))
    iterator: Any = client.events.get_iterator({"resource": "9"}, sync="S1")
    tokens = [(next(iterator)["gid"], iterator.sync, iterator.pages.sync) for _ in range(3)]
    assert tokens == [("1", "S1", "S2"), ("2", "S2", "S2"), ("3", "S3", "S3")]


def test_more_events_are_fetched_without_waiting(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(
        events("S2", has_more=True), events("S3", 1, has_more=True), events("S4", 2)
    )
    iterator = client.events.get_iterator({"resource": "9", "sync": "S1"}, item_limit=2)
    assert list(iterator) == items(1, 2)
    assert sleeps == []


@pytest.mark.parametrize(
    ("poll_interval", "waits"),
    [(5, [5, 7.5, 11.25, 16.875]), (0, [1, 1.5, 2.25, 3.375]), (50, [50, 60, 60, 60])],
)
def test_waits_grow_while_there_is_more_and_nothing_comes(
    connect: Connect, sleeps: list[float], poll_interval: float, waits: list[float]
) -> None:
    client, _ = connect(*[events("S1", has_more=True)] * len(waits), events("S2", 1))
    iterator = client.events.get_iterator(
        {"resource": "9", "sync": "S1"}, poll_interval=poll_interval
    )
    assert next(iterator) == {"gid": "1"}
    assert sleeps == waits


def test_waits_grow_while_events_are_missed(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(stale("S2"), stale("S3"), stale("S4"), events("S5", 1))
    iterator = client.events.get_iterator({"resource": "9", "sync": "S1"}, poll_interval=4)
    for _ in range(3):
        with pytest.raises(error.InvalidTokenError):
            next(iterator)
    assert next(iterator) == {"gid": "1"}
    assert sleeps == [4, 9, 13.5]


def test_each_page_of_events_is_asked_for_with_the_options(connect: Connect) -> None:
    client, server = connect(events("S2", 1))
    next(client.events.get_iterator({"resource": "9"}, sync="S1", headers={"X-A": "b"}))
    assert server.requests[0].headers["x-a"] == "b"


def test_a_page_of_events_that_was_interrupted_is_not_lost(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(payload: Any) -> Any:
        monkeypatch.undo()
        raise KeyboardInterrupt

    client, _ = connect(events("S2", 1))
    pages = client.events.get_iterator({"resource": "9"}, sync="S1").pages
    monkeypatch.setattr(page_iterator, "Page", interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(pages)
    assert (pages.count, pages.sync) == (0, "S1")
    assert next(pages) == items(1)
    assert (pages.count, pages.sync) == (1, "S2")


def test_missed_events_are_told_and_the_iteration_goes_on(
    connect: Connect, sleeps: list[float]
) -> None:
    client, server = connect(events("S2", 1), stale("S9"), events("S10", 2))
    iterator = client.events.get_iterator({"resource": "9", "sync": "S1"})
    assert next(iterator) == {"gid": "1"}
    with pytest.raises(error.InvalidTokenError) as caught:
        next(iterator)
    assert caught.value.sync == "S9"
    assert next(iterator) == {"gid": "2"}
    assert queries(server)[-1] == "resource=9&sync=S9"


def test_row_32_a_412_that_brings_no_token_is_an_error(connect: Connect) -> None:
    client, _ = connect(reply(412, b"<html>"))
    for _ in range(2):
        with pytest.raises(error.InvalidTokenError):
            next(client.events.get_iterator({"resource": "9"}))


def test_the_next_page_of_events_and_its_token(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(stale("S1"), events("S2"), events("S3", 1, 2))
    assert client.events.get_next({"resource": "9"}) == (items(1, 2), "S3")
    assert len(sleeps) == 1


def test_one_answer_of_the_events_endpoint(connect: Connect) -> None:
    client, server = connect(events("S2", 1))
    whole = client.events.get({"resource": "9", "sync": "S1"})
    assert whole == {"data": items(1), "sync": "S2", "has_more": False}
    events_of: Any = client.events
    raw = events_of.get_events(resource="9", sync="S1", iterator_type=None)
    assert (raw, raw["sync"]) == (items(1), "S2")
    assert list(client.events.get_events(resource="9", sync="S1")) == items(1)
    assert list(client.events.get_events({"resource": "9", "sync": "S1"})) == items(1)
    assert set(queries(server)) == {"resource=9&sync=S1"}


def test_an_event_page_can_be_limited(connect: Connect) -> None:
    client, _ = connect(events("S2", 1, 2, 3))
    assert list(client.events.get_iterator({"resource": "9", "sync": "S1"}, item_limit=2)) == items(
        1, 2
    )


def test_a_base_page_iterator_gives_nothing_itself(connect: Connect) -> None:
    client, _ = connect(page([], None))
    with pytest.raises(NotImplementedError):
        PageIterator(client, "/x", None, {}).next()


def test_a_long_listing_takes_no_more_memory_than_a_short_one() -> None:
    class Endless:
        """Responds to each request with another page."""

        pages = 0

        def get(self, *_: Any, **__: Any) -> Any:
            self.pages += 1
            return {"data": items(*range(100)), "next_page": {"offset": f"page {self.pages}"}}

    iterator = ItemIterator(CollectionPageIterator(Endless(), "/x"))
    next(iterator)
    tracemalloc.start()
    try:
        for _ in range(1_000_000):
            next(iterator)
        now, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert now < 5_000_000


# A search has a limit too, but no offset.
WHOLE_LISTS = [
    each
    for each in OPERATIONS
    if each.shape == "list" and each.verb == "GET" and not each.path.endswith("/search")
]


@pytest.mark.parametrize("row", WHOLE_LISTS, ids=lambda row: row.method)
def test_a_list_that_comes_whole_is_not_asked_for_in_pages(
    connect: Connect, row: Operation
) -> None:
    client, server = connect(page([], None))
    method = getattr(getattr(client, row.resource), row.method)
    assert list(method(*["1"] * row.path.count("{"))) == []
    assert "limit=" not in server.requests[0].target
