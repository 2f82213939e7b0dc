"""Parsers for single values of a request, with Asana's error messages."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from html import escape
from typing import Any

from asana.rich_text import Field, check
from asana.rich_text import text as plain_text
from asana.sandbox.errors import invalid

Parser = Callable[[Any, str], Any]
RichText = Field

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)

# Rich text is XML and every plain text has a rich form, so characters that XML forbids are invalid.
_UNFIT = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXACT = 2**53  # up to this value, a float represents every integer
_MOST = 1e300  # so that products and percentages remain finite

MAX_EXTERNAL_GID = 1024
MAX_EXTERNAL_DATA = 32768


def format_moment(moment: datetime) -> str:
    """Return a time in UTC with milliseconds; such strings sort chronologically."""
    utc = moment.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def text(raw: Any, where: str) -> str:
    """Return a string; null is read as an empty string."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise invalid(f"{where}: Value is not a string: {spell(raw)}")
    unfit = _UNFIT.search(raw)
    if unfit:
        code = f"U+{ord(unfit[0]):04X}"
        raise invalid(f"{where}: Value contains a character that is not allowed: {code}")
    return raw


def name(raw: Any, where: str) -> str:
    """Return a non-empty string."""
    value = text(raw, where)
    if not value.strip():
        raise invalid(f"{where}: Missing input")
    return value


def boolean(raw: Any, where: str) -> bool:
    """Return a boolean, which forms and query strings send as a word."""
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    raise invalid(f"{where}: Value is not a boolean: {spell(raw)}")


def choice(*allowed: str, nullable: bool = False) -> Parser:
    """Return a parser for one of several strings."""

    def parse(raw: Any, where: str) -> str | None:
        if raw is None and nullable:
            return None
        if raw not in allowed:
            raise invalid(f"{where}: Value is not one of {', '.join(allowed)}: {spell(raw)}")
        return str(raw)

    return parse


def day(raw: Any, where: str) -> str | None:
    """Return a date, or None for null."""
    if raw is None:
        return None
    if isinstance(raw, str) and _DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw).isoformat()
        except ValueError:
            pass  # the date does not exist, such as 2025-02-30
    raise invalid(f"{where}: Date must be in ISO-8601 (yyyy-mm-dd) format, not: {spell(raw)}")


def moment(raw: Any, where: str) -> str | None:
    """Return a time, given in any ISO-8601 form; UTC if it has no offset."""
    if raw is None:
        return None
    found = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    if found:
        try:
            return format_moment(_moment_of(*found.groups()))
        except (ValueError, OverflowError):
            pass  # the format is valid, but there is no such day, hour or offset
    raise invalid(f"{where}: Date must be in ISO-8601 format, not: {spell(raw)}")


def _moment_of(
    day_: str, minutes: str | None, seconds: str | None, fraction: str | None, offset: str | None
) -> datetime:
    local = datetime.fromisoformat(f"{day_}T{minutes or '00:00'}{seconds or ':00'}")
    micro = int(((fraction or ".0")[1:] + "000000")[:6])
    zone = timezone.utc
    if offset and offset != "Z":
        digits = offset.replace(":", "")
        delta = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
        zone = timezone(-delta if digits[0] == "-" else delta)
    return local.replace(microsecond=micro, tzinfo=zone).astimezone(timezone.utc)


def integer(low: int, high: int) -> Callable[[Any, str], int]:
    """Return a parser for an integer within bounds."""

    def parse(raw: Any, where: str) -> int:
        if isinstance(raw, (str, int)) and re.fullmatch(r"\d{1,9}", str(raw), re.ASCII):
            value = int(raw)
            if low <= value <= high:
                return value
        raise invalid(f"{where}: Must be a number between {low} and {high}, not: {spell(raw)}")

    return parse


def number(raw: Any, where: str) -> float | None:
    """Return a number, or None for null."""
    if raw is None:
        return None
    # Comparisons with NaN are false.
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= _MOST:
        raise invalid(f"{where}: Value is not a number: {spell(raw)}")
    return raw if abs(raw) <= _EXACT else float(raw)


def weight(raw: Any, where: str) -> float:
    """Return a number from 0 to 1."""
    value = number(raw, where)
    if value is None or not 0 <= value <= 1:
        raise invalid(f"{where}: Must be a number between 0 and 1, not: {spell(raw)}")
    return value


def optional_text(raw: Any, where: str) -> str | None:
    """Return a string, or None for null."""
    return None if raw is None else text(raw, where)


def mapping(raw: Any, where: str) -> dict[str, Any]:
    """Return a JSON object; null is read as an empty object."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise invalid(f"{where}: Value is not a JSON object: {spell(raw)}")
    return raw


def array(raw: Any, where: str) -> list[Any]:
    """Return a JSON array."""
    if not isinstance(raw, list):
        raise invalid(f"{where}: Value is not an array: {spell(raw)}")
    return raw


def words(*allowed: str) -> Callable[[Any, str], list[str]]:
    """Return a parser for an array, or a comma-separated string, of several strings."""
    one = choice(*allowed)

    def parse(raw: Any, where: str) -> list[str]:
        if isinstance(raw, str):
            raw = [each.strip() for each in raw.split(",") if each.strip()]
        return [str(one(each, where)) for each in array(raw, where)]

    return parse


def id_prefix(raw: Any, where: str) -> str | None:
    """Return the prefix of a custom ID field."""
    if raw is None:
        return None
    prefix = text(raw, where)
    if not re.fullmatch(r"[A-Z][A-Z0-9]{0,9}", prefix, re.ASCII):
        raise invalid(f"{where}: Must be letters and digits in upper case, not: {prefix}")
    return prefix


def effort(raw: Any, where: str) -> dict[str, Any] | None:
    """Return an allocation's effort: `{"type": "hours" or "percent", "value": number}`."""
    if raw is None:
        return None
    given = mapping(raw, where)
    kind = choice("hours", "percent")(given.get("type"), f"{where}: type")
    value = number(given.get("value"), f"{where}: value")
    if value is None:
        raise invalid(f"{where}: value: Missing input")
    return {"type": kind, "value": value}


def external(raw: Any, where: str) -> dict[str, str | None] | None:
    """Return the data that an app stores with a task: a gid and a string."""
    if raw is None:
        return None
    given = mapping(raw, where)
    gid = optional_text(given.get("gid"), f"{where}: gid")
    data = optional_text(given.get("data"), f"{where}: data")
    if len(gid or "") > MAX_EXTERNAL_GID or len(data or "") > MAX_EXTERNAL_DATA:
        raise invalid(f"{where}: Value is too long")
    return {"gid": gid, "data": data}


def spell(raw: Any) -> str:
    """Return a value in the form used by error messages."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return str(raw).lower()
    return str(raw)


# Rich text


def to_html(plain: str) -> str:
    """Return the rich form of a plain text."""
    return f"<body>{escape(plain, quote=False)}</body>"


def rich_text(to: RichText) -> Parser:
    """Return a parser for a kind of rich text; it returns the text as sent and its plain text."""

    def parse(raw: Any, where: str) -> tuple[str, str]:
        source = text(raw, where)
        try:
            check(source, to=to)
        except ValueError as error:
            raise invalid(f"{where}: XML is invalid: {error}") from None
        return source, plain_text(source)

    return parse
