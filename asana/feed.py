"""A feed: the changes of a resource, one after the other, of which none is lost.

The feed keeps its place in a store, and moves it on when the changes it gave have been handled. A
process that is killed gets the last of them again when it is back, and all that came since.
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

GROWTH = 1.5  # how the wait grows while nothing happens


class Resync(Record):
    """Stands in a feed where changes may be missing: read the resource as a whole now.

    It is a dictionary as the changes are, whose ``action`` is ``"resync"``, with the ``resource``.

    :ivar first: the feed has just begun: nothing is known of what was before
    """

    def __init__(self, resource: str, first: bool = False) -> None:
        super().__init__(action="resync", resource={"gid": resource})
        self.first = first


class Feed:
    """Gives the changes of a resource, and waits for more, until :meth:`stop`.

    Made by ``client.events.feed``. Asking for the next change says that the one before has been
    handled; where it has not, call :meth:`rewind`. After an ``AsanaError`` ``next()`` goes on
    where it was. One thread uses a feed; any may stop it. Two feeds must not share both a resource
    and a store.

    Where the store has a method ``hold``, as ``RedisTokens`` has, the feeds of many processes may
    share it: one of them follows the resource, and the others wait to take over. Its lease is
    renewed while the feed asks and waits, and ends where :meth:`stop` ends the feed.

    :ivar has_more: Asana has more changes ready than it gave, and is worth asking again at once
    :ivar fence: the fencing number of this feed while it leads, where the store has leases
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
            raise ValueError("poll_interval is above 0 and at most max_interval")
        if on_resync is not None and not callable(on_resync):
            raise TypeError(f"on_resync is something to call, not {type(on_resync).__name__}")
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
        self._empty = 0  # answers in a row that brought nothing
        self._next_gap = 0.0  # when a gap is told of without a wait
        self.fence: int | None = None
        self._stopped = threading.Event()
        self._leads = True

    def __iter__(self) -> "Self":
        return self

    def __next__(self) -> "Event | Resync":
        """Return the next change, however long that takes; it ends after :meth:`stop`.

        :raises AsanaError: a question failed; ``next()`` asks again
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
        """Say that all changes so far have been handled, and return those that come next.

        :return: at most as many as Asana gives at a time, 100; none only after :meth:`stop`
        :raises AsanaError: a question failed
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
        """Wait, and renew the lease meanwhile, which may be shorter."""
        step = getattr(self.store, "lease", math.inf) / 3
        while seconds > step and self._leads and not self._stopped.is_set():
            self.wait(step)
            seconds -= step
            self._take_the_lead()
        self.wait(seconds)

    def _release(self) -> None:
        """End the lease of a feed that was stopped, so that another process need not wait."""
        release = getattr(self.store, "release", None)
        if release is not None and self.fence is not None:
            release(self.resource)
            self.fence = self._sync = None

    def _keep_gaps_apart(self) -> None:
        """Wait before a gap that comes soon after another, so that not all is read all the time."""
        if not self._missed:
            return
        longest = self._intervals[1]
        if time.monotonic() < self._next_gap:
            self._idle(longest)
        self._next_gap = time.monotonic() + longest

    def poll(self) -> "list[Event | Resync]":
        """Say that all changes so far have been handled, ask once, and return what has come.

        For a job that runs now and then. :attr:`has_more` tells that it is worth asking again at
        once.

        :raises AsanaError: the question failed
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
        """Keep the place in the store, if all changes that were given have been handled.

        ``next()`` does so by itself. Call it before a pause, so that nothing is given twice.

        :raises Exception: what the store raises; the next call tries again
        """
        if self._next_sync is None or self._given:
            return
        if self._next_sync != self._sync:
            self.store.save(self.resource, self._next_sync)
        self._sync, self._next_sync = self._next_sync, None

    def _commit_or_lose(self) -> None:
        """Keep the place, unless another process follows the resource now."""
        try:
            self.commit()
        except LeaseLostError as failure:
            logger.warning("%s: what this one has handled is handled again there", failure)
            self.rewind()
            self.fence, self._sync, self.has_more = None, None, False

    def _take_the_lead(self) -> bool:
        """Return whether this feed is the one that follows the resource."""
        hold = getattr(self.store, "hold", None)
        if hold is None:
            return True
        fence, before = hold(self.resource), self.fence
        if fence != before:  # another process may have moved on meanwhile
            self.fence, self._sync, self.has_more = fence, None, False
        self._leads = fence is not None
        return self._leads

    def rewind(self) -> None:
        """Give all changes again that came since the last :meth:`commit`, when handling failed."""
        self._given.clear()
        self._next_sync = None

    def stop(self) -> None:
        """Let the feed end; any thread may say so.

        A wait ends at once, a question that is under way when it is answered. Changes that have
        been fetched are still given.
        """
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Wait before the next question, or until :meth:`stop`."""
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
        # More that does not come would be asked for without a pause.
        self.has_more = bool(payload.get("has_more")) and sync != self._sync and self._empty < 2
        self._missed = False
        self._next_sync = sync
        return merged(changes) if self._coalesce else changes

    def _miss(self, fresh: str) -> list[Any]:
        """Tell that changes are missing. The fresh token counts once that has been handled."""
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
    """Refuse a change whose objects could not be told apart."""
    if not isinstance(change, dict):
        raise InvalidResponseError("Invalid Response: an event is not an object")
    for name in ("resource", "parent"):
        if change.get(name) is not None:
            gid_of(change[name])


def gid_text(gid: Any) -> str:
    """Return the text of a gid of any type: stores keep it, and Asana's records hold it.

    :raises ValueError: it holds a character that no gid has
    :raises TypeError: it is neither a string nor a whole number
    """
    segment(gid)  # refuses what is no gid; its own result is percent-encoded
    return query_value(gid)


def merged(changes: list[Record]) -> list[Record]:
    """Return changes with those of one object made one, which stands where the last one did.

    Only what has the action ``changed`` is merged; ``changes`` then lists what each said in its
    ``change``.
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
    """Return what changes that are merged have in common, or None where one stands for itself."""
    resource = change.get("resource")
    if change.get("action") != "changed" or not isinstance(resource, dict):
        return None
    return str(resource.get("resource_type")), str(resource.get("gid"))


def __dir__() -> list[str]:
    return __all__
