"""The methods that the command line has: all of the resources that take text and return data."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from .._call.words import KNOWN, OF_ALL, OLD_NAMES, fields_of
from ..resources import Resources
from .failures import unknown

__all__ = ["Method", "all_methods", "find", "methods", "resources"]

VERBS = ("GET", "POST", "PUT", "DELETE")
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
    def fields(self) -> frozenset[str]:
        """The fields that its records can be asked for."""
        return fields_of((self.verb, self.template))

    @property
    def takes_limit(self) -> bool:
        """Whether the request can be asked for a number of items."""
        return "item_limit" in self._annotations()

    def parameters(self) -> dict[str, Any]:
        """Return the names and annotations of what it takes as NAME=VALUE."""
        from ..types.common import ListOptions

        found = {**self._annotations(), **self.keywords}
        others = (KNOWN[self.verb, self.template] or frozenset()) - OF_ALL - found.keys()
        found.update(dict.fromkeys(others, Any))
        return {name: found[name] for name in found if name not in ListOptions.__annotations__}

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Return the schema of each parameter; of two names of one, that without dots."""
        from .schema import Names, evaluate, schema_of

        names, found = Names(self.resource), self.parameters()
        own = [each for each in found if "." not in each or each.replace(".", "_") not in found]
        return {name: schema_of(evaluate(found[name], names)) for name in own}

    def _annotations(self) -> Mapping[str, Any]:
        """Return the annotations of the types that its signature names."""
        found: dict[str, Any] = {}
        for name, annotation in self.function.__annotations__.items():
            keywords = str(annotation).startswith("Unpack[")
            if keywords or name == self.body:
                kind = _type(self.resource, annotation[7:-1] if keywords else annotation)
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
    """Return the methods of a resource."""
    kind = _class(resource)
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
    found = getattr(_class(resource), name.replace("-", "_"), None)
    method = _method(resource, name.replace("-", "_"), found)
    if method is not None:
        return method
    known, like = list(methods(resource)), name
    today = (found.__doc__ or "").partition("Classic name of :meth:`")[2].partition("`")[0]
    if today:
        known, like = [today], today
    raise unknown(f"{resource} has no method {name!r}", like, known, f"asana {resource}")


def _class(resource: str) -> type[Any]:
    return type(vars(Resources)[resource].func(None))


def _type(resource: str, name: str) -> Any:
    from .schema import Names, evaluate

    return evaluate(name, Names(resource))


def _paragraphs(function: Any) -> list[str]:
    lines = [line.strip() for line in (function.__doc__ or "").strip().splitlines()]
    return [part.strip() for part in "\n".join(lines).split("\n\n")]


def _method(resource: str, name: str, function: Any) -> Method | None:
    """Return what a method is for the command line, or None if it has no use for it."""
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
        return None  # it needs an object
    if "params" not in names and not _is_data(resource, annotations["return"]):
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
    """Tell whether it is a name that only python-asana 0.x had."""
    while function is not None and getattr(function, "__code__", None) not in OLD_NAMES:
        function = getattr(function, "__wrapped__", None)
    return function is not None


def _is_body(resource: str, name: str, annotation: Any) -> bool:
    if name == "params" or not str(annotation).isidentifier() or annotation in TEXTS:
        return name == "params"
    return hasattr(_type(resource, annotation), "__total__")


def _is_text(annotation: Any) -> bool:
    text = getattr(annotation, "__name__", None) or str(annotation)
    return any(part.strip() in TEXTS for part in text.split("|"))


def _is_data(resource: str, annotation: Any) -> bool:
    """Tell whether what a method returns can be printed, unlike an object of ours."""
    kind = _type(resource, annotation) if isinstance(annotation, str) else annotation
    printable = kind is Any or not isinstance(kind, type)
    return printable or hasattr(kind, "__iter__") or hasattr(kind, "__int__")
