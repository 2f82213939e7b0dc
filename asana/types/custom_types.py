"""Custom types: kinds of tasks with statuses of their own."""

from __future__ import annotations

from typing import TypedDict

from .common import ListOptions
from .compact import CustomTypeCompact, CustomTypeStatusOptionCompact

__all__ = [
    "CustomType",
    "CustomTypeStatusOption",
    "GetCustomTypes",
    "GetCustomTypesOptions",
]


class CustomType(CustomTypeCompact):
    """The complete record of a custom type."""

    status_options: list[CustomTypeStatusOption] | None


class CustomTypeStatusOption(CustomTypeStatusOptionCompact):
    """A status of a custom type."""

    completion_state: str | None
    enabled: bool | None
    color: str | None


class GetCustomTypes(TypedDict, total=False):
    """The parameters of :meth:`get_custom_types`."""

    project: str


class GetCustomTypesOptions(GetCustomTypes, ListOptions, total=False):
    """The keywords of :meth:`get_custom_types`."""
