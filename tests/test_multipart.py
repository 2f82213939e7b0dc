"""Multipart bodies: their format, and streaming and retries of files."""

import email
import io
import os
from email.message import Message
from typing import Any

import pytest

from asana._http import multipart
from asana._http.caller import CallerError
from asana._http.multipart import Multipart


def parse(body: bytes | Multipart, content_type: str) -> list[Message]:
    raw = body if isinstance(body, bytes) else b"".join(body)
    message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + raw)
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def upload(name: str, content: Any, *kind: Any) -> Message:
    (part,) = parse(*multipart.encode({}, [("file", (name, content, *kind))]))
    return part


def test_fields_and_files_are_parts_in_order() -> None:
    body, content_type = multipart.encode(
        {"parent": "12", "name": "größe"}, [("file", ("a.txt", "text", "text/x"))]
    )
    first, second, third = parse(body, content_type)
    assert first["Content-Disposition"] == 'form-data; name="parent"'
    assert (first.get_payload(), second.get_payload(decode=True)) == ("12", "größe".encode())
    assert third["Content-Disposition"] == 'form-data; name="file"; filename="a.txt"'
    assert (third["Content-Type"], third.get_payload()) == ("text/x", "text")


@pytest.mark.parametrize("content", ["text", b"text", bytearray(b"text")])
def test_small_content_is_one_piece_of_bytes(content: Any) -> None:
    body, _ = multipart.encode({}, [("file", ("a.txt", content, None))])
    assert isinstance(body, bytes)
    assert b"\r\n\r\ntext\r\n" in body


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "image/png"), ("a.unknown-kind", "application/octet-stream")]
)
def test_the_content_type_is_guessed_when_not_given(name: str, kind: str) -> None:
    assert upload(name, b"x").get_content_type() == kind
    assert upload(name, b"x", None).get_content_type() == kind


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("plain.txt", 'filename="plain.txt"'),
        ("two words.txt", 'filename="two words.txt"'),
        ("../../etc/passwd", 'filename="passwd"'),
        ("C:\\Users\\me\\a.txt", 'filename="a.txt"'),
        ('a"b\r\nX: c\0.txt', 'filename="a%22b%0D%0AX: c%00.txt"'),
        ("résumé.pdf", "filename=\"r%C3%A9sum%C3%A9.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf"),
    ],
)
def test_a_file_name_is_a_name_and_nothing_more(name: str, sent: str) -> None:
    assert upload(name, b"x")["Content-Disposition"] == f'form-data; name="file"; {sent}'


@pytest.mark.parametrize("name", ["", "folder/", "folder\\"])
def test_what_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        upload(name, b"x")


def test_a_line_break_in_a_content_type_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot have line breaks"):
        upload("a.txt", b"x", "text/plain\r\nX: y")


@pytest.mark.parametrize("content", [None, 5, {"a": 1}])
def test_what_is_no_content_is_refused(content: Any) -> None:
    with pytest.raises(TypeError, match="an upload must be bytes, a string or a file object"):
        upload("a.txt", content)


def test_a_file_is_read_from_where_it_stands_and_again() -> None:
    file = io.BytesIO(b"skip" + os.urandom(200_000))
    file.seek(4)
    body, content_type = multipart.encode({"parent": "1"}, [("file", ("a.bin", file, None))])
    assert isinstance(body, Multipart)
    first = b"".join(body)
    assert body.len == len(first)
    assert file.getvalue()[4:] in first
    assert body.read() == b""
    assert body.rewind()
    assert b"".join(body) == first
    assert all(len(piece) <= multipart.CHUNK for piece in body)
    assert parse(first, content_type)[0].get_payload() == "1"


def test_a_file_that_grew_is_sent_as_it_was() -> None:
    file = io.BytesIO(b"1234")
    body, _ = multipart.encode({}, [("file", ("a.bin", file, None))])
    assert isinstance(body, Multipart)
    file.getbuffer().release()
    file.seek(0, os.SEEK_END)
    file.write(b"56")
    file.seek(0)
    assert b"\r\n\r\n1234\r\n--" in b"".join(body)


def test_a_file_that_shrank_is_not_sent_as_if_whole() -> None:
    file = io.BytesIO(b"1234")
    body, _ = multipart.encode({}, [("file", ("a.bin", file, None))])
    assert isinstance(body, Multipart)
    file.truncate(2)
    with pytest.raises(CallerError, match="became shorter") as caught:
        b"".join(body)
    assert isinstance(caught.value.reason, OSError)


def test_a_stream_tells_no_size_and_cannot_go_back() -> None:
    class Stream:
        def __init__(self) -> None:
            self.pieces = [b"12", b"34", b""]

        def read(self, size: int) -> bytes:
            return self.pieces.pop(0)

    body, _ = multipart.encode({}, [("file", ("a.bin", Stream(), None))])
    assert isinstance(body, Multipart)
    assert body.len is None
    assert b"\r\n\r\n1234\r\n--" in b"".join(body)
    assert not body.rewind()
