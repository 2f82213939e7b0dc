"""The initial state of a sandbox, for its reset."""

from typing import Any

from asana.sandbox.api.services import Services
from asana.sandbox.records.order import Ordered
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

_Contents = tuple[Ordered[Record], tuple[Record, ...]]


class Beginning:
    """The initial state of a sandbox, which is restored within milliseconds.

    The store changes only `Ordered` values in place, so only these are copied.
    """

    def __init__(self, store: Store, services: Services, user: Record) -> None:
        self.user = user
        self.next_gid = store.next_gid
        self.tokens = dict(store.tokens)
        self.events = services.audit.events()
        self.files = services.storage.contents()
        self.records = [(record, record.values) for record in store.records()]
        self.ordered = [each for record, values in self.records for each in _ordered(values)]

    def restore(self, store: Store, services: Services) -> Record:
        """Restore the state, and return the main user."""
        for record, values in self.records:
            record.values = values
        for ordered, items in self.ordered:
            ordered.refill(items)
        store.replace((record for record, _ in self.records), self.next_gid)
        store.tokens.clear()
        store.tokens.update(self.tokens)
        services.forget(self.user)
        services.audit.replace(self.events)
        services.storage.restore(self.files)
        return self.user


def _ordered(values: dict[str, Any]) -> list[_Contents]:
    return [(each, tuple(each)) for each in values.values() if isinstance(each, Ordered)]
