"""Events: what has changed on a resource since the last look."""

from typing import Any

from ..page_iterator import EventsPageIterator, ItemIterator, ListPageIterator, Page
from ..records import Record
from .resource import Params, Resource


class Events(Resource):
    """Events: what has changed on a resource since the last look."""

    def get_events(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the events on a ``resource`` since the ``sync`` token was given, 100 at most.

        A task, project or goal can be asked for. Without a token, or with one older than 24
        hours, ``InvalidTokenError`` brings a fresh one as its ``sync``. ``iterator_type=None``
        returns a page whose ``page["sync"]`` is the next token; ``page["has_more"]`` tells that
        it is worth asking again at once.

        GET /events
        """
        return self.client.get_collection("/events", params, pages=ListPageIterator, **options)

    # -- python-asana 0.x names

    def get(self, params: Params = None, **options: Any) -> Record:
        """Return the whole body of one answer: ``data``, ``sync`` and ``has_more``.

        GET /events
        """
        return self.client.get("/events", params, **{**options, "full_payload": True})

    def get_next(self, params: Params = None, **options: Any) -> tuple[Page, str | None]:
        """Wait for events on a ``resource``; return a page of them and the next sync token.

        Asks every ``poll_interval`` seconds.

        GET /events
        """
        iterator = self._pages(params, options)
        return next(iterator), iterator.sync

    def get_iterator(self, params: Params = None, **options: Any) -> ItemIterator:
        """Return an iterator over the events on a ``resource``, which waits for more, for ever.

        It begins with the ``sync`` token, or now. Asks every ``poll_interval`` seconds. After
        each event ``iterator.sync`` is the token to go on from in another process. Where events
        were missed ``InvalidTokenError`` is raised, and ``next()`` goes on behind the gap.

        GET /events
        """
        return self._pages(params, options).items()

    def _pages(self, params: Params, options: dict[str, Any]) -> EventsPageIterator:
        return EventsPageIterator(self.client, "/events", params, options)
