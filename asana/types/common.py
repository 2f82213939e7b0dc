"""Types that all operations use: options, and dates in the forms that Asana accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime


__all__ = [
    "CallOptions",
    "Date",
    "DateTime",
    "Empty",
    "ErrorObject",
    "ListCallOptions",
    "ListOptions",
    "Options",
    "RateLimit",
]

Date: TypeAlias = "str | date"
"""A date, or a string such as ``"2026-03-01"``."""

DateTime: TypeAlias = "str | datetime"
"""A time with a time zone, or a string such as ``"2026-03-01T09:00:00Z"``."""


class RateLimit(Protocol):
    """An external rate limit, such as :class:`asana.stores.SharedRate`."""

    def acquire(self, route: str, timeout: float | None, load: tuple[int, int], /) -> object:
        """Wait until a request may be sent.

        :param route: the method and the path, with ``{}`` in place of each gid
        :param timeout: the maximum number of seconds to wait; None waits indefinitely
        :param load: how many reads and writes the request counts as: a batch counts as its actions
        :raises TimeoutError: the wait would exceed the timeout
        """
        ...

    def release(self, route: str, /) -> object:
        """Record that the response to this thread's request has arrived."""
        ...

    def pause(self, seconds: float, /) -> object:
        """Pause all requests for a number of seconds, as requested by Asana."""
        ...


class Empty(TypedDict):
    """The empty result of an operation."""


class ErrorObject(TypedDict):
    """One of the errors in an error response."""

    message: str
    help: str
    phrase: str


class CallOptions(TypedDict, total=False):
    """The options of a call, except those with the fields to return."""

    expand: Iterable[str] | str | None
    opt_expand: Iterable[str] | str | None
    pretty: bool | None
    opt_pretty: bool | None
    client_name: str | None
    opt_client_name: str | None
    max_retries: int
    timeout: float | tuple[float | None, float | None] | None
    deadline: float | None
    rate_limit: int | RateLimit | None
    headers: Mapping[str, Any] | None
    verify: bool | str | None
    cert: str | tuple[str, str] | None
    proxies: Mapping[str, str] | None
    on_attempt: Callable[[Any], object] | None
    base_url: str
    retry_writes: bool
    strict: bool
    read_only: bool


class ListCallOptions(CallOptions, total=False):
    """The options of a call that lists objects, except those with the fields to return."""

    item_limit: int | None
    page_size: int
    limit: int | None
    offset: str | None
    prefetch: bool


class Options(CallOptions, total=False):
    """The options of a call; see the table in README."""

    fields: Iterable[str] | str | None
    opt_fields: Iterable[str] | str | None


class ListOptions(ListCallOptions, total=False):
    """The options of a call that lists objects."""

    fields: Iterable[str] | str | None
    opt_fields: Iterable[str] | str | None
