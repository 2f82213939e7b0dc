"""Exports that Asana creates: wait for one, download it, and read its records."""

import gzip
import json
import math
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from .._call.counts import check_seconds
from .._call.paths import path
from .._call.values import short
from .._http.download import check_target
from ..error import (
    AsanaError,
    ForbiddenError,
    InvalidResponseError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
)
from ..records import Record, gid_of
from .asked import Progress

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["FinishedExport"]

PACKED = b"\x1f\x8b"  # the magic number of gzip

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)

# The fields of a job that hold its export.
RESULTS = ("new_resource_export", "new_graph_export")

STATES = {"succeeded": True, "finished": True, "failed": False, "error": False}


class FinishedExport(NamedTuple):
    """An export that Asana creates.

    :param path: the path of its job, or of the organization export
    :param timeout: the maximum number of seconds to wait
    :param options: the options of the requests
    """

    client: "Verbs"
    path: str
    timeout: float
    poll_interval: float
    progress: Progress | None
    options: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        client: "Verbs",
        export: Any,
        timeout: float,
        poll_interval: float,
        progress: Progress | None,
        options: Mapping[str, Any],
    ) -> "FinishedExport":
        """Return an export without sending a request.

        :param export: the record of a job or of an organization export, or the gid of a job
        :raises TypeError: an argument has the wrong type
        """
        if progress is not None and not callable(progress):
            raise TypeError(f"progress must be callable, not {type(progress).__name__}")
        timeout = check_seconds("timeout", timeout, -math.inf)
        poll_interval = check_seconds("poll_interval", poll_interval)
        return cls(client, _path_of(export), timeout, poll_interval, progress, options)

    def download(self, target: Any) -> int:
        """Download the file of the export, which is gzip-compressed; return the number of bytes."""
        check_target(target, None)
        try:
            return self._download(self._url(), target)
        except (ForbiddenError, NotFoundError):  # the URL expired between the two requests
            url = self._url()
        try:
            return self._download(url, target)
        except (ForbiddenError, NotFoundError) as error:
            raise AsanaError(
                f"No Download: the file of this export has expired; start a new export ({error})"
            ) from None

    def _download(self, url: str, target: Any) -> int:
        return self.client.download(url, target, partial(self._tell, "download"), **self.options)

    def records(self) -> Iterator[Record]:
        """Yield the records of the export, which is downloaded to a temporary file."""
        count = 0
        with tempfile.TemporaryFile() as file:
            self.download(file)
            with _unpacked(file) as lines:
                for record in _read(lines):
                    yield record
                    count += 1
                    if count % 1000 == 0:
                        self._tell("records", count, None)
        self._tell("records", count, count)

    def _tell(self, what: str, done: int, total: int | None) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    def _url(self) -> str:
        """Wait until the export has finished, and return a new URL of its file.

        :raises JobFailedError: the export failed
        :raises JobTimeoutError: it has not finished within the timeout
        """
        end = time.monotonic() + self.timeout
        while True:
            record = self.client.get(self.path, {}, **{**self.options, "fields": None})
            state = record.get("status") or record.get("state")
            done = STATES.get(state)
            if done:
                return _url_in(record)
            if done is not None:
                raise JobFailedError(record)
            if time.monotonic() + self.poll_interval > end:
                raise JobTimeoutError(record)
            self._tell(f"waiting: {state}", 0, None)
            time.sleep(self.poll_interval)


def _path_of(export: Any) -> str:
    """Return the path of an export or of its job."""
    if isinstance(export, Mapping):
        kind, gid = export.get("resource_type"), gid_of(export)
        if kind == "organization_export":
            return path("/organization_exports/{}", gid)
        if kind not in ("job", None):
            raise TypeError(
                "export must be the record of a job or of an organization export, not of a "
                f"{short(kind)}"
            )
        return path("/jobs/{}", gid)
    return path("/jobs/{}", export)


def _url_in(record: Record) -> str:
    found = next((record[name] for name in RESULTS if record.get(name)), record)
    url = found.get("download_url")
    if not isinstance(url, str):
        raise InvalidResponseError("Invalid Response: the export has no download_url")
    return url


def _unpacked(file: Any) -> IO[bytes]:
    """Return the decompressed content of a file, which may be uncompressed."""
    file.seek(0)
    packed = file.read(len(PACKED)) == PACKED
    file.seek(0)
    return gzip.open(file) if packed else file  # type: ignore[return-value]


def _read(file: IO[bytes]) -> Iterator[Record]:
    """Yield the records of JSON Lines, or of a single JSON document.

    :raises InvalidResponseError: the file is neither, or is truncated
    """
    number = 0
    try:
        for line in file:
            number += 1
            if line.strip():
                yield from _records(json.loads(line))
    except DAMAGED:
        raise InvalidResponseError("Invalid Response: the file of the export is damaged") from None
    except ValueError:
        if number != 1:
            raise InvalidResponseError(
                f"Invalid Response: line {number} of the export is not JSON"
            ) from None
        yield from _records(_whole(file))


def _whole(file: IO[bytes]) -> Any:
    file.seek(0)
    try:
        return json.load(file)
    except (ValueError, *DAMAGED):
        raise InvalidResponseError("Invalid Response: the export is not JSON") from None


def _records(found: Any) -> list[Record]:
    records = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) for each in records):
        raise InvalidResponseError(
            "Invalid Response: the export contains something other than records"
        )
    return records
