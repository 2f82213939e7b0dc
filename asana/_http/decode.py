"""JSON, read with the fastest decoder that is installed."""

import functools
import json
from collections.abc import Callable
from typing import Any

__all__ = ["decode", "ready"]


def decode(body: bytes) -> Any:
    """Return what the JSON of a body says.

    :raises ValueError: it is not JSON
    :raises RecursionError: it is nested too deep
    """
    try:
        return _fastest()(body)
    except ValueError:
        # orjson takes less than the standard library, such as half of a surrogate pair.
        return json.loads(body)


def ready() -> None:
    """Load the decoder: an interrupt at that point should find nothing sent."""
    _fastest()


@functools.cache
def _fastest() -> Callable[[bytes], Any]:
    # Found when it is first needed: orjson takes as long to load as the whole client.
    try:
        from orjson import loads
    except ImportError:
        return json.loads
    return loads
