"""The option table: where each option goes, which of two wins, and what is refused."""

import datetime
from typing import Any

import pytest

from asana import options


def split(**call: Any) -> options.Split:
    return options.split(call, {}, options.DEFAULTS)


def test_each_keyword_goes_to_its_part() -> None:
    sorted_ = split(fields=["name"], opt_pretty=True, limit=5, timeout=3, assignee="me")
    assert sorted_.api == {"fields": ["name"], "pretty": True}
    assert sorted_.query == {"limit": 5}
    assert sorted_.params == {"assignee": "me"}
    assert sorted_.settings["timeout"] == 3


def test_the_call_goes_before_the_client_and_the_client_before_the_defaults() -> None:
    client = {"page_size": 20, "fields": "a"}
    assert options.split({}, client, options.DEFAULTS).settings["page_size"] == 20
    assert options.split({"page_size": 5}, client, options.DEFAULTS).settings["page_size"] == 5
    assert options.split({"opt_fields": "b"}, client, options.DEFAULTS).api == {"fields": "b"}
    assert split().settings["page_size"] == 100


def test_none_takes_an_option_back() -> None:
    assert options.split({"fields": None}, {"fields": "a"}, options.DEFAULTS).api == {}


WRONG: list[tuple[str, Any]] = [
    ("page_size", 0),
    ("page_size", 101),
    ("page_size", "50"),
    ("page_size", None),
    ("page_size", True),
    ("limit", 0),
    ("limit", 101),
    ("item_limit", -1),
    ("item_limit", 1.5),
    ("max_retries", -1),
    ("max_retries", None),
    ("timeout", 0),
    ("timeout", -1),
    ("timeout", float("nan")),
    ("timeout", float("inf")),
    ("timeout", "10"),
    ("timeout", (1, 2, 3)),
    ("timeout", (1, 0)),
    ("deadline", 0),
    ("poll_interval", 0),
    ("poll_interval", None),
    ("iterator_type", "generator"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_out_of_range_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        split(**{name: value})
    with pytest.raises(ValueError, match=name):
        options.split({}, {name: value}, options.DEFAULTS)


@pytest.mark.parametrize("name", ["headers", "proxies"])
def test_a_value_of_another_type_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} is a dictionary"):
        split(**{name: ["a"]})


RIGHT: list[tuple[str, Any]] = [
    ("page_size", 1),
    ("page_size", 100),
    ("limit", None),
    ("item_limit", None),
    ("item_limit", 0),
    ("timeout", 0.5),
    ("timeout", (1, None)),
    ("timeout", None),
    ("deadline", None),
    ("iterator_type", None),
    ("iterator_type", "pages"),
]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_value_in_range_is_taken(name: str, value: Any) -> None:
    assert split(**{name: value}).settings[name] == value


def test_jsonp_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        split(opt_jsonp="callback")


UTC = datetime.timezone.utc


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text, as it is", "text, as it is"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (b"bytes", "bytes"),
        (["a", "b.c"], "a,b.c"),
        (("a", 1, True), "a,1,true"),
        ({"b", "a"}, "a,b"),
        ([], ""),
        (datetime.date(2026, 11, 22), "2026-11-22"),
        (datetime.datetime(2026, 11, 22, 8, 30, tzinfo=UTC), "2026-11-22T08:30:00+00:00"),
    ],
)
def test_values_as_a_query_has_them(value: Any, expected: str) -> None:
    assert options.query_values({"key": value, "none": None}) == {"key": expected}


def test_a_query_holds_no_dictionary() -> None:
    with pytest.raises(TypeError, match="cannot be a dictionary"):
        options.query_value({"gid": "1"})


def test_a_time_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        options.query_value(datetime.datetime(2026, 11, 22))


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [
        ("page_szie", "page_size"),
        ("itemlimit", "item_limit"),
        ("opt_field", "opt_fields"),
        ("time_out", "timeout"),
        ("workspace", None),
        ("assignee", None),
        ("completed_since", None),
        ("resource_type", None),
    ],
)
def test_misspelt_options_are_found(keyword: str, meant: str | None) -> None:
    assert options.misspelt(keyword) == meant
