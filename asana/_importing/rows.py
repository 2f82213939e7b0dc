"""The rows of an import: their values as Python objects, read from any source."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from numbers import Real
from typing import Any

from .._call.counts import whole
from .._call.dates import as_date, as_datetime
from .._call.near import near_names
from .._call.values import MOST_SHOWN, encoded, file_path, moment, plain, short
from ..rich_text import Field, check, from_markdown

__all__ = ["FIELDS", "Comment", "File", "Part", "Problem", "Row", "read_row"]

TRUE = frozenset(["true", "yes", "y", "x", "1", "done", "completed"])
FALSE = frozenset(["false", "no", "n", "0"])

MOST_DEPENDENCIES = 30
MOST_BYTES = 100 * 1024 * 1024  # of a file


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, or why it was not imported.

    :ivar where: the location of the row, such as ``tasks.csv, line 3``
    :ivar key: the key of the row, or None
    :ivar reason: what is wrong, and what to write instead
    """

    where: str
    key: str | None
    reason: str

    def __str__(self) -> str:
        key = "" if self.key is None else f" ({self.key})"
        return f"{self.where}{key}: {self.reason}"


@dataclass(frozen=True)
class Part:
    """A comment or file of a task. Its id is derived from its content."""

    id: str

    @property
    def words(self) -> str:
        """A description of creating it."""
        return "comment on"


@dataclass(frozen=True)
class Comment(Part):
    """A comment in the form that Asana accepts: ``text`` or ``html_text``."""

    fields: Mapping[str, str]


@dataclass(frozen=True)
class File(Part):
    """A file to attach: a path, or bytes."""

    name: str
    size: int
    content: "str | bytes"

    @property
    def words(self) -> str:
        """A description of creating it."""
        return f"attach {self.name} to"


@dataclass
class Row:
    """One row, which describes a task.

    :ivar fields: the fields of the task that do not depend on the project
    :ivar assignee: a name, an email address, a gid or ``me``
    :ivar custom_fields: values by the names of the custom fields
    """

    where: str
    key: str
    fields: dict[str, Any]
    parent: str | None = None
    section: str | None = None
    assignee: str | None = None
    tags: list[str] = field(default_factory=list)
    followers: list[str] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=dict)
    dependencies: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """The comments and files."""
        return [*self.comments, *self.files]


def read_row(where: str, given: Mapping[str, Any], problems: list[Problem]) -> Row | None:
    """Return a row, or None if its key is missing; append errors to ``problems``."""
    values = {name: value for name, value in given.items() if not _is_nothing(value)}
    if isinstance(given.get("name"), str):
        values["name"] = given["name"]  # a task may have an empty name
    key: str | None = None

    def read(name: str, reader: Callable[[Any], Any]) -> Any:
        try:
            return reader(values[name])
        except (OSError, TypeError, ValueError, ImportError) as error:
            text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            problems.append(Problem(where, key, f"{name}: {text}"))
            return None

    def note(reason: str) -> None:
        problems.append(Problem(where, key, reason))

    if "key" not in values:
        note("key is missing: give each row an id of your own, by which later runs recognize it")
        return None
    key = read("key", _key)
    if key is None:
        return None
    for name in values.keys() - READERS.keys() - {"key"}:
        near = near_names(str(name), FIELDS)
        note(f"there is no field {short(name)}" + (f"; did you mean {near[0]!r}?" if near else ""))
    found = {name: read(name, reader) for name, reader in READERS.items() if name in values}
    for reason in _contradictions(found):
        note(reason)
    return _row(where, key, {name: value for name, value in found.items() if value is not None})


