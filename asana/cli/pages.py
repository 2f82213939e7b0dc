"""The pages of help."""

import textwrap
from collections.abc import Iterable
from pathlib import Path

from ..schema._methods import Method, methods, resources
from ..schema._texts import forms
from .options import OPTIONS

__all__ = ["listed", "of_command", "of_method", "of_resource", "options", "overview", "usage"]

WIDTH = 98


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
    return f"Options:\n{listed(rows)}"


def overview() -> str:
    """Return all commands, resources and options."""
    from .builtin import COMMANDS

    rows = {name: str(act.__doc__).partition("\n")[0] for name, act in COMMANDS.items()}
    rows["sandbox"] = "Run a local Asana with demo data; see `asana sandbox --help`."
    text = Path(__file__).with_name("help.txt").read_text(encoding="utf-8")
    return text.format(
        commands=listed(sorted(rows.items())),
        resources=listed(resources().items()),
        options=options().rstrip("\n"),
    )


def of_command(name: str, act: object) -> str:
    """Return the help of a command that is not a method."""
    return f"asana {name}\n\n{textwrap.dedent('    ' + str(act.__doc__))}"


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


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent * 2
    )
