"""What every resource is made of: the client's verbs, and the helper for python-asana's names."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..request import Params

if TYPE_CHECKING:
    from ..verbs import Verbs

__all__ = ["Params", "Resource", "classic"]

R = TypeVar("R")


class Resource:
    """Base of the resources."""

    def __init__(self, client: "Verbs" = None) -> None:  # type: ignore[assignment]
        self.client = client


def classic(method: Callable[..., R], gid: str | None = None) -> Callable[..., R]:
    """Return a method under its python-asana name.

    :param method: today's method, which sends the same request
    :param gid: python-asana's keyword for the first argument, which callers may use
    """

    @functools.wraps(method)
    def under_old_name(self: Resource, *args: Any, **options: Any) -> R:
        if gid is not None and not args and gid in options:
            args = (options.pop(gid),)
        return method(self, *args, **options)

    route = (method.__doc__ or "").rpartition("\n\n")[2].strip()
    under_old_name.__doc__ = f"Classic name of :meth:`{method.__name__}`.\n\n{route}"
    return under_old_name
