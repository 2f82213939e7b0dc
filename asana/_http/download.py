"""The destination of a download: a path, where the file appears when complete, or a file object."""

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
"""A function called with the bytes received so far, and the total or None if it is unknown."""

PIECE = 1024 * 1024  # the maximum number of bytes to decompress at a time

EITHER = zlib.MAX_WBITS | 32  # detects gzip and zlib headers


class Sink:
    """Writes a download to a file, and can start again.

    :ivar count: the number of bytes received so far
    """

    def __init__(self, file: Any, progress: Progress | None) -> None:
        self._file = file
        self._progress = progress
        self.count = 0
        self._start = place_of(file)  # None for pipes and other files that cannot seek

    def write(self, data: bytes, total: int | None) -> None:
        """Write some bytes, and report the progress.

        :param total: the total number of bytes, or None if it is unknown
        :raises CallerError: the file or the progress function raised an exception
        """
        try:
            self._write_all(data)
            self.count += len(data)
            if self._progress is not None:
                self._progress(self.count, total)
        except Exception as reason:
            raise CallerError(reason) from reason

    def _write_all(self, data: bytes) -> None:
        """Write all bytes to a file, which can be unbuffered and accept only a part at a time."""
        while data:
            taken = self._file.write(data)
            if not isinstance(taken, int) or taken >= len(data):
                return
            if taken <= 0:
                raise OSError("the file does not accept more data")
            data = data[taken:]

    def rewind(self) -> bool:
        """Discard what was written, to start again; return whether that worked."""
        if self.count:
            if self._start is None:
                return False
            try:
                self._file.seek(self._start)
                self._file.truncate()
            except IMMOVABLE:
                return False
            if place_of(self._file) != self._start:
                return False  # new data would be appended to the old
            self.count = 0
        return True


def unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the decompressed data of a gzip or zlib stream.

    :raises ChunkedEncodingError: the stream is truncated
    :raises ContentDecodingError: the data are neither gzip nor zlib
    """
    unpacker = zlib.decompressobj(EITHER)
    fresh = True
    try:
        for data in chunks:
            while data:
                if unpacker.eof:  # a gzip stream can have several members
                    unpacker, fresh = zlib.decompressobj(EITHER), False
                yield unpacker.decompress(data, PIECE)
                data = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as failure:
        if fresh:
            raise exceptions.ContentDecodingError(str(failure)) from None
        return  # the data after the last member are padding
    if not unpacker.eof:
        raise exceptions.ChunkedEncodingError("the compressed data are truncated")


@contextmanager
def open_sink(target: Any, progress: Progress | None) -> Iterator[Sink]:
    """Yield a sink for a path or a file object; a file appears at the path when it is complete.

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
    """Return the path of a download, or None if the target is a file object.

    :raises TypeError: the target is neither, or ``progress`` is not callable
    :raises ValueError: the path is invalid
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
