"""Helpers for the tests of listings."""

from collections.abc import Iterable, Mapping
from typing import Any


def gids(records: Iterable[Mapping[str, Any]]) -> list[str]:
    return [record["gid"] for record in records]


def names(records: Iterable[Mapping[str, Any]]) -> list[str]:
    return [record["name"] for record in records]
