"""A user who acts on the store."""

from dataclasses import dataclass

from asana.sandbox.records.access import Access
from asana.sandbox.records.lookup import Lookup
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store


@dataclass
class Actor:
    """The user who reads and changes records, and the store that holds them."""

    store: Store
    user: Record

    @property
    def access(self) -> Access:
        """Return the permissions of all users."""
        return Access(self.store)

    @property
    def lookup(self) -> Lookup:
        """Return what finds the records that this user names."""
        return Lookup(self.store, self.user)

    def visible(self, records: list[Record]) -> list[Record]:
        """Return those of the records that this user may see."""
        return self.access.visible(self.user, records)
