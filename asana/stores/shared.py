"""Stores in Redis, for processes on many machines."""

import json
import logging
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._call.counts import check_seconds

if TYPE_CHECKING:
    import redis

    from ..types.oauth import OAuthToken

__all__ = [
    "LeaseLostError",
    "RedisOAuthToken",
    "RedisSecrets",
    "RedisTokens",
    "RedisWindow",
    "connected",
    "tagged",
]

logger = logging.getLogger("asana")

TIMEOUT = 5  # seconds to wait for a response, so that nothing hangs if Redis is unavailable

SWAP = """
local there = redis.call('HGET', KEYS[1], ARGV[1])
local old = ARGV[2] ~= '' and ARGV[3] or false
if there ~= old then return 0 end
if ARGV[4] ~= '' then
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[5])
else
    redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
"""

# Become or stay the leader. Returns the fencing number, or 0 if another process leads.
HOLD = """
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if not leader then return redis.call('INCR', KEYS[2]) end
return tonumber(redis.call('GET', KEYS[2]))
"""

# Save a position. A lease that has expired is renewed if no other process has led since.
SAVE = """
local leader = redis.call('GET', KEYS[1])
if not leader and redis.call('GET', KEYS[2]) == ARGV[5] then leader = ARGV[1] end
if leader ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
return 1
"""

RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"

# Enter events. Returns nil if another process is handling one of them, otherwise the new ones.
ENTER = """
for _, key in ipairs(KEYS) do
    if redis.call('GET', key) == 'busy' then return false end
end
local fresh = {}
for place, key in ipairs(KEYS) do
    if redis.call('SET', key, 'busy', 'NX', 'PX', ARGV[1]) then fresh[#fresh + 1] = place end
end
return fresh
"""


class LeaseLostError(RuntimeError):
    """Another process follows the feed now, and handles the current events of this one again."""


class RedisSecrets:
    """Secrets of webhooks in Redis, for a ``Receiver`` in each of many processes.

    :param url: the URL of Redis, a ``redis.Redis`` or a ``redis.RedisCluster``
    :param name: the prefix of the keys in Redis
    :raises ImportError: redis is not installed
    :raises ValueError: an argument has an invalid value
    :raises TypeError: the URL is neither a string nor a client of Redis
    """

    def __init__(self, url: "str | redis.Redis | redis.RedisCluster", name: str = "asana") -> None:
        self._redis = connected(url, "RedisSecrets")
        self._key = f"{tagged(name)}:secrets"
        self._swap = self._redis.register_script(SWAP)

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None."""
        return _text(self._redis.hget(self._key, key))

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Replace ``old`` with ``new``, and return whether the value was ``old``."""
        given = [key, *_optional(old), *_optional(new)]
        return bool(self._swap(keys=[self._key], args=given))


