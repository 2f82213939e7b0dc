"""Conversion of Python values for queries and JSON bodies."""

import collections
import datetime
import decimal
import io
import json
import os
import pathlib
import types
import uuid
from enum import Enum, IntEnum
from typing import Any

import pytest

from asana._call.values import (
    MOST_SHOWN,
    CommaList,
    body_default,
    file_path,
    is_of_the_caller,
    moment,
    plain,
    query_value,
    query_values,
    read_once,
    short,
)

UTC = datetime.timezone.utc
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=UTC)


class Field(str, Enum):
    NAME = "name"
    DUE = "due_on"


class Number(IntEnum):
    FIVE = 5


class Anything(Enum):
    TEXT = "text"
    NUMBER = 7
    YES = True
    DAY = datetime.date(2026, 11, 22)
    LIST = ("a", "b")
    NOTHING = None


class Whole:
    """An integer that, like numpy's, is not an ``int``."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number

    def __str__(self) -> str:
        return str(self.number)


class Scalar:
    """A scalar that, like numpy's, returns the Python value from ``item()``."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def item(self) -> Any:
        return self.value

    def __str__(self) -> str:
        return str(self.value)


class Shown(str):
    """A string whose ``str()`` is something else."""

    def __str__(self) -> str:
        return "shown"


# -- queries


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text, as it is", "text, as it is"),
        (Shown("text"), "text"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (0, "0"),
        (1.5, "1.5"),
        (b"bytes", "bytes"),
        ("größe".encode(), "größe"),
        (["a", "b.c"], "a,b.c"),
        (("a", 1, True), "a,1,true"),
        ({"b", "a"}, "a,b"),
        (frozenset({"b", "a"}), "a,b"),
        ([], ""),
        ((name for name in ("b", "a")), "b,a"),
        (map(str, (2, 1)), "2,1"),
        (range(3), "0,1,2"),
        ({"b": 1, "a": 2}.keys(), "b,a"),
        ({"b": 1, "a": 2}.values(), "1,2"),
        (collections.deque(["b", "a"]), "b,a"),
        ([b"a", ["b", "c"]], "a,b,c"),
        (datetime.date(2026, 11, 22), "2026-11-22"),
        (NOON, "2026-11-22T12:00:00+00:00"),
        ([datetime.date(2026, 11, 22)], "2026-11-22"),
        (Field.NAME, "name"),
        (Number.FIVE, "5"),
        (Anything.TEXT, "text"),
        (Anything.NUMBER, "7"),
        (Anything.YES, "true"),
        (Anything.DAY, "2026-11-22"),
        (Anything.LIST, "a,b"),
        ([Field.NAME, Number.FIVE, Anything.TEXT], "name,5,text"),
        ({Anything.TEXT, Anything.NUMBER}, "7,text"),
        ((field for field in Field), "name,due_on"),
        (Whole(5), "5"),
        ([Whole(5), Whole(6)], "5,6"),
        (Scalar(True), "true"),
        (Scalar(False), "false"),
        ([Scalar(True)], "true"),
        (Scalar(1.5), "1.5"),
        (CommaList.of(["a", "b"]), "a,b"),
    ],
)
def test_a_query_value_is_text(value: Any, expected: str) -> None:
    found = query_values({"key": value, "none": None})
    assert found == {"key": expected}
    assert type(found["key"]) in (str, CommaList)


@pytest.mark.parametrize("value", [None, {}, types.MappingProxyType({}), collections.UserDict()])
def test_none_and_empty_mappings_are_left_out_of_a_query(value: Any) -> None:
    assert query_values({"key": value, "a": 1}) == {"a": "1"}


def test_query_parameter_names_may_be_enum_members() -> None:
    params: dict[Any, Any] = {Field.NAME: 1, Number.FIVE: 2, Anything.TEXT: 3, 4: 5}
    assert query_values(params) == {"name": "1", "5": "2", "text": "3", "4": "5"}


