"""The contents of attachments, in a directory that is deleted with the sandbox."""

import hmac
import re
import secrets
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from asana.sandbox.errors import too_large
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Change, Store

MAX_SIZE = 100 * 1024 * 1024
LINK_LIFETIME = 120  # seconds
EXPORT_LIFETIME = 3600

DOWNLOADS = "/-/downloads"  # outside of the API, because links require no authorization

_LINK = re.compile(r"(\d{1,12})-[0-9a-f]{16}-[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Upload:
    """A file of a request, on disk."""

    name: str
    path: Path
    size: int


class Spool:
    """The files of a request, which are deleted after it unless they are kept.

    Their total size is limited to the maximum size of one file.
    """

    def __init__(self, storage: "Storage") -> None:
        self.storage = storage
        self.room = storage.max_size
        self.paths: list[Path] = []
        self.open_files = ExitStack()

    def open(self, *_: Any, **__: Any) -> IO[bytes]:
        """Open a new file for a part of the body."""
        path = self.storage.directory / secrets.token_hex(16)
        self.paths.append(path)
        file = self.open_files.enter_context(_File(path, self))
        return cast(IO[bytes], file)

    def written(self, name: str, file: IO[bytes]) -> Upload:
        """Return a file after it has been written."""
        file.close()
        path = Path(file.name)
        return Upload(name, path, path.stat().st_size)


class _File:
    """A file that raises 413 if its spool exceeds the limit."""

    def __init__(self, path: Path, spool: Spool) -> None:
        self.file = path.open("w+b")
        self.name = str(path)
        self.spool = spool

    def write(self, data: bytes) -> int:
        self.spool.room -= len(data)
        if self.spool.room < 0:
            raise too_large(self.spool.storage.max_size)
        return self.file.write(data)

    def seek(self, position: int) -> int:
        return self.file.seek(position)

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class _Directory:
    """The directory of the files, and the function that removes it."""

    path: Path
    remove: Callable[[], Any]


class Storage:
    """Stores files, and creates download links."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.max_size = MAX_SIZE
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._directory: _Directory | None = None
        store.listeners.append(self._forget)

    # Files

    @property
    def directory(self) -> Path:
        """Return the directory of the files, which is created on first use."""
        with self._lock:
            if self._directory is None:
                path = Path(tempfile.mkdtemp(prefix="asana-sandbox-"))
                # A sandbox that is never started is never stopped, so `clear` may not run.
                remove = weakref.finalize(self, shutil.rmtree, path, True)
                self._directory = _Directory(path, remove)
            return self._directory.path

    @contextmanager
    def spool(self) -> Iterator[Spool]:
        """Provide temporary files for one request."""
        spool = Spool(self)
        try:
            yield spool
        finally:
            spool.open_files.close()
            for path in spool.paths:
                path.unlink(missing_ok=True)

    def keep(self, upload: Upload) -> str:
        """Keep a file after its request, and return the name for finding it."""
        kept = self.directory / f"kept-{upload.path.name}"
        upload.path.rename(kept)
        self.store.on_undo(lambda: kept.unlink(missing_ok=True))
        return kept.name

    def find(self, attachment: Record) -> Path | None:
        """Return the file of an attachment, or None if it no longer exists."""
        path = self._path(attachment["file"])
        return path if path.exists() else None

    def contents(self) -> dict[str, bytes]:
        """Return the contents of all attachments, by the names that `keep` returned."""
        if self._directory is None:
            return {}
        names = {each["file"] for each in self.store.all("attachment") if each["file"]}
        paths = [self._path(name) for name in sorted(names)]
        return {path.name: path.read_bytes() for path in paths if path.exists()}

    def restore(self, contents: dict[str, bytes]) -> None:
        """Write files that `contents` returned."""
        for name, content in contents.items():
            self._path(name).write_bytes(content)

    def clear(self) -> None:
        """Remove all files."""
        with self._lock:
            if self._directory is not None:
                self._directory.remove()
                self._directory = None

    def _path(self, name: str) -> Path:
        """Return the path of a file, always inside the directory, whatever the loaded state is."""
        return self.directory / Path(name).name

    def _forget(self, change: Change) -> None:
        """Delete a file with the last attachment that refers to it."""
        name = change.record.get("file")
        if change.action != "deleted" or change.record.type != "attachment" or not name:
            return
        if not self.store.where("attachment", "file", name):
            self.store.afterwards(lambda: self._path(name).unlink(missing_ok=True))

    # Links

    def link(self, record: Record) -> str | None:
        """Return a new download path of an attachment or an export, valid for a short time."""
        of_file = record.type == "attachment"
        if of_file and not record["file"]:
            return None
        lifetime = LINK_LIFETIME if of_file else EXPORT_LIFETIME
        claim = f"{int(self.store.now().timestamp()) + lifetime}-{secrets.token_hex(8)}"
        return f"{DOWNLOADS}/{record.gid}?token={claim}-{self._seal(record.gid, claim)}"

    def opens(self, gid: str, token: str) -> bool:
        """Return whether a token is valid for the record and not expired."""
        found = _LINK.fullmatch(token)
        if found is None:
            return False
        claim, _, seal = token.rpartition("-")
        fresh = self.store.now().timestamp() < int(found[1])
        return hmac.compare_digest(seal, self._seal(gid, claim)) and fresh

    def _seal(self, gid: str, claim: str) -> str:
        return hmac.new(self._key, f"{gid} {claim}".encode(), "sha256").hexdigest()
