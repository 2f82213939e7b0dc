"""Describe the public surface of the installed asana, and print it as JSON, one entry per line.

The script runs on Python 3.8 and newer with any release of asana. Its output for two released
versions is in `tests/data`, and `tests/test_surface.py` compares this library with it. Every place
on the surface is a Python expression, so one lookup works for modules, classes and instances.
"""

from __future__ import annotations

import inspect
import io
import json
import math
import pkgutil
import sys
import types
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter

import asana

if TYPE_CHECKING:
    Facts = dict[str, Any]  # Python 3.8 cannot evaluate this

MODULES = ("client", "error", "page_iterator", "resources", "session", "version")
METADATA = ("__copyright__", "__license__", "__title__", "__version__")
SPECIAL_METHODS = ("__iter__", "__next__")
VERBS = ("delete", "get", "get_collection", "post", "put", "request")

# The packages whose methods and attributes count. The OAuth session consists of inherited ones.
OWN_CODE = ("asana", "requests_oauthlib")

PAGES = "asana.page_iterator.{}(client, '/x', {{}}, {})"
ITERATORS = ("CollectionPageIterator", "EventsPageIterator", "AuditLogAPIIterator")
SESSIONS = (
    "asana.Client.access_token('token').session",
    "asana.Client.oauth(client_id='1', client_secret='secret').session",
    "asana.Client.oauth(token={'access_token': 'token'}).session",
)
CLIENTS = (
    "asana.Client()",
    "asana.Client(None, None)",
    "asana.Client(session=None, auth=None)",
    "asana.Client(base_url='http://app', poll_interval=0)",
    "asana.Client(page_size=1000)",
    "asana.Client(headers={'a': 'b'})",
    "asana.Client.access_token('')",
    "asana.Client.access_token('token')",
    "asana.Client.access_token(None)",
    "asana.Client.access_token(accessToken='token')",
    "asana.Client.basic_auth('token')",
    "asana.Client.basic_auth(apiKey='token')",
    "asana.Client.oauth()",
    "asana.Client.oauth(client_id='1')",
    "asana.Client.oauth(client_id=1, client_secret='secret', redirect_uri='https://app.example')",
    "asana.Client.oauth(client_id='1', client_secret=None, scope='default')",
    "asana.Client.oauth(client_id='1', token=None, state=None)",
    "asana.Client.oauth(token={'access_token': 'token'}, client_id='1', state='state')",
    "asana.Client.oauth(client_id='1', token={'access_token': 'token'}, token_updater=print,"
    " auto_refresh_url='https://app.asana.com/-/oauth_token',"
    " auto_refresh_kwargs={'client_id': '1', 'client_secret': 'secret'})",
)


# -- values


def describe(value: Any) -> Any:
    """Return plain values as they are, and the kind of everything else."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (list, tuple)):
        return [describe(part) for part in value]
    if isinstance(value, (set, frozenset)):
        return {"set": sorted(value)}
    if isinstance(value, types.ModuleType):
        return "module"
    if isinstance(value, type):
        return "class " + type_name(value)
    return "function" if inspect.isroutine(value) else type_name(type(value)) + " object"


def type_name(kind: type) -> str:
    """Return the name of a class, with its module."""
    module = "" if kind.__module__ == "builtins" else kind.__module__ + "."
    return module + kind.__qualname__


def lookup(place: str) -> Any:
    """Return what a place of the surface holds."""
    names = {
        "asana": asana,
        "client": asana.Client(base_url="http://app"),
        "response": _response,
    }
    return eval(place, names)


def _response(status: int) -> requests.Response:
    """Return a response from Asana that reports an error."""
    response = requests.Response()
    response.status_code = status
    response.headers["Retry-After"] = "3"
    response._content = b'{"errors": [{"message": "words"}], "sync": "S"}'
    return response


def _entries(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a place, and the places of its members if it is a dictionary."""
    yield place, describe(value)
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield f"{place}[{key!r}]", describe(member)


# -- modules and classes


def reachable_modules() -> Iterator[str]:
    """Yield the modules that are attributes of the package or of `asana.resources`."""
    yield "asana"
    yield from (f"asana.{name}" for name in MODULES if hasattr(asana, name))
    for module in pkgutil.iter_modules(lookup("asana.resources").__path__):
        yield f"asana.resources.{module.name}"


def module_names() -> Facts:
    """Describe the names in each module that belong to asana."""
    found: Facts = {}
    for place in reachable_modules():
        found[place] = describe(lookup(place))
        if place == "asana.resources.gen":  # internal: its classes have public subclasses
            continue
        for name, value in vars(lookup(place)).items():
            if name in ("__version__", "__copyright__"):
                found[f"{place}.{name}"] = "str object"
            elif name in METADATA or (name[0] != "_" and _is_own(value)):
                found.update(_entries(f"{place}.{name}", value))
    return found


def _is_own(value: Any) -> bool:
    module = value.__name__ if isinstance(value, types.ModuleType) else None
    if isinstance(value, type) or inspect.isroutine(value):
        module = value.__module__
    return module is None or module.split(".")[0] == "asana"


