"""Attachments: files and links on tasks, projects and project briefs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE, mapping
from .._call.paths import path, route
from .._call.values import file_path, plain
from .._http import multipart
from .._http.download import Progress, check_target
from .._http.request import check_settings, download_origin
from ..error import AsanaError, InvalidResponseError
from ..page_iterator import ItemIterator
from ..records import Record, gid_of, member
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing, old_name

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.attachments import (
        Attachment,
        AttachmentOptions,
        CreateAttachmentForObject,
        CreateAttachmentForObjectOptions,
        GetAttachmentsForObject,
        GetAttachmentsForObjectOptions,
    )
    from ..types.common import Empty, Options

__all__ = ["Attachments"]


class Attachments(Resource):
    """Attachments: files and links on tasks, projects and project briefs."""

    def get_attachment(
        self, attachment_gid: str, params: Params = None, **options: Unpack[AttachmentOptions]
    ) -> Attachment:
        """Return the complete record of one attachment.

        ``download_url`` is a new URL each time, valid for about two minutes; it is null if another
        service stores the file.

        GET /attachments/{attachment_gid}   (scope attachments:read)
        """
        return self.client.get(path("/attachments/{}", attachment_gid), params or {}, **options)

    def delete_attachment(
        self, attachment_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete an attachment and return an empty dictionary.

        DELETE /attachments/{attachment_gid}   (scope attachments:delete)
        """
        return self.client.delete(path("/attachments/{}", attachment_gid), params or {}, **options)

    def get_attachments_for_object(
        self,
        params: GetAttachmentsForObject = NONE,
        **options: Unpack[GetAttachmentsForObjectOptions],
    ) -> ItemIterator[Attachment]:
        """List the compact records of the attachments of a ``parent``.

        The parent is a task, a project or a project brief. The inline images of a task are
        included.

        GET /attachments   (scope attachments:read)
        """
        return self.client.get_collection(route("/attachments"), params or {}, **options)

    def create_attachment_for_object(
        self,
        params: CreateAttachmentForObject = NONE,
        *,
        file: Any = None,
        file_name: str | None = None,
        file_content_type: str | None = None,
        **options: Unpack[CreateAttachmentForObjectOptions],
    ) -> Attachment:
        """Upload a file, or attach a link, to a ``parent``; return the complete record.

        ``file`` is a path, a file object opened in binary mode, or bytes, which require
        ``file_name``. You can also pass all three in ``params``. The file is streamed, and uploaded
        from its beginning again if the request is retried. Asana accepts at most 100 MB. To attach
        a link, pass ``resource_subtype="external"``, ``name`` and ``url`` instead.

        POST /attachments   (scope attachments:write)
        """
        keywords: dict[str, Any] = {**options}
        if not params and isinstance(keywords.get("data"), Mapping):
            params = keywords.pop("data")
        given = {"file": file, "file_name": file_name, "file_content_type": file_content_type}
        fields = _without_upload(params, given)
        with _upload(*given.values()) as files:
            return self.client.post(route("/attachments"), fields, files=files, **keywords)

    def download(
        self,
        attachment: str | Attachment | Record,
        path_or_file: Any,
        progress: Progress | None = None,
        **options: Any,
    ) -> int:
        """Download an attachment to a file and return the number of bytes.

        ``attachment`` is a gid or a record. ``path_or_file`` is a path or a writable file object;
        the server cannot choose the path, and a file at a path appears only when the download is
        complete. ``progress`` is called with the bytes received so far and the total, or None if
        the total is unknown. The credentials are not sent to the storage service. Raises
        ``AsanaError`` if another service stores the file. Sends two requests.

        GET /attachments/{attachment_gid}   (scope attachments:read)
        """
        gid = gid_of(attachment) if isinstance(attachment, dict) else attachment
        check_target(path_or_file, progress)
        check_settings(self.client._sorted("", options).settings)
        record = self.get_attachment(gid, fields=["download_url", "host"])
        if isinstance(record, dict) and record.get("download_url", "") is None:
            raise AsanaError(
                f"No Download: the file of this attachment is stored by {record.get('host')}"
            )
        return self.client.download(_download_url(record), path_or_file, progress, **options)

    # -- python-asana 0.x names

    @old_name
    def create_attachment_for_task(
        self,
        task_id: str,
        file_content: Any,
        file_name: str,
        file_content_type: str | None = None,
        **options: Any,
    ) -> Attachment:
        """Upload a file to a task; return the record of the attachment.

        ``file_content`` is a string, bytes or a file object; a string is the content itself, not a
        path.

        POST /tasks/{task_id}/attachments   (scope attachments:write)
        """
        files = [("file", (file_name, file_content, file_content_type))]
        return self.client.request(
            "post", path("/tasks/{}/attachments", task_id), files=files, **options
        )

    create_on_task = create_attachment_for_task
    find_by_id = classic(get_attachment, gids.attachment)
    """Return the complete record of one attachment."""

    @old_listing(gids.task)
    def find_by_task(
        self, task: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Attachment]:
        """List the compact records of a task's attachments.

        GET /tasks/{task}/attachments   (scope attachments:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/attachments", task), params or {}, **options
        )

    @old_listing(gids.task_gid)
    def get_attachments_for_task(
        self, task_gid: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Attachment]:
        """List the compact records of a task's attachments.

        GET /tasks/{task_gid}/attachments   (scope attachments:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/attachments", task_gid), params or {}, **options
        )


def _download_url(record: Any) -> str:
    """Return the download URL of an attachment.

    :raises InvalidResponseError: the response has no valid URL
    """
    url: str = member(record, "download_url")
    try:
        url.encode()
        download_origin(url)
    except ValueError:
        raise InvalidResponseError("Invalid Response: download_url is not a URL") from None
    return url


def _without_upload(params: Params, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without the upload arguments, and fill missing arguments from them.

    They may be inside an envelope, as the other fields may; left there they would be sent as text.
    """
    fields = dict(mapping("a body", params))
    for name, value in given.items():
        found = fields.pop(name, None)
        given[name] = found if value is None else value
    if isinstance(fields.get("data"), Mapping):
        fields["data"] = _without_upload(fields["data"], given)
    return fields


@contextmanager
def _upload(file: Any, name: str | None, content_type: str | None) -> Iterator[list[Any]]:
    """Yield the files to upload, as ``requests`` takes them; close a file opened here."""
    file = plain(file)
    if file is None:
        yield []
    elif isinstance(file, str | os.PathLike):
        where = file_path(file, "the file to upload")
        with open(where, "rb") as opened:
            yield [("file", (name or os.path.basename(where), opened, content_type))]
    else:
        name = name or multipart.file_name(file)
        if not name:
            raise ValueError(
                "file_name is required to upload bytes or a file object without a name"
            )
        yield [("file", (name, file, content_type))]
