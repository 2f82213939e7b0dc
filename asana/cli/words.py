"""The words of a command: gids, and NAME=VALUE with types from the annotations."""

import json
import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from .. import schema
from ..schema._methods import Method
from .failures import UsageError

__all__ = ["CUSTOM", "Words", "check_stdin", "content", "file_text", "read", "sort", "split"]

# The name may end in that of a custom field, in which nearly anything may be.
ASSIGNMENT = r"([A-Za-z_]\w*(?:\.[^=]*?)?)(:?=)(.*)"
CUSTOM = "custom_fields."
STDIN = ("-", "@-")

Who = Callable[[str], str]


class Words(NamedTuple):
    """The arguments of a method: without names, by name, and custom fields by name or gid."""

    gids: list[str]
    parameters: dict[str, Any]
    custom: dict[str, Any]

    def named(self, method: Method) -> dict[str, Any]:
        """Return all arguments but the custom fields by name."""
        found = dict(zip(method.gids, self.gids, strict=False))
        if twice := found.keys() & self.parameters.keys():
            raise UsageError(f"{' and '.join(twice)} is given twice, with and without a name")
        return {**found, **self.parameters}


def read(method: Method, words: list[str], who: Who) -> Words:
    """Return the arguments of a method."""
    gids, pairs = sort(words, who)
    if len(gids) > len(method.gids):
        raise UsageError(
            f"{method.title} takes no {gids[len(method.gids)]!r}: "
            f"it has {' '.join(method.gids) or 'no arguments without a name'}; write NAME=VALUE"
        )
    takes_custom = bool(pairs) and "custom_fields" in method.parameters()
    own = [pair for pair in pairs if takes_custom and pair[0].startswith(CUSTOM)]
    custom = {name.removeprefix(CUSTOM): each for name, each in own}
    if len(custom) < len(own):
        raise UsageError("a custom field is given twice")
    others = [pair for pair in pairs if pair not in own]
    return Words(gids, schema.arguments(method.title, others), custom)


def sort(words: list[str], who: Who) -> tuple[list[str], list[tuple[str, Any]]]:
    """Return the words without a name, and the names and values of the others.

    :param who: returns the gid for a word such as ``@mine``
    """
    parts = [split(word) for word in words]
    others = [who(word) for word, each in zip(words, parts, strict=True) if each is None]
    return others, [(each[0], _value(*each, who)) for each in parts if each is not None]


def split(word: str) -> tuple[str, str, str] | None:
    """Return the name, the mark and the text of a NAME=VALUE, or None for another word."""
    match = re.fullmatch(ASSIGNMENT, word, re.DOTALL) if "=" in word else None
    return (match[1], match[2], match[3]) if match else None


def _value(name: str, mark: str, text: str, who: Who) -> Any:
    """Return the text of a value, or what the JSON after ``:=`` means."""
    if mark == "=":
        if "file" in name.split("_"):  # a path, to upload what is there
            return text.removeprefix("@")
        found = content(who(text))
        if any("\ud800" <= each <= "\udfff" for each in found):
            raise UsageError(f"{name} is not UTF-8")
        return found
    try:
        return json.loads(content(text))
    except ValueError as failure:
        raise UsageError(f"{name}:= takes JSON: {failure}") from None


def check_stdin(words: list[str], *others: str | None) -> None:
    """Refuse to read stdin twice: the second time it is empty."""
    texts = [parts[2] for word in words if (parts := split(word))]
    if sum(each in STDIN for each in (*texts, *others)) > 1:
        raise UsageError("stdin can be read once only: give one of the values as @FILE")


def content(text: str) -> str:
    """Return the text of a value: ``@path`` stands for a file, ``-`` for stdin."""
    if text in STDIN:
        return file_text("-").removesuffix("\n")
    if text.startswith("@@"):
        return text[1:]
    hint = "; a value that begins with @ is written @@"
    return file_text(text[1:], hint) if text.startswith("@") else text


def file_text(path: str, hint: str = "") -> str:
    """Return the text of a file, or that of stdin for ``-``."""
    try:
        if path == "-":
            return sys.stdin.read()
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"cannot read {path!r}: {reason}{hint}") from None
