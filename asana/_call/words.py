"""Check the names of parameters and fields in a call, and warn about unknown ones.

Asana ignores unknown parameters, so a misspelled one has no effect. The known names are those in
:mod:`asana.types`, whose modules are imported when an operation is first called.
"""

import functools
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any, TypeVar

from .near import near_names
from .parts import mapping
from .paths import Path
from .values import plain
from .warning import warn

__all__ = [
    "KNOWN",
    "LEGACY",
    "OF_ALL",
    "OF_WRITE_QUERIES",
    "OLD_NAMES",
    "UnknownNameWarning",
    "check_fields",
    "check_names",
    "check_query",
    "check_setting",
    "dotted",
    "fields_of",
    "fields_with_names",
    "have_passed",
    "of_batch_actions",
    "old_name",
    "unknown_in_query",
    "unknown_names",
]

F = TypeVar("F", bound=Callable[..., Any])

# Names of python-asana 0.x that Asana still accepts or returns.
LEGACY = frozenset(
    ["id", "assignee_status", "hearted", "hearts", "num_hearts", "type", "layout", "is_template"]
)

# Fields of all records. Most listings document the members of ``next_page`` as fields.
OF_ALL_RECORDS = frozenset(["gid", "resource_type", "offset", "path", "uri"])

# Fields that Asana accepts in writes, although its OpenAPI document lists them only in responses.
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

# The minimum similarity of a suggested name.
LIKENESS = 0.7

# Elements of a list of fields that are not plain names.
PATTERN = re.compile(r"[^\w.]|^this\b|^\.|^$")


# The types of records that are nested in others.
NAMED = re.compile(r"Compact\b|NamedResource")

# The code objects of methods with names of python-asana 0.x.
OLD_NAMES: set[CodeType] = set()


class UnknownNameWarning(UserWarning):
    """The operation does not know a parameter, a field of the body or a field to return."""


class _Known(dict[tuple[str, str], frozenset[str] | None]):
    """Map (method, path template) to the names that the operation accepts, None if unknown.

    Each value is computed once; later lookups need no function call.
    """

    def __missing__(self, route: tuple[str, str]) -> frozenset[str] | None:
        words = _routes().get(" ".join(route))
        if words is None:
            self[route] = None
        else:
            self[route] = OF_ALL | _annotations(words[0]) | UNLISTED.get(route, frozenset())
        return self[route]


KNOWN = _Known()

# The maximum number of valid fields that are cached for an operation.
MOST_PASSED = 1000


class _Passed(dict[tuple[str, str], set[Any]]):
    """Map (method, path template) to fields, and lists of them, that are known to be valid."""

    def __missing__(self, route: tuple[str, str]) -> set[Any]:
        self[route] = set(fields_of(route))
        return self[route]


PASSED = _Passed()

# Asana's options, and the parameters of listings.
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

# The only write with a query parameter. The parameter types of writes describe the body.
OF_WRITE_QUERIES = {("PUT", "/users/{}"): frozenset(["workspace"])}


@functools.cache
def _routes() -> Mapping[str, tuple[str | None, str | None]]:
    from .routes import OLD_ROUTES, ROUTES  # a large module, not needed to import the client

    return {**ROUTES, **OLD_ROUTES}


def _annotations(names: str | None) -> frozenset[str]:
    """Return the keys of types in :mod:`asana.types`, whose names are separated by spaces."""
    return frozenset(key for name in (names or "").split() for key in _hints(name))


def _hints(name: str) -> Mapping[str, Any]:
    """Return the annotations of a type in :mod:`asana.types`."""
    module, _, kind = name.partition(".")
    found: Mapping[str, Any] = getattr(
        importlib.import_module(f"asana.types.{module}"), kind
    ).__annotations__
    return found


@functools.cache
def _fields_of(route: tuple[str, str]) -> frozenset[str]:
    return _annotations(_routes().get(" ".join(route), (None, None))[1])


@functools.cache
def _names_of_all() -> frozenset[str]:
    return OF_ALL.union(*(_annotations(words) for words, _ in _routes().values()))


@functools.cache
def _options() -> frozenset[str]:
    return _annotations("common.ListOptions")


def unknown_names(route: tuple[str, str], names: Iterable[Any]) -> Iterator[str]:
    """Yield the names that are not parameters of an operation, if its parameters are known."""
    known = KNOWN[route]
    if known is None:
        return
    # In a search, the gids of custom fields are part of parameter names.
    is_search = route[0] == "GET" and "custom_fields" in known
    for name in map(_plain_name, names):
        if not isinstance(name, str) or name in known:
            continue
        if not (is_search and name.startswith("custom_fields.")):
            yield name


def unknown_in_query(route: tuple[str, str], names: Iterable[Any]) -> Iterator[str]:
    """Yield the names that a POST or PUT does not accept in its query, if its names are known."""
    known = OF_ALL | OF_WRITE_QUERIES.get(route, frozenset())
    if KNOWN[route] is not None:
        for name in map(_plain_name, names):
            if isinstance(name, str) and name not in known:
                yield name


def _plain_name(name: Any) -> Any:
    """Return the name that is sent for a member of an Enum, or for bytes."""
    name = plain(name)
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name


def fields_of(route: tuple[str, str]) -> frozenset[str]:
    """Return the fields that can be requested of an operation; an empty set if they are unknown."""
    fields = _fields_of(route)
    return fields | OF_ALL_RECORDS if fields else fields