def classes() -> Iterator[tuple[str, type]]:
    """Yield the public classes, each in the module that defines it."""
    for place in reachable_modules():
        module = lookup(place)
        for name, value in vars(module).items():
            if name[0] != "_" and isinstance(value, type) and value.__module__ == module.__name__:
                yield f"{place}.{name}", value


def bases() -> Facts:
    """Describe the base classes of each class."""
    return {
        place: [type_name(base) for base in kind.__mro__[1:-1] if base.__name__[0] != "_"]
        for place, kind in classes()
    }


def class_attributes() -> Facts:
    """Describe the tables, constants and properties of classes."""
    found: Facts = {}
    for place, kind in classes():
        for name, value in _members(kind):
            if not inspect.isroutine(value):
                found.update(_entries(f"{place}.{name}", value))
    return found


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public members that asana or its OAuth library defines."""
    own = [base for base in kind.__mro__ if base.__module__.split(".")[0] in OWN_CODE]
    names = {name for base in own for name in vars(base)}
    for name in sorted(names):
        if name[0] != "_" or name in SPECIAL_METHODS:
            yield name, getattr(kind, name)


# -- calls


def calls() -> Facts:
    """Describe the signatures of classes, and of their methods that send no request."""
    found: Facts = {}
    for place, kind in classes():
        found[place] = signature_text(kind)
        if not place.startswith("asana.resources."):
            for name, value in _members(kind):
                if inspect.isroutine(value) and not (kind is asana.Client and name in VERBS):
                    found[f"{place}.{name}"] = signature_text(without_self(value))
    return found


def without_self(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a class as a bound method, and any other callable unchanged."""
    bound = inspect.isclass(function) or inspect.ismethod(function)
    return function if bound else types.MethodType(function, object())


def signature_text(function: Callable[..., Any]) -> str:
    """Return a signature as Python source, with `...` for every default."""
    parameters = [
        parameter.replace(
            annotation=parameter.empty,
            default=parameter.empty if parameter.default is parameter.empty else ...,
        )
        for parameter in inspect.signature(function).parameters.values()
    ]
    return str(inspect.Signature(parameters)).replace("=Ellipsis", "=...")


def parsed(text: str) -> inspect.Signature:
    """Return the signature that a text of `signature_text` describes."""
    return inspect.signature(eval(f"lambda {text[1:-1]}: None"))


class Call(NamedTuple):
    """The arguments of one call."""

    args: tuple[Any, ...]
    keywords: dict[str, Any]

    def __str__(self) -> str:
        shown = [repr(arg) for arg in self.args]
        return ", ".join(shown + [f"{name}={value!r}" for name, value in self.keywords.items()])


OPTIONS: tuple[dict[str, Any], ...] = (
    {"opt_fields": "name"},
    {"iterator_type": None},
    {"probe": "1"},
)


GID_KINDS: dict[str, type[int | str]] = {"int": int, "str": str}


def accepted_calls(signature: inspect.Signature, values: Mapping[str, Any]) -> list[Call]:
    """Return calls that a signature accepts: each split into positional and named arguments."""
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    named = [p for p in signature.parameters.values() if p.kind not in variable]
    needed = [p.name for p in named if p.default is p.empty]
    found = []
    for given in (needed, [p.name for p in named]):
        for split in range(len(given) + 1):
            args = tuple(values[name] for name in given[:split])
            found.append(Call(args, {name: values[name] for name in given[split:]}))
    if any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values()):
        args = tuple(values[name] for name in needed)
        found += [Call(args, dict(options)) for options in OPTIONS]
    return [call for number, call in enumerate(found) if call not in found[:number]]


# -- requests


class Recorder(BaseAdapter):
    """Answers every request with a page of one record, and keeps the request."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.requests.append(request)
        body = io.BytesIO(b'{"data": [{"gid": "1"}], "sync": "S"}')
        answer = urllib3.HTTPResponse(body, status=200, preload_content=False)
        return HTTPAdapter().build_response(request, answer)

    def close(self) -> None:
        pass


class Sender:
    """Calls methods of a client, and records what they send."""

    def __init__(self, kind: type = asana.Client) -> None:
        self.recorder = Recorder()
        session = requests.Session()
        session.mount("https://", self.recorder)
        self.client = kind(session)

    def sent(self, method: str, call: Call, names: Mapping[str, str]) -> dict[str, str]:
        """Return the request that a call makes, with the names of its gids."""
        self.recorder.requests.clear()
        function = eval(method, {"client": self.client})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*call.args, **call.keywords)
            if hasattr(result, "__next__"):
                next(result)
        (found,) = {_written(request, names) for request in self.recorder.requests}
        return dict(found)


def _written(
    request: requests.PreparedRequest, names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return a request's verb and path, and the part of it that has the caller's parameters."""
    url = urlsplit(request.url or "")
    parts = unquote(url.path).replace("/api/1.0", "", 1).split("/")
    path = "/".join(names.get(part, part) for part in parts)
    found = {"request": f"{request.method} {path}"}
    body = request.body or b""
    text = body.decode() if isinstance(body, bytes) else str(body)
    if "content-disposition" in text.lower():
        found["params"] = "files"
    elif "probe" in parse_qs(url.query):
        found["params"] = "query"
    elif text and "probe" in json.loads(text).get("data", {}):
        found["params"] = "data"
    return tuple(found.items())


