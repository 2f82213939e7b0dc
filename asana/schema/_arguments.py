"""The arguments of a method: from texts, and to a call."""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from ._methods import Method, meant
from ._texts import value
from ._types import Schema

__all__ = ["arguments", "called"]


def arguments(method: Method, given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a method from pairs of names and texts.

    :raises ValueError: a name is unknown or given twice, or a text stands for no value
    """
    found: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for name, text in given:
        known = known or {**dict.fromkeys(method.gids, "str"), **method.parameters()}
        base, *parts = [name] if name in known else name.split(".", 1)
        if base not in known:
            raise ValueError(_unknown(method, name, known))
        schema = method.schema(known[base])
        for part in parts:
            _put(found.setdefault(base, {}), part, text, _part(schema, base, part), name)
        if not parts:
            _put(found, name, text, schema, name)
    return found


def called(
    method: Method, client: Any, arguments: Mapping[str, Any], options: Mapping[str, Any]
) -> Any:
    """Call a method with its arguments by name, and return its result.

    :raises TypeError: an argument is missing or unknown
    """
    given = dict(arguments)
    missing = [name for name in method.gids[: method.required] if name not in given]
    if missing:
        raise TypeError(f"{method.title} needs {' and '.join(missing)}")
    known = {*method.gids, *method.parameters()}
    for name in given.keys() - known:
        if not name.startswith("custom_fields."):
            raise TypeError(_unknown(method, name, known))
    # Some of the first arguments have no keyword.
    first = list(takewhile(given.__contains__, method.gids))
    positional = [given.pop(name) for name in first]
    own = {name: given.pop(name) for name in (*method.gids, *method.keywords) if name in given}
    if method.body:
        positional.append(given)
    else:
        own.update(given)
    function = getattr(getattr(client, method.resource), method.name)
    return function(*positional, **own, **options)


def _unknown(method: Method, name: str, known: Iterable[str]) -> str:
    return f"{method.title} has no parameter {name!r}{meant(name, known)}"


def _part(schema: Schema, base: str, part: str) -> Schema:
    """Return the schema of a part of an object."""
    kinds = {each.get("type") for each in schema.get("anyOf", [schema])}
    if not kinds & {None, "object"}:
        what = "a list" if "array" in kinds else "not an object"
        raise ValueError(f"{base} is {what}: it has no {part!r}")
    properties = schema.get("properties")
    if properties is not None and part not in properties:
        raise ValueError(f"{base} has no {part!r}: it has {', '.join(properties)}")
    found: Schema = (properties or {}).get(part, {})
    return found


def _put(found: dict[str, Any], key: str, text: Any, schema: Schema, name: str) -> None:
    typed = value(text, schema, name) if isinstance(text, str) else text
    if isinstance(typed, list) and isinstance(found.get(key), list):
        found[key] += typed
    elif key in found:
        raise ValueError(f"{name} is given twice")
    else:
        found[key] = typed
