"""Times without a time zone, and dictionaries without a member."""

import collections
import datetime as dt
import types
from typing import Any

import pytest

from tests.faults import page
from tests.old_code.work import DONE, LISTINGS, Connect, parts, targets, two_pages

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

NAIVE = dt.datetime(2026, 1, 2, 3, 4, 5)
AWARE = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.timezone.utc)
WRITTEN = "2026-01-02T03:04:05"


class Subclass(dt.datetime):
    """A time as in data frames."""


READS: dict[str, Any] = {
    "parameter": lambda c, value: c.get("/x", {"a": value}),
    "keyword": lambda c, value: c.get("/x", a=value),
    "list": lambda c, value: c.get("/x", {"a": [value]}),
    "request": lambda c, value: c.request("get", "/x", params={"a": value}),
    "delete": lambda c, value: c.delete("/x", {"a": value}),
    "query of a write": lambda c, value: c.post("/x", {}, query={"a": value}),
    "one page": lambda c, value: c.tasks.find_all(a=value, iterator_type=None),
    "search": lambda c, value: list(c.tasks.search_in_workspace("1", {"a": value})),
    "events": lambda c, value: c.events.get({"resource": "1", "a": value}),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("value", [NAIVE, Subclass(2026, 1, 2, 3, 4, 5)])
def test_a_time_without_a_zone_in_a_query_goes_out_as_written(
    connect: Connect, read: str, value: Any
) -> None:
    client, server = connect(page([], None))
    with pytest.warns(UserWarning, match="time zone") as caught:
        READS[read](client, value)
    assert f"a={WRITTEN}" in targets(server)[0]
    assert "%2B" not in targets(server)[0]
    assert caught[0].filename == __file__


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("how", ["params", "keyword", "options"])
def test_a_time_without_a_zone_goes_out_with_each_page(
    connect: Connect, listing: str, how: str
) -> None:
    client, server = connect(*two_pages())
    params = {"modified_since": NAIVE} if how == "params" else {}
    call = {"modified_since": NAIVE} if how == "keyword" else {}
    if how == "options":
        client.options["modified_since"] = NAIVE
    with pytest.warns(UserWarning, match="time zone"):
        LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", params, **o), **call)
    assert all(f"modified_since={WRITTEN}" in target for target in targets(server))


def test_a_time_without_a_zone_in_a_batch_warns(connect: Connect) -> None:
    client, _ = connect(DONE)
    with pytest.warns(UserWarning, match="time zone"):
        action: Any = client.batch().get("/x", {"a": NAIVE})
    assert action.content["data"] == {"a": WRITTEN}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (AWARE, f"{WRITTEN}%2B00:00"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (AWARE.astimezone(dt.timezone(dt.timedelta(hours=2))), "2026-01-02T05:04:05%2B02:00"),
    ],
)
def test_other_times_do_not_warn(connect: Connect, read: str, value: Any, written: str) -> None:
    client, server = connect(page([], None))
    READS[read](client, value)
    assert f"a={written}" in targets(server)[0]


@pytest.mark.parametrize(
    "write",
    [
        lambda c: c.tasks.create(due_at=NAIVE),
        lambda c: c.tasks.create({"due_at": NAIVE}),
        lambda c: c.tasks.update("1", {"data": {"due_at": NAIVE}}),
        lambda c: c.post("/x", {"a": [{"b": NAIVE}]}),
        lambda c: c.request("put", "/x", data={"a": NAIVE}),
        lambda c: c.batch().tasks.create(due_at=NAIVE),
        lambda c: c.batch().put("/x", {"a": NAIVE}),
    ],
)
def test_a_time_without_a_zone_in_a_body_is_refused(connect: Connect, write: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="time zone"):
        write(client)
    assert server.requests == []


EMPTY: list[Any] = [
    {},
    types.MappingProxyType({}),
    collections.OrderedDict(),
    collections.Counter(),
]


@pytest.mark.parametrize("read", [read for read in READS if read != "list"])
@pytest.mark.parametrize("empty", EMPTY, ids=lambda empty: type(empty).__name__)
def test_an_empty_dictionary_is_left_out_of_a_query(
    connect: Connect, read: str, empty: Any
) -> None:
    client, server = connect(page([], None))
    READS[read](client, empty)
    assert "a=" not in targets(server)[0]


@pytest.mark.parametrize("listing", LISTINGS)
def test_an_empty_dictionary_is_left_out_of_each_page(connect: Connect, listing: str) -> None:
    client, server = connect(*two_pages())
    found = LISTINGS[listing](
        lambda **o: client.tasks.find_by_project("9", {"custom_fields": {}}, **o)
    )
    assert found == ["1", "2"]
    assert all("custom_fields" not in target for target in targets(server))


def test_an_empty_dictionary_is_left_out_everywhere_but_in_a_body(connect: Connect) -> None:
    client, server = connect(DONE)
    batch = client.batch()
    actions: list[Any] = [batch.get("/x", {"a": {}}), batch.tasks.create(custom_fields={})]
    assert [action.content["data"] for action in actions] == [{}, {"custom_fields": {}}]
    fields: Any = {"parent": "1", "a": {}}
    client.attachments.create_attachment_for_object(fields, file=b"x", file_name="n")
    client.tasks.create(custom_fields={})
    assert len(parts(server.requests[0])) == 2
    assert server.requests[1].json == {"data": {"custom_fields": {}}}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("value", [{"1": "x"}, [{}], [{"1": "x"}], collections.Counter("x")])
def test_a_dictionary_with_members_is_refused_in_a_query(
    connect: Connect, read: str, value: Any
) -> None:
    client, server = connect(page([], None))
    with pytest.raises(TypeError, match="dictionary"):
        READS[read](client, value)
    assert server.requests == []
