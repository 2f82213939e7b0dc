"""Reading single values out of a request, and Asana's words for what is wrong with them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from html import escape
from typing import Any
from xml.parsers import expat

from asana.sandbox.errors import ApiError, invalid

Parser = Callable[[Any, str], Any]

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)

_TAGS = "body strong em u s code ol ul li a blockquote pre h1 h2 hr"
RICH_TEXT_TAGS = frozenset(_TAGS.split())


def format_moment(moment: datetime) -> str:
    """UTC with three digits of milliseconds; such strings sort as the moments do."""
    utc = moment.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def text(raw: Any, where: str) -> str:
    """A string; null counts as the empty one."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise invalid(f"{where}: Value is not a string: {spell(raw)}")
    return raw


def name(raw: Any, where: str) -> str:
    """A string that says something."""
    value = text(raw, where)
    if not value.strip():
        raise invalid(f"{where}: Missing input")
    return value


def boolean(raw: Any, where: str) -> bool:
    """True or false; as words too, because forms and query strings have nothing else."""
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    raise invalid(f"{where}: Value is not a boolean: {spell(raw)}")


def choice(*allowed: str, nullable: bool = False) -> Parser:
    """A parser for one of a few words."""

    def parse(raw: Any, where: str) -> str | None:
        if raw is None and nullable:
            return None
        if raw not in allowed:
            raise invalid(f"{where}: Value is not one of {', '.join(allowed)}: {spell(raw)}")
        return str(raw)

    return parse


def day(raw: Any, where: str) -> str | None:
    """A calendar day."""
    if raw is None:
        return None
    if isinstance(raw, str) and _DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw).isoformat()
        except ValueError:
            pass  # a day that no calendar has, 2025-02-30
    raise invalid(f"{where}: Date must be in ISO-8601 (yyyy-mm-dd) format, not: {spell(raw)}")


def moment(raw: Any, where: str) -> str | None:
    """A point in time, in any ISO-8601 form; UTC when it names no offset."""
    if raw is None:
        return None
    found = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    if found:
        try:
            return format_moment(_moment_of(*found.groups()))
        except (ValueError, OverflowError):
            pass  # the shape is right, but there is no such day, hour or offset
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
    """A parser for a whole number within bounds."""

    def parse(raw: Any, where: str) -> int:
        if isinstance(raw, (str, int)) and re.fullmatch(r"\d{1,9}", str(raw), re.ASCII):
            value = int(raw)
            if low <= value <= high:
                return value
        raise invalid(f"{where}: Must be a number between {low} and {high}, not: {spell(raw)}")

    return parse


def spell(raw: Any) -> str:
    """A value as a message quotes it."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return str(raw).lower()
    return str(raw)


# Rich text


def to_html(plain: str) -> str:
    """The rich form of a plain text."""
    return f"<body>{escape(plain, quote=False)}</body>"


def rich_text(raw: Any, where: str) -> tuple[str, str]:
    """The rich text as sent and its plain text; 400 unless it is well-formed and allowed."""
    source = text(raw, where)
    reader = _RichTextReader(where)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.plain.append
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(source.encode("utf-8"), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise invalid(f"{where}: XML is invalid: {error}") from None
    return source, "".join(reader.plain)


class _RichTextReader:
    """Collects the plain text while it checks each tag."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.depth = 0
        self.plain: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if (tag == "body") != (self.depth == 0):
            raise self._refusal("the root must be one <body>")
        if tag not in RICH_TEXT_TAGS:
            raise self._refusal(f"tag <{tag}> is not supported")
        if attributes and tag != "a":
            raise self._refusal(f"tag <{tag}> takes no attributes")
        self.depth += 1

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag == "li":
            self.plain.append("\n")

    def doctype(self, *_: Any) -> None:
        raise self._refusal("a document type is not supported")

    def _refusal(self, reason: str) -> ApiError:
        return invalid(f"{self.where}: XML is invalid: {reason}")
