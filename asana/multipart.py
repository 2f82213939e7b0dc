"""A multipart body that streams its files: it is read piece by piece and can be sent again."""

import io
import mimetypes
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

CHUNK = 64 * 1024

# What would end the value of a header, or the header itself.
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A", "\0": "%00"})


class _File:
    """Part of a body that comes from a file object, from where the file stands now."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._start, self.size = _extent(file)
        self._left = self.size

    def read(self, size: int) -> bytes:
        wanted = size if self._left is None else min(size, self._left)
        data: bytes = self._file.read(wanted)
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


def encode(
    fields: Mapping[str, str], files: Iterable[tuple[str, Any]]
) -> tuple[bytes | Multipart, str]:
    """Return a body and its content type.

    :param files: as in ``requests``: pairs of a field and ``(name, content, content type)``, the
        content being text, bytes or a file object; the type may be left out or None
    :raises TypeError: a content is none of these
    """
    boundary = secrets.token_hex(16)
    parts: list[_File | _Text] = []
    for field, value in fields.items():
        head = f'form-data; name="{field.translate(ESCAPES)}"'
        parts.append(_Text(_part_head(boundary, head, None) + value.encode() + b"\r\n"))
    for field, (name, content, *kind) in files:
        head = f'form-data; name="{field.translate(ESCAPES)}"; {_file_name(name)}'
        parts.append(_Text(_part_head(boundary, head, (kind or [None])[0] or _guess(name))))
        parts.append(_content(content))
        parts.append(_Text(b"\r\n"))
    parts.append(_Text(f"--{boundary}--\r\n".encode()))
    content_type = f"multipart/form-data; boundary={boundary}"
    if all(isinstance(part, _Text) for part in parts):
        return b"".join(part.content for part in parts if isinstance(part, _Text)), content_type
    return Multipart(parts), content_type


def _part_head(boundary: str, disposition: str, content_type: str | None) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if content_type:
        if any(character in content_type for character in "\r\n\0"):
            raise ValueError("a content type holds no line break")
        lines.append(f"Content-Type: {content_type}")
    return "\r\n".join([*lines, "", ""]).encode()


def _file_name(name: str) -> str:
    """Return the parameters that name a file: its base name, whole, and nothing but a name."""
    base = os.path.basename(name.replace("\\", "/"))
    if not base:
        raise ValueError(f"not the name of a file: {name!r}")
    if base.isascii():
        return f'filename="{base.translate(ESCAPES)}"'
    encoded = quote(base, safe="")
    return f"filename=\"{encoded}\"; filename*=UTF-8''{encoded}"


def _guess(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _content(content: Any) -> _File | _Text:
    if isinstance(content, str):
        return _Text(content.encode())
    if isinstance(content, bytes | bytearray | memoryview):
        return _Text(bytes(content))
    if isinstance(content, io.TextIOBase):
        return _Text(content.read().encode())  # it counts in characters: no size, no going back
    if callable(getattr(content, "read", None)):
        return _File(content)
    raise TypeError(f"an upload is bytes, text or a file object, not {type(content).__name__}")


def _extent(file: Any) -> tuple[int | None, int | None]:
    """Return where a file object stands and how much follows; None where it cannot tell."""
    try:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)
    except (AttributeError, OSError):
        return None, None
    return start, max(end - start, 0)
