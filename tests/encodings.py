"""The encoding of files that are opened without one."""

import locale
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["in_ascii"]


@contextmanager
def in_ascii() -> Iterator[None]:
    """Let files that are opened without an encoding be ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        yield
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
