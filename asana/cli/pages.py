"""The pages of help, and descriptions for agents."""

import re
import textwrap
from collections.abc import Iterable
from typing import Any

from .methods import Method, methods, resources

__all__ = ["description", "listed", "method_page", "methods_page"]

WIDTH = 98


def description(method: Method) -> dict[str, Any]:
    """Return what an agent needs to call a method."""
    gids = {gid: {"type": "string"} for gid in method.gids}
    return {
        "name": method.title,
        "description": plain(" ".join("\n".join(method.doc).split())),
        "route": f"{method.verb} {method.template}",
        "scope": method.scope,
        "writes": method.verb != "GET",
        "command": usage(method),
        "parameters": {
            "type": "object",
            "properties": {**gids, **method.schemas()},
            "required": list(method.gids[: method.required]),
            "additionalProperties": False,
        },
        "fields": sorted(method.fields),
    }


# Help


def usage(method: Method) -> str:
    """Return how a method is called."""
    gids = [name.upper() for name in method.gids]
    gids[method.required :] = [f"[{name}]" for name in gids[method.required :]]
    words = ["asana", method.resource, method.name, *gids]
    return " ".join([*words, "[NAME=VALUE ...]"] if method.parameters() else words)


def listed(rows: Iterable[tuple[str, str]]) -> str:
    """Return names and what they are, in two columns."""
    rows = [(name, plain(text)) for name, text in rows]
    width = max((len(name) for name, _ in rows), default=0)
    return "".join(f"  {name.ljust(width)}  {text}\n" for name, text in rows)


def plain(text: str) -> str:
    """Return the text of a docstring without its markup."""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text).replace("``", "`")


def methods_page(resource: str) -> str:
    """Return the methods of a resource."""
    rows = [(each.name, each.doc[0]) for each in methods(resource).values()]
    return f"{resources()[resource]}\n\n{listed(rows)}"


def method_page(method: Method) -> str:
    """Return what a method does and takes."""
    from .schema import shown

    parts = [usage(method), *(_wrapped(plain(each)) for each in method.doc)]
    rows = [_wrapped(f"{name}={shown(each)}", "  ") for name, each in method.schemas().items()]
    if rows:
        parts.append("\n".join(["Parameters:", *rows]))
    if method.fields:
        names = _wrapped(", ".join(sorted(method.fields)), "  ")
        parts.append(f"Fields, and behind a dot the fields of what is in them:\n{names}")
    scope = f"   (scope {method.scope})" if method.scope else ""
    return "\n\n".join([*parts, f"{method.verb} {method.template}{scope}"]) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent * 2
    )
