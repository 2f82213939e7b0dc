"""What the rewriting returns: the new source, and what is left to do by hand."""

import re
from typing import NamedTuple

__all__ = ["MARK", "Left", "Upgraded", "marks_in"]

MARK = "# asana.upgrade: "


class Left(NamedTuple):
    """One thing that is left to do by hand."""

    line: int
    message: str


class Upgraded(NamedTuple):
    """A program after the rewriting.

    :ivar source: the new content of the file
    :ivar left: what is left to do, with the lines that it has in the original file
    """

    source: bytes
    left: list[Left]


def marks_in(source: bytes) -> list[Left]:
    """Return what the comments of a source leave to do, with their lines."""
    pattern = re.compile(rb"^[ \t]*" + MARK.encode() + rb"(.*?)\r?$")
    return [
        Left(line, found[1].decode(errors="replace"))
        for line, text in enumerate(source.split(b"\n"), 1)
        if (found := pattern.match(text))
    ]
