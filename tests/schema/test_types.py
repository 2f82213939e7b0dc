"""Annotations as JSON Schema."""

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import date, datetime
from typing import Any, Literal, TypedDict, Union

import pytest

from asana.schema import _types
from asana.types import common, compact, tasks


class Inner(TypedDict):
    name: "str"
    day: "date | None"
    at: "DateTime"  # type: ignore[name-defined]  # noqa: F821
    kind: "Literal['a', 'b']"


class Outer(TypedDict):
    inner: Inner
    several: list[Inner]
    unknown: "NoSuchName"  # type: ignore[name-defined]  # noqa: F821
    gid: str


INNER = {
    "name": {"type": "string"},
    "day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
    "at": {"type": "string", "format": "date-time"},
    "kind": {"type": "string", "enum": ["a", "b"]},
}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (type(None), {"type": "null"}),
        (date, {"type": "string", "format": "date"}),
        (datetime, {"type": "string", "format": "date-time"}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (str | None, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (Union[str, int], {"anyOf": [{"type": "string"}, {"type": "integer"}]}),  # noqa: UP007
        (str | date, {"type": "string", "format": "date"}),
        (datetime | str, {"type": "string", "format": "date-time"}),
        (
            str | date | None,
            {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        ),
        (
            list[str] | Literal["a"] | dict[str, str],
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "string", "enum": ["a"]},
                    {"type": "object"},
                ]
            },
        ),
        (
            list[list[bool]],
            {"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}},
        ),
        (MutableMapping[str, Any], {"type": "object"}),
        (tuple[int, str], {"type": "array", "items": {"type": "integer"}}),
        (bytes, {"type": "array"}),
        (Inner, {"type": "object", "properties": INNER}),
        (
            Outer,
            {
                "type": "object",
                "properties": {
                    "inner": {"type": "object", "properties": INNER},
                    "several": {
                        "type": "array",
                        "items": {"type": "object", "properties": INNER},
                    },
                    "unknown": {},
                    "gid": {"type": "string"},
                },
            },
        ),
        (dict[str, int], {"type": "object"}),
        (Mapping, {"type": "object"}),
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (Iterable[str], {"type": "array", "items": {"type": "string"}}),
        (list, {"type": "array"}),
        (list[Any], {"type": "array"}),
        (Any, {}),
        (object, {}),
    ],
)
def test_types_are_json_schemas(kind: Any, expected: dict[str, Any]) -> None:
    assert _types.schema_of(kind) == expected


class Endless(TypedDict):
    next: "Any"


Endless.__annotations__["next"] = Endless


def test_records_in_themselves_are_described_to_a_depth() -> None:
    described: dict[str, Any] = {"type": "object"}
    for _ in range(3):
        described = {"type": "object", "properties": {"next": described}}
    assert _types.schema_of(Endless) == described
    listed = {"type": "array", "items": described["properties"]["next"]}
    assert _types.schema_of(list[Endless], 1) == listed
    assert _types.schema_of(Endless | None, 1) == {
        "anyOf": [described["properties"]["next"], {"type": "null"}]
    }


@pytest.mark.parametrize(
    ("annotation", "module", "expected"),
    [
        ("int", "tasks", int),
        (int, "tasks", int),
        ("date", "tasks", date),
        ("datetime", "tasks", datetime),
        ("dict[str, Any]", "tasks", dict[str, Any]),
        ("Task", "tasks", tasks.Task),
        ("Task", "no_such_module", tasks.Task),  # in whatever module it is
        ("TaskCompact", "tasks", compact.TaskCompact),
        ("ListOptions | None", "tasks", common.ListOptions | None),
        ("Date", "tasks", str | date),
        ("DateTime", "tasks", str | datetime),
        ("list[DateTime]", "tasks", list[str | datetime]),
        ("NoSuchName", "tasks", Any),
        ("list[NoSuchName]", "tasks", Any),
    ],
)
def test_an_annotation_is_the_type_that_it_names(
    annotation: Any, module: str, expected: Any
) -> None:
    assert _types.evaluated(annotation, module) == expected


def test_records_are_described_to_a_depth() -> None:
    kind = _types.evaluated("TaskCompact", "tasks")
    assert _types.schema_of(kind, _types.DEEPEST)["properties"]["gid"] == {"type": "string"}
    assert _types.schema_of(kind, _types.DEEPEST + 1) == {"type": "object"}
    task = _types.schema_of(_types.evaluated("Task", "tasks"))
    assert "due_on" in task["properties"]
    assert "name" in str(task["properties"]["assignee"])
    assert _types.evaluated("NoSuchName", "tasks") is Any
