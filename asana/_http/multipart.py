"""A multipart body that streams its files: it is read piece by piece and can be sent again."""

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

TEXT_MODE = "the file to upload is open in text mode; open it in binary mode, as 'rb'"
LOST = "the file to upload moved, and does not go back to where it stood; read it into bytes first"

# What would end the value of a header, or the header itself.
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A", "\0": "%00"})


# What file objects raise where they cannot be moved, or cannot tell where they stand.
IMMOVABLE = (AttributeError, NotImplementedError, OSError, TypeError, ValueError)


class _File:
    """Part of a body that comes from a file object, from where the file stands now.

    :param first: what has been read of it
    """

    def __init__(self, file: Any, first: bytes, start: int | None) -> None:
        self._file = file
        self._first = first
        self._start = start if _is_back(file, start, first) else None
        self.size: int | None = None
        if self._start is not None:
            self._first = b""  # the file gives it again
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
            data = data[: self._left]  # it has grown, and not every read() heeds its size
            self._left -= len(data)
            if wanted and not data:
                raise CallerError(OSError("the file became shorter while it was sent"))
        return data

    def rewind(self) -> bool:
        if self._start is None or not _moved(self._file, self._start):
            return False
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
    """Give each file as its field, its name or None, its content, and the headers of its part."""
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
    """Return the headers of a part; those that were given go before the content type."""
    what = "a header of a file"
    own = {
        _text(name, what): _text(value, what) for name, value in given.items() if value is not None
    }
    if kind and "content-type" not in map(str.lower, own):
        return {"Content-Type": _text(kind, "the content type of a file"), **own}
    return own


def _text(value: Any, what: str) -> str:
    """Return a name or a header as text: a member of an Enum is its value, not its name."""
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
    """Return the name that a file object has by itself, or None.

    A file of a web form has the name of the form's field as its ``name``, and its own one as
    ``filename``.
    """
    if isinstance(file, str):
        return None  # a member of an Enum has a name
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
    return encoded("\r\n".join([*lines, "", ""]), "a header of a file")


def _base_name(name: Any) -> str:
    """Return the base name of a file: nothing but a name."""
    if not isinstance(name, str | bytes | os.PathLike):
        raise TypeError(f"the name of a file must be a string, not {type(name).__name__}")
    base = os.path.basename(os.fsdecode(name).replace("\\", "/"))
    if not base:
        raise ValueError(f"not the name of a file: {short(name)}")
    encoded(base, "the name of a file")
    return base


def _file_name(base: str) -> str:
    """Return the parameters that name a file."""
    quoted = quote(base, safe="")
    if not base.isascii():
        return f"filename=\"{quoted}\"; filename*=UTF-8''{quoted}"
    plain = f'filename="{base.translate(ESCAPES)}"'
    # A percent sign may be decoded, unless the encoded form is there too.
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
        # It counts in characters: no size, no going back.
        return _Text(encoded(content.read(), "the content of a file"))
    if isinstance(content, io.TextIOBase) or isinstance(getattr(content, "encoding", None), str):
        raise TypeError(TEXT_MODE)
    return _from_any(content)


def _from_any(content: Any) -> _File | _Text:
    """Return the part of a file object that gives bytes.

    As little as possible is read of one that cannot go back: a session of the caller's may read
    it again.
    """
    start = place_of(content)
    try:
        first = content.read(0)
    except TypeError:  # its read() takes no size
        return _Text(_binary(content.read()))
    first = _binary(first)
    if not first and start is not None and _moved(content, start):
        first = _binary(content.read(CHUNK))  # shows whether its places can be relied on
    return _File(content, first, start)


def _binary(data: Any) -> bytes:
    """Return what a file gave, if it is bytes.

    :raises TypeError: it is text
    """
    if isinstance(data, str):
        raise TypeError(TEXT_MODE)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"the file to upload gives {type(data).__name__} instead of bytes")
    return bytes(data)


def place_of(file: Any) -> int | None:
    """Return where a file object stands, or None where it does not tell."""
    try:
        place = file.tell()
    except IMMOVABLE:
        return None
    return place if isinstance(place, int) else None


def _moved(file: Any, start: int) -> bool:
    """Move a file object, and tell whether it stands there; what seek() returns says little."""
    try:
        file.seek(start)
    except IMMOVABLE:
        return False
    return place_of(file) == start


def _is_back(file: Any, start: int | None, read: bytes) -> bool:
    """Tell whether a file object is back where it stood before something was read.

    :raises OSError: it is neither there nor where reading left it
    """
    if start is None or place_of(file) != start + len(read):
        return False  # where it says it stands is not where it stands
    if _moved(file, start):
        return True
    if place_of(file) != start + len(read):
        raise OSError(LOST)
    return False


def _size(file: Any, start: int, least: int) -> int | None:
    """Return how much follows in a file object, or None where that cannot be found out.

    :param least: how much has been read of it before
    :raises OSError: it does not come back from its end
    """
    with suppress(*IMMOVABLE):
        file.seek(0, os.SEEK_END)
    end = place_of(file)
    if not _moved(file, start):
        raise OSError(LOST)
    # Files of /proc, and objects that do not know their end, say that they are empty.
    return end - start if end is not None and end >= start + least else None
