"""The result of the rewriting: the new source, and the remaining manual work."""

import re
from typing import NamedTuple

__all__ = ["MARK", "Left", "Upgraded", "marks_in"]

MARK = "# asana.upgrade: "


class Left(NamedTuple):
    """One item of manual work."""

    line: int
    message: str


class Upgraded(NamedTuple):
    """A rewritten program.

    :ivar source: the new content of the file
    :ivar left: the remaining manual work, with line numbers of the original file
    """

    source: bytes
    left: list[Left]


def marks_in(source: bytes) -> list[Left]:
    """Return the manual work noted in the comments of a source, with line numbers."""
    pattern = re.compile(rb"^[ \t]*" + MARK.encode() + rb"(.*?)\r?$")
    return [
        Left(line, found[1].decode(errors="replace"))
        for line, text in enumerate(source.split(b"\n"), 1)
        if (found := pattern.match(text))
    ]