def _row(where: str, key: str, found: dict[str, Any]) -> Row:
    if "notes_markdown" in found:
        found["html_notes"] = found.pop("notes_markdown")
    row = Row(where, key, {name: found[name] for name in OF_THE_TASK if name in found})
    for name in ("parent", "section", "assignee", "tags", "followers", "custom_fields"):
        setattr(row, name, found.get(name, getattr(row, name)))
    row.dependencies = found.get("dependencies", [])
    seen: Counter[str] = Counter()
    row.comments = [
        Comment(_id(seen, "comment", key, *sorted(fields.items())), fields)
        for fields in found.get("comments", ())
    ]
    row.files = [
        File(_id(seen, "attachment", key, name, size), name, size, content)
        for name, size, content in found.get("attachments", ())
    ]
    return row


def _id(seen: Counter[str], kind: str, key: str, *content: Any) -> str:
    """Return the id of a part of a row, derived from its content: its position may change."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:16]
    found = f"{kind}:{key}:{digest}"
    seen[found] += 1
    return f"{found}:{seen[found]}"


def _contradictions(found: Mapping[str, Any]) -> Iterable[str]:
    if "name" not in found:
        yield "name is missing"
    if found.get("parent") is not None and found.get("section") is not None:
        yield "a row cannot have both a parent and a section: omit one of them"
    for names in (("notes", "html_notes", "notes_markdown"), ("due_on", "due_at")):
        given = [name for name in names if found.get(name) is not None]
        if len(given) > 1:
            yield f"pass only one of {', '.join(given)}"
    if (found.get("start_on") or found.get("start_at")) and not (
        found.get("due_on") or found.get("due_at")
    ):
        yield "a start date requires a due date"
    if len(found.get("dependencies") or ()) > MOST_DEPENDENCIES:
        yield f"a task can have at most {MOST_DEPENDENCIES} dependencies"


def _is_nothing(value: Any) -> bool:
    """Return whether a value means none: an empty string, None, or NaN in a data frame."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Real | date) and value != value)


# Readers: each returns a value, or raises ValueError or TypeError with what to write instead.


def _string(value: Any) -> str:
    value = plain(value)
    if not isinstance(value, str):
        raise TypeError(f"must be a string, not {type(value).__name__}")
    encoded(value, "it")
    return str.__str__(value)


def _label(value: Any) -> str:
    return _string(value).strip()


def _key(value: Any) -> str:
    value = plain(value)
    if isinstance(value, float) and value.is_integer():  # a data frame with empty cells
        value = int(value)
    number = whole(value)
    return _string(value).strip() if number is None else str(number)


def _day(value: Any) -> str:
    value = plain(value)
    if isinstance(value, str):
        try:
            return as_date(value.strip()).isoformat()
        except ValueError:
            raise ValueError(f"must be a date such as 2027-03-01, not {short(value)}") from None
    if isinstance(value, datetime):
        if value.hour or value.minute or value.second:
            raise ValueError(
                f"must be a date without a time, not {short(value)}: use due_at or start_at"
            )
        return value.date().isoformat()  # a data frame represents dates as midnight
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"must be a date, not {type(value).__name__}")


def _time(value: Any) -> str:
    value = plain(value)
    if isinstance(value, str):
        try:
            return moment(as_datetime(value.strip()))
        except ValueError:
            form = "2027-03-01T09:00:00Z"
            raise ValueError(f"a time is written {form}, not {short(value)}") from None
    if not isinstance(value, datetime):
        raise TypeError(f"must be a datetime, not {type(value).__name__}")
    return moment(value)


def _truth(value: Any) -> bool:
    text = str(plain(value)).strip().casefold()
    if text in TRUE | FALSE:
        return text in TRUE
    raise ValueError(f"must be true or false, not {short(value)}")


def _several(value: Any) -> list[Any]:
    """Return the values of a list, or a single value in a list."""
    value = plain(value)
    single = isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable)
    values = [value] if single else sorted(value) if isinstance(value, set) else list(value)
    return [each for each in values if not _is_nothing(each)]


def _commas(read: Callable[[Any], str], value: Any) -> list[str]:
    """Return the values of a list or a comma-separated string, without duplicates."""
    value = plain(value)
    values = value.split(",") if isinstance(value, str) else _several(value)
    return list(dict.fromkeys(read(each) for each in values if not _is_nothing(each)))