@pytest.mark.parametrize("value", [{"gid": "1"}, [{"gid": "1"}], [{}], iter([{"a": 1}])])
def test_a_dictionary_in_a_query_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be a dictionary"):
        query_value(value)


@pytest.mark.parametrize("value", [None, [None], ("a", None), {"a": None}.values()])
def test_none_as_a_query_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be None"):
        query_value(value)


@pytest.mark.parametrize("nest", [lambda value: value, lambda value: [value]])
def test_a_naive_datetime_in_a_query_is_sent_with_a_warning(nest: Any) -> None:
    with pytest.warns(UserWarning, match="without a time zone") as caught:
        found = query_value(nest(datetime.datetime(2026, 11, 22, 8, 30)))
    assert found == "2026-11-22T08:30:00"
    assert caught[0].filename == __file__


# -- comma-separated lists


def test_a_comma_list_is_text_and_keeps_its_parts() -> None:
    found = CommaList.of(["name", Field.DUE, 1])
    assert found == "name,due_on,1"
    assert found.parts == ["name", Field.DUE, 1]
    assert json.dumps(found) == '"name,due_on,1"'


def test_none_in_a_comma_list_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be None"):
        CommaList.of(["name", None])


# -- JSON


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Field.NAME, "name"),
        (Number.FIVE, 5),
        (Anything.TEXT, "text"),
        (Anything.NUMBER, 7),
        (Anything.YES, True),
        (Anything.DAY, "2026-11-22"),
        (Anything.LIST, ["a", "b"]),
        (Anything.NOTHING, None),
        ([Field.NAME, Number.FIVE, Anything.TEXT], ["name", 5, "text"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({2, 1}), [1, 2]),
        ({Anything.TEXT}, ["text"]),
        ((name for name in ("b", "a")), ["b", "a"]),
        (map(str, (2, 1)), ["2", "1"]),
        (range(3), [0, 1, 2]),
        ({"b": 1, "a": 2}.keys(), ["b", "a"]),
        ({"b": 1, "a": 2}.values(), [1, 2]),
        (collections.deque(["b", "a"]), ["b", "a"]),
        (collections.UserList(["b", "a"]), ["b", "a"]),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (collections.UserDict({"a": 1}), {"a": 1}),
        (Whole(5), 5),
        ([Whole(5)], [5]),
        (Scalar(True), True),
        (Scalar(1.5), 1.5),
        (Scalar("text"), "text"),
        (datetime.date(2026, 11, 22), "2026-11-22"),
        (NOON, "2026-11-22T12:00:00+00:00"),
    ],
)
def test_a_body_value_becomes_json(value: Any, expected: Any) -> None:
    found = json.loads(json.dumps({"key": value}, default=body_default))["key"]
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        b"bytes",
        bytearray(b"bytes"),
        memoryview(b"bytes"),
        io.BytesIO(b"a file"),
        io.StringIO("a file"),
        datetime.time(8, 30),
        1j,
        Scalar(["not", "a", "scalar"]),
        Scalar(None),
    ],
)
def test_a_value_without_a_json_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=f"type {type(value).__name__} are not supported"):
        json.dumps([value], default=body_default)


def test_a_naive_datetime_in_a_body_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        json.dumps([datetime.datetime(2026, 11, 22)], default=body_default)


# -- helpers


def test_a_moment_is_a_date_or_an_aware_datetime() -> None:
    assert moment(datetime.date(2026, 11, 22)) == "2026-11-22"
    assert moment(NOON) == "2026-11-22T12:00:00+00:00"
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime.datetime(2026, 11, 22))
    with pytest.raises(TypeError, match="type str are not supported"):
        moment("2026-11-22")


def test_a_member_of_an_enum_stands_for_its_value() -> None:
    assert type(plain(Field.NAME)) is str
    assert type(plain(Number.FIVE)) is int
    assert plain(Anything.NOTHING) is None
    given = ["as it is"]
    assert plain(given) is given


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 58, f"'{'x' * 58}'"),
        ("x" * 59, f"'{'x' * 27}...{'x' * 28}'"),
        (10**20, "100000000000000000000"),
        ([[1, 2], {"a": None}], "[[1, 2], {'a': None}]"),
        (["x" * 30] * 9, f"['{'x' * 30}', '{'x' * 21}..."),
    ],
)
def test_a_value_in_a_message_is_short(value: Any, expected: str) -> None:
    assert short(value) == expected
    assert len(expected) <= MOST_SHOWN


