"""Out-of-office entries: when people are away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .compact import UserCompact
    from .fields import OooEntryField

__all__ = [
    "CreateOooEntry",
    "CreateOooEntryOptions",
    "GetOooEntries",
    "GetOooEntriesOptions",
    "OooEntry",
    "OooEntryFields",
    "OooEntryOptions",
    "UpdateOooEntry",
    "UpdateOooEntryOptions",
]


class OooEntry(TypedDict):
    """The complete record of an out-of-office entry."""

    gid: str
    resource_type: str
    start_date: str
    end_date: str
    user: UserCompact
    created_by: UserCompact


class OooEntryFields(TypedDict, total=False):
    """The option with the fields of out-of-office entries to return."""

    fields: Iterable[OooEntryField | str] | str | None
    opt_fields: Iterable[OooEntryField | str] | str | None


class OooEntryOptions(OooEntryFields, CallOptions, total=False):
    """The options of a call that returns an out-of-office entry."""


class CreateOooEntry(TypedDict, total=False):
    """The parameters of :meth:`create_ooo_entry`."""

    start_date: Date
    end_date: Date
    user: str
    workspace: str


class GetOooEntries(CreateOooEntry, total=False):
    """The parameters of :meth:`get_ooo_entries`."""


class UpdateOooEntry(TypedDict, total=False):
    """The parameters of :meth:`update_ooo_entry`."""

    start_date: Date
    end_date: Date


class CreateOooEntryOptions(CreateOooEntry, OooEntryFields, CallOptions, total=False):
    """The keywords of :meth:`create_ooo_entry`."""


class GetOooEntriesOptions(GetOooEntries, OooEntryFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_ooo_entries`."""


class UpdateOooEntryOptions(UpdateOooEntry, OooEntryFields, CallOptions, total=False):
    """The keywords of :meth:`update_ooo_entry`."""
