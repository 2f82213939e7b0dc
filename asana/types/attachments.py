"""Attachments: files and links on tasks, projects and project briefs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import AttachmentCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import TaskCompact
    from .fields import AttachmentField

__all__ = [
    "Attachment",
    "AttachmentFields",
    "AttachmentOptions",
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


class AttachmentFields(TypedDict, total=False):
    """The option with the fields of attachments to return."""

    fields: Iterable[AttachmentField | str] | str | None
    opt_fields: Iterable[AttachmentField | str] | str | None


class AttachmentOptions(AttachmentFields, CallOptions, total=False):
    """The options of a call that returns an attachment."""


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


class CreateAttachmentForObjectOptions(
    _AttachmentFields, AttachmentFields, CallOptions, total=False
):
    """The keywords of :meth:`create_attachment_for_object`."""


class GetAttachmentsForObjectOptions(
    GetAttachmentsForObject, AttachmentFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_attachments_for_object`."""
