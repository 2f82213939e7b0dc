"""A user who acts on the store."""

from dataclasses import dataclass

from asana.sandbox.records.access import Access
from asana.sandbox.records.lookup import Lookup
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store


@dataclass
class Actor:
    """The user who reads and changes records, and the store."""

    store: Store
    user: Record

    @property
    def access(self) -> Access:
        """Return the permissions of all users."""
        return Access(self.store)

    @property
    def lookup(self) -> Lookup:
        """Return the lookup of records as this user."""
        return Lookup(self.store, self.user)

    def visible(self, records: list[Record]) -> list[Record]:
        """Return the records that are visible to this user."""
        return self.access.visible(self.user, records)
