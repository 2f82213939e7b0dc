"""Checks of options from Python, the command line and the control API."""

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any


def known(given: Iterable[str], names: Iterable[str], what: str = "option") -> None:
    """Raise ValueError if a name is unknown."""
    known_names = list(names)
    for name in given:
        if name not in known_names:
            raise ValueError(f"there is no {what} {name!r}{instead(name, known_names)}")


def instead(given: str, names: list[str]) -> str:
    """Return a hint for an unknown name: the nearest known name, or the first ten."""
    close = difflib.get_close_matches(given, names, 1)
    if close:
        return f": did you mean {close[0]!r}?"
    return f"; there are {', '.join(names[:10])}" if names else "; there are none here"


def whole(name: str, value: Any, least: int, most: float = math.inf) -> None:
    """Raise ValueError unless a value is a whole number in a range."""
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    if not fits:
        span = f"of at least {least}" if most == math.inf else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {span}, not {value!r}")


def number(name: str, value: Any) -> None:
    """Raise ValueError unless a value is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} must be a number, not {value!r}")


def flag(name: str, value: Any) -> None:
    """Raise ValueError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, not {value!r}")


def text(name: str, value: Any) -> None:
    """Raise ValueError unless a value is a string that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a string that is not empty, not {value!r}")


def token(name: str, value: Any) -> None:
    """Raise ValueError unless a value is valid in an Authorization header.

    The message does not repeat the value, which is a secret.
    """
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, not {type(value).__name__}")
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"{name} must consist of printable ASCII characters without spaces")


def one_of(name: str, value: Any, values: Mapping[str, Any] | tuple[str, ...]) -> None:
    """Raise ValueError unless a value is one of several words."""
    if not isinstance(value, str) or value not in values:
        raise ValueError(f"{name} must be one of {', '.join(values)}, not {value!r}")
