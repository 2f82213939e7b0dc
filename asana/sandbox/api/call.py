"""The calls that handlers receive, the values they return, and the declaration of operations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from asana.sandbox.api.listing import Listing
from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.api.pagination import MAX_UNPAGINATED
from asana.sandbox.api.services import Services
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records.actor import Actor
from asana.sandbox.records.record import Record


@dataclass(frozen=True)
class Answer:
    """A result with further keys for the response body, which are in `beside`.

    Data that are not records are rendered unchanged.
    """

    data: Any
    beside: dict[str, Any]


Result = Record | list[Record] | Listing | Answer | None


@dataclass
class Call(Actor):
    """One parsed request: the caller, the objects in the path, the body and the query."""

    objects: dict[str, Record] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)

    def body_record(self, type_name: str, name: str) -> Record:
        """Return the record that a required field of the body names."""
        if self.data.get(name) is None:
            raise missing(name)
        return self.lookup.one(type_name, self.data[name], name)

    def body_records(self, type_name: str, name: str) -> list[Record]:
        """Return the records that a required field of the body lists."""
        if self.data.get(name) is None:
            raise missing(name)
        return self.lookup.many(type_name, self.data[name], name)

    def query_record(self, type_name: str, name: str) -> Record | None:
        """Return the record that an optional query parameter names."""
        if name not in self.query:
            return None
        return self.lookup.one(type_name, self.query[name], name)

    def query_required(self, type_name: str, name: str) -> Record:
        """Return the record that a required query parameter names."""
        if name not in self.query:
            raise missing(name)
        return self.lookup.one(type_name, self.query[name], name)

    def anchors(self, before: str = "insert_before", after: str = "insert_after") -> str | None:
        """Return which of the two position fields is in the body, if any; both are an error."""
        if before in self.data and after in self.data:
            raise invalid(f"You may only provide one of {before} or {after}!")
        return next((name for name in (before, after) if name in self.data), None)

    def anchored(self, type_name: str, anchor: str | None) -> Record | None:
        """Return the record to insert beside; null means the end or the beginning."""
        if anchor is None or self.data[anchor] is None:
            return None
        return self.lookup.one(type_name, self.data[anchor], anchor)


@dataclass
class LiveCall(Call):
    """A call that a running sandbox received as a message, with access to its services.

    `dispatch` responds to another message, as needed by a batch.
    """

    message: Message = field(kw_only=True)
    services: Services = field(kw_only=True)
    dispatch: Callable[[Message], Reply] = field(kw_only=True)


Handler = Callable[[Call], Result]

AnyCall = TypeVar("AnyCall", bound=Call, contravariant=True)


@dataclass(frozen=True)
class Row(Generic[AnyCall]):
    """A row of a resource's table of operations.

    `created` responds with 201 and a Location; `fields` is the default projection if it is not the
    full or compact record, and a `full` list renders full records; `cap` is the number of items
    returned without a limit; a list with `paged=False` accepts neither limit nor offset, and an
    `endless` one has no last page. With `my_tasks`, the project in the path can also be a user task
    list. The handler of an `unlocked` operation calls other servers or the API itself, and locks
    the store when needed.
    """

    name: str
    verb: str
    path: str
    handler: Callable[[AnyCall], Result]
    created: bool = False
    fields: str | None = None
    full: bool = False
    cap: int = MAX_UNPAGINATED
    paged: bool = True
    endless: bool = False
    my_tasks: bool = False
    unlocked: bool = False


class Operation(Row[Call]):
    """An operation that only needs the records; the demo and data files can perform it too."""


class LiveOperation(Row[LiveCall]):
    """An operation that needs the services of a running sandbox."""
