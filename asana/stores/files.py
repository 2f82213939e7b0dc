"""Stores in memory, and in JSON files that only their owner can read."""

import errno
import json
import os
import stat
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from .._call.values import file_path
from .protocols import SecretStore, TokenStore

if TYPE_CHECKING:
    from ..types.oauth import OAuthToken

LOOK = 0.02  # seconds between attempts to acquire a lock

__all__ = [
    "FileSecrets",
    "FileTokens",
    "JsonFile",
    "MemorySecrets",
    "MemoryTokens",
    "OAuthTokenFile",
    "secret_store",
    "token_store",
]


class MemorySecrets:
    """Secrets in a dictionary, for one process; they are lost when it ends.

    :param secrets: the dictionary
    """

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self._secrets = {} if secrets is None else secrets
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None."""
        return self._secrets.get(key)

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Replace ``old`` with ``new``, and return whether the value was ``old``."""
        with self._lock:
            return _swap(self._secrets, key, old, new)


class FileSecrets:
    """Secrets in a JSON file that only its owner can read; several processes can share it.

    :param path: the path of the file, which is created when needed
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None.

        :raises ValueError: the file does not contain a JSON object
        """
        return self._file.read().get(key)

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Replace ``old`` with ``new``, and return whether the value was ``old``.

        :raises OSError: the file cannot be written
        """
        with self._file.change(rewrite=old is not None and old == new) as secrets:
            return _swap(secrets, key, old, new)


class MemoryTokens:
    """Sync tokens in a dictionary, for one process; they are lost when it ends.

    :param tokens: the dictionary
    """

    def __init__(self, tokens: dict[str, str] | None = None) -> None:
        self._tokens = {} if tokens is None else tokens

    def load(self, resource: str) -> str | None:
        """Return the token, or None if there is none yet."""
        key = _key(resource)
        if key not in self._tokens and key.isdecimal() and len(key) < 1000:
            # The caller's dictionary can have the gid as a number, as the caller passed it.
            return self._tokens.get(int(key))  # type: ignore[call-overload, no-any-return]
        return self._tokens.get(key)

    def save(self, resource: str, sync: str) -> None:
        """Replace the token."""
        self._tokens[_key(resource)] = sync


class FileTokens:
    """Sync tokens in a JSON file, which survive the process; one file can hold many resources.

    :param path: the path of the file, which is created when needed
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def load(self, resource: str) -> str | None:
        """Return the token, or None if there is none yet.

        :raises ValueError: the file does not contain a JSON object
        """
        return self._file.read().get(_key(resource))

    def save(self, resource: str, sync: str) -> None:
        """Replace the token.

        :raises OSError: the file cannot be written
        """
        with self._file.change() as tokens:
            tokens[_key(resource)] = sync


class OAuthTokenFile:
    """An OAuth token in a JSON file that only its owner can read.

    Pass its ``save`` as the ``token_updater`` of :meth:`asana.Client.oauth`.

    :param path: the path of the file, which is created when needed
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def load(self) -> "OAuthToken | None":
        """Return the token, or None if there is none yet.

        :raises ValueError: the file does not contain a JSON object
        """
        return cast("OAuthToken", self._file.read()) or None

    def save(self, token: Mapping[str, Any]) -> None:
        """Replace the token; an empty one deletes it.

        :raises OSError: the file cannot be written
        """
        with self._file.change() as content:
            content.clear()
            content.update(token)

    @contextmanager
    def lock(self, timeout: float | None) -> Iterator[None]:
        """Keep other processes from refreshing the token.

        :param timeout: the longest wait, in seconds
        :raises TimeoutError: another process holds the lock for longer
        """
        with _locked(f"{_end_of_links(self._file.path)}.refresh", timeout):
            yield


class JsonFile:
    """A file with one JSON object, which only its owner can read.

    The file is replaced atomically: readers see either the old or the new content, even after a
    crash. Changes hold a lock on a second file, which excludes other processes. A symbolic link is
    kept, and its target is replaced.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = file_path(path, "the path of a store")

    def read(self) -> dict[str, Any]:
        """Return the content; an empty dictionary if the file does not exist.

        :raises ValueError: the file does not contain a JSON object
        """
        try:
            with open(self.path, encoding="utf-8") as file:
                content = json.load(file)
        except FileNotFoundError:
            return {}
        except ValueError:
            content = None  # raised below: the exception of the decoder contains the whole text
        if not isinstance(content, dict):
            raise ValueError(f"{self.path} does not contain a JSON object")
        return content

    @contextmanager
    def change(self, rewrite: bool = False) -> Iterator[dict[str, Any]]:
        """Yield the content to change; it is written if the block ends without an exception.

        :param rewrite: write it even if nothing has changed, to check that the file is writable
        :raises OSError: the file cannot be written
        """
        path = _end_of_links(self.path)
        with _locked(f"{path}.lock"):
            content = self.read()
            before = dict(content)
            yield content
            if content != before or rewrite:
                _replace(path, json.dumps(content))


