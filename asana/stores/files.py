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

LOOK = 0.02  # seconds between looks whether a lock is free

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
    """Secrets in a dictionary, for one process; they are lost with it.

    :param secrets: the dictionary
    """

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self._secrets = {} if secrets is None else secrets
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """Return what is kept under a key."""
        return self._secrets.get(key)

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Put ``new`` in place of ``old``, and tell whether ``old`` was there."""
        with self._lock:
            return _swap(self._secrets, key, old, new)


class FileSecrets:
    """Secrets in a JSON file that only its owner can read; several processes may share it.

    :param path: where it is, or will be
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def get(self, key: str) -> str | None:
        """Return what is kept under a key.

        :raises ValueError: the file holds something else
        """
        return self._file.read().get(key)

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Put ``new`` in place of ``old``, and tell whether ``old`` was there.

        :raises OSError: the file cannot be written
        """
        with self._file.change(rewrite=old is not None and old == new) as secrets:
            return _swap(secrets, key, old, new)


class MemoryTokens:
    """Sync tokens in a dictionary, for one process; they are lost with it.

    :param tokens: the dictionary
    """

    def __init__(self, tokens: dict[str, str] | None = None) -> None:
        self._tokens = {} if tokens is None else tokens

    def load(self, resource: str) -> str | None:
        """Return the token, or None when there is none yet."""
        key = _key(resource)
        if key not in self._tokens and key.isdecimal() and len(key) < 1000:
            # The caller's dictionary may have the gid as the number that the caller gave.
            return self._tokens.get(int(key))  # type: ignore[call-overload, no-any-return]
        return self._tokens.get(key)

    def save(self, resource: str, sync: str) -> None:
        """Keep the token in place of the one before."""
        self._tokens[_key(resource)] = sync


class FileTokens:
    """Sync tokens in a JSON file, which outlive the process; one file serves many resources.

    :param path: where it is, or will be
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def load(self, resource: str) -> str | None:
        """Return the token, or None when there is none yet.

        :raises ValueError: the file holds something else
        """
        return self._file.read().get(_key(resource))

    def save(self, resource: str, sync: str) -> None:
        """Keep the token in place of the one before.

        :raises OSError: the file cannot be written
        """
        with self._file.change() as tokens:
            tokens[_key(resource)] = sync


class OAuthTokenFile:
    """The OAuth token of a script's user, in a JSON file that only that user can read.

    Its ``save`` is a ``token_updater`` of :meth:`asana.Client.oauth`.

    :param path: where it is, or will be
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = JsonFile(path)

    def load(self) -> "OAuthToken | None":
        """Return the token, or None when there is none yet.

        :raises ValueError: the file holds something else
        """
        return cast("OAuthToken", self._file.read()) or None

    def save(self, token: Mapping[str, Any]) -> None:
        """Keep a token in place of the one before; an empty one forgets it.

        :raises OSError: the file cannot be written
        """
        with self._file.change() as content:
            content.clear()
            content.update(token)

    @contextmanager
    def lock(self, timeout: float | None) -> Iterator[None]:
        """Keep other processes from refreshing the token.

        :param timeout: the most seconds to wait
        :raises TimeoutError: another process holds the lock for longer
        """
        with _locked(f"{_end_of_links(self._file.path)}.refresh", timeout):
            yield


class JsonFile:
    """A file with one JSON object, which only its owner can read.

    It is replaced as a whole: who reads it, also after a crash, finds the old content or the new.
    Who changes it holds a lock on a file beside it, which keeps other processes out. A symbolic
    link stays, and the file that it leads to is replaced.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = file_path(path, "the path of a store")

    def read(self) -> dict[str, Any]:
        """Return the content; a file that is not there has none.

        :raises ValueError: the file holds something else
        """
        try:
            with open(self.path, encoding="utf-8") as file:
                content = json.load(file)
        except FileNotFoundError:
            return {}
        except ValueError:
            content = None  # raised below: a decoder's own exception carries the whole text
        if not isinstance(content, dict):
            raise ValueError(f"{self.path} does not hold a JSON object")
        return content

    @contextmanager
    def change(self, rewrite: bool = False) -> Iterator[dict[str, Any]]:
        """Give the content to change; it is written when the block ends well.

        :param rewrite: write it even if nothing has changed, to find out whether that is possible
        :raises OSError: it cannot be written
        """
        path = _end_of_links(self.path)
        with _locked(f"{path}.lock"):
            content = self.read()
            before = dict(content)
            yield content
            if content != before or rewrite:
                _replace(path, json.dumps(content))


def secret_store(given: Any) -> SecretStore:
    """Return a store of secrets: a path and a dictionary become one.

    :raises TypeError: it is none of these
    """
    if isinstance(given, dict):
        return MemorySecrets(given)
    if isinstance(given, str | os.PathLike):
        return FileSecrets(given)
    return _having(given, "get", "swap")  # type: ignore[no-any-return]


def token_store(given: Any) -> TokenStore:
    """Return a store of sync tokens: a path, a dictionary and None become one.

    :raises TypeError: it is none of these
    """
    if given is None or isinstance(given, dict):
        return MemoryTokens(given)
    if isinstance(given, str | os.PathLike):
        return FileTokens(given)
    return _having(given, "load", "save")  # type: ignore[no-any-return]


def _key(resource: Any) -> str:
    """Return the text of a gid: JSON would have a number and its text as two keys of one name."""
    return resource if isinstance(resource, str) else str(resource)


def _having(given: Any, *methods: str) -> Any:
    if not all(callable(getattr(given, name, None)) for name in methods):
        wanted = " and ".join(methods)
        raise TypeError(f"a store is a path, a dictionary, or has the methods {wanted}")
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
    """Return the path of the file that a symbolic link leads to, which need not be there.

    :raises OSError: the links lead in a circle
    """
    if not os.path.islink(path):
        return path
    end = os.path.realpath(path)
    if os.path.islink(end):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return end


def _replace(path: str, text: str) -> None:
    """Write a file as a whole, for its owner only; it keeps a mode that allows even less."""
    part = f"{path}.new"  # one name, so that crashes do not leave ever more of them
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
        with suppress(OSError):  # on a full disk it would take up room
            os.unlink(part)
        if isinstance(failure, OSError) and failure.filename is None:
            failure.filename = path
        raise


def _take_mode(part: str, path: str) -> None:
    """Give a file the mode of the one that it replaces, without what others are allowed."""
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(os.stat(path).st_mode) & 0o600
        if mode != 0o600 and sys.platform != "win32":
            os.chmod(part, mode)


@contextmanager
def _locked(path: str, timeout: float | None = None) -> Iterator[None]:
    """Hold the lock on a file, which is left there: removing it would open a race.

    :param timeout: the most seconds to wait
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
            with suppress(OSError):  # given up after ten seconds: try again
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
        # Closing is not enough: a process that was forked meanwhile has the file open too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
