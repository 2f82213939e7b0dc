"""Write docs/reference/methods.md, the table of all methods: ``python -m tests.methods``."""

from itertools import groupby
from pathlib import Path

from tests.operations import CLASSIC_NAMES, OPERATIONS, ClassicName, Operation

PAGE = Path(__file__).parents[1] / "docs/reference/methods.md"

HEAD = """\
# All methods

Each operation of the Asana API is a method of a resource: `client.<resource>.<method>`. A method
that lists something returns an iterator. Classic names are those of python-asana 0.x to 3.x. The
last rows of some resources have only a classic name: today, the operation belongs to another
resource or has another path.
"""


def text() -> str:
    """Return the current text of the page."""
    rows = sorted(OPERATIONS, key=lambda row: row.resource)
    parts = [HEAD]
    for resource, group in groupby(rows, key=lambda row: row.resource):
        parts.append(_section(resource, list(group)))
    return "\n".join(parts)


def _section(resource: str, rows: list[Operation]) -> str:
    lines = [f"## {resource}", "", "| method | verb and path | classic names |", "|---|---|---|"]
    left = [name for name in CLASSIC_NAMES if name.resource == resource]
    for row in rows:
        same = [name for name in left if route(name) == route(row)]
        left = [name for name in left if name not in same]
        names = ", ".join(f"`{name.method}`" for name in same if name.method != row.method)
        lines.append(f"| `{row.method}` | {row.verb} `{row.path}` | {names} |")
    lines += [f"| | {name.verb} `{name.path}` | `{name.method}` |" for name in left]
    return "\n".join([*lines, ""])


def route(row: Operation | ClassicName) -> tuple[str, ...]:
    """Return verb and path without the names of its gids."""
    parts = row.path.split("/")
    return (row.verb, *("{}" if part.startswith("{") else part for part in parts))


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
