"""Where a download goes: a file that is whole or not there, or a file object of the caller's."""

import os
import secrets
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests import exceptions

from .._call.values import file_path
from .caller import CallerError
from .multipart import IMMOVABLE, place_of

__all__ = ["Progress", "Sink", "check_target", "open_sink", "unpacked"]


Progress = Callable[[int, int | None], object]
"""Called with the bytes that have come so far, and with all there are, where that is known."""

PIECE = 1024 * 1024  # bytes that are unpacked at a time

EITHER = zlib.MAX_WBITS | 32  # a head of gzip or of zlib


class Sink:
    """Takes the bytes of a download, and can begin anew.

    :ivar count: the bytes that have come so far
    """

    def __init__(self, file: Any, progress: Progress | None) -> None:
        self._file = file
        self._progress = progress
        self.count = 0
        self._start = place_of(file)  # None for a pipe or the like

    def write(self, data: bytes, total: int | None) -> None:
        """Take some bytes.

        :param total: the size of the whole, if it is known
        """
        try:
            self._write_all(data)
            self.count += len(data)
            if self._progress is not None:
                self._progress(self.count, total)
        except Exception as reason:
            raise CallerError(reason) from reason

    def _write_all(self, data: bytes) -> None:
        """Write bytes to a file that may take a part of them at a time, as an unbuffered one."""
        while data:
            taken = self._file.write(data)
            if not isinstance(taken, int) or taken >= len(data):
                return
            if taken <= 0:
                raise OSError("the file takes no more")
            data = data[taken:]

    def rewind(self) -> bool:
        """Drop what has come, to begin anew; tell whether that is possible."""
        if self.count:
            if self._start is None:
                return False
            try:
                self._file.seek(self._start)
                self._file.truncate()
            except IMMOVABLE:
                return False
            if place_of(self._file) != self._start:
                return False  # what comes next would be appended to what has come
            self.count = 0
        return True


def unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack what came as gzip or zlib.

    :raises ChunkedEncodingError: it ends before its end
    :raises ContentDecodingError: it is neither
    """
    unpacker = zlib.decompressobj(EITHER)
    fresh = True
    try:
        for data in chunks:
            while data:
                if unpacker.eof:  # gzip may go on with another member
                    unpacker, fresh = zlib.decompressobj(EITHER), False
                yield unpacker.decompress(data, PIECE)
                data = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as failure:
        if fresh:
            raise exceptions.ContentDecodingError(str(failure)) from None
        return  # what follows the last member is padding
    if not unpacker.eof:
        raise exceptions.ChunkedEncodingError("what was packed has been cut")


@contextmanager
def open_sink(target: Any, progress: Progress | None) -> Iterator[Sink]:
    """Give a sink for a path or a file object; a file at the path appears only when it is whole.

    :raises TypeError: as :func:`check_target`
    :raises ValueError: as :func:`check_target`
    :raises OSError: the file cannot be written
    """
    path = check_target(target, progress)
    if path is None:
        yield Sink(target, progress)
    else:
        with _whole_file(path) as file:
            yield Sink(file, progress)


def check_target(target: Any, progress: Any) -> str | None:
    """Return the path that a download goes to, or None where it goes to a file object.

    :raises TypeError: it goes to neither, or ``progress`` cannot be called
    :raises ValueError: no file can have the path
    """
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be callable, not {type(progress).__name__}")
    if callable(getattr(target, "write", None)):
        return None
    if isinstance(target, str | os.PathLike):
        return file_path(target, "the target of a download")
    raise TypeError(f"target must be a path or a file object, not {type(target).__name__}")


@contextmanager
def _whole_file(path: str) -> Iterator[Any]:
    folder = os.path.dirname(path) or "."
    part = os.path.join(folder, f".download-{secrets.token_hex(8)}")
    try:
        with open(part, "xb") as file:
            yield file
        os.replace(part, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)
