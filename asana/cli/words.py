"""The words of a command: gids, and NAME=VALUE with types from the annotations."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .failures import UsageError, unknown
from .methods import Method
from .schema import Names, evaluate, schema_of, value_of

__all__ = ["CUSTOM", "Raw", "Words", "assignment", "content", "read", "split"]

# The name may end in that of a custom field, in which nearly anything may be.
ASSIGNMENT = r"([A-Za-z_]\w*(?:\.[^=]*?)?)(:?=)(.*)"
CUSTOM = "custom_fields."

Who = Callable[[str], str]


class Words(NamedTuple):
    """What was typed after the name of a method.

    :ivar gids: the arguments without a name, in order
    :ivar parameters: the others
    :ivar custom: the custom fields by name or gid: their texts, or raw JSON values
    """

    gids: list[str]
    parameters: dict[str, Any]
    custom: dict[str, Any]


class Raw(NamedTuple):
    """A value that was given as JSON."""

    value: Any


def read(method: Method, words: list[str], who: Who) -> Words:
    """Return what words mean for a method.

    :param who: returns the gid for a word such as ``@mine``
    :raises UsageError: a name is unknown, or a value is not of its type
    """
    found = Words([], {}, {})
    annotations: dict[str, Any] = {}
    for word in words:
        parts = split(word)
        if parts is None:
            found.gids.append(who(word))
            continue
        annotations = annotations or method.parameters()
        name, value = parts[0], assignment(*parts, who)
        if name.startswith(CUSTOM) and "custom_fields" in annotations:
            _once(found.custom, name.removeprefix(CUSTOM), value, name)
        else:
            _put(found.parameters, method, annotations, name, value)
    if len(found.gids) > len(method.gids):
        raise UsageError(
            f"{method.title} takes no {found.gids[len(method.gids)]!r}: "
            f"it has {' '.join(method.gids) or 'no arguments without a name'}; write NAME=VALUE"
        )
    return found


def split(word: str) -> tuple[str, str, str] | None:
    """Return the name, the mark and the text of a NAME=VALUE, or None for another word."""
    match = re.fullmatch(ASSIGNMENT, word, re.DOTALL) if "=" in word else None
    return (match[1], match[2], match[3]) if match else None


def assignment(name: str, mark: str, text: str, who: Who) -> Any:
    """Return the text of a value, or a Raw value behind ``:=``."""
    if mark == "=":
        is_file = "file" in name.split("_")  # a path, to upload what is there
        return text.removeprefix("@") if is_file else content(who(text))
    try:
        return Raw(json.loads(content(text)))
    except ValueError as failure:
        raise UsageError(f"{name}:= takes JSON: {failure}") from None


def content(text: str) -> str:
    """Return what a value stands for: ``@path`` for a file, ``-`` for stdin.

    :raises UsageError: the file cannot be read
    """
    if text in ("-", "@-"):
        return sys.stdin.read().removesuffix("\n")
    if text.startswith("@@"):
        return text[1:]
    if not text.startswith("@"):
        return text
    try:
        with open(text[1:], encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or "it is not UTF-8"
        raise UsageError(
            f"cannot read {text[1:]}: {reason}; a value that begins with @ is written @@"
        ) from None


def _put(
    found: dict[str, Any], method: Method, known: Mapping[str, Any], name: str, value: Any
) -> None:
    """Add a parameter, or a part of one that is an object."""
    base, dot, part = (name, "", "") if name in known else name.partition(".")
    if base not in known:
        what = f"{method.title} has no parameter {name!r}"
        raise unknown(what, name, known, f"asana methods {method.title}")
    schema = schema_of(evaluate(known[base], Names(method.resource)))
    if dot:
        properties = schema.get("properties")
        if properties is not None and part not in properties:
            raise UsageError(f"{base} has no {part!r}: it has {', '.join(properties)}")
        inside = found.setdefault(base, {})
        _once(inside, part, _typed(name, value, (properties or {}).get(part, {})), name)
        return
    typed = _typed(name, value, schema)
    if isinstance(typed, list) and isinstance(found.get(name), list):
        found[name] += typed
    else:
        _once(found, name, typed, name)


def _typed(name: str, value: Any, schema: dict[str, Any]) -> Any:
    return value.value if isinstance(value, Raw) else value_of(name, value, schema)


def _once(found: dict[str, Any], key: str, value: Any, name: str) -> None:
    if key in found:
        raise UsageError(f"{name} is given twice")
    found[key] = value
