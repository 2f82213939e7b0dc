"""The files of attachments: their names on disk, and their download."""

import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from .._call.paths import path
from .._http import parallel
from ..error import AsanaError, RetryableAsanaError

if TYPE_CHECKING:
    from .._verbs import Verbs
    from .journal import Journal

__all__ = ["FOLDER", "Files", "digest", "safe_name"]

FOLDER = "files"

MOST_BYTES = 140  # of a name: the smallest limit of a common file system

MOST_OF_EXTENSION = 20

# Separators, characters that Windows rejects, and those that affect terminals and file managers.
UNSAFE = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]'
)

FRESH = 90  # seconds for which a download URL is used; Asana's URLs are valid for two minutes

AT_A_TIME = 50

CONCURRENCY = 5

MISSING = """SELECT gid FROM records WHERE kind = 'attachments'
    AND json_extract(record, '$.host') = 'asana'
    AND gid NOT IN (SELECT attachment FROM files)"""


class Files:
    """The files of an export.

    :param options: the options of the requests; None to download nothing
    """

    def __init__(
        self, client: "Verbs", journal: "Journal", options: Mapping[str, Any] | None
    ) -> None:
        self.client = client
        self.journal = journal
        self._options = options
        self._folder = os.path.join(journal.folder, FOLDER)

    def check(self) -> None:
        """Forget files that are missing or changed on disk, and failed downloads."""
        journal = self.journal
        with suppress(FileNotFoundError):
            for entry in os.scandir(self._folder):
                if entry.name.startswith(".download-"):  # of a killed process
                    os.unlink(entry.path)
        rows = journal.db.execute("SELECT attachment, path, size FROM files").fetchall()
        with journal.step():
            for gid, where, size in rows:
                if not where or _size(os.path.join(journal.folder, where)) != size:
                    journal.do("DELETE FROM files WHERE attachment = ?", gid)

    def fetch(self, urls: Mapping[str, Any]) -> None:
        """Download attachments whose URLs are new; failed downloads are repeated later."""
        if self._options is None or not urls:
            return
        marks = ", ".join("?" * len(urls))
        wanted = self.journal.gids(f"{MISSING} AND gid IN ({marks})", *urls)
        self._fetch([_File(*self._named(gid), urls[gid]) for gid in wanted if urls[gid]], False)

    def fetch_missing(self) -> bool:
        """Download files with new URLs; return whether there were any.

        :raises RetryableAsanaError: a file is currently unavailable
        """
        if self._options is None:
            return False
        wanted = self.journal.gids(f"{MISSING} LIMIT {AT_A_TIME}")
        self._fetch([_File(*self._named(gid), None) for gid in wanted], True)
        return bool(wanted)

    def _named(self, gid: str) -> tuple[str, str]:
        name = self.journal.one(
            "SELECT json_extract(record, '$.name') FROM records "
            "WHERE kind = 'attachments' AND gid = ?",
            gid,
        )[0]
        return gid, f"{FOLDER}/{safe_name(gid, name)}"

    def _fetch(self, files: Iterable["_File"], last: bool) -> None:
        """Download files, and record the result of each.

        :param last: whether failed downloads are not repeated in this run
        """
        os.makedirs(self._folder, exist_ok=True)
        end = time.monotonic() + FRESH

        def one(file: _File) -> tuple[_File, Any]:
            if file.url is not None and time.monotonic() > end:
                return file, None
            try:
                return file, self._download(file)
            except RetryableAsanaError:
                raise
            except AsanaError as error:
                return file, f"{type(error).__name__}: {error}" if last else None

        for file, found in parallel.results(one, files, CONCURRENCY, False):
            if found is not None:
                self._keep(file, found)

    def _keep(self, file: "_File", found: Any) -> None:
        row = ("", None, None, found) if isinstance(found, str) else (file.path, *found, None)
        with self.journal.step():
            self.journal.do(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", file.attachment, *row
            )

    def _download(self, file: "_File") -> Any:
        """Download one file; return its size and checksum, or the reason for the failure."""
        options, url = dict(self._options or {}), file.url
        if url is None:
            where = path("/attachments/{}", file.attachment)
            url = self.client.get(where, {}, **options, fields=["download_url"]).get("download_url")
        if not isinstance(url, str):
            return "the attachment has no download_url"
        try:
            target = os.path.join(self.journal.folder, file.path)
            self.client.download(url, target, **options)
        except ValueError:  # not a URL to download from
            return "the download_url of the attachment is not a URL"
        with open(target, "rb+") as written:
            os.fsync(written.fileno())  # the file is on disk before the journal records it
        return digest(target)


class _File(NamedTuple):
    attachment: str
    path: str
    url: Any


def safe_name(gid: str, name: Any) -> str:
    """Return a file name for an attachment that is unique and valid on every system.

    :param name: the name of the attachment in Asana, which any user may have chosen
    """
    text = unicodedata.normalize("NFC", name if isinstance(name, str) else "")
    text = UNSAFE.sub("_", text).strip()
    stem, dot, extension = text.rpartition(".")
    if not stem or len(extension.encode()) > MOST_OF_EXTENSION:
        stem, dot, extension = text, "", ""
    room = MOST_BYTES - len(f"{gid} {dot}{extension}".encode())
    stem = stem.encode()[: max(room, 0)].decode(errors="ignore")
    # Windows removes dots and spaces at the end. The gid prevents reserved names such as CON.
    return f"{re.sub('[^0-9A-Za-z]', '_', gid)} {stem}{dot}{extension}".rstrip(". ")


def digest(file_path: str) -> tuple[int, str]:
    """Return the size of a file in bytes and its SHA-256."""
    found, size = hashlib.sha256(), 0
    with open(file_path, "rb") as file:
        while data := file.read(1024 * 1024):
            found.update(data)
            size += len(data)
    return size, found.hexdigest()


def _size(file_path: str) -> int | None:
    try:
        return os.stat(file_path).st_size
    except OSError:
        return None
