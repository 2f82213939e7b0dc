"""How one user sees the records."""

from collections.abc import Callable
from dataclasses import dataclass

from asana.sandbox.records.access import Access
from asana.sandbox.records.record import Record, Records


@dataclass(frozen=True)
class View:
    """Through whose eyes a record is shown."""

    store: Records
    user: Record
    download: Callable[[Record], str | None] = lambda attachment: None

    @property
    def access(self) -> Access:
        """Who may see what."""
        return Access(self.store)