@functools.cache
def fields_with_names() -> frozenset[str]:
    """Return the fields of all records whose values are records with a ``name``."""
    found: set[str] = set()
    for name in {name for _, words in _routes().values() for name in (words or "").split()}:
        found.update(key for key, kind in _hints(name).items() if NAMED.search(str(kind)))
    return frozenset(found)


def of_batch_actions() -> frozenset[str]:
    """Return the names of the members of an action in a batch."""
    return _annotations("batch_api.BatchAction")


def check_setting(name: str, options: Iterable[str], strict: bool) -> None:
    """Warn about a parameter in the client's options that no operation accepts.

    :param options: the names of the options
    :raises TypeError: the name is unknown, and the client is strict
    """
    known = _names_of_all()
    if name not in known and not name.startswith("custom_fields."):
        text = f"no operation has a parameter {name!r}, which would be sent with every request"
        _warn(text + _meant(name, {*known, *options}), strict)


def check_names(
    method: str, path: Path, names: Iterable[Any], own: Iterable[str], strict: bool
) -> None:
    """Warn about names that an operation does not accept.

    :param names: the names of the parameters of a call
    :param own: the names of parameters in the client's options
    :raises TypeError: a name is unknown, and the call is strict
    """
    route = method, path.template
    for name in unknown_names(route, names):
        if name not in own:
            known = KNOWN[route] or frozenset()
            _report("parameter", name, method, path, (known - OF_ALL) | _options(), strict)


def check_query(method: str, path: Path, names: Iterable[Any], strict: bool) -> None:
    """Warn about names that a POST or PUT does not accept in its query.

    :raises TypeError: a name is unknown, and the call is strict
    """
    route = method, path.template
    for name in unknown_in_query(route, names):
        if name in (KNOWN[route] or ()):
            text = f"{method} {path.template} accepts {name!r} only in its body"
            _warn(f"{text}; Asana ignores it in the query", strict)
        else:
            known = OF_ALL | OF_WRITE_QUERIES.get(route, frozenset())
            _report("parameter", name, method, path, known, strict)


def check_fields(method: str, path: Path, fields: Any, own: Any, strict: bool) -> None:
    """Warn about fields to return that the record of an operation does not have.

    :param fields: a comma-separated string, or the names
    :param own: the fields in the client's options, which can belong to several kinds of records
    :raises TypeError: a name is unknown, and the call is strict
    """
    known = fields_of((method, path.template))
    names = [*_names_of(fields)]
    # Compare names, because the values can have types that cannot be compared.
    if not known or names == [*_names_of(own)]:
        return
    unknown = [name for name in map(_first_part, names) if name not in known]
    for name in unknown:
        _report("field", name, method, path, known, strict)
    passed = PASSED[method, path.template]
    if not unknown and len(passed) < MOST_PASSED:
        parts = [fields] if isinstance(fields, str) else fields
        passed.update(part for part in parts if isinstance(part, str))


def have_passed(route: tuple[str, str], fields: Any) -> bool:
    """Return whether the fields to return, a list or a single name, are known to be valid."""
    parts = getattr(fields, "parts", fields)
    parts = [parts] if isinstance(parts, str) else parts
    try:
        return isinstance(parts, list) and PASSED[route].issuperset(parts)
    except TypeError:  # one of them is not hashable
        return False


def _first_part(field: str) -> str:
    """Return the first part of the name of a field; for a pattern, a valid field."""
    field = field.strip()
    return "gid" if PATTERN.search(field) else field.partition(".")[0]


def _names_of(fields: Any) -> Iterator[str]:
    parts = [fields] if isinstance(fields, str) else fields
    for part in parts if isinstance(parts, list | tuple | set | frozenset) else ():
        name = _plain_name(part)
        if isinstance(name, str):
            yield from name.split(",")


def _report(
    what: str, name: str, method: str, path: Path, known: Iterable[str], strict: bool
) -> None:
    meant = _meant(name, known)
    if strict or not _is_classic() or (meant and name not in LEGACY):
        text = f"{method} {path.template} has no {what} {name!r}, and Asana ignores it"
        _warn(text + meant, strict)


def _meant(name: str, known: Iterable[str]) -> str:
    """Return the part of a message that suggests a similar known name, if there is one."""
    near = near_names(name, known, 1, LIKENESS)
    return f"; did you mean {near[0]!r}?" if near else ""


def _warn(text: str, strict: bool) -> None:
    if strict:
        raise TypeError(text)
    warn(text, UnknownNameWarning)


def old_name(method: F) -> F:
    """Mark a method with a name of python-asana 0.x, for which there are fewer warnings."""
    OLD_NAMES.add(method.__code__)
    return method


def _is_classic() -> bool:
    """Return whether the call was made with a method name of python-asana 0.x."""
    frame: Any = sys._getframe(1)
    while frame is not None and frame.f_code not in OLD_NAMES:
        frame = frame.f_back  # callers can have their own verbs in between
    return frame is not None


def dotted(path: Path, params: Any) -> dict[str, Any]:
    """Return parameters of a search under Asana's names, which contain dots.

    ``assignee_any`` is the keyword form of ``assignee.any``. The keys of the dictionary
    ``custom_fields`` get the prefix ``custom_fields.``.
    """
    names = KNOWN["GET", path.template] or ()
    twins = {name.replace(".", "_"): name for name in names if "." in name}
    found: dict[str, Any] = {}
    for name, value in mapping("params", params).items():
        if name == "custom_fields":
            given = mapping("custom_fields", value)
            found.update({f"custom_fields.{key}": each for key, each in given.items()})
        else:
            found[twins.get(name, name)] = value
    return found
