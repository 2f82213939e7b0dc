"""Describe the types of records and the sets of values in linked tables."""

import inspect
import re
import typing
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import asana.types
from asana._call.routes import OLD_ROUTES, ROUTES

from .rst import heading, label, list_table, literal

__all__ = ["linked", "places", "records", "records_page", "sets_page"]

APART = ("common", "fields", "sets")
ROLE = re.compile(r":\w+:`([^`]+)`")
WORD = re.compile(r'"[^"]*"|[A-Za-z_][\w.]*')


def records(module: str) -> str:
    """Return the tables of the records that a module of :mod:`asana.types` declares."""
    return "\n".join(_table(name, kind) for name, kind in _records_of(_module(module)))


def records_page() -> str:
    """Return the page of the records that other records contain."""
    text = "The short forms in which records appear inside of other records.\n"
    return "\n".join([heading("Compact records"), text, records("compact")])


def sets_page() -> str:
    """Return the page of the named sets of values."""
    text = (
        "A parameter with one of these types takes one of its values. A field may have others:\n"
        "Asana adds values without notice, so the types of fields also allow any text.\n"
    )
    return "\n".join([heading("Sets of values"), text, *_sets()])


def linked(annotation: Any) -> str:
    """Return an annotation with links to the records and sets that it names."""
    text = _text(annotation)
    parts: list[str] = []
    end = 0
    for found in WORD.finditer(text):
        if found[0] in places():
            parts += [_code(text[end : found.start()]), f":ref:`{found[0]} <type-{found[0]}>`"]
            end = found.end()
    return r"\ ".join(part for part in [*parts, _code(text[end:])] if part)


def _code(text: str) -> str:
    """Return the code between two links; a literal cannot begin or end with a space."""
    text = text.strip()
    return literal(text) if text else ""


def _text(annotation: Any) -> str:
    text = getattr(annotation, "__forward_arg__", annotation)
    if not isinstance(text, str):
        text = inspect.formatannotation(text)
    text = re.sub(r"\b(?:typing|collections\.abc|datetime|asana\.types\.\w+)\.", "", text)
    return re.sub(r"\s+", " ", text)


@cache
def _module(name: str) -> ModuleType:
    return import_module(f"asana.types.{name}")


@cache
def _sent() -> frozenset[str]:
    """Return the names of the types of parameters."""
    words = [names for names, _ in {**ROUTES, **OLD_ROUTES}.values() if names]
    return frozenset(name.rpartition(".")[2] for names in words for name in names.split())


def _records_of(module: ModuleType) -> Iterator[tuple[str, type]]:
    for name, kind in vars(module).items():
        of_calls = name.startswith("_") or name.endswith(("Options", "Fields")) or name in _sent()
        own = getattr(kind, "__module__", "") == module.__name__
        if typing.is_typeddict(kind) and own and not of_calls:
            yield name, kind


@cache
def places() -> frozenset[str]:
    """Return the names of all types that links can target."""
    found = set(_members())
    for each in iter_modules(asana.types.__path__):
        if each.name not in APART:
            found.update(name for name, _ in _records_of(_module(each.name)))
    return frozenset(found)


def _table(name: str, kind: type) -> str:
    rows = [(literal(field), linked(given)) for field, given in kind.__annotations__.items()]
    about = (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    about = ROLE.sub(r"``\1``", about) if not about.startswith("dict(") else ""
    table = list_table(("field", "type"), rows)
    return "\n".join([label(f"type-{name}"), heading(name, 2), f"{about}\n", table])


def _sets() -> Iterator[str]:
    for name, value in _members().items():
        yield "\n".join([label(f"type-{name}"), heading(name, 1), f"{value}\n"])


@cache
def _members() -> dict[str, str]:
    """Return the sets of values with their members."""
    module = _module("sets")
    kinds = {name: typing.get_args(getattr(module, name)) for name in module.__all__}
    return {name: ", ".join(map(literal, members)) for name, members in kinds.items()}
