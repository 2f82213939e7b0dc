"""One command: its options, its help, and what it runs."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, NoReturn

from ..schema._methods import find, meant, resources
from ..version import __version__
from . import builtin, pages
from .failures import UsageError
from .options import FORMATS, OPTIONS

__all__ = ["asks_for_json", "run"]

SECRET = ("--token", "--access-token", "--api-key", "--client-secret", "--pat")

Action = Callable[[Namespace], int | None]


class Parser(argparse.ArgumentParser):
    """A parser of options whose help is a page of ours, and whose errors are exceptions.

    :param page: returns the page
    """

    def __init__(self, page: Callable[[], str]) -> None:
        super().__init__(prog="asana", allow_abbrev=False)
        self._page = page
        self.add_argument("words", nargs="*")
        for flags, value, _ in OPTIONS:
            options: dict[str, Any] = {"action": "store_true"}
            if value is not None:
                options = {"type": TYPES.get(value)}
            self.add_argument(*flags.split(), **options)
        self.add_argument("--version", action="version", version=f"asana {__version__}")

    def format_help(self) -> str:
        """Return the page, and the options below it."""
        return f"{self._page()}\n{pages.options()}"

    def error(self, message: str) -> NoReturn:
        """Raise the error."""
        raise UsageError(message)


def asks_for_json(words: Sequence[str]) -> bool:
    """Return whether errors are for programs."""
    line = " ".join(words)
    return any(f"{flag}json" in line for flag in ("-o", "-o ", "--output ", "--output="))


def run(words: list[str]) -> int:
    """Run a command and return its exit code.

    :raises UsageError: there is no such command
    """
    if any(word.partition("=")[0] in SECRET for word in words):  # before anything may show it
        raise UsageError(
            "a token is never given as an argument, which other users and the history of the shell "
            "show: set ASANA_ACCESS_TOKEN, give --token-file, or run `asana login`"
        )
    first, rest = _split(words)
    command = rest.pop(0).replace("-", "_") if rest else ""
    if command == "sandbox":
        from ..sandbox.__main__ import main as sandbox

        return sandbox(rest)
    page, act = _found(command, rest)
    given = Parser(page).parse_intermixed_args([*first, *rest])
    given.output = given.output or ("table" if sys.stdout.isatty() else "jsonl")
    with ExitStack() as stack:
        if given.sandbox:
            from ..sandbox import Sandbox

            given.sandbox = stack.enter_context(Sandbox(strict=True))
        return act(given) or 0


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the options before the command, and the other words."""
    valued = {flag for flags, value, _ in OPTIONS if value for flag in flags.split()}
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in valued else 1
    return words[:place], words[place:]


def _found(command: str, rest: list[str]) -> tuple[Callable[[], str], Action]:
    """Return the page of help of a command, and what runs it."""
    if not command:
        return _page(pages.overview)
    if command in builtin.COMMANDS:
        return lambda: pages.of_command(command, builtin.COMMANDS[command]), builtin.COMMANDS[
            command
        ]
    known = resources()
    if command not in known:
        near = meant(command, [*known, *builtin.COMMANDS, "sandbox"])
        raise UsageError(f"there is no command {command!r}{near}; `asana --help` lists them")
    if not rest or rest[0].startswith("-"):
        return _page(lambda: pages.of_resource(command))
    method = find(command, rest.pop(0).replace("-", "_"))
    from .call import call  # which needs the types

    return lambda: pages.of_method(method), lambda given: call(method, given)


def _page(page: Callable[[], str]) -> tuple[Callable[[], str], Action]:
    return page, lambda _: print(page(), end="")


def _form(form: str) -> str:
    if form in FORMATS:
        return form
    raise UsageError(f"--output is one of {', '.join(FORMATS)}, not {form!r}")


def _names(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


TYPES: dict[str, Callable[[str], Any]] = {
    "FORM": _form,
    "N": int,
    "NAMES": _names,
    "SECONDS": float,
}
"""What converts the values of options, by their names in the help."""
