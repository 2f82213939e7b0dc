"""Find a record by its name, or create it if it does not exist."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .._call.complete import complete, for_one
from .._call.near import near_names
from .._call.values import composed, plain, read_once, short
from ..options import ALIASES, OPTIONS
from ..records import gid_of
from .once import found_or_made, turn

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["Names", "folded"]

R = TypeVar("R")

MOST_LISTED = 10  # records in a message


class Names(Generic[R]):
    """The records of one kind in a workspace or project, by name.

    Names are not always unique. They are compared in three steps: an exact match takes precedence,
    then a match of the composed Unicode forms, then a match that ignores case, white space at the
    ends and the amount of white space. The records are listed. Asana's typeahead needs fewer
    requests, but returns at most 100 records, so the right one can be missing, and new records
    appear in it with a delay.

    :param client: the client or batch of the resource
    :param kind: the word for a record in messages
    :param place: the gid of the workspace or project
    :param listing: returns all records; takes the options of a request
    :param create: creates a record from its fields; takes the options of a request
    :param home: the field for the place when a record is created
    :param fields: the default fields of a record
    :param keys: the fields that can hold the name
    :param hint: appended to the message if there is no record
    """

    # Not a dataclass: importing dataclasses takes longer than everything else a resource imports.
    def __init__(
        self,
        client: "Verbs",
        kind: str,
        place: str,
        listing: Callable[..., Iterable[R]],
        create: Callable[..., R] | None = None,
        home: str | None = "workspace",
        fields: tuple[str, ...] = ("name", "resource_type"),
        keys: tuple[str, ...] = ("name",),
        hint: str = "",
    ) -> None:
        self.client, self.kind, self.place = client, kind, place
        self.listing, self.create, self.home = listing, create, home
        self.fields, self.keys, self.hint = fields, keys, hint

    def named(self, name: str, options: Mapping[str, Any]) -> R:
        """Return the record with the given name.

        :raises LookupError: no record has the name, or several have it
        """
        name = _checked(name)
        records = self._records(self._options(options))
        found = self.match(name, records)
        if found is None:
            raise LookupError(self._missing(name, records))
        return found

    def ensure(self, name: str, given: Mapping[str, Any]) -> R:
        """Return the record with the given name; create it if it does not exist.

        :param given: other fields of the record to create, and options of the requests
        :raises LookupError: several records have the name
        """
        name = _checked(name)
        for field in {"name", self.home} & given.keys():
            raise TypeError(f"pass {field} as a positional argument, not as a keyword")
        given = read_once(given)
        own = {key: value for key, value in given.items() if key in OPTIONS or key in ALIASES}
        rest = {key: value for key, value in given.items() if key not in own}
        body = {"name": name, **({self.home: self.place} if self.home else {}), **rest}
        options = self._options(own)
        # An automatic retry would repeat the create without first checking whether it succeeded.
        sent = {**for_one(options), "retry_writes": False}
        create = cast(Callable[..., R], self.create)
        with turn(self.kind, str(self.place), folded(name)):
            return found_or_made(
                lambda: self.match(name, self._records(options)), lambda: create(body, **sent)
            )[0]

    def _options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return complete(options, self.client.options, self.keys, self.fields)

    def _records(self, options: Mapping[str, Any]) -> list[R]:
        """Return all records without duplicates, even if pages shift while they are read."""
        listed = self.listing(**options)
        return list({gid_of(record): record for record in listed}.values())

    def match(self, name: str, records: Iterable[R]) -> R | None:
        """Return the record with the given name, or None.

        :raises LookupError: several records have the name
        """
        for form in (str.__str__, composed, folded):
            wanted = form(name)
            found = [record for record in records if wanted in map(form, self._names(record))]
            if len(found) > 1:
                raise LookupError(self._ambiguous(name, found))
            if found:
                return found[0]
        return None

    def _names(self, record: Any) -> list[str]:
        return [record[key] for key in self.keys if isinstance(record.get(key), str)]

    def _ambiguous(self, name: str, found: list[R]) -> str:
        each = [
            f"{gid_of(record)} ({', '.join(map(short, self._names(record)))})" for record in found
        ]
        shown = ", ".join(each[:MOST_LISTED]) + (", …" if len(each) > MOST_LISTED else "")
        return (
            f"{len(found)} {self.kind}s in {self.place} are named {short(name)}: {shown}; use a gid"
        )

    def _missing(self, name: str, records: list[R]) -> str:
        near = near_names(name, [each for record in records for each in self._names(record)])
        text = f"none of the {len(records)} {self.kind}s in {self.place} is named {short(name)}"
        if near:
            text += f"; did you mean {' or '.join(map(short, near))}?"
        return f"{text}{self.hint}"


def _checked(name: Any) -> str:
    name = plain(name)
    if not isinstance(name, str):
        raise TypeError(f"name must be a string, not {type(name).__name__}")
    if not name.strip():
        raise ValueError("name must contain at least one visible character")
    return name


def folded(name: str) -> str:
    """Return a name in a form that ignores case and white space."""
    return " ".join(composed(composed(name).casefold()).split())
