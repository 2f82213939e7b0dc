"""The base class of all resources, and helpers for the method names of python-asana."""

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, overload

from .._call.parts import Params
from .._call.words import old_name

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["Params", "Resource", "also_takes", "classic", "old_name"]

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
F = TypeVar("F", bound=Callable[..., Any])


class Resource:
    """Base of the resources."""

    def __init__(self, client: "Verbs" = None) -> None:  # type: ignore[assignment]
        self.client = client


class Classic(Protocol[R_co]):
    """A method under its python-asana name, which takes any mapping and any keyword."""

    def __call__(self, params: Mapping[str, Any] | None = ..., /, **options: Any) -> R_co: ...


class ClassicOfGid(Protocol[R_co]):
    """The same, with a gid before the parameters; it may be a keyword too."""

    def __call__(
        self, gid: str | int = ..., params: Mapping[str, Any] | None = ..., /, **options: Any
    ) -> R_co: ...


@overload
def classic(method: Callable[..., R]) -> Classic[R]: ...
@overload
def classic(method: Callable[..., R], gid: str) -> ClassicOfGid[R]: ...
def classic(method: Callable[..., R], gid: str | None = None) -> Any:
    """Return a method under its python-asana name.

    :param method: today's method, which sends the same request
    :param gid: python-asana's keyword for the first argument, which callers may use
    """

    @old_name
    @functools.wraps(method)
    def under_old_name(self: Resource, *args: Any, **options: Any) -> R:
        return method(self, *_with_gid(gid, args, options), **options)

    route = (method.__doc__ or "").rpartition("\n\n")[2].strip()
    under_old_name.__doc__ = f"Classic name of :meth:`{method.__name__}`.\n\n{route}"
    return under_old_name


def also_takes(gid: str) -> Callable[[F], F]:
    """Return a decorator of a method whose first argument had another name in python-asana.

    :param gid: that name, which callers may use as a keyword
    """

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def with_old_keyword(self: Resource, *args: Any, **options: Any) -> Any:
            return method(self, *_with_gid(gid, args, options), **options)

        return cast(F, with_old_keyword)

    return decorate


def _with_gid(gid: str | None, args: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
    """Return the positional arguments, with a gid among the keywords at its place.

    The keyword ended in ``_id`` or ``Id`` in early versions.
    """
    if gid is None or args:
        return args
    for keyword in (gid, f"{gid}_id", f"{gid}Id"):
        if keyword in options:
            return (options.pop(keyword),)
    return args