def argument_values(
    signature: inspect.Signature, gids: str = "str"
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return an argument for each parameter, and the parameter that each gid was passed for."""
    values: dict[str, Any] = {
        "data": {"probe": "1"},
        "file_content": b"content",
        "file_content_type": "text/plain",
        "file_name": "name.txt",
        "method": "get",
        "params": {"probe": "1"},
        "path": "/probe",
        "query": {"probe": "1", "sync": "S"},
    }
    names = {}
    for number, (name, parameter) in enumerate(signature.parameters.items(), 101):
        if name not in values and parameter.kind is not parameter.VAR_KEYWORD:
            values[name] = GID_KINDS[gids](number)
            names[str(number)] = f"{{{name}}}"
    return values, names


def methods() -> list[str]:
    """Return the methods of the client and of its resources that send a request."""
    client = asana.Client()
    found = [f"client.{verb}" for verb in VERBS]
    for module in pkgutil.iter_modules(asana.resources.__path__):
        resource = getattr(client, module.name, None)
        for name, _ in inspect.getmembers(resource, inspect.ismethod):
            if name[0] != "_":
                found.append(f"client.{module.name}.{name}")
    return found


def requests_sent() -> Facts:
    """Describe what each method sends, which is the same for every call that it accepts."""
    return {method: _facts_of(method) for method in methods()}


def _facts_of(method: str) -> dict[str, Any]:
    sender = Sender()
    text = signature_text(eval(method, {"client": sender.client}))
    facts: dict[str, Any] = {"signature": text}
    kinds = _gid_kinds(sender, method, parsed(text))
    for kind in kinds:
        values, names = argument_values(parsed(text), kind)
        for call in accepted_calls(parsed(text), values):
            for key, value in sender.sent(method, call, names).items():
                if facts.setdefault(key, value) != value:
                    raise AssertionError(f"{method}({call}) sends {value}, other calls {facts}")
        if names:
            facts["gids"] = kinds
    return facts


def _gid_kinds(sender: Sender, method: str, signature: inspect.Signature) -> list[str]:
    """Return the types that a method accepts for gids."""
    accepted = []
    for kind in GID_KINDS:
        values, names = argument_values(signature, kind)
        try:
            sender.sent(method, accepted_calls(signature, values)[0], names)
        except TypeError:
            continue
        accepted.append(kind)
    return accepted


# -- instances


def instances() -> Facts:
    """Describe the attributes of clients, iterators, sessions and errors."""
    found: Facts = {place: describe(lookup(place)) for place in CLIENTS}
    for place in ("client", *_iterators()):
        found.update(_attributes(place, ()))
    for place in SESSIONS:
        found.update(_attributes(place, {*dir(requests.Session()), "compliance_hook"}))
    for place in _errors():
        found.update(_attributes(place, dir(Exception())))
        found[f"str({place})"] = str(lookup(place))
    return found


def _iterators() -> Iterator[str]:
    for name in ITERATORS:
        if hasattr(asana.page_iterator, name):
            yield PAGES.format(name, "{}")
    yield PAGES.format(ITERATORS[0], {"page_size": 5, "item_limit": 7})


def _errors() -> Iterator[str]:
    for place, kind in classes():
        if not issubclass(kind, asana.error.AsanaError):
            continue
        yield f"{place}()"
        if "message" in inspect.signature(kind).parameters:
            yield f"{place}('message', 418, response(418))"
        else:
            yield f"{place}(response({kind().status}))"


def _attributes(place: str, inherited: Collection[str]) -> Facts:
    instance = lookup(place)
    # Released iterators hide their continuation from dir().
    names = {*dir(instance), getattr(instance, "CONTINUATION_KEY", "_")} - set(inherited)
    found: Facts = {place: describe(instance)}
    for name in sorted(names):
        if name[0] != "_" and not _is_class_constant(type(instance), name):
            value = getattr(instance, name)
            if not inspect.isroutine(value):
                found.update(_entries(f"{place}.{name}", value))
    return found


def _is_class_constant(kind: type, name: str) -> bool:
    """Return whether an attribute is a constant of the class, which has its own entry."""
    found = inspect.getattr_static(kind, name, property())
    return not hasattr(found, "__get__")


# -- output


def surface() -> dict[str, Facts]:
    """Describe the whole surface, by kind."""
    return {
        "bases": bases(),
        "calls": calls(),
        "class attributes": class_attributes(),
        "instances": instances(),
        "names": module_names(),
        "requests": requests_sent(),
    }


def as_text(found: Mapping[str, Facts]) -> str:
    """Return the surface as sorted JSON, one entry per line."""
    sections = []
    for kind in sorted(found):
        lines = [
            f"{json.dumps(place)}: {json.dumps(value, sort_keys=True)}"
            for place, value in sorted(found[kind].items())
        ]
        sections.append(f"{json.dumps(kind)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(as_text(surface()))
