"""Find the methods of the resources, and read their signatures and types."""

import inspect
import re
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any

from asana._call.routes import ROUTES
from asana.resources import Resources
from asana.types.common import ListOptions

from .facts import Operation

__all__ = ["class_of", "function_of", "parameters", "resources", "returned"]


def resources() -> dict[str, str]:
    """Return the names of the resources with their descriptions."""
    return {
        name: inspect.cleandoc(each.__doc__ or "").partition("\n")[0]
        for name, each in vars(Resources).items()
        if isinstance(each, cached_property) and name != "message"
    }


def class_of(resource: str) -> type[Any]:
    """Return the class of a resource."""
    return type(vars(Resources)[resource].func(None))


def function_of(row: Operation) -> Callable[..., Any]:
    """Return the method of an operation."""
    found: Callable[..., Any] = inspect.unwrap(getattr(class_of(row.resource), row.method))
    return found


def returned(row: Operation) -> str:
    """Return the return annotation of an operation."""
    return str(function_of(row).__annotations__["return"])


def parameters(row: Operation) -> dict[str, Any]:
    """Return the annotations of the parameters of an operation, without call options."""
    route = re.sub(r"\{\w+\}", "{}", f"{row.verb} {row.path}")
    found: dict[str, Any] = {}
    for name in (ROUTES[route][0] or "").split():
        module, _, kind = name.partition(".")
        found.update(getattr(import_module(f"asana.types.{module}"), kind).__annotations__)
    signature = inspect.signature(function_of(row))
    for each in signature.parameters.values():
        if each.kind is each.KEYWORD_ONLY:
            found[each.name] = each.annotation
    return {name: found[name] for name in found if name not in ListOptions.__annotations__}
