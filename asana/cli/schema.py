"""The annotations of parameters as JSON Schema, and the value that a text has by it."""

import builtins
import collections.abc
import datetime
import importlib
import json
import pkgutil
import types as python_types
import typing
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from .._call.near import near_names
from .failures import UsageError

__all__ = ["Names", "evaluate", "schema_of", "shown", "value_of"]

Schema = dict[str, Any]

SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
    datetime.datetime: {"type": "string", "format": "date-time"},
}
# Where the names are that several modules use, and what methods return.
SHARED = ("types.common", "types.compact", "types.sets")
RETURNED = ("page_iterator", "feed", "fields", "importing", "mirror")


class Names(dict[str, Any]):
    """The names in annotations; the modules that have them are imported when one is asked for.

    :param module: the module of :mod:`asana.types` to look in first
    """

    def __init__(self, module: str) -> None:
        super().__init__(date=datetime.date, datetime=datetime.datetime)
        self._module = module

    def __missing__(self, name: str) -> Any:
        for module in self._modules():
            found = getattr(module, name, None)
            if found is not None:
                self[name] = evaluate(found, self)
                return self[name]
        raise KeyError(name)  # it has no value at run time

    def _modules(self) -> Iterable[Any]:
        yield builtins
        yield typing
        for name in (f"types.{self._module}", *SHARED):
            with_names = find_spec(f"asana.{name}")
            if with_names is not None:
                yield importlib.import_module(f"asana.{name}")
        for module in pkgutil.iter_modules(importlib.import_module("asana.types").__path__):
            yield importlib.import_module(f"asana.types.{module.name}")
        for name in RETURNED:
            yield importlib.import_module(f"asana.{name}")


def evaluate(annotation: Any, names: Names) -> Any:
    """Return the type that an annotation means; what has no value at run time is Any."""
    text = getattr(annotation, "__forward_arg__", annotation)
    if not isinstance(text, str):
        return text
    try:
        return eval(text, {}, names)  # noqa: S307 - it is from our own source
    except NameError:
        return Any


def schema_of(kind: Any, depth: int = 0) -> Schema:
    """Return the JSON Schema of a type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if origin is typing.Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (typing.Union, python_types.UnionType):
        return _union(arguments, depth)
    if typing.is_typeddict(kind):
        return _object(kind, depth)
    if isinstance(origin or kind, type) and issubclass(origin or kind, collections.abc.Iterable):
        if issubclass(origin or kind, collections.abc.Mapping):
            return {"type": "object"}
        items = schema_of(arguments[0], depth) if arguments else {}
        return {"type": "array", "items": items} if items else {"type": "array"}
    return {}


def _union(arguments: tuple[Any, ...], depth: int) -> Schema:
    dated = {datetime.date, datetime.datetime} & {*arguments}
    parts = [schema_of(each, depth) for each in arguments if not (each is str and dated)]
    return parts[0] if len(parts) == 1 else {"anyOf": parts}


def _object(kind: Any, depth: int) -> Schema:
    if depth > 2:  # records have records in them, without end
        return {"type": "object"}
    names = Names(kind.__module__.rpartition(".")[2])
    properties = {
        name: schema_of(evaluate(annotation, names), depth + 1)
        for name, annotation in kind.__annotations__.items()
    }
    return {"type": "object", "properties": properties}


def shown(schema: Schema) -> str:
    """Return a schema in a few words, for help."""
    if "anyOf" in schema:
        return "|".join(dict.fromkeys(shown(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return "|".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{shown(schema.get('items', {}))},…"
    words = {"string": "TEXT", "boolean": "true|false", "object": "JSON", "integer": "N"}
    kind = schema.get("format") or schema.get("type") or "VALUE"
    return words.get(kind, kind if kind == "null" else kind.upper())


def value_of(name: str, text: str, schema: Schema) -> Any:
    """Return the value that a text has for a parameter.

    :raises UsageError: it has none
    """
    parts: list[Schema] = schema.get("anyOf", [schema])
    kinds = [part.get("type") for part in parts]
    if not text and "null" in kinds:
        return None
    if any(kind in (None, "string") and "enum" not in part for kind, part in zip(kinds, parts)):  # noqa: B905
        return text
    if "array" in kinds:
        items = parts[kinds.index("array")].get("items", {})
        return [value_of(name, each.strip(), items) for each in text.split(",") if each.strip()]
    choices = [each for part in parts for each in part.get("enum", ())]
    if choices:
        return _choice(name, text, choices)
    return _scalar(name, text, kinds)


def _choice(name: str, text: str, choices: list[str]) -> str:
    if text in choices:
        return text
    near = near_names(text, choices, 1)
    meant = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"{name} has no value {text!r}; {meant}It is one of {', '.join(choices)}")


def _scalar(name: str, text: str, kinds: list[Any]) -> Any:
    if "boolean" in kinds:
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        raise UsageError(f"{name} is true or false, not {text!r}")
    if "object" in kinds:
        raise UsageError(f"{name} is an object: write {name}.KEY=VALUE, or {name}:='{{…}}' as JSON")
    try:
        return int(text) if kinds[0] == "integer" else _number(text)
    except ValueError:
        raise UsageError(f"{name} is a number, not {text!r}") from None


def _number(text: str) -> Any:
    number: Any = json.loads(text)
    if isinstance(number, int | float) and not isinstance(number, bool):
        return number
    raise ValueError(text)
