"""Custom types: kinds of tasks with their own statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import CustomTypeCompact, CustomTypeStatusOptionCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import CustomTypeField

__all__ = [
    "CustomType",
    "CustomTypeFields",
    "CustomTypeOptions",
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


class CustomTypeFields(TypedDict, total=False):
    """The option with the fields of custom types to return."""

    fields: Iterable[CustomTypeField | str] | str | None
    opt_fields: Iterable[CustomTypeField | str] | str | None


class CustomTypeOptions(CustomTypeFields, CallOptions, total=False):
    """The options of a call that returns a custom type."""


class GetCustomTypes(TypedDict, total=False):
    """The parameters of :meth:`get_custom_types`."""

    project: str


class GetCustomTypesOptions(GetCustomTypes, CustomTypeFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_custom_types`."""
