"""The pages of help."""

import textwrap
from collections.abc import Iterable
from typing import Any

from ..schema._methods import Method, methods, resources
from ..schema._texts import forms
from .options import OPTIONS

__all__ = ["listed", "of_command", "of_method", "of_resource", "options", "overview", "usage"]

WIDTH = 98

ABOUT = """\
Call Asana from scripts, from cron and from agents.

  asana RESOURCE                          list the methods of a resource
  asana RESOURCE METHOD --help            explain a method, its parameters and fields
  asana RESOURCE METHOD [GID ...] [NAME=VALUE ...]

A value has the type of its parameter; NAME:=JSON gives it as JSON. @FILE and - (stdin) stand for
a text, @me for you, @mine for your workspace. custom_fields.Priority=High sets a custom field by
its name. An empty value, as in due_on=, clears a field.
"""
CODES = """\
Exit codes: 0 done, 2 usage, 3 no token or a refused one, 4 not found, 5 a rate limit or a limit of
the plan, 6 a write that may or may not have been done, 130 interrupted, 1 any other failure.
"""


def listed(rows: Iterable[tuple[str, str]]) -> str:
    """Return names and their explanations in two columns."""
    rows = list(rows)
    width = max((len(name) for name, _ in rows), default=0)
    return "".join(f"  {name.ljust(width)}  {text}\n" for name, text in rows)


def options() -> str:
    """Return the options of all commands."""
    rows = [
        (f"{flags.replace(' ', ', ')} {value or ''}".rstrip(), text)
        for flags, value, text in OPTIONS
    ]
    return f"Options:\n{listed([*rows, ('-h, --help', 'explain a command'), ('--version', '')])}"


def overview() -> str:
    """Return all commands and resources."""
    from .builtin import COMMANDS

    rows = {name: _first_line(act) for name, act in COMMANDS.items()}
    rows["sandbox"] = "Run a local Asana with demo data; see `asana sandbox --help`."
    commands = f"Commands:\n{listed(sorted(rows.items()))}"
    return "\n".join([ABOUT, commands, f"Resources:\n{listed(resources().items())}", CODES])


def of_command(name: str, act: Any) -> str:
    """Return the help of a command that is not a method."""
    return f"asana {name}\n\n{textwrap.dedent('    ' + act.__doc__)}"


def of_resource(resource: str) -> str:
    """Return the methods of a resource."""
    rows = [(each.name, each.paragraphs[0]) for each in methods(resource).values()]
    return f"{resources()[resource]}\n\n{listed(rows)}"


def of_method(method: Method) -> str:
    """Return the description of a method and its parameters."""
    parts = [usage(method), *map(_wrapped, method.paragraphs)]
    rows = [_wrapped(f"{name}={forms(each)}", "  ") for name, each in method.schemas().items()]
    if rows:
        parts.append("\n".join(["Parameters:", *rows]))
    if method.fields:
        names = _wrapped(", ".join(sorted(method.fields)), "  ")
        parts.append(f"Fields, and behind a dot the fields of what is in them:\n{names}")
    scope = f"   (scope {method.scope})" if method.scope else ""
    return "\n\n".join([*parts, f"{method.verb} {method.template}{scope}"]) + "\n"


def usage(method: Method) -> str:
    """Return how a method is called."""
    gids = [name.upper() for name in method.gids]
    gids[method.required :] = [f"[{name}]" for name in gids[method.required :]]
    words = ["asana", method.resource, method.name, *gids]
    return " ".join([*words, "[NAME=VALUE ...]"] if method.parameters() else words)


def _first_line(act: Any) -> str:
    return str(act.__doc__).partition("\n")[0]


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent * 2
    )
