"""The defaults of a function's parameters, to compare with those that its documentation names."""

import inspect
from collections.abc import Callable
from typing import Any


def defaults(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the default of each parameter that has one."""
    parameters = inspect.signature(function).parameters.values()
    return {each.name: each.default for each in parameters if each.default is not each.empty}
