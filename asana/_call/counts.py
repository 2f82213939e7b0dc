"""Validate numbers: counts and seconds."""

import math
import numbers
import operator
import sys
from typing import Any

from .values import is_of_the_caller, short

__all__ = ["LONGEST", "check_positive", "check_seconds", "count", "seconds", "whole"]

# 23 days in seconds. Sockets accept no timeout of 25 days, and sleep() none of 300 years.
LONGEST = 2_000_000


def whole(value: Any) -> int | None:
    """Return a whole number of any type, such as numpy's, as an int; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def count(value: Any) -> Any:
    """Return a whole number of any type as an int, limited to ``sys.maxsize``; others unchanged."""
    number = whole(value)
    return value if number is None else min(number, sys.maxsize)


def check_positive(name: str, value: Any) -> None:
    """Raise if a value is not a positive whole number.

    :raises ValueError: it is not
    """
    number = whole(value)
    if number is None or number < 1:
        raise ValueError(f"{name} must be a positive whole number, not {short(value)}")


def seconds(value: Any, least: float = 0) -> float | None:
    """Return a number as seconds, at most ``LONGEST``; None if it is not a number or too small."""
    if not isinstance(value, numbers.Number) or isinstance(value, bool):
        return None
    try:
        found = float(value)  # type: ignore[arg-type]
    except (ArithmeticError, TypeError, ValueError) as failure:  # too large, or complex
        if is_of_the_caller(failure):
            raise
        return None
    return min(found, LONGEST) if least <= found < math.inf else None


def check_seconds(name: str, value: Any, least: float = 0) -> float:
    """Return a number as seconds; infinity becomes ``LONGEST``.

    :param least: the smallest valid number; below 0 where a time in the past is valid
    :raises ValueError: it is not a number, or too small
    """
    for_ever = isinstance(value, float) and value == math.inf
    found = LONGEST if for_ever else seconds(value, least)
    if found is None:
        raise ValueError(f"{name} must be a non-negative number of seconds, not {short(value)}")
    return found
