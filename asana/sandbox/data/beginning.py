"""The state that a sandbox began with, for its reset."""

from asana.sandbox.api.services import Services
from asana.sandbox.records.order import copied
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store


class Beginning:
    """A copy of everything that a sandbox began with, which is restored within milliseconds."""

    def __init__(self, store: Store, services: Services, user: Record) -> None:
        self.user = user
        self.next_gid = store.next_gid
        self.tokens = dict(store.tokens)
        self.events = services.audit.events()
        self.files = services.storage.contents()
        self.records = [(record, copied(record.values)) for record in store.records()]

    def restore(self, store: Store, services: Services) -> Record:
        """Restore everything, and return the main user."""
        for record, values in self.records:
            record.values = copied(values)
        store.replace((record for record, _ in self.records), self.next_gid)
        store.tokens.clear()
        store.tokens.update(self.tokens)
        services.forget(self.user)
        services.audit.replace(self.events)
        services.storage.restore(self.files)
        return self.user
