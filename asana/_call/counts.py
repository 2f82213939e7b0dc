"""Numbers that a caller gives: of things, and of seconds."""

import math
import numbers
import operator
import sys
from typing import Any

from .values import is_of_the_caller, short

__all__ = ["LONGEST", "check_positive", "check_seconds", "count", "seconds", "whole"]

# Seconds: 23 days. A socket takes no timeout of 25, and a sleep none of 300 years.
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
    """Return a number of things as an int that can be reckoned with; what is none as it is."""
    number = whole(value)
    return value if number is None else min(number, sys.maxsize)


def check_positive(name: str, value: Any) -> None:
    """Refuse what is not a number of things.

    :raises ValueError: it is not a whole number from 1
    """
    number = whole(value)
    if number is None or number < 1:
        raise ValueError(f"{name} must be a positive whole number, not {short(value)}")


def seconds(value: Any, least: float = 0) -> float | None:
    """Return a number as seconds, at most ``LONGEST``; None for what is no number, or less."""
    if not isinstance(value, numbers.Number) or isinstance(value, bool):
        return None
    try:
        found = float(value)  # type: ignore[arg-type]
    except (ArithmeticError, TypeError, ValueError) as failure:  # it is too large, or complex
        if is_of_the_caller(failure):
            raise
        return None
    return min(found, LONGEST) if least <= found < math.inf else None


def check_seconds(name: str, value: Any, least: float = 0) -> float:
    """Return a number as seconds; infinity is ``LONGEST``.

    :param least: 0, or what is less where a time that is over does no harm
    :raises ValueError: it is no number, or less
    """
    for_ever = isinstance(value, float) and value == math.inf
    found = LONGEST if for_ever else seconds(value, least)
    if found is None:
        raise ValueError(f"{name} must be a non-negative number of seconds, not {short(value)}")
    return found
