"""The values that texts stand for."""

import re
from typing import Any

import pytest

from asana import schema
from asana.schema import _texts


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("x", {"type": "string"}, "x"),
        ("", {"type": "string"}, ""),
        ("", {"anyOf": [{"type": "string"}, {"type": "null"}]}, None),
        ("x", {"anyOf": [{"type": "string"}, {"type": "null"}]}, "x"),
        ("", {"anyOf": [{"type": "array"}, {"type": "null"}]}, None),
        ("", {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}, None),
        ("", {"anyOf": [{"type": "integer"}, {"type": "null"}]}, None),
        ("8", {"anyOf": [{"type": "integer"}, {"type": "null"}]}, 8),
        ("8.0", {"anyOf": [{"type": "number"}, {"type": "null"}]}, 8.0),
        ("a", {"anyOf": [{"type": "null"}, {"type": "string", "enum": ["a"]}]}, "a"),
        ("b", {"anyOf": [{"type": "null"}, {"enum": ["a"]}, {"enum": ["b"]}]}, "b"),
        ("false", {"anyOf": [{"type": "boolean"}, {"type": "null"}]}, False),
        (
            "1,2",
            {"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "integer"}}]},
            [1, 2],
        ),
        ("a,b", {"type": "array"}, ["a", "b"]),
        ("a, b", {"anyOf": [{"type": "array"}, {"type": "string"}]}, "a, b"),
        ("12", {"type": "number"}, 12),
        ("False", {"type": "boolean"}, False),
        ("TRUE", {"type": "boolean"}, True),
        ("7", {"type": "integer"}, 7),
        ("-1.5e3", {"type": "number"}, -1500.0),
        ("1, 2,,3", {"type": "array", "items": {"type": "integer"}}, [1, 2, 3]),
        ("", {"type": "array", "items": {"type": "string"}}, []),
        ("b", {"type": "string", "enum": ["a", "b"]}, "b"),
        ("anything", {}, "anything"),
    ],
)
def test_a_text_stands_for_a_value(text: str, kind: dict[str, Any], meant: Any) -> None:
    found = schema.value(text, kind)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("kind", "shown", "known"),
    [
        ({"type": "string"}, "TEXT", []),
        ({"type": "boolean"}, "true|false", ["true", "false"]),
        ({"type": "object"}, "JSON", []),
        ({"type": "integer"}, "N", []),
        ({"type": "number"}, "NUMBER", []),
        ({"type": "string", "format": "date-time"}, "DATE-TIME", []),
        ({}, "VALUE", []),
        ({"type": "array"}, "VALUE,…", []),
        ({"type": "array", "items": {"type": "integer"}}, "N,…", []),
        ({"enum": ["a", "b"]}, "a|b", ["a", "b"]),
        ({"anyOf": [{"type": "string"}, {"type": "null"}, {"type": "null"}]}, "TEXT|null", []),
        (
            {"anyOf": [{"enum": ["a"]}, {"type": "boolean"}]},
            "a|true|false",
            ["a", "true", "false"],
        ),
    ],
)
def test_the_forms_of_texts_are_shown(kind: dict[str, Any], shown: str, known: list[str]) -> None:
    assert _texts.forms(kind) == shown
    assert _texts.choices(kind) == known


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("yes", {"type": "boolean"}, "the value is true or false, not 'yes'"),
        ("", {"type": "boolean"}, "the value is true or false, not ''"),
        ("x", {"type": "integer"}, "the value is a number, not 'x'"),
        ("1.5", {"type": "integer"}, "the value is a number, not '1.5'"),
        ("NaN", {"type": "number"}, "the value is a number, not 'NaN'"),
        ("-Infinity", {"type": "number"}, "the value is a number, not '-Infinity'"),
        ("true", {"type": "number"}, "the value is a number, not 'true'"),
        ("[]", {"type": "number"}, "the value is a number, not '[]'"),
        ("", {"type": "number"}, "the value is a number, not ''"),
        (
            "x",
            {"anyOf": [{"type": "object"}, {"type": "null"}]},
            "the value is an object: write the value.KEY=VALUE, or the value:='{…}' as JSON",
        ),
        (
            "b",
            {"anyOf": [{"enum": ["abc", "abd"]}, {"type": "null"}]},
            "the value has no value 'b'; It is one of abc, abd",
        ),
        (
            "1,x",
            {"type": "array", "items": {"type": "integer"}},
            "the value is a number, not 'x'",
        ),
        (
            "ab",
            {"enum": ["abc"]},
            "the value has no value 'ab'; did you mean abc? It is one of abc",
        ),
        ("zz", {"enum": ["a", "b"]}, "the value has no value 'zz'; It is one of a, b"),
        (
            "x",
            {"type": "object"},
            "the value is an object: write the value.KEY=VALUE, or the value:='{…}' as JSON",
        ),
        (
            "x",
            {"type": "array", "items": {"type": "object"}},
            "the value is a list of objects: write the value:='[{…}]' as JSON",
        ),
    ],
)
def test_a_refusal_says_what_to_write(text: str, kind: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        schema.value(text, kind)
    named = message.replace("the value", "x")
    with pytest.raises(ValueError, match=f"^{re.escape(named)}$"):
        schema.value(text, kind, "x")