class RedisTokens:
    """Sync tokens in Redis. If many processes have a feed of one resource, one of them follows it.

    The first process gets a lease, which it renews while it polls and waits. If it dies, another
    process takes over from its position after at most ``lease`` seconds. If a process continues
    after its lease has expired, it cannot save its position: ``commit`` raises ``LeaseLostError``.

    :param url: the URL of Redis, a ``redis.Redis`` or a ``redis.RedisCluster``
    :param name: the prefix of the keys in Redis
    :param lease: the duration of the lease, in seconds. Handling a page of at most 100 events must
        take less time; otherwise, call :meth:`hold` in between
    :ivar lease: the duration of the lease, in seconds
    :raises ImportError: redis is not installed
    :raises ValueError: an argument has an invalid value
    :raises TypeError: the URL is neither a string nor a client of Redis
    """

    def __init__(
        self,
        url: "str | redis.Redis | redis.RedisCluster",
        name: str = "asana",
        *,
        lease: float = 60,
    ) -> None:
        self.lease = _duration("lease", lease)
        self._redis = connected(url, "RedisTokens")
        self._name = tagged(name)
        self._lease = int(self.lease * 1000)
        self._ids: dict[int, str] = {}
        self._fences: dict[tuple[str, str], int] = {}
        self._hold = self._redis.register_script(HOLD)
        self._save = self._redis.register_script(SAVE)
        self._release = self._redis.register_script(RELEASE)

    def load(self, resource: str) -> str | None:
        """Return the token, or None if there is none yet."""
        return _text(self._redis.hget(f"{self._name}:sync", resource))

    def save(self, resource: str, sync: str) -> None:
        """Replace the token, and renew the lease.

        :raises LeaseLostError: another process follows the resource
        """
        keys = [*self._lease_keys(resource), f"{self._name}:sync"]
        process = self._process()
        fence = self._fences.get((process, resource), 0)
        if not self._save(keys=keys, args=[process, self._lease, resource, sync, fence]):
            raise LeaseLostError(f"another process follows the events of {resource}")

    def hold(self, resource: str) -> int | None:
        """Return the fencing number of this process's lease, or None if another one has it.

        Each new leader has a higher number. To keep a process with an expired lease from writing,
        store the number with what you write about events, and reject writes with a lower number.
        Call this method if handling a page takes long: it renews the lease.
        """
        process = self._process()
        fence = int(self._hold(keys=self._lease_keys(resource), args=[process, self._lease]))
        if fence:
            self._fences[process, resource] = fence
        return fence or None

    def release(self, resource: str) -> None:
        """End the lease of this process, if it has one, so that another can take over at once."""
        process = self._process()
        self._fences.pop((process, resource), None)
        self._release(keys=self._lease_keys(resource)[:1], args=[process])

    def _lease_keys(self, resource: str) -> list[str]:
        return [f"{self._name}:leader:{resource}", f"{self._name}:fence:{resource}"]

    def _process(self) -> str:
        """Return a name for this process, which a forked process does not share."""
        pid = os.getpid()
        return self._ids.setdefault(pid, f"{pid}:{secrets.token_hex(8)}")


class RedisWindow:
    """Received events of webhooks, so that many processes handle each event once.

    Pass it as ``window`` to the ``Receiver`` of each process.

    :param url: the URL of Redis, a ``redis.Redis`` or a ``redis.RedisCluster``
    :param name: the prefix of the keys in Redis
    :param seconds: the time for which events are remembered, in seconds
    :param busy: the time after which events are delivered again if their process died, in seconds
    :raises ImportError: redis is not installed
    :raises ValueError: an argument has an invalid value
    :raises TypeError: the URL is neither a string nor a client of Redis
    """

    def __init__(
        self,
        url: "str | redis.Redis | redis.RedisCluster",
        name: str = "asana",
        *,
        seconds: float = 600,
        busy: float = 60,
    ) -> None:
        self._redis = connected(url, "RedisWindow")
        self._name = f"{tagged(name)}:event"
        self._seconds = int(_duration("seconds", seconds) * 1000)
        self._busy = int(_duration("busy", busy) * 1000)
        self._enter = self._redis.register_script(ENTER)

    def enter(self, marks: Iterable[bytes]) -> set[bytes] | None:
        """Return the new marks, or None if another process is handling one of them."""
        known = list(dict.fromkeys(marks))
        fresh = self._enter(keys=[self._key(mark) for mark in known], args=[self._busy])
        return None if fresh is None else {known[place - 1] for place in fresh}

    def leave(self, fresh: set[bytes], taken: bool) -> None:
        """Keep the marks of handled events, and remove the others."""
        with self._redis.pipeline(transaction=False) as pipe:
            for mark in fresh:
                if taken:
                    pipe.set(self._key(mark), "taken", px=self._seconds)
                else:
                    pipe.delete(self._key(mark))
            pipe.execute()

    def _key(self, mark: bytes) -> str:
        return f"{self._name}:{mark.hex()}"


