"""The options of a complete listing: all items, with all fields that are needed."""

from collections.abc import Iterable, Mapping
from typing import Any

from .values import query_value

__all__ = ["complete", "for_one"]

# Options that only listings have.
PAGING = frozenset(["iterator_type", "item_limit", "limit", "offset", "page_size", "prefetch"])

# The values of options that could omit items, or return something other than an iterator.
WHOLE = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}


def complete(
    options: Mapping[str, Any],
    client: Mapping[str, Any],
    needed: Iterable[str],
    default: Iterable[str],
) -> dict[str, Any]:
    """Return the options of a complete listing, with the fields that are needed.

    :param options: the options of the call
    :param client: the options of the client
    :param needed: fields to add to the requested ones
    :param default: the fields to request if neither the call nor the client requests any
    """
    found = {**options, **WHOLE}
    given = [found.pop(name) for name in ("opt_fields", "fields") if name in found]
    asked = next(filter(None, given), None) if given else client["fields"]
    names = _names(asked) if asked else default
    return {**found, "fields": list(dict.fromkeys([*names, *needed]))}


def for_one(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a listing that also apply to a request for one record."""
    return {name: value for name, value in options.items() if name not in PAGING}


def _names(given: Any) -> list[str]:
    """Return the names in the option ``fields``: a comma-separated string, or any iterable."""
    return [name.strip() for name in query_value(given, "fields").split(",") if name.strip()]
