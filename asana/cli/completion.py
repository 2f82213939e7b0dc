"""Completion for shells, whose scripts ask ``asana completion words LINE`` for candidates."""

import shlex
from collections.abc import Iterable
from pathlib import Path

from ..schema._methods import Method, methods, resources
from ..schema._texts import choices
from .failures import UsageError
from .options import OPTIONS

__all__ = ["SHELLS", "candidates", "write"]

SHELLS = ("bash", "fish", "zsh")


def write(words: list[str], commands: list[str]) -> None:
    """Print the script for a shell, or the candidates for a line.

    :param commands: those that are not resources
    """
    if words[:1] == ["words"] and len(words) == 2:
        print(*candidates(words[1], commands), sep="\n")
    elif len(words) == 1 and words[0] in SHELLS:
        script = Path(__file__).with_name(f"completion.{words[0]}")
        print(script.read_text(encoding="utf-8"), end="")
    else:
        raise UsageError("write asana completion bash, zsh or fish")


def candidates(line: str, commands: list[str]) -> list[str]:
    """Return the words that the last one on a line can become."""
    try:
        words = shlex.split(line)
    except ValueError:  # in an open quote
        return []
    last = words.pop() if words and not line[-1:].isspace() else ""
    before = [word.replace("-", "_") for word in words[1:] if not word.startswith("-")]
    found = _known(before, last, commands)
    return sorted(each for each in found if each.startswith(last) and each != last)


def _known(words: list[str], last: str, commands: list[str]) -> Iterable[str]:
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
