"""The check at the call: names that an operation does not know are never ignored in silence.

Asana ignores a parameter that it does not know, so that a misspelled one does nothing. The names
come from :mod:`asana.types`, which are loaded when an operation is first called.
"""

import functools
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .parts import mapping
from .paths import Path
from .warning import warn

__all__ = [
    "KNOWN",
    "LEGACY",
    "OF_ALL",
    "OF_WRITE_QUERIES",
    "UnknownNameWarning",
    "all_names",
    "check_fields",
    "check_names",
    "dotted",
    "fields_of",
    "near",
    "of_batch_actions",
    "unknown_names",
]

# Names that python-asana 0.x knew, and that Asana still takes or gives.
LEGACY = frozenset(
    ["id", "assignee_status", "hearted", "hearts", "num_hearts", "type", "layout", "is_template"]
)

# What Asana takes although its OpenAPI document, and so the types, lists it for answers only.
_ACCESS = frozenset(["default_access_level", "privacy_setting"])
UNLISTED = {
    ("POST", "/custom_fields"): _ACCESS,
    ("PUT", "/custom_fields/{}"): _ACCESS,
    ("POST", "/goals"): _ACCESS,
    ("PUT", "/goals/{}"): _ACCESS,
    ("POST", "/portfolios"): _ACCESS,
    ("PUT", "/portfolios/{}"): _ACCESS | {"public"},
    ("POST", "/status_updates"): frozenset(["liked"]),
}

# How alike a name must be for a suggestion.
LIKENESS = 0.7

# What a list of fields may hold besides plain names.
PATTERN = re.compile(r"[^\w.]|^this\b|^\.|^$")


class UnknownNameWarning(UserWarning):
    """A parameter, a field of a body or a field to return that the operation does not know."""


class _Known(dict[tuple[str, str], frozenset[str] | None]):
    """The names that the operations take, by method and template; None for what is none.

    Each is found out once: to look it up costs no call.
    """

    def __missing__(self, route: tuple[str, str]) -> frozenset[str] | None:
        words = _routes().get(" ".join(route))
        if words is None:
            self[route] = None
        else:
            self[route] = OF_ALL | _annotations(words[0]) | UNLISTED.get(route, frozenset())
        return self[route]


KNOWN = _Known()

# Options of Asana's, and what listings take.
OF_ALL = frozenset(
    [
        "limit",
        "offset",
        "opt_client_name",
        "opt_expand",
        "opt_fields",
        "opt_jsonp",
        "opt_method",
        "opt_pretty",
    ]
)

# The only write that takes a parameter in its query. The types of writes are those of bodies.
OF_WRITE_QUERIES = {("PUT", "/users/{}"): frozenset(["workspace"])}

# What any record can be asked for. Most listings document the parts of ``next_page`` as fields.
OF_ALL_RECORDS = frozenset(["gid", "resource_type", "offset", "path", "uri"])


def _routes() -> Mapping[str, tuple[str | None, str | None]]:
    from .routes import ROUTES  # long, and not needed to import the client

    return ROUTES


def _annotations(name: str | None) -> frozenset[str]:
    """Return the names in a type of :mod:`asana.types`; none for no type."""
    if name is None:
        return frozenset()
    module, _, kind = name.partition(".")
    found = getattr(importlib.import_module(f"asana.types.{module}"), kind)
    return frozenset(found.__annotations__)


@functools.cache
def _fields_of(route: tuple[str, str]) -> frozenset[str]:
    return _annotations(_routes().get(" ".join(route), (None, None))[1])


@functools.cache
def all_names() -> frozenset[str]:
    """Return all names of all operations."""
    return OF_ALL.union(*(_annotations(words) for words, _ in _routes().values()))


def unknown_names(route: tuple[str, str], names: Iterable[Any]) -> Iterator[str]:
    """Yield the names that are not parameters of an operation, if its parameters are known."""
    known = KNOWN[route]
    if known is None:
        return
    # A search takes the gids of custom fields in names; a body has them in a dictionary.
    is_search = route[0] == "GET" and "custom_fields" in known
    for name in names:
        if not isinstance(name, str) or name in known:
            continue
        if not (is_search and name.startswith("custom_fields.")):
            yield name


def fields_of(route: tuple[str, str]) -> frozenset[str]:
    """Return the fields that an operation can be asked for; an empty set if they are not known."""
    fields = _fields_of(route)
    return fields | OF_ALL_RECORDS if fields else fields


def of_batch_actions() -> frozenset[str]:
    """Return the names in an action of a batch."""
    return _annotations("batch_api.BatchAction")


def check_names(
    method: str, path: Path, names: Iterable[Any], own: Iterable[str], strict: bool
) -> None:
    """Warn of names that an operation does not take.

    :param names: of the parameters of a call
    :param own: those that each call of the client sends
    :raises TypeError: there is one, and the call is strict
    """
    route = method, path.template
    known = KNOWN[route] or frozenset()
    for name in unknown_names(route, names):
        if name not in own:
            _report("parameter", name, method, path, known - OF_ALL, strict)


def check_fields(method: str, path: Path, fields: Any, strict: bool) -> None:
    """Warn of fields to return that the record of an operation does not have.

    :param fields: a comma list, or the names
    :raises TypeError: there is one, and the call is strict
    """
    known = fields_of((method, path.template))
    if not known:
        return
    for field in _names_of(fields):
        name = field.strip().partition(".")[0]
        if name not in known and not PATTERN.search(field.strip()):
            _report("field", name, method, path, known, strict)


def _names_of(fields: Any) -> Iterator[str]:
    parts = [fields] if isinstance(fields, str) else fields
    for part in parts if isinstance(parts, list | tuple | set | frozenset) else ():
        if isinstance(part, str):
            yield from part.split(",")


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is nearest to another one, or None."""
    import difflib  # only ever needed for names that nobody knows

    found = difflib.get_close_matches(name, known, n=1, cutoff=LIKENESS)
    return found[0] if found else None


def _report(
    what: str, name: str, method: str, path: Path, known: Iterable[str], strict: bool
) -> None:
    meant = near(name, known)
    if not strict and _is_classic() and (meant is None or name in LEGACY):
        return
    instead = f"; did you mean {meant!r}?" if meant else ""
    text = f"{method} {path.template} has no {what} {name!r}, and Asana ignores it{instead}"
    if strict:
        raise TypeError(text)
    warn(text, UnknownNameWarning)


def _is_classic() -> bool:
    """Tell whether the call came by a name of python-asana's."""
    frame: Any = sys._getframe(1)
    while frame is not None and "asana" in frame.f_globals.get("__name__", ""):
        if frame.f_code.co_name in ("under_old_name", "with_old_keyword"):
            return True
        frame = frame.f_back
    return False


def dotted(path: Path, params: Any) -> dict[str, Any]:
    """Return parameters of a search under the names that Asana has: with dots.

    ``assignee_any`` is the twin of ``assignee.any`` that can be a keyword; ``custom_fields`` is a
    dictionary whose keys go out behind ``custom_fields.``.
    """
    names = KNOWN["GET", path.template] or ()
    twins = {name.replace(".", "_"): name for name in names if "." in name}
    found: dict[str, Any] = {}
    for name, value in mapping("params", params).items():
        if name == "custom_fields" and isinstance(value, Mapping):
            found.update({f"custom_fields.{key}": each for key, each in value.items()})
        else:
            found[twins.get(name, name)] = value
    return found
