"""The records as visible to a user."""

from collections.abc import Callable
from dataclasses import dataclass

from asana.sandbox.records.access import Access
from asana.sandbox.records.record import Record, Records


@dataclass(frozen=True)
class View:
    """The viewing user and the records, for computed fields.

    `written` is true in the response to a POST or PUT, which renders some fields differently.
    """

    store: Records
    user: Record
    download: Callable[[Record], str | None] = lambda attachment: None
    written: bool = False

    @property
    def access(self) -> Access:
        """Return the permissions of all users."""
        return Access(self.store)
