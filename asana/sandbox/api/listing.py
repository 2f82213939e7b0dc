"""Lists that are evaluated lazily, so that a page of a long list is fast."""

from collections.abc import Callable, Iterator
from typing import Protocol

from asana.sandbox.records.record import Record


class Source(Protocol):
    """Distinct records in an order."""

    def __contains__(self, record: object, /) -> bool: ...

    def after(self, record: Record | None, /) -> Iterator[Record]:
        """Yield the records after one of them; all for None."""
        ...


class Whole:
    """A list that is held in memory."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records

    def __contains__(self, record: object) -> bool:
        return record in self.records

    def after(self, record: Record | None) -> Iterator[Record]:
        """Yield the records after one of them; all for None."""
        start = 0 if record is None else self.records.index(record) + 1
        return iter(self.records[start:])


class Listing:
    """The records of a source that pass a test."""

    def __init__(self, source: Source, passes: Callable[[Record], bool] = lambda _: True) -> None:
        self.source = source
        self.passes = passes

    def after(self, record: Record | None) -> Iterator[Record]:
        """Yield the records after one of the source; all for None."""
        return filter(self.passes, self.source.after(record))
