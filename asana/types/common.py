"""What all operations take: options, and dates in the forms that Asana reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
]

Date: TypeAlias = "str | date"
"""A date, or its text such as ``"2026-03-01"``."""

DateTime: TypeAlias = "str | datetime"
"""A time with its zone, or its text such as ``"2026-03-01T09:00:00Z"``."""


class Empty(TypedDict):
    """What an operation returns that has nothing to return."""


class ErrorObject(TypedDict):
    """One of the errors in an answer that refuses a request."""

    message: str
    help: str
    phrase: str


class CallOptions(TypedDict, total=False):
    """The options of a call, without the fields to return."""

    expand: Iterable[str] | str | None
    opt_expand: Iterable[str] | str | None
    pretty: bool | None
    opt_pretty: bool | None
    client_name: str | None
    opt_client_name: str | None
    max_retries: int
    timeout: float | tuple[float | None, float | None] | None
    deadline: float | None
    rate_limit: int | None
    headers: Mapping[str, Any] | None
    verify: bool | str | None
    cert: str | tuple[str, str] | None
    proxies: Mapping[str, str] | None
    base_url: str
    retry_writes: bool
    strict: bool
    read_only: bool


class ListCallOptions(CallOptions, total=False):
    """The options of a call that lists something, without the fields to return."""

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
    """The options of a call that lists something."""

    fields: Iterable[str] | str | None
    opt_fields: Iterable[str] | str | None
