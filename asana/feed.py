"""A feed: an iterator over the changes of a resource that delivers every change.

The feed stores its position, a sync token, after the changes that it returned have been handled.
After a crash, a new process gets the last changes again, and all changes since.
"""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ._call.counts import check_seconds
from ._call.paths import route, segment
from ._call.values import query_value, read_once
from .error import InvalidResponseError, InvalidTokenError
from .page_iterator import check_listing
from .records import Record, gid_of
from .stores import FileTokens, LeaseLostError, MemoryTokens, TokenStore, token_store

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._verbs import Verbs
    from .types.events import Event

__all__ = [
    "Feed",
    "FileTokens",
    "MemoryTokens",
    "Resync",
    "TokenStore",
    "gid_text",
    "merged",
]

logger = logging.getLogger("asana")

GROWTH = 1.5  # the factor by which the wait grows while there are no changes


class Resync(Record):
    """A marker in a feed that changes may be missing: read the entire resource again.

    It is a dictionary like a change, with the ``resource`` and the ``action`` ``"resync"``.

    :ivar first: True if it is the start of the feed, which has no earlier position
    """

    def __init__(self, resource: str, first: bool = False) -> None:
        super().__init__(action="resync", resource={"gid": resource})
        self.first = first


class Feed:
    """Iterates over the changes of a resource, and waits for more, until :meth:`stop`.

    Create it with ``client.events.feed``. Asking for the next change confirms that the one before
    has been handled; if handling it failed, call :meth:`rewind`. After an ``AsanaError``, you can
    call ``next()`` again. Use a feed in one thread; any thread can stop it. Two feeds must not
    share both a resource and a store, unless the store has leases.

    If the store has a method ``hold``, like ``RedisTokens``, the feeds of many processes can share
    it: one of them follows the resource, and the others wait to take over. The feed renews its
    lease while it polls and waits. :meth:`stop` ends the lease.

    :ivar has_more: whether Asana has more changes ready, so that you can poll again immediately
    :ivar fence: the fencing number of this feed while it leads, if the store has leases; or None
    """

    def __init__(
        self,
        client: "Verbs",
        resource: str,
        store: Any = None,
        *,
        coalesce: bool = False,
        on_resync: Callable[[Resync], object] | None = None,
        poll_interval: float = 5,
        max_interval: float = 60,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        poll_interval = check_seconds("poll_interval", poll_interval)
        max_interval = check_seconds("max_interval", max_interval)
        if not 0 < poll_interval <= max_interval:
            raise ValueError("poll_interval must be positive, and at most max_interval")
        if on_resync is not None and not callable(on_resync):
            raise TypeError(f"on_resync must be callable, not {type(on_resync).__name__}")
        self.client = client
        self.resource = gid_text(resource)
        self.store: TokenStore = token_store(store)
        self.has_more = False
        self._coalesce = coalesce
        self._on_resync = on_resync
        self._intervals = (poll_interval, max_interval)
        self._options = read_once(options)
        self._sync: str | None = None
        self._next_sync: str | None = None
        self._given: deque[Any] = deque()
        self._missed = False
        self._empty = 0  # the number of empty responses in a row
        self._next_gap = 0.0  # the time from which a gap is returned without a wait
        self.fence: int | None = None
        self._stopped = threading.Event()
        self._leads = True

    def __iter__(self) -> "Self":
        return self

    def __next__(self) -> "Event | Resync":
        """Wait for the next change, and return it; the iteration ends after :meth:`stop`.

        Sends one request for each poll.

        :raises AsanaError: a request failed; call ``next()`` again to continue
        """
        if not self._given:
            self._given.extend(self.page())
        if not self._given:
            raise StopIteration
        return self._given.popleft()  # type: ignore[no-any-return]

    def next(self) -> "Event | Resync":
        """Return the next change, as the built-in ``next()`` does."""
        return self.__next__()

    def page(self) -> "list[Event | Resync]":
        """Confirm that all changes so far have been handled, then wait for the next ones.

        Sends one request for each poll.

        :return: at most 100 changes, the number that Asana returns at a time; an empty list only
            after :meth:`stop`
        :raises AsanaError: a request failed; call it again to continue
        """
        wait, longest = self._intervals
        self._commit_or_lose()
        while not self._stopped.is_set():
            found = self.poll()
            if found:
                self._keep_gaps_apart()
                return found
            if not self.has_more:
                self._idle(wait)
                wait = min(wait * GROWTH, longest) if self._leads else self._intervals[0]
        self._release()
        return []

    def _idle(self, seconds: float) -> None:
        """Wait, and renew the lease in between, because the lease can be shorter than the wait."""
        step = getattr(self.store, "lease", math.inf) / 3
        while seconds > step and self._leads and not self._stopped.is_set():
            self.wait(step)
            seconds -= step
            self._take_the_lead()
        self.wait(seconds)

    def _release(self) -> None:
        """End the lease of a stopped feed, so that another process can take over at once."""
        release = getattr(self.store, "release", None)
        if release is not None and self.fence is not None:
            release(self.resource)
            self.fence = self._sync = None

    def _keep_gaps_apart(self) -> None:
        """Wait before a gap soon after another one, because each costs the caller a full read."""
        if not self._missed:
            return
        longest = self._intervals[1]
        if time.monotonic() < self._next_gap:
            self._idle(longest)
        self._next_gap = time.monotonic() + longest

    def poll(self) -> "list[Event | Resync]":
        """Confirm that all changes so far have been handled, and return the new ones at once.

        Use it in a job that runs periodically. If :attr:`has_more` is true afterwards, poll again
        immediately. Sends one request.

        :return: at most 100 changes; an empty list if there are none, or another process leads
        :raises AsanaError: the request failed; call it again to continue
        """
        self._commit_or_lose()
        if not self._take_the_lead():
            return []
        if self._sync is None:
            self._sync = self.store.load(self.resource)
        query = {"resource": self.resource, "sync": self._sync}
        try:
            payload = self.client.get(route("/events"), query, **self._options, full_payload=True)
        except InvalidTokenError as error:
            if error.sync is None:
                raise
            fresh = error.sync
        else:
            return self._take(payload)
        return self._miss(fresh)

    def commit(self) -> None:
        """Save the position in the store, if all fetched changes have been returned.

        ``next()`` calls it automatically. Call it before a pause, so that no change is returned
        twice. Sends no request.

        :raises LeaseLostError: another process follows the resource now
        :raises Exception: any other exception of the store; the next call tries again
        """
        if self._next_sync is None or self._given:
            return
        if self._next_sync != self._sync:
            self.store.save(self.resource, self._next_sync)
        self._sync, self._next_sync = self._next_sync, None

    def _commit_or_lose(self) -> None:
        """Save the position, unless another process follows the resource now."""
        try:
            self.commit()
        except LeaseLostError as failure:
            logger.warning("%s; it will handle the latest changes of this process again", failure)
            self.rewind()
            self.fence, self._sync, self.has_more = None, None, False

    def _take_the_lead(self) -> bool:
        """Return whether this feed is the one that follows the resource."""
        hold = getattr(self.store, "hold", None)
        if hold is None:
            return True
        fence, before = hold(self.resource), self.fence
        if fence != before:  # another process can have advanced the position
            self.fence, self._sync, self.has_more = fence, None, False
        self._leads = fence is not None
        return self._leads

    def rewind(self) -> None:
        """Return all changes since the last :meth:`commit` again, after a failure to handle one.

        Sends no request.
        """
        self._given.clear()
        self._next_sync = None

    def stop(self) -> None:
        """End the feed. Any thread can call it.

        A wait ends immediately, and a running request when its response arrives. Changes that have
        been fetched are still returned.
        """
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Wait for some seconds, or until :meth:`stop`."""
        self._stopped.wait(seconds)

    def _take(self, payload: Record) -> list[Any]:
        check_listing(payload)
        changes: list[Record] = payload["data"]
        for change in changes:
            _check_change(change)
        sync = payload.get("sync")
        if not sync or (changes and sync == self._sync):
            raise InvalidResponseError("Invalid Response: events without a next sync token")
        self._empty = 0 if changes else self._empty + 1
        # If Asana promises more but sends nothing, the feed must not poll without a pause.
        self.has_more = bool(payload.get("has_more")) and sync != self._sync and self._empty < 2
        self._missed = False
        self._next_sync = sync
        return merged(changes) if self._coalesce else changes

    def _miss(self, fresh: str) -> list[Any]:
        """Report a gap. The new token is saved after the gap has been handled."""
        self.has_more = False
        self._missed = True
        resync = Resync(self.resource, first=self._sync is None)
        if self._on_resync is None:
            self._next_sync = fresh
            return [resync]
        self._on_resync(resync)
        self._next_sync = fresh
        return []


def _check_change(change: Any) -> None:
    """Raise if a change is not an object, or its objects have no gid.

    :raises InvalidResponseError: the change is invalid
    """
    if not isinstance(change, dict):
        raise InvalidResponseError("Invalid Response: an event is not an object")
    for name in ("resource", "parent"):
        if change.get(name) is not None:
            gid_of(change[name])


def gid_text(gid: Any) -> str:
    """Return a gid of any type as the string that stores and Asana's records contain.

    :raises ValueError: it has a character that no gid has
    :raises TypeError: it is neither a string nor a whole number
    """
    segment(gid)  # only validates: its result is percent-encoded
    return query_value(gid)


def merged(changes: list[Record]) -> list[Record]:
    """Return changes with all changes of one object merged into one, at the place of the last.

    Only changes with the action ``changed`` are merged. The member ``changes`` of the result lists
    their ``change`` members.
    """
    last: dict[Any, int] = {}
    said: dict[Any, list[Any]] = {}
    for place, change in enumerate(changes):
        last[_object(change)] = place
        said.setdefault(_object(change), []).append(change.get("change"))
    found = []
    for place, change in enumerate(changes):
        about = _object(change)
        if about is None:
            found.append(change)
        elif last[about] == place:
            found.append({**change, "changes": said[about]})
    return found


def _object(change: Record) -> Any:
    """Return the key by which changes are merged, or None for a change that is not merged."""
    resource = change.get("resource")
    if change.get("action") != "changed" or not isinstance(resource, dict):
        return None
    return str(resource.get("resource_type")), str(resource.get("gid"))


def __dir__() -> list[str]:
    return __all__
