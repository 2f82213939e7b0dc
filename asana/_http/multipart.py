"""Multipart bodies that stream their files, and can be rewound for a retry."""

import io
import mimetypes
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from .._call.parts import mapping
from .._call.values import as_text, decoded, encoded, plain, short
from .caller import CallerError

__all__ = ["IMMOVABLE", "Multipart", "encode", "file_name", "place_of"]

CHUNK = 64 * 1024

TEXT_MODE = "the file to upload is open in text mode; open it in binary mode ('rb')"
LOST = "the file to upload cannot seek back to its position; read it into bytes first"

# Characters that would end a quoted value, or the header.
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A", "\0": "%00"})


# The exceptions of file objects that do not support seek() or tell().
IMMOVABLE = (AttributeError, NotImplementedError, OSError, TypeError, ValueError)


class _File:
    """A part of a body that is read from a file object, from its current position.

    :param first: data that have already been read
    """

    def __init__(self, file: Any, first: bytes, start: int | None) -> None:
        self._file = file
        self._first = first
        self._start = start if _is_back(file, start, first) else None
        self.size: int | None = None
        if self._start is not None:
            self._first = b""  # the file has been rewound, and returns these data again
            self.size = _size(file, self._start, len(first))
        self._left = self.size

    def read(self, size: int) -> bytes:
        if self._first:
            data, self._first = self._first, b""
            return data
        wanted = size if self._left is None else min(size, self._left)
        try:
            data = _binary(self._file.read(wanted))
        except Exception as reason:
            raise CallerError(reason) from reason
        if self._left is not None:
            data = data[: self._left]  # some files grow, and some read() methods ignore the size
            self._left -= len(data)
            if wanted and not data:
                raise CallerError(OSError("the file became shorter during the upload"))
        return data

    def rewind(self) -> bool:
        if self._start is None or not _moved(self._file, self._start):
            return False
        self._left = self.size
        return True


