"""The annotations of parameters as JSON Schema."""

import builtins
import collections.abc
import datetime
import importlib
import pkgutil
import types as python_types
import typing
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

__all__ = ["Schema", "evaluated", "is_record", "schema_of"]

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
# Where the names are that several modules use.
SHARED = ("common", "compact", "sets")

DEEPEST = 2  # records have records in them, without end


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
                self[name] = _evaluated(found, self)
                return self[name]
        raise KeyError(name)  # it has no value at run time

    def _modules(self) -> Iterable[Any]:
        yield builtins
        yield typing
        for name in (self._module, *SHARED):
            if find_spec(f"asana.types.{name}") is not None:
                yield importlib.import_module(f"asana.types.{name}")
        for module in pkgutil.iter_modules(importlib.import_module("asana.types").__path__):
            yield importlib.import_module(f"asana.types.{module.name}")


def evaluated(annotation: Any, module: str) -> Any:
    """Return the type that an annotation means; one that has no value at run time is Any.

    :param module: the module of :mod:`asana.types` whose names it uses
    """
    return _evaluated(annotation, Names(module))


def _evaluated(annotation: Any, names: Names) -> Any:
    text = getattr(annotation, "__forward_arg__", annotation)
    if not isinstance(text, str):
        return text
    try:
        return eval(text, {}, names)  # noqa: S307 - it is from our own source
    except NameError:
        return Any


def is_record(kind: Any) -> bool:
    """Return whether a type is a dictionary with known keys."""
    return typing.is_typeddict(kind)


def schema_of(kind: Any, depth: int = 0) -> Schema:
    """Return the JSON Schema of a type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if origin is typing.Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (typing.Union, python_types.UnionType):
        return _union(arguments, depth)
    if is_record(kind):
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
    if depth > DEEPEST:
        return {"type": "object"}
    module = kind.__module__.rpartition(".")[2]
    properties = {
        name: schema_of(evaluated(annotation, module), depth + 1)
        for name, annotation in kind.__annotations__.items()
    }
    return {"type": "object", "properties": properties}
