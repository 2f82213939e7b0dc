"""A multipart body that streams its files: it is read piece by piece and can be sent again."""

import io
import mimetypes
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

__all__ = ["Multipart", "encode", "file_name"]

CHUNK = 64 * 1024

TEXT_MODE = "the file to upload is open in text mode; open it in binary mode, as 'rb'"

# What would end the value of a header, or the header itself.
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A", "\0": "%00"})


class _File:
    """Part of a body that comes from a file object, from where the file stands now."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._start, self.size = _extent(file)
        self._left = self.size
        self._first = b""  # what was read ahead

    def begin_with(self, piece: bytes) -> None:
        """Take the first piece, which has been read: go back, or else keep it."""
        if not self.rewind():
            self._first = piece

    def read(self, size: int) -> bytes:
        if self._first:
            data, self._first = self._first, b""
            return data
        wanted = size if self._left is None else min(size, self._left)
        data = _binary(self._file.read(wanted))
        if self._left is not None:
            self._left -= len(data)
            if wanted and not data:
                raise OSError("the file became shorter while it was sent")
        return data

    def rewind(self) -> bool:
        if self._start is None:
            return False
        self._file.seek(self._start)
        self._left = self.size
        return True


class _Text:
    """Part of a body that is at hand."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = len(content)
        self._stream = io.BytesIO(content)

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def rewind(self) -> bool:
        self._stream.seek(0)
        return True


class Multipart:
    """A body of fields and files, as a file object that ``requests`` can send.

    :ivar len: the size in bytes, or None when a file does not tell its own
    """

    def __init__(self, parts: list[_File | _Text]) -> None:
        self._parts = parts
        self._current = 0
        sizes = [part.size for part in parts]
        self.len = None if None in sizes else sum(size for size in sizes if size)

    def read(self, size: int = CHUNK) -> bytes:
        """Return up to so many bytes, none at the end."""
        while self._current < len(self._parts):
            data = self._parts[self._current].read(size)
            if data:
                return data
            self._current += 1
        return b""

    def __iter__(self) -> Iterator[bytes]:
        while data := self.read():
            yield data

    def rewind(self) -> bool:
        """Begin anew; tell whether that is possible."""
        self._current = 0
        rewound = [part.rewind() for part in self._parts]
        return all(rewound)


def encode(fields: Mapping[str, str], files: Any) -> tuple[bytes | Multipart, str]:
    """Return a body and its content type.

    :param files: any form that ``requests`` takes: a dictionary or pairs of a field and a file
        object, text or bytes, or a tuple ``(name, content, content type, headers)`` whose last two
        may be left out
    :raises TypeError: it is not such a form, or a file gives text instead of bytes
    :raises ValueError: a name or a header is not one
    """
    boundary = secrets.token_hex(16)
    parts: list[_File | _Text] = []
    for field, value in fields.items():
        head = f'form-data; name="{field.translate(ESCAPES)}"'
        parts.append(_Text(_part_head(boundary, head, {}) + value.encode() + b"\r\n"))
    for field, (name, content, headers) in _named_files(files):
        head = f'form-data; name="{field.translate(ESCAPES)}"'
        if name is not None:
            head += f"; {_file_name(name)}"
        parts.append(_Text(_part_head(boundary, head, headers)))
        parts.append(_content(content))
        parts.append(_Text(b"\r\n"))
    parts.append(_Text(f"--{boundary}--\r\n".encode()))
    content_type = f"multipart/form-data; boundary={boundary}"
    if all(isinstance(part, _Text) for part in parts):
        return b"".join(part.content for part in parts if isinstance(part, _Text)), content_type
    return Multipart(parts), content_type


