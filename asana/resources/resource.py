"""What every resource is made of: the client's verbs, and the helper for python-asana's names."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from ..download import Progress
from ..page_iterator import CollectionPageIterator, ItemIterator
from ..records import Record

R = TypeVar("R")

Params = Mapping[str, Any] | None
"""What a method sends: the fields of a body, or the parameters of a query."""


class Verbs(Protocol):
    """All that a resource knows of the client."""

    def get(self, path: str, /, params: Params = None, **options: Any) -> Record:
        """Send a GET."""

    def get_collection(
        self,
        path: str,
        /,
        params: Params = None,
        *,
        pages: type[CollectionPageIterator] = CollectionPageIterator,
        **options: Any,
    ) -> ItemIterator:
        """List a collection."""

    def post(
        self,
        path: str,
        /,
        data: Params = None,
        *,
        query: Params = None,
        files: Any = None,
        idempotent: bool = False,
        **options: Any,
    ) -> Record:
        """Send a POST."""

    def put(
        self, path: str, /, data: Params = None, *, query: Params = None, **options: Any
    ) -> Record:
        """Send a PUT."""

    def delete(self, path: str, /, params: Params = None, **options: Any) -> Record:
        """Send a DELETE."""

    def download(
        self, url: str, target: Any, progress: Progress | None = None, **options: Any
    ) -> int:
        """Write what is at a URL to a file."""


class Resource:
    """Base of the resources."""

    def __init__(self, client: Verbs) -> None:
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
