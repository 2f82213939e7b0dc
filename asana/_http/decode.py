"""Decode JSON with the fastest installed decoder."""

import functools
import json
from collections.abc import Callable
from typing import Any

__all__ = ["decode", "ready"]


def decode(body: bytes) -> Any:
    """Return the decoded JSON of a body.

    :raises ValueError: it is not JSON
    :raises RecursionError: it is nested too deep
    """
    try:
        return _fastest()(body)
    except ValueError:
        # orjson is stricter than the standard library, for example about lone surrogates.
        return json.loads(body)


def ready() -> None:
    """Import the decoder before a request is sent, so that an interrupt here loses nothing."""
    _fastest()


@functools.cache
def _fastest() -> Callable[[bytes], Any]:
    # Imported on first use, because that takes as long as importing the entire client.
    try:
        from orjson import loads
    except ImportError:
        return json.loads
    return loads
