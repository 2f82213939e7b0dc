"""Stores in Redis, for processes on many machines."""

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

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
]

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

# Become or stay the leader: returns the number of the leadership, or 0 if another process leads.
HOLD = """
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if not leader then return redis.call('INCR', KEYS[2]) end
return tonumber(redis.call('GET', KEYS[2]))
"""

SAVE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
return 1
"""

RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"

# Enter events: returns nil if another process is handling one, otherwise the new ones.
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

    :param url: the address of Redis, or a ``redis.Redis``
    :param name: the prefix of the keys in Redis
    """

    def __init__(self, url: "str | redis.Redis", name: str = "asana") -> None:
        self._redis = connected(url, "RedisSecrets")
        self._key = f"{{{name}}}:secrets"
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

    The first process to ask holds a lease, and renews it with each request for events. If it dies,
    another process continues from its place after at most ``lease`` seconds. If a process resumes
    after its lease has expired, it cannot save its place: ``commit`` raises ``LeaseLostError``.

    :param url: the address of Redis, or a ``redis.Redis``
    :param name: the prefix of the keys in Redis
    :param lease: the length of the lease in seconds; handling a page of at most 100 events must
        take less time
    """

    def __init__(self, url: "str | redis.Redis", name: str = "asana", *, lease: float = 60) -> None:
        if not lease > 0:
            raise ValueError(f"lease must be a positive number of seconds, not {lease!r}")
        self._redis = connected(url, "RedisTokens")
        self._name = f"{{{name}}}"
        self._lease = max(int(lease * 1000), 1)
        self._process = f"{os.getpid()}:{secrets.token_hex(8)}"
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
        keys = [f"{self._name}:leader:{resource}", f"{self._name}:sync"]
        if not self._save(keys=keys, args=[self._process, self._lease, resource, sync]):
            raise LeaseLostError(f"another process follows the events of {resource}")

    def hold(self, resource: str) -> int | None:
        """Return the fencing number of this process's lease, or None if another one has it.

        Each new leader has a higher number. To keep a process with an expired lease from writing,
        store the number with what you write about events, and reject writes with a lower number.
        Call this method if handling a page takes long: it renews the lease.
        """
        keys = [f"{self._name}:leader:{resource}", f"{self._name}:fence:{resource}"]
        return int(self._hold(keys=keys, args=[self._process, self._lease])) or None

    def release(self, resource: str) -> None:
        """End the lease of this process, if it has one, so that another process need not wait."""
        self._release(keys=[f"{self._name}:leader:{resource}"], args=[self._process])


class RedisWindow:
    """Received events of webhooks, so that many processes handle each event once.

    Pass it as ``window`` to the ``Receiver`` of each process.

    :param url: the address of Redis, or a ``redis.Redis``
    :param name: the prefix of the keys in Redis
    :param seconds: the time for which events are remembered
    :param busy: the seconds after which events of a dead process are delivered again
    """

    def __init__(
        self,
        url: "str | redis.Redis",
        name: str = "asana",
        *,
        seconds: float = 600,
        busy: float = 60,
    ) -> None:
        self._redis = connected(url, "RedisWindow")
        self._name = f"{{{name}}}:event"
        self._seconds, self._busy = int(seconds * 1000), int(busy * 1000)
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

    :param url: the address of Redis, or a ``redis.Redis``
    :param name: the key in Redis; one for each user
    """

    def __init__(self, url: "str | redis.Redis", name: str = "asana:token") -> None:
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


def connected(url: Any, kind: str) -> Any:
    """Return a client of Redis.

    :param kind: the name of the class, for the message
    :raises ImportError: redis is not installed
    :raises TypeError: the URL is neither a string nor a client of Redis
    """
    try:
        import redis
    except ImportError:
        raise ImportError(f"{kind} needs redis: pip install asana[shared]") from None
    if isinstance(url, str):
        return redis.Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    if isinstance(url, redis.Redis):
        return url
    raise TypeError(f"url must be a string or a redis.Redis, not {type(url).__name__}")


def _release(lock: Any) -> None:
    from redis.exceptions import LockError

    with suppress(LockError):  # the lock has expired, and another process holds it
        lock.release()


def _text(value: Any) -> str | None:
    return value.decode() if isinstance(value, bytes) else value


def _optional(value: str | None) -> tuple[str, str]:
    """Return whether there is a value, and the value, as arguments of a script."""
    return ("", "") if value is None else ("1", value)
