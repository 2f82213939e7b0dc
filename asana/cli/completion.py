"""Completion for shells, whose scripts ask ``asana completion words LINE`` for candidates."""

import shlex
from collections.abc import Iterable

from ..schema._methods import Method, methods, resources
from ..schema._texts import choices
from .pages import OPTIONS

__all__ = ["SHELLS", "candidates"]

SHELLS = ("bash", "fish", "zsh")


def candidates(line: str, commands: Iterable[str]) -> list[str]:
    """Return the words that the last one on a line can become.

    :param commands: those that are not resources
    """
    try:
        words = shlex.split(line)
    except ValueError:  # in an open quote
        return []
    last = words.pop() if words and not line[-1:].isspace() else ""
    before = [word.replace("-", "_") for word in words[1:] if not word.startswith("-")]
    found = _known(before, last, commands)
    return sorted(each for each in found if each.startswith(last) and each != last)


def _known(words: list[str], last: str, commands: Iterable[str]) -> Iterable[str]:
    if last.startswith("-"):
        return [flags.split()[-1] for flags, _, _ in OPTIONS]
    if not words:
        return [*resources(), *commands]
    if words[0] == "completion":
        return SHELLS
    known = methods(words[0]) if words[0] in resources() else {}
    if len(words) == 1:
        return known
    return _parameters(known[words[1]], last) if words[1] in known else []


def _parameters(method: Method, last: str) -> Iterable[str]:
    name, mark, _ = last.partition("=")
    schemas = method.schemas()
    if not mark or name not in schemas:
        return [f"{name}=" for name in schemas]
    return [f"{name}={each}" for each in choices(schemas[name])]
