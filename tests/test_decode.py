"""JSON is decoded identically with and without the fast decoder."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from asana._http import decode


@pytest.fixture(params=["orjson", "json"])
def decoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    if request.param == "json":
        monkeypatch.setitem(sys.modules, "orjson", None)  # as if it were not installed
    decode._fastest.cache_clear()
    yield {"orjson": orjson, "json": json}[request.param]
    decode._fastest.cache_clear()


def test_the_fastest_is_used(decoder: Any) -> None:
    assert decode._fastest() is decoder.loads


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"name": "r\xc3\xa9sum\xc3\xa9", "n": [1, -2.5, true, null]}}',
        b'  {"data": []}\n',
        b'{"emoji": "\\ud83d\\ude00"}',
        b'{"half": "\\ud83d"}',  # a lone surrogate, which orjson rejects
        b'{"number": NaN}',
    ],
)
def test_both_read_the_same(decoder: Any, body: bytes) -> None:
    assert repr(decode.decode(body)) == repr(json.loads(body))


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"data": ', b'{"name": "\xff"}', b"{'a': 1}"])
def test_what_is_not_json_is_a_value_error(decoder: Any, body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode.decode(body)
