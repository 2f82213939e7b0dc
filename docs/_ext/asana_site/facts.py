"""Read the facts about each operation from the tables in tests/data."""

import csv
from functools import cache

from tests.methods import route
from tests.operations import CLASSIC_NAMES, DATA, OPERATIONS, Operation

__all__ = ["Operation", "classic_names", "old_names", "operations", "required"]


def operations() -> dict[str, list[Operation]]:
    """Return the operations of each resource."""
    found: dict[str, list[Operation]] = {}
    for row in OPERATIONS:
        found.setdefault(row.resource, []).append(row)
    return found


@cache
def required() -> dict[str, tuple[str, ...]]:
    """Return the names of the parameters that each operation requires."""
    with (DATA / "parameters.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["required"]]
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row["operation"]] = (*found.get(row["operation"], ()), row["name"])
    return found


@cache
def old_names() -> dict[str, set[str]]:
    """Return the method names of python-asana 0.x to 3.x, by resource."""
    found: dict[str, set[str]] = {}
    for name in CLASSIC_NAMES:
        found.setdefault(name.resource, set()).add(name.method)
    return found


def classic_names(row: Operation) -> list[str]:
    """Return the other names of an operation in python-asana 0.x to 3.x."""
    of_resource = (name for name in CLASSIC_NAMES if name.resource == row.resource)
    names = (name.method for name in of_resource if route(name) == route(row))
    return list(dict.fromkeys(name for name in names if name != row.method))
