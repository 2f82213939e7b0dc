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


BOUNDARY = "0" * 32


@pytest.fixture
def boundary(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)
    return BOUNDARY


class Named(io.BytesIO):
    """A file with attributes of a name."""

    def __init__(self, **names: Any) -> None:
        super().__init__(b"x")
        vars(self).update(names)


def as_sent(files: Any, fields: dict[str, str] | None = None) -> str:
    body, content_type = multipart.encode(fields or {}, files)
    assert content_type == f"multipart/form-data; boundary={BOUNDARY}"
    whole = body if isinstance(body, bytes) else b"".join(body)
    if isinstance(body, Multipart):
        assert body.len in (len(whole), None)
    return whole.decode()


def part(disposition: str, content: str, *headers: str) -> str:
    lines = [f"--{BOUNDARY}", f"Content-Disposition: form-data; {disposition}", *headers]
    return "\r\n".join([*lines, "", content, ""])


END = f"--{BOUNDARY}--\r\n"
BINARY = "Content-Type: application/octet-stream"
TEXT = "Content-Type: text/plain"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (b"x", part('name="f"; filename="f"', "x", BINARY)),
        (bytearray(b"x"), part('name="f"; filename="f"', "x", BINARY)),
        (memoryview(b"x"), part('name="f"; filename="f"', "x", BINARY)),
        ("é", part('name="f"; filename="f"', "é", BINARY)),
        ((None, "x"), part('name="f"', "x")),
        ((None, "x", "text/x"), part('name="f"', "x", "Content-Type: text/x")),
        (("a.txt", "x"), part('name="f"; filename="a.txt"', "x", TEXT)),
        (["a.txt", "x"], part('name="f"; filename="a.txt"', "x", TEXT)),
        (("a.txt", "x", ""), part('name="f"; filename="a.txt"', "x")),
        (
            ("a.txt", "x", b"text/x"),
            part('name="f"; filename="a.txt"', "x", "Content-Type: text/x"),
        ),
        (("a.txt", "x", 5), part('name="f"; filename="a.txt"', "x", "Content-Type: 5")),
        (
            ("a.txt", "x", "text/x", {"X-A": 1, b"X-B": b"2", "X-C": None}),
            part('name="f"; filename="a.txt"', "x", "Content-Type: text/x", "X-A: 1", "X-B: 2"),
        ),
        (
            ("a.txt", "x", "text/x", [("content-TYPE", "text/y")]),
            part('name="f"; filename="a.txt"', "x", "content-TYPE: text/y"),
        ),
        ((b"a.txt", "x"), part('name="f"; filename="a.txt"', "x", TEXT)),
        (
            ("50%.txt", "x"),
            part('name="f"; filename="50%.txt"; filename*=UTF-8\'\'50%25.txt', "x", TEXT),
        ),
        (
            ("a é/ü.txt", "x"),
            part('name="f"; filename="%C3%BC.txt"; filename*=UTF-8\'\'%C3%BC.txt', "x", TEXT),
        ),
        (Named(), part('name="f"; filename="f"', "x", BINARY)),
        (Named(name="/a/b.txt"), part('name="f"; filename="b.txt"', "x", TEXT)),
        (Named(name=b"b.txt"), part('name="f"; filename="b.txt"', "x", TEXT)),
        (Named(name="b", filename="c.txt"), part('name="f"; filename="c.txt"', "x", TEXT)),
        (Named(name="b.txt", filename=""), part('name="f"; filename="b.txt"', "x", TEXT)),
        (Named(name="b.txt", filename="<c>"), part('name="f"; filename="b.txt"', "x", TEXT)),
        (Named(name=5), part('name="f"; filename="f"', "x", BINARY)),
        (Named(name="<b"), part('name="f"; filename="<b"', "x", BINARY)),
        (Named(name="b>"), part('name="f"; filename="b>"', "x", BINARY)),
    ],
)
def test_a_file_as_it_is_sent(boundary: str, file: Any, expected: str) -> None:
    assert as_sent({"f": file}) == expected + END
    if isinstance(file, io.BytesIO):
        file.seek(0)
    assert as_sent([["f", file]]) == expected + END


def test_fields_and_files_as_they_are_sent(boundary: str) -> None:
    fields = {"a": "1", 'b"\r\n\0': "ü"}
    files = [(b"f", b"x"), (5, ("a.txt", io.BytesIO(b"y")))]
    assert as_sent(files, fields) == "".join(
        [
            part('name="a"', "1"),
            part('name="b%22%0D%0A%00"', "ü"),
            part('name="f"; filename="f"', "x", BINARY),
            part('name="5"; filename="a.txt"', "y", TEXT),
            END,
        ]
    )
    assert as_sent({}) == END


@pytest.mark.parametrize("content", ["é\n", b"\xc3\xa9\n"])
def test_a_file_in_text_mode_is_read_whole_or_refused(boundary: str, content: Any) -> None:
    file = io.TextIOWrapper(io.BytesIO("é\n".encode()), "utf-8", newline="")
    assert as_sent({"f": file}) == part('name="f"; filename="f"', "é\n", BINARY) + END

    class Encoded(io.BytesIO):
        encoding: Any = "utf-8"

    with pytest.raises(TypeError, match="text mode"):
        multipart.encode({}, {"f": Encoded()})
    Encoded.encoding = None
    assert END in as_sent({"f": Encoded()})


