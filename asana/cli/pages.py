"""The options, and the pages of help."""

import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..schema._methods import Method, methods, resources
from ..schema._texts import forms

__all__ = ["OPTIONS", "command", "listed", "method", "options", "overview", "resource", "usage"]

WIDTH = 98

# The flags, the name of their value (None if they have none), and their help.
OPTIONS: list[tuple[str, str | None, str]] = [
    (
        "-o --output",
        "FORM",
        "json, jsonl, csv or table; by default table on a terminal, else jsonl",
    ),
    ("--fields", "NAMES", "the fields to return: name,assignee.name,custom_fields.Priority"),
    ("--limit", "N", "print at most N records"),
    ("--workspace", "NAME", "the workspace, by name or gid; by default ASANA_WORKSPACE"),
    ("--project", "NAME", "the project, by name or gid"),
    ("--notes-md", "TEXT", "the notes or the comment as Markdown; @FILE, or - for stdin"),
    ("--dry-run", None, "print the request and do not send it"),
    ("--read-only", None, "refuse every write, as ASANA_READ_ONLY=1 does"),
    ("--yes", None, "delete without asking"),
    ("--sandbox", None, "run the command on a fresh local Asana with demo data"),
    ("--token-file", "FILE", "a file with the access token; by default ASANA_ACCESS_TOKEN"),
    ("--timeout", "SECONDS", "the longest time for a request, with retries"),
    ("--journal", "FILE", "of import: keeps what was done"),
    ("--json", None, "of methods: describe them as JSON Schema"),
    ("--oauth", None, "of login: in the browser"),
    ("-h --help", None, "explain the command"),
    ("--version", None, "print the version"),
]


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


def overview(commands: Mapping[str, object]) -> str:
    """Return all commands, resources and options."""
    rows = {name: str(act.__doc__).partition("\n")[0] for name, act in commands.items()}
    text = Path(__file__).with_name("help.txt").read_text(encoding="utf-8")
    return text.format(
        commands=listed(rows.items()),
        resources=listed(resources().items()),
        options=options().rstrip("\n"),
    )


def command(name: str, act: object) -> str:
    """Return the help of a command that is not a method."""
    first, _, rest = str(act.__doc__).partition("\n")
    return f"asana {name}\n\n{first}\n{textwrap.dedent(rest)}".rstrip() + "\n"


def resource(name: str) -> str:
    """Return the methods of a resource."""
    rows = [(each.name, each.paragraphs[0]) for each in methods(name).values()]
    return f"{resources()[name]}\n\n{listed(rows)}"


def method(described: Method) -> str:
    """Return the description of a method and its parameters."""
    parts = [usage(described), *map(_wrapped, described.paragraphs)]
    rows = [_wrapped(f"{name}={forms(each)}", "  ") for name, each in described.schemas().items()]
    if rows:
        parts.append("\n".join(["Parameters:", *rows]))
    if described.fields:
        names = _wrapped(", ".join(sorted(described.fields)), "  ")
        parts.append(f"Fields, and behind a dot the fields of what is in them:\n{names}")
    scope = f"   (scope {described.scope})" if described.scope else ""
    return "\n\n".join([*parts, f"{described.verb} {described.template}{scope}"]) + "\n"


def usage(described: Method) -> str:
    """Return how a method is called."""
    gids = [name.upper() for name in described.gids]
    gids[described.required :] = [f"[{name}]" for name in gids[described.required :]]
    words = ["asana", described.resource, described.name, *gids]
    return " ".join([*words, "[NAME=VALUE ...]"] if described.parameters() else words)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent * 2
    )
