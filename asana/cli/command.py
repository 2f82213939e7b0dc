"""One command: its options, its help, and what it runs."""

import argparse
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, NoReturn

from ..version import __version__
from . import builtin, pages
from .failures import UsageError, unknown
from .methods import find, resources
from .options import OPTIONS
from .output import FORMATS

__all__ = ["asks_for_json", "run"]

TYPES: dict[str, Any] = {"-o": lambda form: _form(form), "--limit": int, "--timeout": float}
SECRET = ("--token", "--access-token", "--api-key", "--client-secret", "--pat")

ABOUT = """\
Call Asana from scripts, from cron and from agents.

  asana RESOURCE                          list the methods of a resource
  asana RESOURCE METHOD --help            explain a method, its parameters and fields
  asana RESOURCE METHOD [GID ...] [NAME=VALUE ...]

A value has the type of its parameter; NAME:=JSON gives it as JSON. @FILE and - (stdin) stand for
a text, @me for you, @mine for your workspace. custom_fields.Priority=High sets a custom field by
its name. An empty value, as in due_on=, clears a field.

Commands:
"""
CODES = """
Exit codes: 0 done, 2 usage, 3 no token or a refused one, 4 not found, 5 a rate limit or a limit of
the plan, 6 a write that may or may not have been done, 130 interrupted, 1 any other failure.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose help begins with a page of ours, and whose errors are exceptions."""

    page: Callable[[], str] = staticmethod(lambda: _overview())

    def format_help(self) -> str:
        """Return the page, and then the options."""
        return f"{self.page()}\nOptions:\n" + super().format_help().partition(":\n")[2]

    def error(self, message: str) -> NoReturn:
        """Raise the error."""
        raise UsageError(message)


def asks_for_json(words: Sequence[str]) -> bool:
    """Tell whether errors are for programs."""
    line = " ".join(words)
    return any(f"{flag}json" in line for flag in ("-o", "-o ", "--output ", "--output="))


def run(words: list[str]) -> int:
    """Run a command and return its exit code.

    :raises UsageError: it is none
    """
    if any(word.partition("=")[0] in SECRET for word in words):  # before anything may show it
        raise UsageError(
            "a token is never given as an argument, which other users and the history of the shell "
            "show: set ASANA_ACCESS_TOKEN, give --token-file, or run `asana login`"
        )
    parser = _parser()
    command, rest = _split(words)
    if command == "sandbox":
        from ..sandbox.__main__ import main as sandbox

        return sandbox(rest)
    act = _action(parser, command, rest) if command else lambda _: parser.print_help()
    given = parser.parse_intermixed_args(rest)
    with ExitStack() as stack:
        if given.sandbox:
            from ..sandbox import Sandbox

            given.sandbox = stack.enter_context(Sandbox(strict=True))
        return act(given) or 0


def _action(
    parser: Parser, command: str, rest: list[str]
) -> Callable[[argparse.Namespace], int | None]:
    """Return what runs a command, and let the parser know its help."""
    if command in builtin.COMMANDS:
        parser.page = lambda: builtin.help_of(command)
        return builtin.COMMANDS[command]
    resource = command.replace("-", "_")
    if resource not in resources():
        known = [*resources(), *builtin.COMMANDS, "sandbox"]
        raise unknown(f"there is no command {command!r}", command, known, "asana --help")
    if not rest or rest[0].startswith("-"):
        parser.page = lambda: pages.methods_page(resource)
        return lambda _: print(pages.methods_page(resource), end="")
    method = find(resource, rest.pop(0))
    parser.page = lambda: pages.method_page(method)
    from .call import call  # which needs the types

    return lambda given: call(method, given)


def _split(words: list[str]) -> tuple[str | None, list[str]]:
    """Return the command, which is the first word that belongs to no option, and the others."""
    valued = {flag for flags, value, _ in OPTIONS if value for flag in flags.split()}
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in valued else 1
    if place >= len(words):
        return None, words
    return words[place], [*words[place + 1 :], *words[:place]]


def _parser() -> Parser:
    width = shutil.get_terminal_size().columns - 2
    parser = Parser(
        prog="asana",
        allow_abbrev=False,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=width),
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    for names, value, text in OPTIONS:
        flags = names.split()
        options: dict[str, Any] = {"metavar": value, "type": TYPES.get(flags[0]), "help": text}
        if value is None:
            options = {"action": "store_true", "help": text}
        parser.add_argument(*flags, **options)
    parser.add_argument("--version", action="version", version=f"asana {__version__}")
    return parser


def _form(form: str) -> str:
    if form in FORMATS:
        return form
    raise UsageError(f"--output is one of {', '.join(FORMATS)}, not {form!r}")


def _overview() -> str:
    commands = {name: builtin.summary(name) for name in builtin.COMMANDS}
    commands["sandbox"] = "Run a local Asana with demo data; `asana sandbox --help`."
    rows = pages.listed(sorted(commands.items()))
    return f"{ABOUT}{rows}\nResources:\n{pages.listed(resources().items())}{CODES}"