def _person(value: Any) -> str:
    value = plain(value)
    return _key(value.get("gid") if isinstance(value, Mapping) else value)


def _html(to: Field, value: Any) -> str:
    text = _string(value)
    check(text, to)
    return text


def _markdown(to: Field, value: Any) -> str:
    return from_markdown(_string(value), to)


def _custom_fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(f"must be a dictionary of values by name, not {type(value).__name__}")
    return {_string(name): each for name, each in value.items() if not _is_nothing(each)}


def _comments(value: Any) -> list[dict[str, str]]:
    return [_comment(each) for each in _several(value)]


def _comment(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {"text": _string(value)}
    if len(value) != 1 or not value.keys() <= COMMENTS.keys():
        raise ValueError("a comment must be a string, {'markdown': …} or {'html_text': …}")
    [(kind, text)] = value.items()
    if _is_nothing(text):
        raise ValueError("a comment must not be empty")
    return {"text" if kind == "text" else "html_text": COMMENTS[kind](text)}


COMMENTS: dict[str, Callable[[Any], str]] = {
    "text": _string,
    "html_text": partial(_html, "comment"),
    "markdown": partial(_markdown, "comment"),
}


def _attachments(value: Any) -> list[tuple[str, int, str | bytes]]:
    if _is_pair(value) or isinstance(value, os.PathLike):
        value = [value]
    return [_attachment(each) for each in _several(value)]


def _is_pair(value: Any) -> bool:
    content = (bytes, bytearray, os.PathLike)
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], content)


def _attachment(value: Any) -> tuple[str, int, str | bytes]:
    if _is_pair(value):
        name = _label(value[0])
        if not name:
            raise ValueError("a file must have a name")
        if isinstance(value[1], os.PathLike):
            return name, *_attachment(value[1])[1:]
        return name, _checked_size(len(value[1])), bytes(value[1])
    if isinstance(value, bytes):
        raise TypeError("bytes require a name: pass (name, bytes)")
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"must be a path or (name, bytes), not {type(value).__name__}")
    where = file_path(value, "an attachment")
    if not os.path.isfile(where):
        raise ValueError(f"the file {short(where)} does not exist")
    with open(where, "rb"):  # it may be unreadable
        size = os.path.getsize(where)
    return os.path.basename(where), _checked_size(size), where


def _checked_size(size: int) -> int:
    if size > MOST_BYTES:
        raise ValueError(f"must be at most 100 MB, the limit of Asana, not {size:,} bytes")
    return size


def _choice(choices: tuple[str, ...], value: Any) -> str:
    text = _string(value).strip()
    if text not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}, not {text[:MOST_SHOWN]!r}")
    return text


SUBTYPES = ("default_task", "milestone", "approval")
APPROVALS = ("pending", "approved", "rejected", "changes_requested")


# The fields of a task that are sent as they are read.
OF_THE_TASK: dict[str, Callable[[Any], Any]] = {
    "name": _string,
    "notes": _string,
    "html_notes": partial(_html, "task"),
    "due_on": _day,
    "due_at": _time,
    "start_on": _day,
    "start_at": _time,
    "completed": _truth,
    "resource_subtype": partial(_choice, SUBTYPES),
    "approval_status": partial(_choice, APPROVALS),
}

READERS: dict[str, Callable[[Any], Any]] = {
    **OF_THE_TASK,
    "notes_markdown": partial(_markdown, "task"),
    "parent": _key,
    "section": _label,
    "assignee": _person,
    "tags": partial(_commas, _label),
    "followers": partial(_commas, _person),
    "custom_fields": _custom_fields,
    "dependencies": partial(_commas, _key),
    "comments": _comments,
    "attachments": _attachments,
}

FIELDS = ("key", *READERS)
"""The names of all fields of a row."""
