"""Custom field settings: which custom fields a project, portfolio, goal or team has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact
    from .custom_fields import CustomField
    from .fields import CustomFieldSettingField

__all__ = [
    "CustomFieldSetting",
    "CustomFieldSettingFields",
    "CustomFieldSettingListOptions",
]


class CustomFieldSetting(TypedDict):
    """The complete record of a custom field setting."""

    gid: str
    resource_type: str
    project: ProjectCompact
    is_important: bool
    parent: ProjectCompact
    custom_field: CustomField


class CustomFieldSettingFields(TypedDict, total=False):
    """The option with the fields of custom field settings to return."""

    fields: Iterable[CustomFieldSettingField | str] | str | None
    opt_fields: Iterable[CustomFieldSettingField | str] | str | None


class CustomFieldSettingListOptions(CustomFieldSettingFields, ListCallOptions, total=False):
    """The options of a call that lists custom field settings."""
