"""Checks of options from Python, the command line and the control API."""

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any

_MOST_SHOWN = 80  # characters of a value in a message


def known(given: Iterable[str], names: Iterable[str], what: str = "option") -> None:
    """Raise ValueError if a name is unknown."""
    known_names = list(names)
    for name in given:
        if name not in known_names:
            raise ValueError(f"there is no {what} {name!r}{instead(name, known_names)}")


def instead(given: Any, names: list[str]) -> str:
    """Return a hint for an unknown name: the nearest known name, or the first ten."""
    close = difflib.get_close_matches(given, names, 1) if isinstance(given, str) else []
    if close:
        return f": did you mean {close[0]!r}?"
    return f"; known names are {', '.join(names[:10])}" if names else "; there are none here"


def whole(name: str, value: Any, least: int, most: float = math.inf) -> None:
    """Raise ValueError unless a value is a whole number in a range."""
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    if not fits:
        span = f"of at least {least}" if most == math.inf else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {span}, not {shown(value)}")


def number(name: str, value: Any) -> None:
    """Raise ValueError unless a value is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise ValueError(f"{name} must be a number, not {shown(value)}")


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer too large for a float
        return False


def shown(value: Any) -> str:
    """Return the repr of a value for a message, truncated if it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python does not convert integers of more than 4300 digits
        text = f"a number of {value.bit_length()} bits"
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def flag(name: str, value: Any) -> None:
    """Raise ValueError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, not {value!r}")


def text(name: str, value: Any) -> None:
    """Raise ValueError unless a value is a non-empty string of valid Unicode."""
    if (
        not isinstance(value, str)
        or not value
        or any("\ud800" <= each <= "\udfff" for each in value)
    ):
        raise ValueError(f"{name} must be a non-empty string, not {shown(value)}")


def token(name: str, value: Any) -> None:
    """Raise ValueError unless a value is valid in an Authorization header.

    The message does not repeat the value, which is a secret.
    """
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, not {type(value).__name__}")
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"{name} must consist of printable ASCII characters without spaces")


def one_of(name: str, value: Any, values: Mapping[str, Any] | tuple[str, ...]) -> None:
    """Raise ValueError unless a value is one of several strings."""
    if not isinstance(value, str) or value not in values:
        raise ValueError(f"{name} must be one of {', '.join(values)}, not {value!r}")
