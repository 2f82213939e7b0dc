"""The parts of a request as the caller gives them, and as the verbs put them together."""

import contextlib
from collections.abc import Mapping
from typing import Any, cast

__all__ = ["NONE", "Body", "Params", "Query", "are_pairs", "mapping"]

NONE: Any = None
"""The default of a parameter whose type has no None: checkers then name a misspelled key."""

Params = Mapping[str, Any] | None
"""What a method sends: the fields of a body, or the parameters of a query."""


class Query(dict[str, Any]):
    """The parameters of a query, with everything in it that the call and the client add."""


class Body(dict[str, Any]):
    """``{"data": …, "options": …}``, with everything in it that the call and the client add."""


def are_pairs(value: Any) -> bool:
    """Tell whether a value is a list of pairs, as ``dict()`` takes it."""
    return isinstance(value, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in value
    )


def mapping(what: str, value: Any) -> Mapping[str, Any]:
    """Return a dictionary that was given, or its pairs; an empty one for None and the like.

    :raises TypeError: it is neither
    """
    if type(value) is dict or isinstance(value, Mapping):
        return value
    if value is None or (isinstance(value, str) and not value):
        return {}
    if are_pairs(value):
        with contextlib.suppress(TypeError):  # of a key that no dictionary can have
            return dict(cast(Any, value))
    raise TypeError(f"{what} must be a dictionary, not {type(value).__name__}")
