"""Pages cut by an item_limit."""

import copy
import json
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import asana
from asana.page_iterator import Page
from tests.faults import Act, data, page, reply
from tests.old_code.work import MAKERS, Connect, Serve, targets

RECORDS = [{"gid": str(number)} for number in range(1, 6)]
FULL = page(RECORDS, "A")
EVENTS = reply(200, json.dumps({"data": RECORDS, "sync": "S2"}).encode())


def unpickled(protocol: int, found: Any) -> Any:
    return list(pickle.loads(pickle.dumps(found, protocol))["data"])


VIEWS: dict[str, Callable[[Any], Any]] = {
    "itself": list,
    "data": lambda found: list(found["data"]),
    "get": lambda found: list(found.get("data")),
    "payload": lambda found: found.payload["data"],
    "copy": lambda found: list(copy.copy(found)),
    "data of a copy": lambda found: list(copy.copy(found)["data"]),
    "deep copy": lambda found: list(copy.deepcopy(found)["data"]),
    "payload of a deep copy": lambda found: copy.deepcopy(found).payload["data"],
    "list.copy": lambda found: list(found.copy()),
    "slice": lambda found: found[:],
    "JSON": lambda found: json.loads(json.dumps(found)),
    "JSON of data": lambda found: json.loads(json.dumps(found["data"])),
    "JSON of payload": lambda found: json.loads(json.dumps(found.payload))["data"],
    **{f"pickle {number}": partial(unpickled, number) for number in range(6)},
    "payload of a pickle": lambda found: pickle.loads(pickle.dumps(found)).payload["data"],
    "pickle of a copy": lambda found: list(pickle.loads(pickle.dumps(copy.copy(found)))),
}


def views(found: Any) -> dict[str, Any]:
    """The items of each view of a page."""
    return {name: view(found) for name, view in VIEWS.items()}


def alike(records: Any) -> dict[str, Any]:
    return dict.fromkeys(VIEWS, records)


LISTS: dict[str, tuple[Any, Act]] = {
    "listing": (lambda c, **o: c.tasks.find_by_project("9", **o), FULL),
    "verb": (lambda c, **o: c.get_collection("/tasks", {}, **o), FULL),
    "search": (lambda c, **o: c.tasks.search_in_workspace("9", text="x", **o), data(RECORDS)),
    "audit log": (lambda c, **o: c.audit_log_api.get_audit_log_events("9", **o), FULL),
    "events": (lambda c, **o: c.events.get_events(resource="9", sync="s", **o), EVENTS),
    "list in one piece": (lambda c, **o: c.typeahead.typeahead_for_workspace("9", **o), FULL),
}

every_list = pytest.mark.parametrize("kind", LISTS)


@every_list
@pytest.mark.parametrize("how", ["pages", "one page", "prefetched"])
def test_a_cut_page_is_cut_in_each_view(connect: Connect, kind: str, how: str) -> None:
    do, act = LISTS[kind]
    client, _ = connect(act)
    if how == "one page":
        found = do(client, iterator_type=None, item_limit=2)
    else:
        found, *more = do(client, iterator_type="pages", item_limit=2, prefetch=how == "prefetched")
        assert more == []
    assert isinstance(found, Page)
    assert views(found) == alike(RECORDS[:2])
    assert len(found) == 2


@every_list
@pytest.mark.parametrize("how", ["pages", "one page"])
def test_a_cut_payload_is_cut(connect: Connect, kind: str, how: str) -> None:
    do, act = LISTS[kind]
    client, _ = connect(act)
    options: dict[str, Any] = {"full_payload": True, "item_limit": 2}
    if how == "one page":
        found = do(client, iterator_type=None, **options)
    else:
        (found,) = do(client, iterator_type="pages", **options)
    assert found["data"] == RECORDS[:2]


@every_list
@pytest.mark.parametrize("maker", MAKERS)
def test_items_are_cut_by_any_client(serve: Serve, kind: str, maker: str) -> None:
    do, act = LISTS[kind]
    client = MAKERS[maker](asana.Client, base_url=serve(act).base_url, item_limit=2)
    assert list(do(client)) == RECORDS[:2]


def test_a_later_page_is_cut(connect: Connect) -> None:
    client, server = connect(FULL, FULL)
    pages: Any = client.tasks.find_by_project("9", iterator_type="pages", item_limit=7)
    first, second = pages
    assert (views(first), views(second)) == (alike(RECORDS), alike(RECORDS[:2]))
    assert "limit=2" in targets(server)[1]


@pytest.mark.parametrize("iterator_type", ["pages", None])
def test_an_action_of_a_batch_gives_a_cut_page(connect: Connect, iterator_type: str | None) -> None:
    body = {"data": RECORDS, "next_page": {"offset": "A"}}
    client, _ = connect(data([{"status_code": 200, "body": body}]))
    batch = client.batch()
    action: Any = batch.tasks.find_by_project("9", item_limit=2, iterator_type=iterator_type)
    batch.send()
    found = action.result() if iterator_type is None else next(action.result())
    assert views(found) == alike(RECORDS[:2])


def test_a_page_without_a_limit_is_whole(connect: Connect) -> None:
    client, _ = connect(FULL)
    found = client.tasks.find_by_project("9", iterator_type=None)
    assert views(found) == alike(RECORDS)


def test_events_that_are_waited_for_are_cut(connect: Connect) -> None:
    client, _ = connect(EVENTS)
    pages = client.events.get_iterator({"resource": "9", "sync": "s"}, item_limit=2).pages
    assert views(next(pages)) == alike(RECORDS[:2])


def test_a_limit_of_none_of_the_items_asks_for_nothing(connect: Connect) -> None:
    client, server = connect(FULL)
    for options in (
        {"iterator_type": None},
        {"iterator_type": "pages"},
        {"iterator_type": None, "full_payload": True},
        {},
    ):
        found: Any = client.tasks.find_by_project("9", item_limit=0, **options)
        assert list(found["data"] if isinstance(found, dict) else found) == []
    assert server.requests == []


def test_a_page_that_is_changed_stays_one(connect: Connect) -> None:
    client, _ = connect(FULL)
    found: Any = client.tasks.find_by_project("9", iterator_type=None, item_limit=2)
    found.append({"gid": "new"})
    assert len(found["data"]) == 3
    assert len(copy.copy(found)["data"]) == 3
    assert len(pickle.loads(pickle.dumps(found))["data"]) == 3
    assert "next_page" in copy.deepcopy(found)