class RedisOAuthToken:
    """The OAuth token of one user in Redis, for a client in each of many processes.

    Pass it as ``token_store`` to :meth:`asana.Client.oauth`: one process refreshes the token, and
    the others use it.

    :param url: the URL of Redis, a ``redis.Redis`` or a ``redis.RedisCluster``
    :param name: the key in Redis; use one for each user
    :raises ImportError: redis is not installed
    :raises ValueError: the URL is invalid
    :raises TypeError: the URL is neither a string nor a client of Redis
    """

    def __init__(
        self, url: "str | redis.Redis | redis.RedisCluster", name: str = "asana:token"
    ) -> None:
        self._redis = connected(url, "RedisOAuthToken")
        self._name = name

    def load(self) -> "OAuthToken | None":
        """Return the token, or None if there is none yet."""
        found = _text(self._redis.get(self._name))
        return json.loads(found) if found else None

    def save(self, token: "Mapping[str, Any] | OAuthToken") -> None:
        """Replace the token; an empty one deletes it."""
        if token:
            self._redis.set(self._name, json.dumps(dict(token)))
        else:
            self._redis.delete(self._name)

    @contextmanager
    def lock(self, timeout: float | None) -> Iterator[None]:
        """Keep other processes from refreshing the token.

        :param timeout: the longest wait, in seconds
        :raises TimeoutError: another process holds the lock for longer
        """
        lock = self._redis.lock(f"{self._name}:lock", timeout=60, blocking_timeout=timeout)
        if not lock.acquire():
            raise TimeoutError("another process refreshes the token")
        try:
            yield
        finally:
            _release(lock)


def connected(url: Any, kind: str, timeout: float = TIMEOUT) -> Any:
    """Return a client of Redis.

    :param kind: the class that needs it, for messages
    :param timeout: seconds to wait for a response
    :raises ImportError: redis is not installed
    :raises TypeError: the URL is neither a string nor a client of Redis
    :raises ValueError: the URL is not one of Redis
    """
    try:
        import redis
    except ImportError:
        raise ImportError(f"{kind} needs redis: pip install asana[shared]") from None
    if isinstance(url, redis.Redis | redis.RedisCluster):
        return url
    if not isinstance(url, str):
        what = type(url).__name__
        raise TypeError(f"url must be a string, a redis.Redis or a redis.RedisCluster, not {what}")
    try:
        return _from_url(url, timeout)
    except ValueError:  # its message can contain a part of the password
        raise ValueError(
            "url must be a URL of Redis, such as redis://:password@host:6379/0, with special "
            "characters of the password percent-encoded"
        ) from None


def _from_url(url: str, timeout: float) -> Any:
    """Return a client with short timeouts, which retries once if a connection was lost."""
    import redis
    from redis import exceptions
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    once = Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,))
    return redis.Redis.from_url(
        url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=once
    )


def tagged(name: Any) -> str:
    """Return the prefix of keys, with braces, which keep the keys on one node of a cluster.

    :raises ValueError: the name is not a string, is empty, or has braces
    """
    if not isinstance(name, str) or not name or "{" in name or "}" in name:
        raise ValueError("name must be a non-empty string without braces")
    return f"{{{name}}}"


def _duration(name: str, value: Any) -> float:
    """Return seconds that Redis can count: at least a millisecond.

    :raises ValueError: the value is not a number, or too small
    """
    if (found := check_seconds(name, value)) < 0.001:
        raise ValueError(f"{name} must be at least 0.001 seconds, not {value!r}")
    return found


def _release(lock: Any) -> None:
    """Release a lock. If that fails, it expires: its work has been done."""
    from redis.exceptions import LockError, RedisError

    try:
        lock.release()
    except LockError:
        logger.debug("refreshing a token took longer than the lifetime of its lock")
    except (RedisError, OSError) as failure:
        logger.debug("the lock on a token could not be released, and expires: %s", failure)


def _text(value: Any) -> str | None:
    return value.decode() if isinstance(value, bytes) else value


def _optional(value: str | None) -> tuple[str, str]:
    """Return whether there is a value, and the value, as arguments for a script."""
    return ("", "") if value is None else ("1", value)
