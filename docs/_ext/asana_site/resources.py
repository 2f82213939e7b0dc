"""Generate the page of each resource: operations, methods built on them, and records."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from .examples import example
from .facts import Operation, classic_names, old_names, operations, required
from .methods import class_of, function_of, parameters, resources, returned
from .rst import code_block, fields, heading, indented, list_table, literal
from .types import linked, records

__all__ = ["page", "pages"]

PLANS = (
    (r"Enterprise\+", "Enterprise+"),
    (r"\bEnterprise\b", "Enterprise"),
    (r"\bpaid plan\b", "any paid plan"),
)


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of the page of each resource."""
    for name in resources():
        yield name, page(name)


def page(resource: str) -> str:
    """Return the page of a resource."""
    kind = class_of(resource)
    about = inspect.getdoc(kind) or ""
    parts = [heading(resource), f"{about}\n", f"In a program: ``client.{resource}``.\n"]
    parts += [_operation(kind, row) for row in operations().get(resource, ())]
    above = list(_above(resource, kind))
    if above:
        parts += [heading("Built on these", 1), _BUILT, *above]
    found = records(resource)
    return "\n".join([*parts, heading("Records", 1), found] if found else parts)


_BUILT = "Methods that combine operations. They may send several requests.\n"


def _operation(kind: type[Any], row: Operation) -> str:
    """Return the section of an operation."""
    content = [
        code_block(example(row)),
        fields(_facts(row)),
        list_table(("parameter", "type"), _parameters(row)),
    ]
    return _section(kind, row.method, "\n".join(content))


def _section(kind: type[Any], name: str, content: str = "", level: int = 1) -> str:
    directive = f".. automethod:: {kind.__module__}.{kind.__qualname__}.{name}\n"
    return "\n".join([heading(name, level), directive, indented(content)])


def _facts(row: Operation) -> list[tuple[str, str]]:
    said = " ".join((function_of(row).__doc__ or "").split())
    plans = (name for pattern, name in PLANS if re.search(pattern, said))
    account = "service account" in said
    return [
        ("Route", literal(f"{row.verb} {row.path}")),
        ("Returns", _returned(row)),
        ("Requests", _requests(row)),
        ("OAuth scope", literal(row.scope) if row.scope else "none that Asana names"),
        ("Plan", next(plans, "") + (", with a service account" if account else "")),
        ("Classic names", ", ".join(map(literal, classic_names(row)))),
    ]


def _returned(row: Operation) -> str:
    annotation = returned(row)
    if annotation == "Empty":
        return "an empty dictionary"
    if annotation.startswith("ItemIterator["):
        return f"an iterator of {linked(annotation[13:-1])}"
    return linked(annotation)


def _requests(row: Operation) -> str:
    if row.method.startswith("search_"):
        return "one for each 100 results"
    if row.shape == "page":
        return "one for each page, of up to 100 items"
    return "one"


def _parameters(row: Operation) -> Iterator[tuple[str, str]]:
    needed = required().get(f"{row.resource}.{row.method}", ())
    found = parameters(row)
    for name in sorted(found, key=lambda each: each not in needed):
        mark = " (required)" if name in needed else ""
        yield f"{literal(name)}{mark}", linked(found[name])


def _above(resource: str, kind: type[Any]) -> Iterator[str]:
    """Yield the sections of methods that are neither operations nor classic names."""
    known = {row.method for row in operations().get(resource, ())}
    known |= old_names().get(resource, set())
    for name, _ in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_") and name not in known:
            yield _section(kind, name, level=2)
