"""The methods that take and return data, as their signatures and docstrings describe them."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from .._call.near import near_names
from .._call.words import KNOWN, OF_ALL, OLD_NAMES, fields_of
from ..resources import Resources
from ._types import Schema, evaluated, is_record, schema_of

__all__ = ["Method", "find", "meant", "methods", "resources"]

VERBS = ("GET", "POST", "PUT", "DELETE")
TEXTS = {"str", "int", "float", "bool", "Any"}
TAKES_OPTIONS = 0x08  # inspect.CO_VARKEYWORDS: to import inspect takes longer than the rest
OBJECTS = {"Importer", "Mirror"}  # the results that are not data


class Method(NamedTuple):
    """A method of a resource.

    :ivar gids: the names of the positional arguments
    :ivar required: how many of them must be given
    :ivar keywords: the annotations of the keywords that are not options of the request
    :ivar body: the name of the argument that takes the parameters in one dictionary, if any
    :ivar verb: the HTTP method of its route
    :ivar template: the path of its route, with ``{}`` in the place of each gid
    """

    resource: str
    name: str
    function: Callable[..., Any]
    gids: tuple[str, ...]
    required: int
    keywords: dict[str, Any]
    body: str | None
    verb: str
    template: str
    scope: str | None

    @property
    def title(self) -> str:
        """Its name with that of the resource."""
        return f"{self.resource}.{self.name}"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of its docstring, without markup and without the route."""
        return [_plain(each) for each in _paragraphs(self.function)[:-1]]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its records can be asked for."""
        return fields_of((self.verb, self.template))

    @property
    def returns_data(self) -> bool:
        """Whether it returns data, and not an object of ours."""
        return self.function.__annotations__["return"] not in OBJECTS

    @property
    def takes_limit(self) -> bool:
        """Whether the request can be asked for a number of items."""
        return "item_limit" in self._annotations()

    def parameters(self) -> dict[str, Any]:
        """Return the names and annotations of its keywords and its parameters."""
        from ..types.common import ListOptions

        found = {**self._annotations(), **self.keywords}
        if self.body is None and not self.function.__code__.co_flags & TAKES_OPTIONS:
            return found
        others = (KNOWN[self.verb, self.template] or frozenset()) - OF_ALL - {*found, *self.gids}
        found.update(dict.fromkeys(sorted(others), Any))
        # A method of ours sends what is given by position, and refuses it as a keyword.
        given = () if self.body else (*self.gids, *(gid.removesuffix("_gid") for gid in self.gids))
        left_out = {*ListOptions.__annotations__, *given}
        return {name: found[name] for name in found if name not in left_out}

    def schemas(self) -> dict[str, Schema]:
        """Return the schema of each parameter; of two names of one, that without dots."""
        found = self.parameters()
        own = [each for each in found if "." not in each or each.replace(".", "_") not in found]
        return {name: self.schema(found[name]) for name in own}

    def schema(self, annotation: Any) -> Schema:
        """Return the schema of a parameter with an annotation."""
        return schema_of(evaluated(annotation, self.resource))

    def _annotations(self) -> Mapping[str, Any]:
        """Return the annotations of the types that its signature names."""
        found: dict[str, Any] = {}
        for name, annotation in self.function.__annotations__.items():
            keywords = str(annotation).startswith("Unpack[")
            if keywords or name == self.body:
                kind = evaluated(annotation[7:-1] if keywords else annotation, self.resource)
                # In Python 3.10, an alias such as dict[str, Any] has no annotations.
                found.update(getattr(kind, "__annotations__", {}))
        return found


def resources() -> dict[str, str]:
    """Return the names of the resources, each with what it is."""
    return {
        name: (each.__doc__ or "").partition("\n")[0]
        for name, each in vars(Resources).items()
        if isinstance(each, cached_property) and name != "message"
    }


def methods(resource: str) -> dict[str, Method]:
    """Return the methods of a resource.

    :raises ValueError: there is no such resource
    """
    kind = _class(resource)
    found = (_method(resource, name, getattr(kind, name)) for name in dir(kind))
    return {each.name: each for each in found if each is not None and each.returns_data}


def find(resource: str, name: str) -> Method:
    """Return the method with a name.

    :raises ValueError: there is none
    """
    found = getattr(_class(resource), name, None)
    method = _method(resource, name, found)
    if method is not None:
        return method
    today = (found.__doc__ or "").partition("Classic name of :meth:`")[2].partition("`")[0]
    known, like = ([today], today) if today else (list(methods(resource)), name)
    raise ValueError(f"{resource} has no method {name!r}{meant(like, known)}")


def meant(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the nearest known ones, if any."""
    near = near_names(name, known, 3, 0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _class(resource: str) -> type[Any]:
    known = resources()
    if resource not in known:
        raise ValueError(f"there is no resource {resource!r}{meant(resource, known)}")
    return type(vars(Resources)[resource].func(None))


def _paragraphs(function: Any) -> list[str]:
    lines = [line.strip() for line in (function.__doc__ or "").strip().splitlines()]
    return [part.strip() for part in "\n".join(lines).split("\n\n")]


def _plain(text: str) -> str:
    """Return the text of a docstring without its markup."""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text).replace("``", "`")


def _method(resource: str, name: str, function: Any) -> Method | None:
    """Return the description of a method, or None if it needs an object."""
    verb, _, rest = _paragraphs(function)[-1].partition(" ")
    if name.startswith("_") or verb not in VERBS or _is_old(function):
        return None
    while (inner := getattr(function, "__wrapped__", None)) is not None:
        function = inner
    code, annotations = function.__code__, function.__annotations__
    positional, end = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    names, own = code.co_varnames[1:positional], code.co_varnames[positional:end]
    body = next((each for each in names if _is_body(resource, each, annotations[each])), None)
    gids = tuple(each for each in names if each != body and _is_text(annotations[each]))
    keywords = {each: annotations[each] for each in own if _is_text(annotations[each])}
    if not {*own} - keywords.keys() <= (function.__kwdefaults__ or {}).keys():
        return None
    path, _, scope = rest.partition(" ")
    template = "/".join("{}" if part[:1] == "{" else part for part in path.split("/"))
    # An operation needs the gids of its route, and upsert none.
    required = template.count("{}") if body else len(names) - len(function.__defaults__ or ())
    required = min(required, len(gids))
    scope = scope.strip().removeprefix("(scope ").removesuffix(")")
    return Method(
        resource, name, function, gids, required, keywords, body, verb, template, scope or None
    )


def _is_old(function: Any) -> bool:
    """Return whether it is a name that only python-asana 0.x had."""
    while function is not None and getattr(function, "__code__", None) not in OLD_NAMES:
        function = getattr(function, "__wrapped__", None)
    return function is not None


def _is_body(resource: str, name: str, annotation: Any) -> bool:
    if name == "params" or not str(annotation).isidentifier() or annotation in TEXTS:
        return name == "params"
    return is_record(evaluated(annotation, resource))


def _is_text(annotation: Any) -> bool:
    text = getattr(annotation, "__name__", None) or str(annotation)
    return any(part.strip() in TEXTS for part in text.split("|"))
