"""Tags: labels on tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TagCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import UserCompact, WorkspaceCompact
    from .fields import TagField
    from .sets import TagColor

__all__ = [
    "CreateTag",
    "CreateTagForWorkspace",
    "CreateTagForWorkspaceOptions",
    "CreateTagOptions",
    "GetTags",
    "GetTagsOptions",
    "Tag",
    "TagFields",
    "TagListOptions",
    "TagOptions",
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


class TagFields(TypedDict, total=False):
    """The option with the fields of tags to return."""

    fields: Iterable[TagField | str] | str | None
    opt_fields: Iterable[TagField | str] | str | None


class TagOptions(TagFields, CallOptions, total=False):
    """The options of a call that returns a tag."""


class TagListOptions(TagFields, ListCallOptions, total=False):
    """The options of a call that lists tags."""


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


class CreateTagOptions(CreateTag, TagFields, CallOptions, total=False):
    """The keywords of :meth:`create_tag`."""


class CreateTagForWorkspaceOptions(CreateTagForWorkspace, TagFields, CallOptions, total=False):
    """The keywords of :meth:`create_tag_for_workspace`."""


class GetTagsOptions(GetTags, TagFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_tags`."""


class UpdateTagOptions(UpdateTag, TagFields, CallOptions, total=False):
    """The keywords of :meth:`update_tag`."""