class _Text:
    """A part of a body that is in memory."""

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

    :ivar len: the size in bytes, or None if the size of a file is unknown
    """

    def __init__(self, parts: list[_File | _Text]) -> None:
        self._parts = parts
        self._current = 0
        sizes = [part.size for part in parts]
        self.len = None if None in sizes else sum(size for size in sizes if size)

    def read(self, size: int = CHUNK) -> bytes:
        """Return at most ``size`` bytes, and none at the end."""
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
        """Go back to the beginning; return whether that worked."""
        self._current = 0
        rewound = [part.rewind() for part in self._parts]
        return all(rewound)


def encode(fields: Mapping[str, str], files: Any) -> tuple[bytes | Multipart, str]:
    """Return a multipart body and its content type.

    :param files: any form that ``requests`` accepts: a dictionary or pairs of a field and a file
        object, a string or bytes, or a tuple ``(name, content, content type, headers)``, of which
        the last two are optional
    :raises TypeError: it has another form, or a file returns text instead of bytes
    :raises ValueError: a name or a header is invalid
    """
    boundary = secrets.token_hex(16)
    parts: list[_File | _Text] = []
    for field, value in fields.items():
        text = encoded(value, "the field", field)
        parts.append(_Text(_part_head(boundary, _field(field), {}) + text + b"\r\n"))
    for field, (name, content, headers) in _named_files(files):
        head = _field(field)
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
    """Yield the field, the name or None, the content and the part headers of each file."""
    if isinstance(files, str | bytes) or not isinstance(files, Iterable):
        raise TypeError(
            f"files must be a dictionary or a list of pairs, not {type(files).__name__}"
        )
    for pair in files.items() if isinstance(files, Mapping) else files:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise TypeError(f"files must consist of pairs (field, file), not {type(pair).__name__}")
        field, given = _text(pair[0], "the field of a file"), plain(pair[1])
        if not isinstance(given, tuple | list):
            given = (file_name(given) or field, given)
        if not 2 <= len(given) <= 4:
            raise ValueError(
                f"a file must be (name, content, content type, headers), not {len(given)} values"
            )
        name, content, kind, headers = (*map(plain, given), None, None)[:4]
        name = None if name is None else _base_name(name)
        if kind is None and name is not None:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield field, (name, content, _headers(kind, mapping("the headers of a file", headers)))


def _headers(kind: Any, given: Mapping[Any, Any]) -> dict[str, str]:
    """Return the headers of a part; a given Content-Type overrides that of the file name."""
    what = "a header of a file"
    own = {
        _text(name, what): _text(value, what) for name, value in given.items() if value is not None
    }
    if kind and "content-type" not in map(str.lower, own):
        return {"Content-Type": _text(kind, "the content type of a file"), **own}
    return own


def _text(value: Any, what: str) -> str:
    """Return a name or a header as a string; for a member of an Enum, its value."""
    value = plain(value)
    if isinstance(value, str):
        return str.__str__(value)
    if value is None:
        raise TypeError(f"{what} must be a string, not None")
    return decoded(value, what) if isinstance(value, bytes) else as_text(value, what)


def _field(name: str) -> str:
    encoded(name, "the name of a field")
    return f'form-data; name="{name.translate(ESCAPES)}"'


def file_name(file: Any) -> str | None:
    """Return the file name of a file object, or None.

    The ``name`` of an uploaded file of a web framework is the form field; its ``filename`` is the
    file name.
    """
    if isinstance(file, str):
        return None  # members of a str Enum have an attribute name
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
            raise ValueError("the content type and headers of a file cannot have line breaks")
        lines.append(line)
    return encoded("\r\n".join([*lines, "", ""]), "a header of a file")


def _base_name(name: Any) -> str:
    """Return the base name of a file, without directories."""
    if not isinstance(name, str | bytes | os.PathLike):
        raise TypeError(f"the name of a file must be a string, not {type(name).__name__}")
    base = os.path.basename(os.fsdecode(name).replace("\\", "/"))
    if not base:
        raise ValueError(f"not a file name: {short(name)}")
    encoded(base, "the name of a file")
    return base


def _file_name(base: str) -> str:
    """Return the parameters of Content-Disposition with a file name."""
    quoted = quote(base, safe="")
    if not base.isascii():
        return f"filename=\"{quoted}\"; filename*=UTF-8''{quoted}"
    plain = f'filename="{base.translate(ESCAPES)}"'
    # Servers may decode a percent sign, unless the encoded form is present too.
    return f"{plain}; filename*=UTF-8''{quoted}" if "%" in base else plain


def _content(content: Any) -> _File | _Text:
    content = plain(content)
    if isinstance(content, str):
        return _Text(encoded(content, "the content of a file"))
    if isinstance(content, bytes | bytearray | memoryview):
        return _Text(bytes(content))
    if not callable(getattr(content, "read", None)):
        raise TypeError(
            f"an upload must be bytes, a string or a file object, not {type(content).__name__}"
        )
    if isinstance(content, io.TextIOWrapper):
        # Its positions count characters, so read it completely.
        return _Text(encoded(content.read(), "the content of a file"))
    if isinstance(content, io.TextIOBase) or isinstance(getattr(content, "encoding", None), str):
        raise TypeError(TEXT_MODE)
    return _from_any(content)


def _from_any(content: Any) -> _File | _Text:
    """Return a part for a binary file object.

    If the file cannot seek, as little as possible is read here, because a custom session may read
    the file itself.
    """
    start = place_of(content)
    try:
        first = content.read(0)
    except TypeError:  # its read() takes no size
        return _Text(_binary(content.read()))
    first = _binary(first)
    if not first and start is not None and _moved(content, start):
        first = _binary(content.read(CHUNK))  # shows whether tell() and seek() are reliable
    return _File(content, first, start)


def _binary(data: Any) -> bytes:
    """Return data that a file returned, as bytes.

    :raises TypeError: the data are not bytes
    """
    if isinstance(data, str):
        raise TypeError(TEXT_MODE)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"the file to upload must return bytes, not {type(data).__name__}")
    return bytes(data)


def place_of(file: Any) -> int | None:
    """Return the position of a file object, or None if it has none."""
    try:
        place = file.tell()
    except IMMOVABLE:
        return None
    return place if isinstance(place, int) else None


def _moved(file: Any, start: int) -> bool:
    """Seek in a file object, and return whether it worked; the result of seek() is unreliable."""
    try:
        file.seek(start)
    except IMMOVABLE:
        return False
    return place_of(file) == start


def _is_back(file: Any, start: int | None, read: bytes) -> bool:
    """Rewind a file object after a read, and return whether that worked.

    :raises OSError: the file is neither at the start nor at the end of the read
    """
    if start is None or place_of(file) != start + len(read):
        return False  # its tell() is unreliable
    if _moved(file, start):
        return True
    if place_of(file) != start + len(read):
        raise OSError(LOST)
    return False


def _size(file: Any, start: int, least: int) -> int | None:
    """Return the number of remaining bytes of a file object, or None if it is unknown.

    :param least: the number of bytes that are known to exist
    :raises OSError: the file cannot seek back from its end
    """
    with suppress(*IMMOVABLE):
        file.seek(0, os.SEEK_END)
    end = place_of(file)
    if not _moved(file, start):
        raise OSError(LOST)
    # Files in /proc, and objects of unknown size, claim to be empty.
    return end - start if end is not None and end >= start + least else None
