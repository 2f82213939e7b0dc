"""The base class of all resources, and helpers for the method names of python-asana."""

import functools
from collections.abc import Callable
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    ParamSpec,
    Protocol,
    TypeVar,
    cast,
    overload,
)

from .._call.parts import Params
from .._call.words import old_name
from .gids import Gid

if TYPE_CHECKING:
    from .._verbs import Verbs
    from ..page_iterator import CollectionPageIterator, ItemIterator, Page

__all__ = [
    "Gid",
    "Params",
    "Resource",
    "also_takes",
    "classic",
    "old_listing",
    "old_method",
    "old_name",
]

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
F = TypeVar("F", bound=Callable[..., Any])


class Resource:
    """The base class of the resources."""

    def __init__(self, client: "Verbs" = None) -> None:  # type: ignore[assignment]
        self.client = client


class Classic(Protocol[P, R_co]):
    """A method under its python-asana name, which accepts any mapping and any keyword."""

    def __call__(self, *args: P.args, **options: P.kwargs) -> R_co:
        """Call the method."""
        ...


class ClassicListing(Protocol[P, T]):
    """A listing under its python-asana name; ``iterator_type`` determines the type it returns."""

    @overload
    def __call__(  # type: ignore[overload-overlap]  # the others have no such value
        self, *args: Any, iterator_type: Literal["pages"], **options: Any
    ) -> "CollectionPageIterator[T]": ...
    @overload
    def __call__(self, *args: Any, iterator_type: None, **options: Any) -> "Page[T]": ...
    @overload
    def __call__(self, *args: P.args, **options: P.kwargs) -> "ItemIterator[T]": ...


@overload
def classic(
    method: "Callable[..., ItemIterator[T]]", gid: Callable[P, None]
) -> ClassicListing[P, T]: ...
@overload
def classic(method: Callable[..., R], gid: Callable[P, None]) -> Classic[P, R]: ...
def classic(method: Callable[..., R], gid: Callable[P, None]) -> Any:
    """Return a method under its python-asana name.

    :param method: today's method, which sends the same request
    :param gid: the function of :mod:`asana.resources.gids` with its arguments. The name of the
        function is python-asana's keyword for the first argument
    """
    keyword = gid.__name__

    @old_name
    @functools.wraps(method)
    def under_old_name(self: Resource, *args: Any, **options: Any) -> R:
        return method(self, *_with_gid(keyword, args, options), **options)

    first, _, rest = (method.__doc__ or "").partition("\n\n")
    route = rest.rpartition("\n\n")[2].strip()
    under_old_name.__doc__ = f"{first}\n\nClassic name of :meth:`{method.__name__}`.\n\n{route}"
    return under_old_name


def old_listing(
    gid: Callable[P, None],
) -> "Callable[[Callable[..., ItemIterator[T]]], ClassicListing[P, T]]":
    """Return a decorator for a listing that only python-asana 0.x has under this name.

    :param gid: the function with its arguments, as in :func:`classic`
    """
    return lambda method: cast(Any, old_method(gid.__name__)(method))


def also_takes(gid: str) -> Callable[[F], F]:
    """Return a decorator for a method whose first argument has another name in python-asana.

    :param gid: that name, accepted as a keyword
    """

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def with_old_keyword(self: Resource, *args: Any, **options: Any) -> Any:
            return method(self, *_with_gid(gid, args, options), **options)

        return cast(F, with_old_keyword)

    return decorate


def old_method(gid: str) -> Callable[[F], F]:
    """Return a decorator for a method that only python-asana 0.x has under this name.

    :param gid: the name of its first argument, as in :func:`also_takes`
    """
    return lambda method: also_takes(gid)(old_name(method))


def _with_gid(gid: str, args: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
    """Return the positional arguments, including a gid passed as a keyword.

    Early versions of python-asana end the keyword in ``_id`` or ``Id``.
    """
    if args:
        return args
    for keyword in (gid, f"{gid}_id", f"{gid}Id"):
        if keyword in options:
            return (options.pop(keyword),)
    return args
