"""Build pieces of reStructuredText."""

from collections.abc import Iterable, Sequence

__all__ = ["code_block", "fields", "heading", "indented", "label", "list_table", "literal"]

LINES = "=-~^"


def heading(text: str, level: int = 0) -> str:
    """Return a heading; level 0 is the title of a page."""
    return f"{text}\n{LINES[level] * len(text)}\n"


def label(name: str) -> str:
    """Return a target for cross-references."""
    return f".. _{name}:\n"


def literal(text: str) -> str:
    """Return text formatted as code."""
    return f"``{text}``"


def indented(text: str, by: int = 3) -> str:
    """Return the indented content of a directive."""
    return "\n".join(f"{' ' * by}{line}" if line else "" for line in text.split("\n"))


def code_block(program: str) -> str:
    """Return a block with a Python program."""
    return f".. code-block:: python\n\n{indented(program)}\n"


def fields(values: Iterable[tuple[str, str]]) -> str:
    """Return a field list, without the fields that have no value."""
    return "".join(f":{name}: {value}\n" for name, value in values if value)


def list_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, or an empty string if there are no rows."""
    body = [_row(row) for row in rows]
    if not body:
        return ""
    options = ":header-rows: 1\n:widths: auto\n"
    return f".. list-table::\n{indented(options)}\n{indented(''.join([_row(head), *body]))}\n"


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f"* - {first}\n" + "".join(f"  - {cell}\n" for cell in others)
