"""Every operation of the API can be called from the command line, with each of its parameters."""

import json
import re
from typing import Any

import pytest

from asana.sandbox import Sandbox
from asana.schema import names
from asana.schema._methods import Method, find
from tests.cli.conftest import Run
from tests.operations import OPERATIONS, Operation

UPLOAD = {"file": "", "file_name": "a.txt", "file_content_type": "text/plain"}


def sample(name: str, schema: dict[str, Any]) -> tuple[str, Any]:
    """Return what is typed for a parameter, and the value that is meant."""
    parts = schema.get("anyOf", [schema])
    first: dict[str, Any] = next((part for part in parts if part.get("type") != "null"), {})
    if "enum" in first:
        return f"={first['enum'][0]}", first["enum"][0]
    kind = first.get("format") or first.get("type")
    if kind == "array":
        text, value = sample(name, first.get("items", {}))
        return (f":=[{text[2:]}]" if text.startswith(":=") else text), [value]
    return {
        "boolean": ("=true", True),
        "integer": ("=7", 7),
        "number": ("=1.5", 1.5),
        "object": (':={"gid": "7"}', {"gid": "7"}),
        "date": ("=2026-03-01", "2026-03-01"),
        "date-time": ("=2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z"),
    }.get(str(kind), ("=seven", "seven"))


def in_query(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(in_query, value)) if isinstance(value, list) else str(value)


def typed(method: Method, operation: Operation) -> tuple[list[str], dict[str, Any]]:
    """Return the words for all parameters of a method, and what they mean."""
    words, meant = [], {}
    for name, schema in method.schemas().items():
        if name in UPLOAD or (operation.verb == "GET" and name == "custom_fields"):
            continue
        mark, value = sample(name, schema)
        words.append(f"{name}{mark}")
        meant[name] = value
    return words, meant


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_operation_sends_what_is_typed(
    operation: Operation, sandbox: Sandbox, run: Run
) -> None:
    method = find(operation.resource, operation.method)
    gids = [str(number) for number in range(7, 7 + len(method.gids))]
    words, meant = typed(method, operation)
    before = len(sandbox.requests)
    result = run(operation.resource, operation.method, *gids, *words, "--yes", "-o", "json")
    assert result.code in (0, 1, 4, 5), result.err  # whatever Asana says of samples
    [sent, *_] = sandbox.requests[before:]
    path = re.sub(r"\{\w+\}", "{}", operation.path).format(*gids)
    assert (sent.method, sent.path) == (operation.verb, path)
    if operation.verb == "GET":
        dotted = {name.replace("_any", ".any"): value for name, value in meant.items()}
        query = {name.replace(".", "_"): value for name, value in sent.query.items()}
        for name, value in dotted.items():
            assert query[name.replace(".", "_")] == in_query(value), name
    elif operation.body == "json" and sent.body is not None:
        in_url = sent.query.keys() & meant.keys()
        data = sent.body.get("data", {})
        assert data == {name: value for name, value in meant.items() if name not in in_url}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_operation_is_described(operation: Operation, run: Run) -> None:
    result = run("methods", f"{operation.resource}.{operation.method}", "--json")
    described = json.loads(result.out)
    assert described["route"] == f"{operation.verb} {re.sub(r'{.*?}', '{}', operation.path)}"
    assert described["scope"] == (operation.scope or None)
    gids = re.findall(r"\{(\w+)\}", operation.path)
    assert len(described["parameters"]["required"]) == len(gids)
    required = [name.rstrip("!") for name in operation.query.split(",") if name.endswith("!")]
    assert described["parameters"]["properties"].keys() >= {*required}
    page = run(operation.resource, operation.method, "--help")
    assert page.code == 0
    assert f"asana {operation.resource} {operation.method}" in page.out


def test_the_methods_are_those_of_the_api_and_those_above_it() -> None:
    listed = {(row.resource, row.method) for row in OPERATIONS}
    found = {tuple(name.split(".")) for name in names()}
    assert listed <= found
    above = {f"{resource}.{name}" for resource, name in found - listed}
    assert above >= {
        "attachments.download",
        "events.feed",
        "jobs.wait",
        "projects.ensure",
        "projects.named",
        "stories.ensure_comment",
        "tasks.tree",
        "tasks.upsert",
        "tasks.walk",
    }
    assert not above & {"webhooks.establish", "events.mirror"}  # they need objects
