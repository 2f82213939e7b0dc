"""Typeahead: quick suggestions of objects by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions

if TYPE_CHECKING:
    from .sets import ObsoleteTypeaheadType, TypeaheadType

__all__ = [
    "TypeaheadForWorkspace",
    "TypeaheadForWorkspaceOptions",
]


class TypeaheadForWorkspace(TypedDict, total=False):
    """The parameters of :meth:`typeahead_for_workspace`."""

    resource_type: TypeaheadType
    type: ObsoleteTypeaheadType
    query: str
    count: int


class TypeaheadForWorkspaceOptions(TypeaheadForWorkspace, ListOptions, total=False):
    """The keywords of :meth:`typeahead_for_workspace`."""
