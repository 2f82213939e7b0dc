"""Attachments: files and links on tasks, projects and project briefs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import ListOptions, Options
from .compact import AttachmentCompact

if TYPE_CHECKING:
    from .compact import TaskCompact

__all__ = [
    "Attachment",
    "CreateAttachmentForObject",
    "CreateAttachmentForObjectOptions",
    "GetAttachmentsForObject",
    "GetAttachmentsForObjectOptions",
]


class Attachment(AttachmentCompact):
    """The complete record of an attachment."""

    created_at: str
    download_url: str | None
    permanent_url: str | None
    host: str
    parent: TaskCompact | None
    size: int
    view_url: str | None
    connected_to_app: bool


class _AttachmentFields(TypedDict, total=False):
    resource_subtype: Literal["asana", "external"]
    parent: str
    url: str
    name: str
    connect_to_app: bool


class CreateAttachmentForObject(_AttachmentFields, total=False):
    """The parameters of :meth:`create_attachment_for_object`."""

    file: Any
    file_name: str
    file_content_type: str


class GetAttachmentsForObject(TypedDict, total=False):
    """The parameters of :meth:`get_attachments_for_object`."""

    parent: str


class CreateAttachmentForObjectOptions(_AttachmentFields, Options, total=False):
    """The keywords of :meth:`create_attachment_for_object`."""


class GetAttachmentsForObjectOptions(GetAttachmentsForObject, ListOptions, total=False):
    """The keywords of :meth:`get_attachments_for_object`."""
