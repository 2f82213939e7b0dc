"""Derive an example for each operation from its route and its required parameters."""

import builtins
import re
from typing import Any

from .arguments import ABOUT_ME, OTHERS, SAMPLES
from .facts import Operation, required
from .methods import returned

__all__ = ["PLACEHOLDER", "example"]

# A placeholder for a value that Asana assigns; tests replace it with a real one.
PLACEHOLDER = re.compile(r"\b[A-Z_]+_GID\b|\bCUSTOM_ID\b|\bSYNC_TOKEN\b")
WIDTH = 88


def example(row: Operation) -> str:
    """Return a program that calls an operation."""
    kind = returned(row)
    name = _name(kind)
    if kind.startswith("ItemIterator["):
        call = _call(row, f"for {name} in ", ":")
        return f"{call}\n    print({name})"
    return _call(row, "" if kind == "Empty" else f"{name} = ", "")


def _name(kind: str) -> str:
    """Return a variable name for the result of an operation, or for one item of a listing."""
    kind = re.sub(r".*\[|\]", "", kind)
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", kind)
    name = words[-1].lower()
    name = name if not hasattr(builtins, name) else "_".join(words).lower()
    return {"resource": "found", "result": "results"}.get(name, name)


def _call(row: Operation, before: str, after: str) -> str:
    function = f"{before}client.{row.resource}.{row.method}"
    arguments = _arguments(row)
    line = f"{function}({', '.join(arguments)}){after}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{function}(", *(f"    {each}," for each in arguments), f"){after}"])


def _arguments(row: Operation) -> list[str]:
    names = [name.upper() for name in re.findall(r"\{(\w+)\}", row.path)]
    if f"{row.resource}.{row.method}" in ABOUT_ME:
        names[names.index("USER_GID")] = "me"
    gids = [f'"{name}"' for name in names]
    return [*gids, *(f"{name}={_shown(value)}" for name, value in keywords(row).items())]


def keywords(row: Operation) -> dict[str, Any]:
    """Return the keywords of the example of an operation."""
    name = f"{row.resource}.{row.method}"
    found = {each: SAMPLES[each] for each in required().get(name, ())}
    found.update(OTHERS.get(name, {}))
    return {each: value for each, value in found.items() if value is not None}


def _shown(value: Any) -> str:
    """Return a value as it is written in a program, with double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_shown(k)}: {_shown(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else repr(value)
