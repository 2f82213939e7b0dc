"""Events: what has changed on a resource since a sync token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from .._call.parts import NONE
from .._call.paths import route
from .._call.values import query_value
from ..feed import Feed, Resync
from ..mirror import FIELDS, Mirror
from ..page_iterator import EventsPageIterator, ItemIterator, ListPageIterator, Page
from .resource import Params, Resource, old_name

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._verbs import Verbs
    from ..types.events import Event, EventsPayload, GetEvents, GetEventsOptions
    from ..types.fields import TaskField

__all__ = ["Events"]


class Events(Resource):
    """Events: what has changed on a resource since a sync token."""

    def __init__(self, client: Verbs = None) -> None:  # type: ignore[assignment]
        super().__init__(client)
        self._missed: dict[str, int] = {}

    def get_events(
        self, params: GetEvents = NONE, **options: Unpack[GetEventsOptions]
    ) -> ItemIterator[Event]:
        """List up to 100 events on a ``resource`` since the ``sync`` token was issued.

        The resource is a task, project or goal. Without a token, or with one older than 24 hours,
        ``InvalidTokenError`` is raised with a new token as ``error.sync``. ``iterator_type=None``
        returns a page: ``page["sync"]`` is the next token, and ``page["has_more"]`` is true if
        there are more events to fetch at once.

        GET /events
        """
        return self.client.get_collection(
            route("/events", pages=ListPageIterator), params or {}, **options
        )

    def feed(
        self,
        resource: str,
        store: Any = None,
        *,
        coalesce: bool = False,
        on_resync: Callable[[Resync], object] | None = None,
        poll_interval: float = 5,
        max_interval: float = 60,
        **options: Any,
    ) -> Feed:
        """Return an iterator over the changes of a task, project or goal; it survives restarts.

        ``store`` keeps the sync token: a path, a dictionary, or an object with the two methods of
        :class:`asana.feed.TokenStore`. The token is saved once a page of changes is handled, that
        is, when the next page is requested, so no change is skipped. When changes may be missing,
        and at the start, the iterator yields an :class:`asana.feed.Resync`, or calls ``on_resync``
        with it: read the whole resource then. ``coalesce=True`` merges repeated changes of an
        object within a page. While there are no changes, the polling interval grows from
        ``poll_interval`` to ``max_interval`` seconds. ``stop()`` ends the iteration, also from
        another thread.

        GET /events
        """
        return Feed(
            self.client,
            resource,
            store,
            coalesce=coalesce,
            on_resync=on_resync,
            poll_interval=poll_interval,
            max_interval=max_interval,
            options=options,
        )

    def mirror(
        self,
        project: str,
        store: Any,
        *,
        fields: str | Iterable[TaskField | str] = FIELDS,
        poll_interval: float = 5,
        max_interval: float = 60,
        **options: Any,
    ) -> Mirror:
        """Return a :class:`asana.mirror.Mirror`, which maintains a local copy of a project's tasks.

        ``store`` is a dictionary, the path of an SQLite database, or an implementation of
        :class:`asana.mirror.TaskStore`. ``update()`` brings the copy up to date and returns;
        ``follow()`` keeps it up to date until ``stop()`` is called. ``fields``, a comma-separated
        string or any iterable, are the fields to keep of each task.

        GET /events
        """
        return Mirror(
            self.client,
            project,
            store,
            fields=fields,
            poll_interval=poll_interval,
            max_interval=max_interval,
            options=options,
        )

    # -- python-asana 0.x names

    @old_name
    def get(self, params: Params = None, **options: Any) -> EventsPayload:
        """Return the whole body of one response: ``data``, ``sync`` and ``has_more``.

        GET /events
        """
        return self.client.get(route("/events"), params or {}, **{**options, "full_payload": True})

    @old_name
    def get_next(self, query: Params = None, **options: Any) -> tuple[Page[Event], str | None]:
        """Wait for events on a ``resource``; return a page of them and the next sync token.

        Sends a request every ``poll_interval`` seconds. If events were missed, raises
        ``InvalidTokenError`` with a new token; if that happens repeatedly, the delay before it
        grows.

        GET /events
        """
        # Return the whole page: events beyond a limit would be skipped by the next sync token.
        iterator = self._pages(query, {**options, "item_limit": None})
        resource = query_value(iterator.query.get("resource", ""), "resource")
        iterator.missed = self._missed.pop(resource, 0)
        try:
            return next(iterator), iterator.sync
        finally:
            if iterator.missed:
                self._missed[resource] = iterator.missed

    @old_name
    def get_iterator(self, query: Params = None, **options: Any) -> ItemIterator[Event]:
        """Return an endless iterator over the events on a ``resource``.

        It starts from the ``sync`` token, or from now. Sends a request every ``poll_interval``
        seconds. After each event, ``iterator.sync`` is the token from which another process can
        continue. If events were missed, ``next()`` raises ``InvalidTokenError``, and the following
        ``next()`` continues after the gap.

        GET /events
        """
        return self._pages(query, options).items()

    def _pages(self, query: Params, options: dict[str, Any]) -> EventsPageIterator:
        query = options.pop("params", None) if query is None else query
        own = {**options, "pages": EventsPageIterator, "iterator_type": "pages"}
        return cast(EventsPageIterator, self.client._pages("/events", query, own)[1])
