"""Comments and lines: marks above statements, and lines to remove."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TypeGuard, TypeVar

import libcst as cst

from .left import MARK

__all__ = [
    "GONE",
    "Block",
    "commented",
    "is_gone",
    "mark",
    "with_comments",
    "without_gone",
    "without_repeated",
]

# The only statement of a removed line; libcst itself would remove the comments as well.
GONE = cst.Pass()

Block = TypeVar("Block", cst.Module, cst.IndentedBlock)
Line = TypeVar("Line", bound=cst.CSTNode)


def commented(text: str) -> cst.EmptyLine:
    """Return a line with a comment."""
    return cst.EmptyLine(comment=cst.Comment(text))


def with_comments(statement: Line, comments: Sequence[str]) -> Line:
    """Return a statement with comments above it; existing comments are not repeated."""
    lines = list(statement.leading_lines)  # type: ignore[attr-defined]
    present = {line.comment.value for line in lines if line.comment is not None}
    new = [commented(text) for text in dict.fromkeys(comments) if text not in present]
    return statement.with_changes(leading_lines=[*lines, *new])


def without_repeated(module: cst.Module) -> cst.Module:
    """Return a module without the marks above its first statement that its header has."""
    if not module.body:
        return module
    first, *rest = module.body
    present = {line.comment.value for line in module.header if line.comment is not None}
    lines = [
        line
        for line in first.leading_lines
        if line.comment is None or line.comment.value not in present
    ]
    return module.with_changes(body=[first.with_changes(leading_lines=lines), *rest])


def is_gone(statement: cst.CSTNode) -> TypeGuard[cst.SimpleStatementLine]:
    """Return whether a line is to be removed."""
    return isinstance(statement, cst.SimpleStatementLine) and statement.body[0] is GONE


def without_gone(block: Block) -> Block:
    """Return a block without the lines to be removed; their comments are kept."""
    body: list[cst.BaseStatement] = []
    carried: list[cst.EmptyLine] = []
    for each in block.body:
        if is_gone(each):
            carried += _comments_of(each)
            continue
        if carried:
            lines = _joined(carried, each.leading_lines)  # type: ignore[attr-defined]
            each = each.with_changes(leading_lines=lines)
            carried = []
        body.append(each)
    footer = [*[line for line in carried if line.comment], *block.footer]
    return block.with_changes(body=body, footer=footer)


def _comments_of(line: cst.SimpleStatementLine) -> list[cst.EmptyLine]:
    """Return the comment lines above a line, and the comment at its end."""
    behind = line.trailing_whitespace.comment
    return [*line.leading_lines, *([commented(behind.value)] if behind else [])]


def _joined(
    carried: Sequence[cst.EmptyLine], lines: Sequence[cst.EmptyLine]
) -> list[cst.EmptyLine]:
    """Return lines that follow each other, with the larger of the two gaps between them."""
    before = len(list(takewhile(_is_blank, reversed(carried))))
    after = len(list(takewhile(_is_blank, lines)))
    return [*carried[: len(carried) - min(before, after)], *lines]


def _is_blank(line: cst.EmptyLine) -> bool:
    return line.comment is None


def mark(message: str) -> str:
    """Return the comment for an item of manual work."""
    return f"{MARK}{message}"
