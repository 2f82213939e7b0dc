"""The methods that the command line has: all of the resources that take text and return data."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from .._call.words import KNOWN, OF_ALL, OLD_NAMES, fields_of
from ..resources import Resources
from .failures import unknown

__all__ = ["Method", "all_methods", "find", "methods", "resources"]

ROUTE = re.compile(r"(GET|POST|PUT|DELETE) (/\S*)(?: +\(scope (\S+)\))?")
TEXTS = {"str", "int", "float", "bool", "Any"}


class Method(NamedTuple):
    """A method of a resource, as its signature and its docstring describe it.

    :ivar gids: the names of the arguments without a keyword
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
    def doc(self) -> list[str]:
        """The paragraphs of its docstring, without the route."""
        return _paragraphs(self.function)[:-1]

    @property
    def takes_limit(self) -> bool:
        """Whether the request can be asked for a number of items."""
        return "item_limit" in self._annotations()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its records can be asked for."""
        return fields_of((self.verb, self.template))

    def parameters(self) -> dict[str, Any]:
        """Return the names and annotations of what it takes as NAME=VALUE."""
        from ..types.common import ListOptions

        found = {**self._annotations(), **self.keywords}
        for name in (KNOWN[self.verb, self.template] or frozenset()) - OF_ALL - found.keys():
            found[name] = Any
        options = ListOptions.__annotations__
        return {name: each for name, each in found.items() if name not in options}

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Return the schema of each parameter; of two names of one, that without dots."""
        from .schema import Names, evaluate, schema_of

        names, found = Names(self.resource), self.parameters()
        return {
            name: schema_of(evaluate(each, names))
            for name, each in found.items()
            if "." not in name or name.replace(".", "_") not in found
        }

    def _annotations(self) -> Mapping[str, Any]:
        """Return the annotations of the types that its signature names."""
        found: dict[str, Any] = {}
        for name, annotation in self.function.__annotations__.items():
            keywords = re.fullmatch(r"Unpack\[(\w+)\]", str(annotation))
            if keywords or name == self.body:
                kind = _type(self.resource, keywords[1] if keywords else annotation)
                found.update(getattr(kind, "__annotations__", {}))
        return found


def _type(resource: str, name: str) -> Any:
    from .schema import Names, evaluate

    return evaluate(name, Names(resource))


def resources() -> dict[str, str]:
    """Return the names of the resources, each with what it is."""
    return {
        name: (each.__doc__ or "").partition("\n")[0]
        for name, each in vars(Resources).items()
        if isinstance(each, cached_property) and name != "message"
    }


def methods(resource: str) -> dict[str, Method]:
    """Return the methods of a resource."""
    kind = type(vars(Resources)[resource].func(None))
    found = (_method(resource, name, getattr(kind, name)) for name in dir(kind))
    return {each.name: each for each in found if each is not None}


def all_methods() -> Iterator[Method]:
    """Yield the methods of all resources."""
    for resource in resources():
        yield from methods(resource).values()


def find(resource: str, name: str) -> Method:
    """Return the method with a name.

    :raises UsageError: there is none
    """
    kind = type(vars(Resources)[resource].func(None))
    method = _method(resource, name.replace("-", "_"), getattr(kind, name.replace("-", "_"), None))
    if method is not None:
        return method
    known = methods(resource)
    today = re.search(r"Classic name of :meth:`(\w+)`", getattr(kind, name, None).__doc__ or "")
    like, near = (today[1], [today[1]]) if today else (name, list(known))
    raise unknown(f"{resource} has no method {name!r}", like, near, f"asana {resource}")


def _paragraphs(function: Any) -> list[str]:
    text = re.sub(r"\n +", "\n", (function.__doc__ or "").strip())
    return [part.strip() for part in text.split("\n\n")]


def _method(resource: str, name: str, function: Any) -> Method | None:
    """Return what a method is for the command line, or None if it has no use for it."""
    if name.startswith("_") or not callable(function) or _is_old(function):
        return None
    route = ROUTE.fullmatch(_paragraphs(function)[-1])
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code, annotations = function.__code__, function.__annotations__
    names = code.co_varnames[1 : code.co_argcount]
    required = len(names) - len(function.__defaults__ or ())
    body = next((each for each in names if _is_body(resource, each, annotations[each])), None)
    gids = tuple(each for each in names if each != body and _is_text(annotations[each]))
    own = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    needed = [each for each in own if each not in (function.__kwdefaults__ or {})]
    if route is None or not all(_is_text(annotations[each]) for each in needed):
        return None
    keywords = {each: annotations[each] for each in own if _is_text(annotations[each])}
    if "params" not in names and not _is_data(resource, annotations["return"]):
        return None
    template = re.sub(r"\{\w+\}", "{}", route[2])
    if body is not None:  # an operation needs the gids of its route, and upsert none
        required = template.count("{}")
    return Method(
        resource, name, function, gids, required, keywords, body, route[1], template, route[3]
    )


def _is_old(function: Any) -> bool:
    """Tell whether it is a name that only python-asana 0.x had."""
    while function is not None:
        if getattr(function, "__code__", None) in OLD_NAMES:
            return True
        function = getattr(function, "__wrapped__", None)
    return False


def _is_body(resource: str, name: str, annotation: Any) -> bool:
    record = re.fullmatch(r"[A-Z]\w+", str(annotation)) and annotation != "Any"
    return name == "params" or bool(record and hasattr(_type(resource, annotation), "__total__"))


def _is_text(annotation: Any) -> bool:
    text = getattr(annotation, "__name__", None) or str(annotation)
    return any(part.strip() in TEXTS for part in text.split("|"))


def _is_data(resource: str, annotation: Any) -> bool:
    """Tell whether what a method returns can be printed, unlike an object of ours."""
    kind = _type(resource, annotation) if isinstance(annotation, str) else annotation
    return not isinstance(kind, type) or any(
        hasattr(kind, each) for each in ("__iter__", "__int__")
    )
