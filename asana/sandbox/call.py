"""What a handler is given, what it returns, and how operations are declared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from asana.sandbox.access import Access
from asana.sandbox.errors import invalid, missing
from asana.sandbox.lookup import Lookup
from asana.sandbox.messages import Message
from asana.sandbox.pagination import MAX_UNPAGINATED
from asana.sandbox.state import Record, Store

if TYPE_CHECKING:
    from asana.sandbox.services import Services


@dataclass(frozen=True)
class Answer:
    """A result with more to say than its data: `beside` stands next to that in the body.

    Data that are not records are shown as they are.
    """

    data: Any
    beside: dict[str, Any]


Result = Record | list[Record] | Answer | None


@dataclass
class Call:
    """One request, understood: who calls, the objects in the path, the body and the query."""

    store: Store
    user: Record
    objects: dict[str, Record] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    message: Message = field(default_factory=lambda: Message("", ""))
    machinery: "Services | None" = None

    @property
    def services(self) -> "Services":
        """What the sandbox has besides its records."""
        assert self.machinery is not None  # noqa: S101  (only history is written without)
        return self.machinery

    @property
    def access(self) -> Access:
        """Who may see what."""
        return Access(self.store)

    @property
    def lookup(self) -> Lookup:
        """Finds what this caller names."""
        return Lookup(self.store, self.user)

    def visible(self, records: list[Record]) -> list[Record]:
        """Those of the records that the caller sees."""
        return self.access.visible(self.user, records)

    def body_record(self, type_name: str, name: str) -> Record:
        """The record that a required field of the body names."""
        if self.data.get(name) is None:
            raise missing(name)
        return self.lookup.one(type_name, self.data[name], name)

    def body_records(self, type_name: str, name: str) -> list[Record]:
        """The records that a required field of the body lists."""
        if self.data.get(name) is None:
            raise missing(name)
        return self.lookup.many(type_name, self.data[name], name)

    def query_record(self, type_name: str, name: str, required: bool = False) -> Record | None:
        """The record that a query parameter names."""
        if name in self.query:
            return self.lookup.one(type_name, self.query[name], name)
        if required:
            raise missing(name)
        return None

    def query_required(self, type_name: str, name: str) -> Record:
        """The record that a required query parameter names."""
        if name not in self.query:
            raise missing(name)
        return self.lookup.one(type_name, self.query[name], name)

    def anchors(self, before: str = "insert_before", after: str = "insert_after") -> str | None:
        """Which of the two positions the body names, if any; both is a contradiction."""
        if before in self.data and after in self.data:
            raise invalid(f"You may only provide one of {before} or {after}!")
        return next((name for name in (before, after) if name in self.data), None)

    def anchored(self, type_name: str, anchor: str | None) -> Record | None:
        """The record beside which to insert; null stands for the end or the beginning."""
        if anchor is None or self.data[anchor] is None:
            return None
        return self.lookup.one(type_name, self.data[anchor], anchor)


Handler = Callable[[Call], Result]


@dataclass(frozen=True)
class Operation:
    """A row of a resource's table.

    `created` answers 201 with a Location; `fields` is the default projection where it is not
    the full or compact record, and a `full` list shows full records; `cap` is how many items come
    without a limit; `paged=False` is a list that knows neither limit nor offset, an `endless` one
    has no last page. In place of the project in its path, `my_tasks` takes a user task list too.
    The handler of an `unlocked` one calls other servers or the API itself, and
    locks the store when it needs to.
    """

    name: str
    verb: str
    path: str
    handler: Handler
    created: bool = False
    fields: str | None = None
    full: bool = False
    cap: int = MAX_UNPAGINATED
    paged: bool = True
    endless: bool = False
    my_tasks: bool = False
    unlocked: bool = False
