"""Find the fields of a write whose values a task does not have yet."""

from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

from .values import is_list, plain

__all__ = ["changes"]

# Asana requires the due date with a start date, and clears due_at when due_on is written.
DATES = ("due_on", "due_at", "start_on", "start_at")


def changes(task: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields whose values a task does not have. In case of doubt, they differ."""
    differing = {name for name, value in wanted.items() if not _has(task, name, value)}
    if differing.intersection(DATES):
        differing.update(DATES)
    found = {name: value for name, value in wanted.items() if name in differing}
    if isinstance(found.get("custom_fields"), Mapping):
        found["custom_fields"] = _custom_changes(task, found["custom_fields"])
    return found


def _custom_changes(task: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    there = task.get("custom_fields")
    elements = there if isinstance(there, list) else []
    own = {str(each.get("gid")): each for each in elements if isinstance(each, Mapping)}
    return {
        gid: value
        for gid, value in wanted.items()
        if not _has_custom(own.get(str(plain(gid))), value)
    }


def _has(task: Mapping[str, Any], name: str, value: Any) -> bool:
    if name not in task:
        return False
    if name == "custom_fields" and isinstance(value, Mapping):
        return not _custom_changes(task, value)
    if name in ("due_on", "start_on"):
        timed = task.get(f"{name[:-3]}_at")
        return timed is None and _same(task[name], value, dated=True)
    return _same(task[name], value, dated=name in DATES)


def _has_custom(element: Mapping[str, Any] | None, value: Any) -> bool:
    """Return whether a custom field has a value, given in the form for a write."""
    if element is None:
        return False
    kind = element.get("resource_subtype")
    there = element.get("multi_enum_values" if kind == "multi_enum" else f"{kind}_value")
    if kind in ("multi_enum", "people"):
        return _same_lists(there, value)
    if kind == "date":
        return _same_dates(there, value)
    return kind in ("enum", "number", "text") and _same(there, value)


def _same(there: Any, value: Any, dated: bool = False) -> bool:
    """Return whether two values are the same.

    :param there: the value in a response
    :param value: the value to write
    :param dated: whether it is a date or a time, which can be written in several forms
    """
    value = plain(value)
    if value is None or value == "":
        return there is None or there == ""
    if isinstance(there, Mapping):
        if isinstance(value, Mapping):
            return bool(value) and all(there.get(name) == each for name, each in value.items())
        return _is_called(there, value)
    if isinstance(value, date) or dated:
        moment = _moment(there)
        return there == value or (moment is not None and bool(moment == _moment(value)))
    if isinstance(there, bool) or isinstance(value, bool):
        return there is value
    return bool(there == value)


def _is_called(record: Any, value: Any) -> bool:
    """Return whether a record has the given gid or email address."""
    if not isinstance(record, Mapping):
        return False
    email = record.get("email")
    is_email = isinstance(email, str) and email.casefold() == str(value).casefold()
    return is_email or record.get("gid") == str(value)


def _same_lists(there: Any, value: Any) -> bool:
    """Return whether a list of records has exactly the given gids or emails, in any order."""
    if value is None or not is_list(value) or isinstance(value, str | Mapping):
        return value is None and not there
    records, given = there if isinstance(there, list) else [], [plain(each) for each in value]
    # Compare in both directions, because the given values can contain duplicates.
    return all(any(_is_called(record, each) for record in records) for each in given) and all(
        any(_is_called(record, each) for each in given) for record in records
    )


def _same_dates(there: Any, value: Any) -> bool:
    if value is None or not isinstance(there, Mapping) or not isinstance(value, Mapping):
        return value is None and there is None
    if value.get("date_time") is not None:
        return _same(there.get("date_time"), value["date_time"], dated=True)
    return there.get("date_time") is None and _same(there.get("date"), value.get("date"), True)


def _moment(value: Any) -> Any:
    """Return a value as a date or a UTC datetime; None if it is neither."""
    if isinstance(value, str) and value[:4].isdecimal():
        text = value.replace("Z", "+00:00")
        try:
            value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc) if value.tzinfo else None
    return value if isinstance(value, date) else None
