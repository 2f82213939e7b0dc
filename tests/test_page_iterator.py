"""Pages and items: every item once, in order, whatever fails between."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error
from asana.page_iterator import CollectionPageIterator, ListPageIterator, Page
from tests.faults import FaultServer, failure, page, reply

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


def test_an_expired_offset_tells_where_it_was(connect: Connect) -> None:
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
def test_a_listing_does_not_go_in_circles(connect: Connect, circle: tuple[str, ...]) -> None:
    client, server = connect(*(page(items(n), offset) for n, offset in enumerate(circle)))
    iterator = client.get_collection("/x")
    given = [next(iterator) for _ in circle]
    assert given == items(*range(len(circle)))
    for _ in range(2):
        with pytest.raises(error.PaginationError):
            next(iterator)
    assert len(server.requests) == len(circle)


@pytest.mark.parametrize(
    "body", [{"data": {}}, {"data": [], "next_page": {}}, {"data": [], "next_page": "A"}]
)
def test_a_listing_that_is_none(connect: Connect, body: Any) -> None:
    client, _ = connect(reply(200, json.dumps(body).encode()))
    with pytest.raises(error.InvalidResponseError):
        next(client.get_collection("/x"))
    with pytest.raises(error.InvalidResponseError):
        client.get_collection("/x", iterator_type=None)


@pytest.mark.parametrize(
    "wrong", [{"page_size": 0}, {"page_size": 101}, {"item_limit": -1}, {"iterator_type": "all"}]
)
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
    with pytest.raises(ValueError, match="limit is a whole number from 1 to 100"):
        client.get_collection("/x", {"limit": 1000})
    assert server.requests == []


def test_the_iterator_can_be_made_as_python_asana_did(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    pages = CollectionPageIterator(client, "/x", {"a": 1}, {"page_size": 2, "item_limit": 3})
    assert list(pages.items()) == items(1, 2, 3)
    assert pages.count == 3


def test_the_callers_query_stays_as_it_is(connect: Connect) -> None:
    client, _ = connect(*THREE_PAGES)
    query = {"limit": 2, "offset": "Z"}
    list(client.get_collection("/x", query))
    assert query == {"limit": 2, "offset": "Z"}