@pytest.mark.parametrize("power", [5000, 50_000])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_in_a_message_is_short(power: int, sign: int) -> None:
    assert short(sign * 10**power) == f"a number of {power + 1} digits"


def test_a_value_that_cannot_be_shown_is_its_type() -> None:
    assert short([10**5000]) == "a value of type list"
    assert short({"a": 10**5000}) == "a value of type dict"


def failure_in(kind: type[Exception], *modules: str | None) -> Exception:
    """Return an exception that passed through the frames of these modules."""
    level: Any = None
    for name in modules:
        frame = types.SimpleNamespace(f_globals={"__name__": name})
        level = types.SimpleNamespace(tb_frame=frame, tb_next=level)
    failing = type("Failing", (kind,), {"__traceback__": property(lambda self: level)})
    made: Exception = failing()
    return made


@pytest.mark.parametrize(
    ("modules", "error", "recursion"),
    [
        (["asana._call.values", "json.encoder"], False, False),
        (["asana", "mine"], True, False),
        (["asana", "mine.values", "mine"], True, True),
        (["mine"], True, True),
        (["asana.x", "mine", "json", "mine"], True, False),
        (["asanas"], True, True),
        ([None, "asana"], True, False),
        ([], False, False),
    ],
)
def test_an_exception_of_the_callers_code(
    modules: list[str | None], error: bool, recursion: bool
) -> None:
    assert is_of_the_caller(failure_in(ValueError, *modules)) is error
    assert is_of_the_caller(failure_in(RecursionError, *modules)) is recursion


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (decimal.Decimal("1E+50"), "1E+50"),
        ({"b", "a", "C"}, "C,a,b"),
        (["b", ["a", {1}]], "b,a,1"),
        (range(3), "0,1,2"),
        (b"\xc3\xa9", "é"),
        (5.5, "5.5"),
        (uuid.UUID(int=0xABC), "00000000-0000-0000-0000-000000000abc"),
        (Whole, None),
    ],
)
def test_the_text_of_a_query_value(value: Any, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(TypeError, match=r"^the parameter cannot be of type type$"):
            query_value(value)
    else:
        assert query_value(value) == expected


@pytest.mark.parametrize(("levels", "fits"), [(100, True), (101, False)])
def test_lists_in_a_query_are_nested_only_so_deep(levels: int, fits: bool) -> None:
    value: Any = "a"
    for _ in range(levels):
        value = [value]
    if fits:
        assert query_value(value) == "a"
    else:
        with pytest.raises(ValueError, match=r"^the parameter 'p' is nested too deep, or contains"):
            query_value(value, "p")


def test_sets_in_a_body_are_in_the_order_of_their_text() -> None:
    assert (
        body_default({1, "a", 10, 2}) == body_default(frozenset([1, "a", 10, 2])) == [1, 10, 2, "a"]
    )


def test_iterators_are_read_once_for_many_requests() -> None:
    inside = {"1": iter([2]), "3": "x"}
    given = {"a": iter("bc"), "d": [1], "custom_fields": inside, "e": {"f": 5}}
    found = read_once(given)
    assert found == {
        "a": ["b", "c"],
        "d": [1],
        "custom_fields": {"1": [2], "3": "x"},
        "e": {"f": 5},
    }
    assert found["e"] is given["e"]
    assert read_once(None) == {}


@pytest.mark.parametrize("path", ["a\0b", b"a\0b", "\ud8ff"])
def test_what_is_no_path_of_a_file(path: Any) -> None:
    with pytest.raises(ValueError, match=r"^the file must be a valid path, not '"):
        file_path(path, "the file")
    assert file_path(pathlib.Path("a") / "b", "the file") == os.path.join("a", "b")
