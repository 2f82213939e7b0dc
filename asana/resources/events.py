"""Events: what has changed on a resource since the last look."""

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
    """Events: what has changed on a resource since the last look."""

    def __init__(self, client: Verbs = None) -> None:  # type: ignore[assignment]
        super().__init__(client)
        self._missed: dict[str, int] = {}

    def get_events(
        self, params: GetEvents = NONE, **options: Unpack[GetEventsOptions]
    ) -> ItemIterator[Event]:
        """List the events on a ``resource`` since the ``sync`` token was given, 100 at most.

        A task, project or goal can be asked for. Without a token, or with one older than 24
        hours, ``InvalidTokenError`` brings a fresh one as its ``sync``. ``iterator_type=None``
        returns a page whose ``page["sync"]`` is the next token; ``page["has_more"]`` tells that
        it is worth asking again at once.

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
        """Return an iterator over the changes of a task, project or goal, of which none is lost.

        ``store`` keeps the sync token: a path, a dictionary, or an object with the two methods of
        :class:`asana.feed.TokenStore`. The token moves on when a page of changes has been handled,
        that is when the next one is asked for. Where changes may be missing, at the very
        beginning too, a :class:`asana.feed.Resync` comes, or ``on_resync`` is called with it: read
        the resource as a whole then. ``coalesce=True`` makes repeated changes of one object in a
        page one. While nothing happens the waits grow from ``poll_interval`` to ``max_interval``
        seconds. ``stop()`` ends the iteration from another thread.

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
        """Return a :class:`asana.mirror.Mirror`, which keeps a copy of a project's tasks in step.

        ``store`` is a dictionary, the path of an SQLite database, or what
        :class:`asana.mirror.TaskStore` describes. ``update()`` brings the copy up to date and
        returns; ``follow()`` goes on until ``stop()``. ``fields`` are what is kept of each task: a
        comma list, or any iterable.

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
        """Return the whole body of one answer: ``data``, ``sync`` and ``has_more``.

        GET /events
        """
        return self.client.get(route("/events"), params or {}, **{**options, "full_payload": True})

    @old_name
    def get_next(self, query: Params = None, **options: Any) -> tuple[Page[Event], str | None]:
        """Wait for events on a ``resource``; return a page of them and the next sync token.

        Asks every ``poll_interval`` seconds. ``InvalidTokenError`` brings a fresh token where
        events were missed; if that happens again and again, the waits before it grow.

        GET /events
        """
        # A page is given as a whole: what a limit cut off would be behind the token.
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
        """Return an iterator over the events on a ``resource``, which waits for more, for ever.

        It begins with the ``sync`` token, or now. Asks every ``poll_interval`` seconds. After
        each event ``iterator.sync`` is the token to go on from in another process. Where events
        were missed ``InvalidTokenError`` is raised, and ``next()`` goes on behind the gap.

        GET /events
        """
        return self._pages(query, options).items()

    def _pages(self, query: Params, options: dict[str, Any]) -> EventsPageIterator:
        query = options.pop("params", None) if query is None else query
        own = {**options, "pages": EventsPageIterator, "iterator_type": "pages"}
        return cast(EventsPageIterator, self.client._pages("/events", query, own)[1])
