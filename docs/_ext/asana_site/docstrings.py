"""Adapt the signatures and docstrings that autodoc shows."""

import inspect
import re
from collections.abc import Iterator
from pkgutil import resolve_name
from typing import Any

from sphinx.application import Sphinx

from .facts import operations
from .rst import indented, literal

__all__ = ["shorten", "skip_others", "with_docstrings", "without_route"]

ROUTE = re.compile(r"(?:GET|POST|PUT|DELETE) /\S*(?:   \(scope \S+\))?")
DIRECTIVE = re.compile(r"^\.\. auto\w+:: (\S+)(?:\n +:.*)*$", re.MULTILINE)


def with_docstrings(text: str) -> str:
    """Return the source of a page with docstrings in place of autodoc directives."""
    return DIRECTIVE.sub(lambda found: "\n\n".join(_described(found[1])), text)


def _described(name: str) -> Iterator[str]:
    """Yield the signature and the docstring of an object, and those of a class's members."""
    found = resolve_name(name)
    about = indented(ROUTE.sub("", inspect.getdoc(found) or "").strip())
    yield f"{literal(name.rpartition('.')[2] + _signature(found))}\n\n{about}"
    if inspect.isclass(found):
        for each, member in vars(found).items():
            if not each.startswith("_") and getattr(member, "__doc__", None) and _has_code(member):
                yield from _described(f"{name}.{each}")


def _has_code(member: Any) -> bool:
    kinds = (property, classmethod, staticmethod)
    return isinstance(member, kinds) or inspect.isfunction(member)


def _signature(found: Any) -> str:
    try:
        return str(inspect.signature(found)) if callable(found) else ""
    except ValueError:
        return ""


def shorten(
    app: Sphinx, what: str, name: str, found: Any, options: Any, signature: str, returned: str
) -> tuple[str, str] | None:
    """Remove the types from the signature of an operation; a table lists them."""
    if not _is_operation(name):
        return None
    shown = inspect.signature(inspect.unwrap(found))
    own = [each for each in shown.parameters.values() if each.name != "self"]
    return str(inspect.Signature(list(map(_plain, own)))), ""


def _is_operation(name: str) -> bool:
    parts = name.split(".")
    if parts[:2] != ["asana", "resources"]:
        return False
    return any(row.method == parts[-1] for row in operations().get(parts[2], ()))


def _plain(parameter: inspect.Parameter) -> inspect.Parameter:
    """Return a parameter without its type, and None for an empty dictionary."""
    default = None if parameter.name == "params" else parameter.default
    return parameter.replace(annotation=parameter.empty, default=default)


def without_route(
    app: Sphinx, what: str, name: str, found: Any, options: Any, lines: list[str]
) -> None:
    """Remove the route from a docstring; a field lists it."""
    while lines and (not lines[-1].strip() or ROUTE.fullmatch(lines[-1].strip())):
        del lines[-1]
    lines.append("")


def skip_others(
    app: Sphinx, what: str, name: str, found: Any, skip: bool, options: Any
) -> bool | None:
    """Skip members that a class inherits from requests."""
    return True if _module_of(found).startswith("requests") else None


def _module_of(found: Any) -> str:
    return str(getattr(found, "__module__", ""))
