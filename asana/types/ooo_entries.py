"""Out-of-office entries: when people are away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions, Options

if TYPE_CHECKING:
    from .common import Date
    from .compact import UserCompact

__all__ = [
    "CreateOooEntry",
    "CreateOooEntryOptions",
    "GetOooEntries",
    "GetOooEntriesOptions",
    "OooEntry",
    "UpdateOooEntry",
    "UpdateOooEntryOptions",
]


class OooEntry(TypedDict):
    """The complete record of an ooo entry."""

    gid: str
    resource_type: str
    start_date: str
    end_date: str
    user: UserCompact
    created_by: UserCompact


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


class CreateOooEntryOptions(CreateOooEntry, Options, total=False):
    """The keywords of :meth:`create_ooo_entry`."""


class GetOooEntriesOptions(GetOooEntries, ListOptions, total=False):
    """The keywords of :meth:`get_ooo_entries`."""


class UpdateOooEntryOptions(UpdateOooEntry, Options, total=False):
    """The keywords of :meth:`update_ooo_entry`."""
