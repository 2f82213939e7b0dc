"""The options of a listing from which nothing may be missing, neither an item nor a field."""

from collections.abc import Iterable, Mapping
from typing import Any

from .values import query_value

__all__ = ["complete", "for_one"]

# The options of listings alone.
PAGING = frozenset(["iterator_type", "item_limit", "limit", "offset", "page_size", "prefetch"])

# What would leave items out, or return something other than an iterator over them.
WHOLE = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}


def complete(
    options: Mapping[str, Any],
    client: Mapping[str, Any],
    needed: Iterable[str],
    default: Iterable[str],
) -> dict[str, Any]:
    """Return the options of a listing of everything, with the fields that are needed.

    :param options: the options of the call
    :param client: those of the client
    :param needed: fields to add to those that were asked for
    :param default: what to ask for if neither the call nor the client does
    """
    found = {**options, **WHOLE}
    given = [found.pop(name) for name in ("opt_fields", "fields") if name in found]
    asked = next(filter(None, given), None) if given else client["fields"]
    names = _names(asked) if asked else default
    return {**found, "fields": list(dict.fromkeys([*names, *needed]))}


def for_one(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a listing as those of a request for one of its records."""
    return {name: value for name, value in options.items() if name not in PAGING}


def _names(given: Any) -> list[str]:
    """Return the names in the option ``fields``: a comma list, or any iterable."""
    return [name.strip() for name in query_value(given, "fields").split(",") if name.strip()]
