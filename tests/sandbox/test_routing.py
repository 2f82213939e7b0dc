"""Finding an operation by its verb and path."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.api.routing import Routes

ROUTES = Routes(OPERATIONS)


@dataclass(frozen=True)
class Route:
    path: str
    verb: str = "GET"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.verb} {each.path}")
def test_each_operation_is_found_with_its_placeholders(operation: Any) -> None:
    names = re.findall(r"\{(\w+)\}", operation.path)
    given = {name: f"{n} é\n" for n, name in enumerate(names)}
    path = operation.path.format(**given)
    assert ROUTES.find(operation.verb, path) == (operation, given)
    assert ROUTES.find("HEAD", path) is None


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "//", "tasks", "/tasks/", "//tasks", "/tasks//subtasks", "/Tasks"),
        *("/tasks/1/2/3", "/" * 10_000, "/tasks" * 10_000),
    ],
    ids=lambda path: path[:20],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert ROUTES.find("GET", path) is None


def test_a_literal_part_comes_before_a_placeholder() -> None:
    wide, narrow, deep = Route("/a/{x}"), Route("/a/b"), Route("/a/{x}/c")
    routes = Routes([wide, narrow, deep])
    assert routes.find("GET", "/a/b") == (narrow, {})
    assert routes.find("GET", "/a/d") == (wide, {"x": "d"})
    assert routes.find("GET", "/a/b/c") == (deep, {"x": "b"})
