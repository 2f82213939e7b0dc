"""Checks of the content of responses: each says what is wrong, without showing the content."""

from types import MappingProxyType
from typing import Any

import pytest

from asana.error import InvalidResponseError
from asana.records import gid_of, member, members


@pytest.mark.parametrize("record", [None, "x", 5, 1.5, True, [{"gid": "1"}]])
def test_what_is_no_record_has_no_members(record: Any) -> None:
    for found in (gid_of, lambda each: member(each, "gid"), lambda each: members(each, "gid")):
        with pytest.raises(InvalidResponseError, match=r"^Invalid Response: no record with a gid$"):
            found(record)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({}, "missing"),
        ({"target": None}, "missing"),
        ({"target": 5}, "of type int"),
        ({"target": ["a"]}, "of type list"),
    ],
)
def test_a_member_has_its_type(record: Any, said: str) -> None:
    with pytest.raises(InvalidResponseError, match=f"^Invalid Response: target is {said}$"):
        member(record, "target")
    assert member({"target": "x"}, "target") == "x"
    assert member(MappingProxyType({"target": [1]}), "target", list) == [1]
    with pytest.raises(InvalidResponseError, match=r"^Invalid Response: target is of type str$"):
        member({"target": "x"}, "target", list)


def test_a_member_that_is_a_list_of_records_can_be_missing() -> None:
    assert members({}, "tags") == members({"tags": None}, "tags") == []
    assert members({"tags": [{"gid": "1"}, {"gid": "2"}]}, "tags") == [{"gid": "1"}, {"gid": "2"}]
    for wrong, said in (({}, "tags is of type dict"), ([{}], "gid is missing")):
        with pytest.raises(InvalidResponseError, match=f"^Invalid Response: {said}$"):
            members({"tags": wrong}, "tags")
    with pytest.raises(InvalidResponseError, match=r"^Invalid Response: no record with a gid$"):
        members({"tags": ["1"]}, "tags")


@pytest.mark.parametrize("gid", ["", "..", "\ud800"])
def test_a_gid_that_no_path_can_hold_is_no_gid(gid: str) -> None:
    with pytest.raises(
        InvalidResponseError, match=r"^Invalid Response: gid is not a gid$"
    ) as caught:
        gid_of({"gid": gid})
    assert caught.value.__cause__ is None
    assert gid_of({"gid": "12"}) == "12"
