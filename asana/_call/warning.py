"""Warnings that show the line of the caller's code that caused them."""

import sys
import warnings
from pathlib import Path

__all__ = ["warn"]

PACKAGE = str(Path(__file__).parents[1])


def warn(message: str, category: type[Warning] = UserWarning) -> None:
    """Issue a warning for the line outside this package that made the call."""
    warnings.warn(message, category, stacklevel=_stacklevel())


def _stacklevel() -> int:
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(PACKAGE):
        level, frame = level + 1, frame.f_back
    return level
