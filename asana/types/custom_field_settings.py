"""Custom field settings: which custom fields a project, portfolio, goal or team has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from .compact import ProjectCompact
    from .custom_fields import CustomField

__all__ = [
    "CustomFieldSetting",
]


class CustomFieldSetting(TypedDict):
    """The complete record of a custom field setting."""

    gid: str
    resource_type: str
    project: ProjectCompact
    is_important: bool
    parent: ProjectCompact
    custom_field: CustomField