def secret_store(given: Any) -> SecretStore:
    """Return a store of secrets, for a path, a dictionary or a store.

    :raises TypeError: the argument is none of these
    """
    if isinstance(given, dict):
        return MemorySecrets(given)
    if isinstance(given, str | os.PathLike):
        return FileSecrets(given)
    return _having(given, "get", "swap")  # type: ignore[no-any-return]


def token_store(given: Any) -> TokenStore:
    """Return a store of sync tokens, for a path, a dictionary, None or a store.

    :raises TypeError: the argument is none of these
    """
    if given is None or isinstance(given, dict):
        return MemoryTokens(given)
    if isinstance(given, str | os.PathLike):
        return FileTokens(given)
    return _having(given, "load", "save")  # type: ignore[no-any-return]


def _key(resource: Any) -> str:
    """Return a gid as a string, because JSON writes a number and its string as the same key."""
    return resource if isinstance(resource, str) else str(resource)


def _having(given: Any, *methods: str) -> Any:
    if not all(callable(getattr(given, name, None)) for name in methods):
        wanted = " and ".join(methods)
        raise TypeError(
            f"a store must be a path, a dictionary, or an object with the methods {wanted}"
        )
    return given


def _swap(secrets: dict[str, str], key: str, old: str | None, new: str | None) -> bool:
    if secrets.get(key) != old:
        return False
    if new is None:
        secrets.pop(key, None)
    else:
        secrets[key] = new
    return True


def _end_of_links(path: str) -> str:
    """Return the path of the target of a symbolic link, which does not have to exist.

    :raises OSError: the links form a loop
    """
    if not os.path.islink(path):
        return path
    end = os.path.realpath(path)
    if os.path.islink(end):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return end


def _replace(path: str, text: str) -> None:
    """Replace a file atomically, readable only by its owner; keep a stricter mode."""
    part = f"{path}.new"  # always the same name, so that crashes do not accumulate files
    with suppress(FileNotFoundError):
        os.unlink(part)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        _take_mode(part, path)
        os.replace(part, path)
    except BaseException as failure:
        with suppress(OSError):  # on a full disk, it would take up space
            os.unlink(part)
        if isinstance(failure, OSError) and failure.filename is None:
            failure.filename = path
        raise


def _take_mode(part: str, path: str) -> None:
    """Give a file the mode of the file that it replaces, without access for others."""
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(os.stat(path).st_mode) & 0o600
        if mode != 0o600 and sys.platform != "win32":
            os.chmod(part, mode)


@contextmanager
def _locked(path: str, timeout: float | None = None) -> Iterator[None]:
    """Hold the lock on a file. The file is kept, because removing it would cause a race.

    :param timeout: the longest wait, in seconds
    :raises TimeoutError: another process holds the lock for longer
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if timeout is None:
            _lock(descriptor)
        else:
            _lock_within(descriptor, timeout)
        try:
            yield
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _lock_within(descriptor: int, timeout: float) -> None:
    until = time.monotonic() + timeout
    while not _lock_now(descriptor):
        if time.monotonic() >= until:
            raise TimeoutError("another process holds the lock")
        time.sleep(LOOK)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        while True:
            with suppress(OSError):  # it times out after ten seconds: try again
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return

    def _lock_now(descriptor: int) -> bool:
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _lock_now(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        # Closing is not enough: a process that was forked in the meantime has the file open too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
