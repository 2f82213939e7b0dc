"""The parts of a request: as arguments of a call, and as the verbs assemble them."""

import contextlib
from collections.abc import Mapping
from typing import Any, cast

__all__ = ["NONE", "Body", "Params", "Query", "are_pairs", "mapping"]

NONE: Any = None
"""The default of TypedDict parameters without None in their type, for better type errors."""

Params = Mapping[str, Any] | None
"""The fields of a body, or the parameters of a query."""


class Query(dict[str, Any]):
    """The complete parameters of a query, including those of the options."""


class Body(dict[str, Any]):
    """The complete body ``{"data": …, "options": …}``, including the options."""


def are_pairs(value: Any) -> bool:
    """Return whether a value is a list of pairs that ``dict()`` accepts."""
    return isinstance(value, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in value
    )


def mapping(what: str, value: Any) -> Mapping[str, Any]:
    """Return a dictionary, for a dictionary, a list of pairs, None or an empty string.

    :param what: the name of the value in a message
    :raises TypeError: the value is none of these
    """
    if type(value) is dict or isinstance(value, Mapping):
        return value
    if value is None or (isinstance(value, str) and not value):
        return {}
    if are_pairs(value):
        with contextlib.suppress(TypeError):  # an unhashable key
            return dict(cast(Any, value))
    raise TypeError(f"{what} must be a dictionary, not {type(value).__name__}")