class Odd:
    """A file whose methods do as told."""

    def __init__(self, content: bytes = b"1234", **methods: Any) -> None:
        self._file = io.BytesIO(content)
        self.reads: list[int] = []
        vars(self).update(methods)

    def read(self, size: int) -> bytes:
        self.reads.append(size)
        return self._file.read(size)

    def tell(self) -> Any:
        return self._file.tell()

    def seek(self, place: int, whence: int = 0) -> Any:
        return self._file.seek(place, whence)


def fail(*_: Any) -> Any:
    raise OSError("mine")


@pytest.mark.parametrize(
    ("file", "length", "again"),
    [
        (Odd(), 4, True),
        (Odd(b"1234" + b"5" * 200_000), 200_004, True),
        (Odd(tell=fail), None, False),
        (Odd(tell=lambda: None), None, False),
        (Odd(tell=lambda: "0"), None, False),
        (Odd(seek=fail), None, False),
        (Odd(seek=lambda place, whence=0: place), None, False),
    ],
)
def test_a_file_that_can_or_cannot_go_back(file: Any, length: int | None, again: bool) -> None:
    body, _ = multipart.encode({}, {"f": (None, file)})
    assert isinstance(body, Multipart)
    rest = len(multipart.encode({}, {"f": (None, b"")})[0])  # type: ignore[arg-type]
    assert body.len == (None if length is None else length + rest)
    first = b"".join(body)
    assert b"\r\n\r\n1234" in first
    assert body.rewind() is again
    if again:
        assert b"".join(body) == first
        file.seek = fail
        assert body.rewind() is False
        del file.seek


def test_little_is_read_of_a_file_that_cannot_go_back() -> None:
    file = Odd(tell=fail)
    multipart.encode({}, {"f": (None, file)})
    assert file.reads == [0]


@pytest.mark.parametrize("error", [AttributeError, NotImplementedError, OSError, TypeError])
def test_a_file_without_a_place_has_none(error: type[Exception]) -> None:
    def broken() -> int:
        raise error

    assert multipart.place_of(Odd(tell=broken)) is None
    assert multipart.place_of(Odd(tell=lambda: 7)) == 7
    assert multipart.place_of(object()) is None


def test_a_file_that_cannot_go_back_to_its_place_is_refused() -> None:
    class Lost(Odd):
        def seek(self, place: int, whence: int = 0) -> Any:
            if self.reads[-1:] == [multipart.CHUNK]:
                self._file.seek(2)
            return None

    lost = "^the file to upload cannot seek back to its position; read it into bytes first$"
    with pytest.raises(OSError, match=lost):
        multipart.encode({}, {"f": (None, Lost())})

    class AtItsEnd(Odd):
        def seek(self, place: int, whence: int = 0) -> Any:
            if whence == os.SEEK_END or (self._file.tell() <= 4 and not self.at_end):
                self.at_end = whence == os.SEEK_END
                return self._file.seek(place, whence)
            return None

        at_end = False

    with pytest.raises(OSError, match=lost):
        multipart.encode({}, {"f": (None, AtItsEnd(b"1234"))})


def test_a_file_that_claims_to_be_empty_has_no_size() -> None:
    class Process(Odd):
        def seek(self, place: int, whence: int = 0) -> Any:
            return self._file.seek(0 if whence == os.SEEK_END else place)

    body, _ = multipart.encode({}, {"f": (None, Process())})
    assert isinstance(body, Multipart)
    assert body.len is None
    assert b"\r\n\r\n1234\r\n" in b"".join(body)
    assert body.rewind()


def test_a_read_without_a_size_is_read_whole(boundary: str) -> None:
    class Whole:
        def read(self) -> bytes:
            return b"1234"

    assert as_sent({"f": (None, Whole())}) == part('name="f"', "1234") + END


def test_a_file_that_grew_is_sent_again_as_it_was() -> None:
    file = Odd(b"1234")
    body, _ = multipart.encode({}, {"f": (None, file)})
    assert isinstance(body, Multipart)
    first = b"".join(body)
    file.seek(0, os.SEEK_END)
    file._file.write(b"56")
    assert body.rewind()
    assert b"".join(body) == first


def test_an_exception_while_a_file_is_sent_is_the_callers() -> None:
    file = Odd()
    body, _ = multipart.encode({}, {"f": (None, file)})
    assert isinstance(body, Multipart)
    vars(file)["read"] = fail
    with pytest.raises(CallerError) as caught:
        b"".join(body)
    assert repr(caught.value.reason) == "OSError('mine')"
    assert caught.value.__cause__ is caught.value.reason


def test_the_message_of_a_file_that_became_shorter() -> None:
    file = io.BytesIO(b"1234")
    body, _ = multipart.encode({}, {"f": (None, file)})
    file.truncate(2)
    with pytest.raises(CallerError) as caught:
        b"".join(body)  # type: ignore[arg-type]
    assert str(caught.value.reason) == "the file became shorter during the upload"
