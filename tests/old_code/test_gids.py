"""Gids and numbers of types from data frames, databases and forms."""

import collections
import datetime
import enum
import fractions
import io
import itertools
import uuid
from decimal import Decimal
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import data, page, reply
from tests.old_code.work import DONE, LISTINGS, MAKERS, Connect, Serve, targets, two_pages


class Int64:
    """An integer like numpy's, which is not an int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value

    def __int__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return str(self.value)

    def __eq__(self, other: object) -> bool:
        return self.value == other

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Any) -> bool:
        return self.value < int(other)

    def __le__(self, other: Any) -> bool:
        return self.value <= int(other)

    def __gt__(self, other: Any) -> bool:
        return self.value > int(other)

    def __ge__(self, other: Any) -> bool:
        return self.value >= int(other)

    def __sub__(self, other: Any) -> "Int64":
        return Int64(self.value - int(other))

    def __rmul__(self, other: Any) -> "Int64":
        return Int64(int(other) * self.value)


class Shown:
    """Converts to a gid, like a lazy value of a web framework."""

    def __str__(self) -> str:
        return "12"


class Falsy(Shown):
    def __bool__(self) -> bool:
        return False


class Text(enum.Enum):
    A = "12"


class Number(enum.IntEnum):
    A = 12


GIDS: list[Any] = [
    "12",
    12,
    Int64(12),
    Decimal(12),
    Decimal("12"),
    fractions.Fraction(12),
    Shown(),
    Falsy(),
    Text.A,
    Number.A,
    collections.UserString("12"),
]
"""All of them represent the gid 12."""

every_gid = pytest.mark.parametrize("gid", GIDS, ids=lambda gid: type(gid).__name__)


@every_gid
@pytest.mark.parametrize("maker", MAKERS)
def test_anything_that_shows_itself_as_digits_is_a_gid(serve: Serve, gid: Any, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    client.tasks.find_by_id(gid)
    client.tasks.get_task(gid)
    client.tasks.update(task=gid, name="x")
    client.tasks.delete(gid)
    client.tasks.add_tag(gid, tag="5")
    client.attachments.create_on_task(gid, b"x", "n")
    assert targets(server) == [
        *["/tasks/12"] * 4,
        "/tasks/12/addTag",
        "/tasks/12/attachments",
    ]


@every_gid
@pytest.mark.parametrize("listing", LISTINGS)
def test_such_a_gid_leads_to_a_listing(connect: Connect, gid: Any, listing: str) -> None:
    client, server = connect(*two_pages())
    found = LISTINGS[listing](lambda **o: client.tasks.find_by_project(project=gid, **o))
    assert found == ["1", "2"]
    assert targets(server)[0].startswith("/projects/12/tasks?")


@every_gid
def test_such_a_gid_is_a_parameter(connect: Connect, gid: Any) -> None:
    client, server = connect(page([], None))
    list(client.tasks.find_all(project=gid))
    list(client.tasks.find_all({"project": [gid, "5"]}))
    list(client.tasks.search_in_workspace(gid, {"projects.any": gid}))
    assert [target.partition("&")[0] for target in targets(server)] == [
        "/tasks?project=12",
        "/tasks?project=12,5",
        "/workspaces/12/tasks/search?projects.any=12",
    ]


@every_gid
def test_such_a_gid_stands_everywhere_a_gid_can(connect: Connect, gid: Any) -> None:
    client, server = connect(reply(200, b'{"data": [{"n": 1}], "sync": "S2"}'))
    assert next(client.events.feed(gid, {"12": "s"})) == {"n": 1}
    assert client.batch().tasks.find_by_id(gid).content["relative_path"] == "/tasks/12"
    server.acts = [data({"gid": "12", "status": "succeeded"})]
    client.jobs.wait(gid)
    server.acts = [data({"download_url": f"{server.base_url}/f"}), reply(200, b"x")]
    client.attachments.download(gid, io.BytesIO())
    assert targets(server)[1:3] == ["/jobs/12", "/attachments/12?opt_fields=download_url,host"]


@pytest.mark.parametrize("gid", [Int64(12), Number.A, Text.A])
def test_such_a_gid_is_a_field(connect: Connect, gid: Any) -> None:
    client, server = connect(DONE)
    client.tasks.create(projects=[gid], parent=gid)
    sent = server.requests[0].json["data"]
    assert {str(value) for value in (sent["parent"], *sent["projects"])} == {"12"}


class Int(int):
    """An integer whose string is a name."""

    def __str__(self) -> str:
        return "me"


REFUSED: list[Any] = [
    None,
    True,
    False,
    12.0,
    float("nan"),
    b"12",
    bytearray(b"12"),
    memoryview(b"12"),
    {"gid": "12"},
    {},
    ["12"],
    [],
    ("12",),
    {"12"},
    frozenset({"12"}),
    Decimal("12.0"),
    Decimal("1E+3"),
    Decimal("-12"),
    Decimal("NaN"),
    fractions.Fraction(1, 2),
    object(),
    str,
    datetime.date(2026, 1, 1),
    uuid.UUID(int=12),
    (gid for gid in "12"),
    1j,
    "",
    " ",
    ".",
    "..",
    "1/2",
    "1?x",
    "1#x",
    "1%2F2",
    "12 ",
    "\n12",
    "1\x002",
]


@pytest.mark.parametrize("gid", REFUSED, ids=lambda gid: f"{type(gid).__name__} {str(gid)[:9]!r}")
def test_what_cannot_be_a_gid_is_refused(connect: Connect, gid: Any) -> None:
    client, server = connect(DONE)
    calls: list[Any] = [
        lambda: client.tasks.find_by_id(gid),
        lambda: client.tasks.update(gid, name="x"),
        lambda: client.tasks.find_by_project(gid),
        lambda: client.attachments.create_on_task(gid, b"x", "n"),
        lambda: client.batch().tasks.find_by_id(gid),
    ]
    for call in calls:
        with pytest.raises((TypeError, ValueError)):
            call()
    assert server.requests == []


def test_a_whole_number_that_shows_itself_by_a_name_is_not_that_name(connect: Connect) -> None:
    client, server = connect(DONE)
    client.users.find_by_id(Int(12))
    assert targets(server) == ["/users/12"]


# -- numbers in options


class Five(enum.IntEnum):
    A = 5


COUNTS = [5, Int64(5), Five.A]

every_count = pytest.mark.parametrize("count", COUNTS, ids=lambda count: type(count).__name__)


@every_count
@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize(
    ("name", "how"),
    [
        *itertools.product(["page_size", "limit"], ["call", "options", "constructor"]),
        ("limit", "params"),
    ],
)
def test_a_size_may_be_a_number_of_another_library(
    serve: Serve, count: Any, listing: str, name: str, how: str
) -> None:
    server = serve(*two_pages())
    client = client_of(server, **({name: count} if how == "constructor" else {}))
    if how == "options":
        client.options[name] = count
    call = {name: count} if how == "call" else {}
    params = {name: count} if how == "params" else {}
    found = LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", params, **o), **call)
    assert found == ["1", "2"]
    assert [target.count("limit=5") for target in targets(server)] == [1, 1]


@every_count
def test_other_options_may_be_numbers_of_another_library(connect: Connect, count: Any) -> None:
    client, _ = connect(page([{"gid": str(number)} for number in range(9)], None))
    found = client.tasks.find_by_project("9", item_limit=count, max_retries=count)
    assert len(list(found)) == 5
    one: Any = client.tasks.find_by_project("9", item_limit=count, iterator_type=None)
    assert len(one["data"]) == 5
    assert len(list(client.map(str, range(9), concurrency=count))) == 9
    assert client.batch(concurrency=count).send() == []


@every_count
def test_numbers_of_another_library_stand_in_a_batch(count: Any) -> None:
    action: Any = asana.Client().batch().tasks.find_by_project("9", item_limit=count)
    assert action.content["options"] == {"limit": 5}


@pytest.mark.parametrize("value", [5.0, "5", True, [5], Decimal("5.5")])
@pytest.mark.parametrize("name", ["page_size", "item_limit"])
def test_what_is_no_whole_number_is_refused(connect: Connect, value: Any, name: str) -> None:
    client, server = connect(DONE)
    with pytest.raises((TypeError, ValueError), match=name):
        client.tasks.find_by_project("9", **{name: value})
    assert server.requests == []
