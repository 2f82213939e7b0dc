"""The options of a complete listing, and the numbers of options."""

import decimal
import fractions
import math
import sys
from typing import Any

import pytest

from asana._call.complete import complete, for_one
from asana._call.counts import LONGEST, check_positive, check_seconds, count, seconds, whole

WHOLE = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}


@pytest.mark.parametrize(
    ("options", "client", "fields"),
    [
        ({}, None, ["x", "gid", "name"]),
        ({}, "a,b", ["a", "b", "gid", "name"]),
        ({}, [], ["x", "gid", "name"]),
        ({"fields": ["a", "name"]}, "b", ["a", "name", "gid"]),
        ({"fields": " a , b,,"}, "c", ["a", "b", "gid", "name"]),
        ({"fields": ("a", ["b"])}, "c", ["a", "b", "gid", "name"]),
        ({"opt_fields": "a"}, "c", ["a", "gid", "name"]),
        ({"opt_fields": "a", "fields": "b"}, "c", ["a", "gid", "name"]),
        ({"opt_fields": None, "fields": "b"}, "c", ["b", "gid", "name"]),
        ({"fields": None}, "c", ["x", "gid", "name"]),
        ({"fields": []}, "c", ["x", "gid", "name"]),
        ({"fields": "a,a"}, None, ["a", "gid", "name"]),
    ],
)
def test_the_fields_of_a_complete_listing(options: Any, client: Any, fields: list[str]) -> None:
    given = {**options}
    found = complete(given, {"fields": client}, ["gid", "name"], ["x"])
    assert found == {**WHOLE, "fields": fields}
    assert given == options


def test_a_complete_listing_omits_nothing() -> None:
    limited = {"item_limit": 5, "offset": "o", "iterator_type": "pages", "full_payload": True}
    found = complete({**limited, "page_size": 3, "assignee": "me"}, {"fields": "a"}, [], [])
    assert found == {**WHOLE, "page_size": 3, "assignee": "me", "fields": ["a"]}


def test_a_request_for_one_record_has_no_paging() -> None:
    paging = dict.fromkeys(
        ["iterator_type", "item_limit", "limit", "offset", "page_size", "prefetch"], 1
    )
    assert for_one({**paging, "fields": "a", "strict": True}) == {"fields": "a", "strict": True}


class Index:
    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), (-5, -5), (0, 0), (Index(7), 7), (True, None), (5.0, None), ("5", None), (None, None)],
)
def test_whole_numbers(value: Any, expected: int | None) -> None:
    assert whole(value) == expected
    assert count(value) == (value if expected is None else expected)
    if expected is not None and expected >= 1:
        check_positive("n", value)
    else:
        with pytest.raises(ValueError, match=r"^n must be a positive whole number, not "):
            check_positive("n", value)


def test_a_count_is_limited_to_what_fits() -> None:
    assert count(10**30) == count(sys.maxsize + 1) == sys.maxsize
    check_positive("n", 1)
    with pytest.raises(ValueError, match=r"^n must be a positive whole number, not 0$"):
        check_positive("n", 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5.0),
        (0, 0.0),
        (0.5, 0.5),
        (decimal.Decimal("1.5"), 1.5),
        (fractions.Fraction(1, 2), 0.5),
        (LONGEST, LONGEST),
        (LONGEST + 1, LONGEST),
        (1e300, LONGEST),
        (-1, None),
        (-0.001, None),
        (math.nan, None),
        (-math.inf, None),
        (10**400, None),
        (decimal.Decimal("sNaN"), None),
        (5j, None),
        (True, None),
        ("5", None),
        (None, None),
    ],
)
def test_numbers_of_seconds(value: Any, expected: float | None) -> None:
    assert seconds(value) == expected
    if expected is None:
        with pytest.raises(ValueError, match=r"^t must be a non-negative number of seconds, not "):
            check_seconds("t", value)
    else:
        assert check_seconds("t", value) == expected


def test_seconds_without_an_end_and_in_the_past() -> None:
    assert seconds(math.inf) is None
    assert check_seconds("t", math.inf) == LONGEST == 2_000_000
    assert (seconds(-5, -5), seconds(-5.1, -5), seconds(1, 2)) == (-5, None, None)
    assert check_seconds("t", -3, -5) == -3
    with pytest.raises(ValueError, match=r"^t must be a non-negative number of seconds, not '5'$"):
        check_seconds("t", "5")
