import io
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import error
from asana.types.attachments import CreateAttachmentForObject
from tests.resources.listing import gids, names


def test_a_file_from_beginning_to_end(client: asana.Client, task_gid: str, tmp_path: Path) -> None:
    source, copy = tmp_path / "größe.txt", tmp_path / "copy.txt"
    source.write_bytes(b"some\r\ncontent")
    made = client.attachments.create_attachment_for_object({"parent": task_gid}, file=source)
    assert made["name"] == "größe.txt"
    assert client.attachments.get_attachment(made["gid"], fields=["size"])["size"] == 13
    parent = client.attachments.get_attachment(made["gid"])["parent"]
    assert parent
    assert parent["gid"] == task_gid
    assert client.attachments.download(made, copy) == 13
    assert copy.read_bytes() == b"some\r\ncontent"
    assert client.attachments.delete_attachment(made["gid"]) == {}
    with pytest.raises(error.NotFoundError):
        client.attachments.get_attachment(made["gid"])


def test_a_link_is_on_a_project(client: asana.Client, project_gid: str) -> None:
    link: CreateAttachmentForObject = {
        "resource_subtype": "external",
        "name": "plan",
        "url": "https://example.com/plan",
    }
    made = client.attachments.create_attachment_for_object(link, parent=project_gid)
    assert client.attachments.get_attachment(made["gid"])["view_url"] == link["url"]
    listed = client.attachments.get_attachments_for_object(parent=project_gid)
    assert gids(listed) == [made["gid"]]
    with pytest.raises(error.AsanaError, match="No Download"):
        client.attachments.download(made["gid"], io.BytesIO())


def test_a_listing_over_several_pages(client: asana.Client, task_gid: str) -> None:
    for name in "abc":
        client.attachments.create_attachment_for_object(
            {"parent": task_gid}, file=name.encode(), file_name=name
        )
    for listing in (
        client.attachments.get_attachments_for_object(parent=task_gid, page_size=2),
        client.attachments.get_attachments_for_task(task_gid, page_size=2),
        client.attachments.find_by_task(task=task_gid),
    ):
        assert names(listing) == ["a", "b", "c"]


def test_uploads_by_their_classic_names(client: asana.Client, task_gid: str) -> None:
    first = client.attachments.create_on_task(task_gid, "text", "a.txt", "text/plain")
    second = client.attachments.create_attachment_for_task(task_gid, b"bytes", "b.bin")
    assert client.attachments.find_by_id(attachment=first["gid"], fields="size")["size"] == 4
    content = io.BytesIO()
    client.attachments.download(second, content)
    assert content.getvalue() == b"bytes"


def test_the_fields_of_an_upload_can_be_the_keyword_data(
    client: asana.Client, task_gid: str
) -> None:
    create: Any = client.attachments.create_attachment_for_object
    for number, file in enumerate(({}, {"file": b"abc", "file_name": "a.txt"})):
        upload = {} if number else {"file": b"abc", "file_name": "a.txt"}
        made = create(data={"parent": task_gid, **file}, **upload, fields=["size", "name"])
        assert (made["name"], made["size"]) == ("a.txt", 3)


def test_a_path_that_cannot_exist_is_named_in_the_message(client: asana.Client) -> None:
    with pytest.raises(ValueError, match="the file to upload"):
        client.attachments.create_attachment_for_object(parent="7", file="a\x00b")
