"""One command: its options, and what it runs."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, NoReturn

from ..schema._methods import find, meant, resources
from ..version import __version__
from . import builtin, pages
from .failures import UsageError
from .output import FORMATS

__all__ = ["asks_for_json", "run"]

SECRET = ("--token", "--access-token", "--api-key", "--client-secret", "--pat")


class Parser(argparse.ArgumentParser):
    """A parser of the options and words of all commands, whose errors are exceptions."""

    def __init__(self) -> None:
        super().__init__(prog="asana", allow_abbrev=False, add_help=False)
        self.add_argument("words", nargs="*")
        for flags, value, _ in pages.OPTIONS:
            options: dict[str, Any] = {"action": "store_true"}
            if value is not None:
                options = {"type": TYPES.get(value, _text)}
            if value == "FORM":
                options["choices"] = FORMATS
            self.add_argument(*flags.split(), **options)

    def error(self, message: str) -> NoReturn:
        """Raise the error."""
        raise UsageError(message)


def asks_for_json(words: Sequence[str]) -> bool:
    """Return whether errors are for programs."""
    line = " ".join(words)
    return any(f"{flag}json" in line for flag in ("-o", "-o ", "--output ", "--output="))


def run(words: list[str]) -> int:
    """Run a command and return its exit code."""
    if words[:1] == ["sandbox"]:  # whose token is for tests
        from ..sandbox.__main__ import main as sandbox

        return sandbox(words[1:])
    if any(word.partition("=")[0] in SECRET for word in words):  # before anything may show it
        raise UsageError(
            "a token is never given as an argument, which other users and the history of the shell "
            "show: set ASANA_ACCESS_TOKEN, give --token-file, or run `asana login`"
        )
    given = Parser().parse_intermixed_args(words)
    if given.version:
        print(f"asana {__version__}")
        return 0
    given.chosen, default = given.output, "table" if sys.stdout.isatty() else "jsonl"
    given.output = given.chosen or default
    page, act = _found(given.words)
    if given.help or act is None:
        print(page(), end="\n" + pages.options() if given.help and act else "")
        return 0
    with ExitStack() as stack:
        if given.sandbox:
            from ..sandbox import Sandbox

            given.sandbox = stack.enter_context(Sandbox(strict=True))
        return act(given) or 0


def _found(words: list[str]) -> tuple[Callable[[], str], Callable[[Namespace], int | None] | None]:
    """Take a command from the words; return its page of help, and what runs it if anything does."""
    if not words:
        return partial(pages.overview, builtin.COMMANDS), None
    name = words.pop(0).replace("-", "_")
    if name in builtin.COMMANDS:
        act = builtin.COMMANDS[name]
        return partial(pages.command, name, act), act
    if name not in resources():
        near = meant(name, [*resources(), *builtin.COMMANDS])
        raise UsageError(f"there is no command {name!r}{near}; `asana --help` lists them")
    if not words:
        return partial(pages.resource, name), None
    method = find(name, words.pop(0).replace("-", "_"))
    if not method.returns_data:
        raise UsageError(f"{method.title} is for Python: it returns no data")
    from .call import call  # which needs the types

    return partial(pages.method, method), partial(call, method)


def _text(text: str) -> str:
    if not text.strip(" ,"):  # as of a variable that is not set
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _names(text: str) -> list[str]:
    return [each.strip() for each in _text(text).split(",") if each.strip()]


TYPES: dict[str, Any] = {"N": int, "NAMES": _names, "SECONDS": float}
