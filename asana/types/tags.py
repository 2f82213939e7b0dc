"""Tags: labels on tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions, Options
from .compact import TagCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import UserCompact, WorkspaceCompact
    from .sets import TagColor

__all__ = [
    "CreateTag",
    "CreateTagForWorkspace",
    "CreateTagForWorkspaceOptions",
    "CreateTagOptions",
    "GetTags",
    "GetTagsOptions",
    "Tag",
    "UpdateTag",
    "UpdateTagOptions",
]


class Tag(TagCompact):
    """The complete record of a tag."""

    color: TagColor | str | None
    notes: str
    created_at: str
    followers: list[UserCompact]
    workspace: WorkspaceCompact
    permalink_url: str


class CreateTag(TypedDict, total=False):
    """The parameters of :meth:`create_tag`."""

    name: str
    color: TagColor | None
    notes: str
    followers: Iterable[str]
    workspace: str


class CreateTagForWorkspace(TypedDict, total=False):
    """The parameters of :meth:`create_tag_for_workspace`."""

    name: str
    color: TagColor | None
    notes: str
    followers: Iterable[str]


class GetTags(TypedDict, total=False):
    """The parameters of :meth:`get_tags`."""

    workspace: str


class UpdateTag(TypedDict, total=False):
    """The parameters of :meth:`update_tag`."""

    name: str
    color: TagColor | None
    notes: str


class CreateTagOptions(CreateTag, Options, total=False):
    """The keywords of :meth:`create_tag`."""


class CreateTagForWorkspaceOptions(CreateTagForWorkspace, Options, total=False):
    """The keywords of :meth:`create_tag_for_workspace`."""


class GetTagsOptions(GetTags, ListOptions, total=False):
    """The keywords of :meth:`get_tags`."""


class UpdateTagOptions(UpdateTag, Options, total=False):
    """The keywords of :meth:`update_tag`."""
