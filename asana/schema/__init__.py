"""Descriptions of the client's methods, with their parameters as JSON Schema, and calls by name.

They are for programs that choose a method or build a form for one, such as an AI agent. They are
derived from the signatures, the types and the docstrings.

>>> schema.of("tasks.create_task")["parameters"]["properties"]["completed"]
{'type': 'boolean'}
>>> schema.call(client, "tasks.create_task", {"name": "Ship", "projects": [project_gid]})
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _arguments
from ._methods import Method, find, methods, resources
from ._texts import value

if TYPE_CHECKING:
    from ..fields import Fields
    from ..resources import Resources

__all__ = ["arguments", "call", "custom_fields", "names", "of", "value"]


def names(resource: str | None = None) -> list[str]:
    """Return the names of the methods, such as ``tasks.create_task``.

    All operations are among them, and the methods above them that take and return data.
    Sends no request.

    :param resource: the name of a resource such as ``tasks``; by default, those of all
    :raises ValueError: there is no such resource
    """
    chosen = resources() if resource is None else [resource]
    return [method.title for each in chosen for method in methods(each).values()]


def of(name: str) -> dict[str, Any]:
    """Return the description of a method.

    It has the keys ``name``, ``description``, ``route`` (such as ``GET /tasks/{}``), ``scope`` (of
    OAuth, or None), ``writes`` (whether it may change anything), ``parameters`` (a JSON Schema of
    an object), and ``fields`` (what the option ``fields`` can request). Sends no request.

    :param name: the name of the method, such as ``tasks.create_task``
    :raises ValueError: there is no such method; the message suggests the nearest names
    """
    method = _method(name)
    gids = {gid: {"type": "string"} for gid in method.gids}
    return {
        "name": method.title,
        "description": " ".join(" ".join(method.paragraphs).split()),
        "route": f"{method.verb} {method.template}",
        "scope": method.scope,
        "writes": method.verb != "GET",
        "parameters": {
            "type": "object",
            "properties": {**gids, **method.schemas()},
            "required": list(method.gids[: method.required]),
            "additionalProperties": False,
        },
        "fields": sorted(method.fields),
    }


def call(client: Any, name: str, arguments: Mapping[str, Any] | None = None, **options: Any) -> Any:
    """Call the method with a name, and return its result.

    :param client: a client, or a batch
    :param name: the name of the method, such as ``tasks.create_task``
    :param arguments: its parameters, as :func:`of` describes them
    :param options: the options of the request, such as ``fields``
    :raises ValueError: there is no such method; nothing was sent
    :raises TypeError: a parameter is missing or unknown; nothing was sent
    :raises AsanaError: the request failed
    """
    return _arguments.called(_method(name), client, arguments or {}, options)


def arguments(name: str, given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a method from texts, such as those of a form or a command.

    Each pair is the name of a parameter and a text for :func:`value`, or a value of another type,
    which is kept as it is. ``external.gid`` is a part of an object. Sends no request.

    >>> schema.arguments("tasks.create_task", [("completed", "true"), ("projects", "1,2")])
    {'completed': True, 'projects': ['1', '2']}

    :param name: the name of the method
    :raises ValueError: there is no such method, a name is unknown or given twice, or a text stands
        for no value of its parameter
    """
    return _arguments.arguments(_method(name), given)


def custom_fields(client: "Resources", name: str, arguments: Mapping[str, Any]) -> "Fields":
    """Return the custom fields that the records of a call have.

    They are those of the record that the call is about; else of its project, projects, portfolio or
    goal; else of its workspace. Sends one request, or for a place one for every 100 fields.

    >>> arguments = {"name": "Ship", "projects": [project_gid]}
    >>> fields = schema.custom_fields(client, "tasks.create_task", arguments)
    >>> arguments["custom_fields"] = fields.values({"Priority": "High"})

    :param name: the name of the method
    :param arguments: the arguments of the call
    :raises ValueError: there is no such method, or the call names no record and no place
    :raises PremiumOnlyError: the plan of the workspace does not include custom fields
    """
    from ._custom_fields import custom_fields  # which needs what few calls need

    return custom_fields(_method(name), client, arguments)


def _method(name: str) -> Method:
    resource, _, own_name = name.partition(".")
    return find(resource, own_name)


def __dir__() -> list[str]:
    return __all__