def _named_files(files: Any) -> Iterator[tuple[str, tuple[Any, Any, Mapping[str, str]]]]:
    """Give each file as its field, its name or None, its content, and the headers of its part."""
    if isinstance(files, str | bytes) or not isinstance(files, Iterable):
        raise TypeError(f"files is a dictionary or a list of pairs, not {type(files).__name__}")
    for field, given in files.items() if isinstance(files, Mapping) else files:
        if not isinstance(given, tuple | list):
            given = (file_name(given) or field, given)
        if not 2 <= len(given) <= 4:
            raise ValueError(
                f"a file is (name, content, content type, headers), not {len(given)} values"
            )
        name, content, kind, headers = (*given, None, None)[:4]
        if kind is None and name is not None:
            kind = _guess(name)
        yield (
            str(field),
            (name, content, {**({"Content-Type": kind} if kind else {}), **(headers or {})}),
        )


def file_name(file: Any) -> str | None:
    """Return the name that a file object has by itself, or None.

    A file of a web form has the name of the form's field as its ``name``, and its own one as
    ``filename``.
    """
    for name in (getattr(file, "filename", None), getattr(file, "name", None)):
        if isinstance(name, str | bytes | os.PathLike):
            text = os.fsdecode(name)
            if text and not (text.startswith("<") and text.endswith(">")):
                return text
    return None


def _part_head(boundary: str, disposition: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    for name, value in headers.items():
        line = f"{name}: {value}"
        if any(character in line for character in "\r\n\0"):
            raise ValueError("a content type, or a header of a file, holds no line break")
        lines.append(line)
    return "\r\n".join([*lines, "", ""]).encode()


def _file_name(name: Any) -> str:
    """Return the parameters that name a file: its base name, whole, and nothing but a name."""
    if not isinstance(name, str | bytes | os.PathLike):
        raise TypeError(f"the name of a file is a string, not {type(name).__name__}")
    base = os.path.basename(os.fsdecode(name).replace("\\", "/"))
    if not base:
        raise ValueError(f"not the name of a file: {name!r}")
    try:
        base.encode()
    except UnicodeEncodeError:
        raise ValueError(f"the name of a file is not valid text: {name!r}") from None
    encoded = quote(base, safe="")
    if not base.isascii():
        return f"filename=\"{encoded}\"; filename*=UTF-8''{encoded}"
    plain = f'filename="{base.translate(ESCAPES)}"'
    # A percent sign may be decoded, unless the encoded form is there too.
    return f"{plain}; filename*=UTF-8''{encoded}" if "%" in base else plain


def _guess(name: Any) -> str:
    return mimetypes.guess_type(os.fsdecode(name))[0] or "application/octet-stream"


def _content(content: Any) -> _File | _Text:
    if isinstance(content, str):
        return _Text(content.encode())
    if isinstance(content, bytes | bytearray | memoryview):
        return _Text(bytes(content))
    if not callable(getattr(content, "read", None)):
        raise TypeError(f"an upload is bytes, text or a file object, not {type(content).__name__}")
    if isinstance(content, io.TextIOWrapper):
        return _Text(content.read().encode())  # it counts in characters: no size, no going back
    if isinstance(content, io.TextIOBase) or isinstance(getattr(content, "encoding", None), str):
        raise TypeError(TEXT_MODE)
    if isinstance(content, io.RawIOBase | io.BufferedIOBase):
        return _File(content)
    return _from_any(content)


def _from_any(content: Any) -> _File | _Text:
    """Return the part of an object of any kind; its first piece shows whether that gives bytes."""
    file = _File(content)
    try:
        piece = content.read(CHUNK)
    except TypeError:  # its read() takes no size
        return _Text(_binary(content.read()))
    file.begin_with(_binary(piece))
    return file


def _binary(data: Any) -> bytes:
    """Return what a file gave, if it is bytes.

    :raises TypeError: it is text
    """
    if isinstance(data, str):
        raise TypeError(TEXT_MODE)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"the file to upload gives {type(data).__name__} instead of bytes")
    return bytes(data)


def _extent(file: Any) -> tuple[int | None, int | None]:
    """Return where a file object stands and how much follows; None where it cannot tell."""
    try:
        start = file.tell()
        file.seek(0, os.SEEK_END)
        end = file.tell()  # not every seek() returns it
        file.seek(start)
        return start, max(end - start, 0)
    except (AttributeError, OSError, TypeError):
        return None, None
