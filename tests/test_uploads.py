"""Uploads on the wire: streamed, rewound before a retry, never sent twice."""

import io
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana import error
from asana._http.call import Call
from asana._http.request import Request
from tests import memory
from tests.conftest import TOKEN
from tests.faults import FaultServer, Received, data, failure, hang_up, reply

Connect = Callable[..., tuple[asana.Client, FaultServer]]

DONE = data({"gid": "1"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"content of the file")
    return file


def content(request: Received) -> bytes:
    """Return the content of the part with the file."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    part = next(p for p in request.body.split(b"--" + boundary) if b'name="file"' in p)
    return part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")


def test_the_options_of_an_upload_go_into_the_query(connect: Connect, path: Path) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object({"parent": "12", "file": path}, fields=["name"])
    (request,) = server.requests
    assert request.target == "/api/1.0/attachments?opt_fields=name"
    assert b'name="parent"\r\n\r\n12\r\n' in request.body
    assert content(request) == b"content of the file"


def test_a_file_is_a_path_a_file_object_or_bytes(connect: Connect, path: Path) -> None:
    client, server = connect(DONE)
    create = client.attachments.create_attachment_for_object
    create({"parent": "12"}, file=str(path))
    create({"parent": "12"}, file=path, file_name="other.txt", file_content_type="text/x")
    with path.open("rb") as opened:
        create({"parent": "12"}, file=opened)
        assert not opened.closed
    with path.open(encoding="utf-8") as text:
        create({"parent": "12"}, file=text)
    create({"parent": "12"}, file=b"content of the file", file_name="notes.txt")
    assert [content(request) for request in server.requests] == [b"content of the file"] * 5
    assert b'filename="other.txt"\r\nContent-Type: text/x\r\n' in server.requests[1].body
    assert all(b'filename="notes.txt"' in server.requests[n].body for n in (0, 2, 3, 4))


def test_a_link_is_attached_without_a_file(connect: Connect) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object(
        {"parent": "1", "resource_subtype": "external", "name": "x", "url": "https://a.example"},
        connect_to_app=True,
    )
    (request,) = server.requests
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="connect_to_app"\r\n\r\ntrue\r\n' in request.body


@pytest.mark.parametrize("name", ["create_attachment_for_task", "create_on_task"])
def test_a_string_is_the_content_in_the_classic_methods(connect: Connect, name: str) -> None:
    client, server = connect(DONE)
    for file_content in ("text", b"text", io.BytesIO(b"text")):
        getattr(client.attachments, name)("12", file_content, "notes.txt", "text/plain")
    assert {request.target for request in server.requests} == {"/api/1.0/tasks/12/attachments"}
    assert [content(request) for request in server.requests] == [b"text"] * 3


def test_what_cannot_be_uploaded_is_refused_at_once(connect: Connect, path: Path) -> None:
    client, server = connect(DONE)
    create = client.attachments.create_attachment_for_object
    with pytest.raises(ValueError, match="file_name is required"):
        create({"parent": "1"}, file=b"x")
    with pytest.raises(FileNotFoundError):
        create({"parent": "1"}, file="there is no such file")
    with pytest.raises(TypeError, match="an upload must be"):
        create({"parent": "1"}, file=5, file_name="x")
    assert server.requests == []


def test_row_39_an_upload_that_was_refused_is_rewound_and_sent_again(
    connect: Connect, sleeps: list[float], path: Path
) -> None:
    client, server = connect(failure(429, Retry_After="3"), failure(429, Retry_After="3"), DONE)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    assert [content(request) for request in server.requests] == [b"content of the file"] * 3
    assert sleeps == [3.0, 3.0]


def test_an_upload_follows_a_redirect_from_its_beginning(connect: Connect, path: Path) -> None:
    client, server = connect(reply(307, Location="/elsewhere"), DONE)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    assert [content(request) for request in server.requests] == [b"content of the file"] * 2


def test_an_upload_that_may_have_arrived_is_not_sent_again(
    connect: Connect, sleeps: list[float], path: Path
) -> None:
    client, server = connect(hang_up, DONE)
    with pytest.raises(error.UnknownOutcomeError):
        client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    assert len(server.requests) == 1


class Stream:
    """A file object that cannot seek, and has no size."""

    name = "stream.bin"

    def __init__(self) -> None:
        self.pieces = [b"con", b"tent", b""]

    def read(self, size: int) -> bytes:
        return self.pieces.pop(0)


def test_a_stream_is_sent_in_chunks(connect: Connect) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=Stream())
    assert server.requests[0].headers["transfer-encoding"] == "chunked"
    assert content(server.requests[0]) == b"content"


def test_a_stream_that_cannot_go_back_raises_the_original_error(
    connect: Connect, sleeps: list[float]
) -> None:
    client, server = connect(failure(429, Retry_After="3"), DONE)
    with pytest.raises(error.RateLimitEnforcedError):
        client.attachments.create_attachment_for_object({"parent": "1"}, file=Stream())
    assert (len(server.requests), sleeps) == (1, [])
    client, server = connect(reply(307, Location="/elsewhere"), DONE)
    with pytest.raises(error.InvalidResponseError):
        client.attachments.create_attachment_for_object({"parent": "1"}, file=Stream())
    assert len(server.requests) == 1


def test_a_session_of_the_users_own_uploads_too(
    serve: Callable[..., FaultServer], path: Path, sleeps: list[float]
) -> None:
    server = serve(failure(429, Retry_After="1"), DONE)
    session = requests.Session()
    session.params = {"mine": "1"}
    client = asana.Client(session, base_url=server.base_url)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=Stream())
    assert [content(r) for r in server.requests] == [*[b"content of the file"] * 2, b"content"]
    assert server.requests[0].headers["content-length"] == str(len(server.requests[0].body))


def test_an_upload_has_a_deadline_only_if_it_is_given_one(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    client, _ = connect(DONE)
    deadlines: list[float | None] = []
    send = client._api.send

    def spy(request: Request, call: Call) -> Any:
        deadlines.append(request.deadline)
        return send(request, call)

    monkeypatch.setattr(client._api, "send", spy)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path, deadline=60)
    client.get("/x")
    assert deadlines == [None, 60, 300]


MEASURE = """
import sys, asana
from tests.memory import peak
client = asana.Client(base_url=sys.argv[1])
client.attachments.create_attachment_for_task("1", b"warm up", "a.bin")
before = peak()
client.attachments.create_attachment_for_object({"parent": "1"}, file=sys.argv[2])
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
def test_100_mb_take_no_more_than_16_mb_of_memory(
    serve: Callable[..., FaultServer], tmp_path: Path
) -> None:
    server = serve(DONE)
    file = tmp_path / "large.bin"
    with file.open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)
    assert int(memory.output_of(MEASURE, server.base_url, os.fspath(file))) < 16 * 1024 * 1024
    assert int(server.requests[1].headers["content-length"]) > 100 * 1024 * 1024


class Endless(io.RawIOBase):
    """A file far larger than socket buffers, which creates only the data that are read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, 65536 if size < 0 else size)
        self.left -= count
        return bytes(count)


@pytest.mark.parametrize("lean", ["0", "1"])
def test_row_46_the_deadline_holds_while_a_file_goes_up(
    serve: Callable[..., FaultServer],
    advance: Callable[[float], None],
    monkeypatch: pytest.MonkeyPatch,
    lean: str,
) -> None:
    monkeypatch.setenv("ASANA_LEAN", lean)

    def look_away(sock: socket.socket, over: Any) -> socket.socket:
        sock.recv(1000, socket.MSG_PEEK)
        advance(30)  # while the client waits for room in the socket buffer
        return sock

    server = serve(DONE, greet=look_away)
    base_url = server.base_url.replace("https", "http")
    client = asana.Client.access_token(TOKEN, base_url=base_url)
    file = Endless(200_000_000)
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.attachments.create_attachment_for_object(
            {"parent": "1"}, file=file, file_name="a.bin", deadline=20, timeout=600
        )
    assert isinstance(caught.value.cause, error.DeadlineExceededError)
    assert file.left > 0
    assert server.requests == []
