"""Filters and sorting for the searches for tasks and projects."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from asana.sandbox.api.call import Call
from asana.sandbox.errors import invalid, payment_required
from asana.sandbox.records.custom_values import value_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import boolean, day, integer, moment

DEFAULT_LIMIT = 20

Test = Callable[[Record], bool]
# The type that a filter refers to, and a function that returns the related records.
Related = Mapping[str, tuple[str, Callable[[Record], list[Any]]]]

_limit = integer(1, 100)
_CUSTOM = re.compile(r"custom_fields\.(\d+)\.(\w+)", re.ASCII)


def matching(call: Call, type_name: str, tests: list[Test]) -> list[Record]:
    """Return the visible records of the workspace that pass all tests."""
    workspace = call.objects["workspace"]
    records = [r for r in call.store.all(type_name) if r["workspace"] is workspace]
    return call.visible([record for record in records if all(test(record) for test in tests)])


def require_paid_plan(call: Call) -> None:
    """Raise 402 in a workspace on the free plan."""
    if not call.objects["workspace"]["premium"]:
        raise payment_required("Search is only available to premium users.")


def first_page(
    call: Call, found: list[Record], keys: Mapping[str, Callable[[Record], Any]], order: str
) -> list[Record]:
    """Return the only page, sorted; `keys` has the sort orders that are not plain fields."""
    limit = _limit(call.query.get("limit", DEFAULT_LIMIT), "limit")
    ascending = boolean(call.query.get("sort_ascending", False), "sort_ascending")
    key = keys.get(order, lambda record: record[order] or "")
    return sorted(found, key=key, reverse=not ascending)[:limit]


# Related objects


def by_related(call: Call, table: Related) -> list[Test]:
    """Return the tests for filters such as `assignee.any`, `tags.all` and `projects.not`."""
    tests: list[Test] = []
    any_place: list[Test] = []
    for name, (type_name, related) in table.items():
        for how in ("any", "not", "all"):
            raw = call.query.get(f"{name}.{how}")
            if raw is None:
                continue
            test = _compare(how, related, _named(call, type_name, raw, f"{name}.{how}"))
            # Sections are parts of projects: it is enough if one of the two filters matches.
            (any_place if how == "any" and name in ("projects", "sections") else tests).append(test)
    if any_place:
        tests.append(lambda record: any(test(record) for test in any_place))
    return tests


def _named(call: Call, type_name: str, raw: str, where: str) -> list[Record | None]:
    if raw == "null":
        return [None]
    return list(call.lookup.many(type_name, raw, where))


def _compare(how: str, related: Callable[[Record], list[Any]], wanted: list[Any]) -> Test:
    if how == "any":
        return lambda record: any(each in related(record) for each in wanted)
    if how == "all":
        return lambda record: all(each in related(record) for each in wanted)
    return lambda record: not any(each in related(record) for each in wanted)


def by_flag(call: Call, flags: Mapping[str, Callable[[Record], bool]]) -> list[Test]:
    """Return the tests for boolean filters."""
    return [
        _same(flag, boolean(call.query[name], name))
        for name, flag in flags.items()
        if name in call.query
    ]


def _same(flag: Test, wanted: bool) -> Test:
    return lambda record: flag(record) is wanted


# Time


def by_time(call: Call, days: tuple[str, ...], moments: tuple[str, ...]) -> list[Test]:
    """Return the tests for filters such as `due_on.before` (dates) and `due_at.after` (times)."""
    tests: list[Test] = []
    for what in days:
        for how in ("", ".before", ".after"):
            raw = call.query.get(f"{what}_on{how}")
            if raw is not None:
                wanted = None if raw == "null" and not how else day(raw, f"{what}_on{how}")
                tests.append(_timed(_day_of(what), how, wanted))
    for what in moments:
        for how in ("", ".before", ".after"):
            raw = call.query.get(f"{what}_at{how}")
            if raw is not None:
                tests.append(_timed(_moment_of(what), how, moment(raw, f"{what}_at{how}")))
    return tests


def _day_of(what: str) -> Callable[[Record], str | None]:
    if what in ("due", "start"):
        return lambda record: record[f"{what}_on"]
    return lambda record: record[f"{what}_at"] and record[f"{what}_at"][:10]


def _moment_of(what: str) -> Callable[[Record], str | None]:
    return lambda record: record.get(f"{what}_at")


def _timed(value: Callable[[Record], str | None], how: str, wanted: str | None) -> Test:
    """Compare dates and times as text, which sorts chronologically."""

    def test(record: Record) -> bool:
        found = value(record)
        if how == "":
            return found == wanted
        if found is None or wanted is None:
            return False
        return found < wanted if how == ".before" else found > wanted

    return test


# Custom fields


def by_custom_field(call: Call) -> list[Test]:
    """Return the tests for filters such as `custom_fields.12.value`."""
    tests = []
    for name, raw in call.query.items():
        found = _CUSTOM.fullmatch(name)
        if found:
            field = call.lookup.one("custom_field", found[1], name)
            tests.append(_custom(field, found[2], raw, name))
    return tests


def _custom(field: Record, how: str, raw: str, where: str) -> Test:
    if how == "is_set":
        wanted = boolean(raw, where)
        return lambda record: _has(value_of(record, field)) is wanted
    subtype = field["resource_subtype"]
    compare = _COMPARISONS.get(how)
    if compare is None or how not in _SUITABLE.get(subtype, ()):
        raise invalid(f"{where}: Not available for a {subtype} field")
    operand: Any = _number(raw, where) if subtype == "number" else raw
    if subtype == "date":
        operand = day(raw, where)

    def test(record: Record) -> bool:
        value = value_of(record, field)
        return _has(value) and compare(_comparable(value, subtype), operand)

    return test


def _number(raw: str, where: str) -> float:
    try:
        return float(raw)
    except ValueError:
        raise invalid(f"{where}: Value is not a number: {raw}") from None


def _has(value: Any) -> bool:
    return value is not None and value != []


def _comparable(value: Any, subtype: str) -> Any:
    """Return a value in the form used by filters: an option as its gid, a date as its day."""
    if subtype == "enum":
        return value.gid
    if subtype == "date":
        return value["date"]
    return value.lower() if subtype == "text" else value


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "value": lambda value, wanted: value == _lower(wanted),
    "starts_with": lambda value, wanted: value.startswith(wanted.lower()),
    "ends_with": lambda value, wanted: value.endswith(wanted.lower()),
    "contains": lambda value, wanted: wanted.lower() in value,
    "less_than": lambda value, wanted: value < wanted,
    "greater_than": lambda value, wanted: value > wanted,
    "before": lambda value, wanted: value < wanted,
    "after": lambda value, wanted: value > wanted,
}
_SUITABLE = {
    "text": ("value", "starts_with", "ends_with", "contains"),
    "number": ("value", "less_than", "greater_than"),
    "enum": ("value",),
    "date": ("value", "before", "after"),
}


def _lower(wanted: Any) -> Any:
    return wanted.lower() if isinstance(wanted, str) else wanted
