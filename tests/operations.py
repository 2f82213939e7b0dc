"""The lists of operations that the client must offer, as data."""

import csv
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Operation(NamedTuple):
    """One operation of the current API."""

    resource: str
    method: str
    verb: str
    path: str
    shape: str
    body: str
    query: str
    scope: str


class ClassicName(NamedTuple):
    """One method of python-asana 0.x to 3.x."""

    resource: str
    method: str
    arguments: str
    verb: str
    path: str
    shape: str


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


OPERATIONS = [Operation(**row) for row in _rows("operations.tsv")]
CLASSIC_NAMES = [ClassicName(**row) for row in _rows("classic-names.tsv")]

# Every row of both lists.
LISTED: list[Operation | ClassicName] = [*OPERATIONS, *CLASSIC_NAMES]
