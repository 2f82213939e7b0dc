"""The option table: what each option is for, its default, where it goes, and what it may be."""

import datetime
import math
import numbers
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

BASE_URL = "https://app.asana.com/api/1.0"
ITERATOR_TYPES = ("items", "pages", None)


def _check_page_size(name: str, value: Any) -> None:
    if not _is_int(value) or not 1 <= value <= 100:
        raise ValueError(f"{name} is a whole number from 1 to 100, not {value!r}")


def _check_count(name: str, value: Any) -> None:
    if not _is_int(value) or value < 0:
        raise ValueError(f"{name} is a whole number from 0, not {value!r}")


def check_positive(name: str, value: Any) -> None:
    """Refuse what is no number of things.

    :raises ValueError: it is not a whole number from 1
    """
    if not _is_int(value) or value < 1:
        raise ValueError(f"{name} is a whole number from 1, not {value!r}")


def _check_seconds(name: str, value: Any) -> None:
    if not _is_number(value) or not 0 < value < math.inf:
        raise ValueError(f"{name} is a positive number of seconds, not {value!r}")


def _check_timeout(name: str, value: Any) -> None:
    parts = value if isinstance(value, tuple) else (value,)
    if isinstance(value, tuple) and len(value) != 2:
        raise ValueError(f"{name} is seconds or a pair (connect, read), not {value!r}")
    for part in parts:
        if part is not None:
            _check_seconds(name, part)


def _check_iterator_type(name: str, value: Any) -> None:
    if value not in ITERATOR_TYPES:
        raise ValueError(f'{name} is "items", "pages" or None, not {value!r}')


def _check_mapping(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} is a dictionary, not {type(value).__name__}")


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


class Option(NamedTuple):
    """One row of the table.

    ``part`` says where the option goes: ``query`` (as it is), ``api`` (``opt_…`` in a query, a
    member of ``options`` in a body), ``transport`` (how the request is sent) or ``client``.
    """

    part: str
    default: Any = None
    check: Callable[[str, Any], None] | None = None


OPTIONS: dict[str, Option] = {
    "base_url": Option("client", BASE_URL),
    "full_payload": Option("client", False),
    "iterator_type": Option("client", "items", _check_iterator_type),
    "item_limit": Option("client", None, _check_count),
    "page_size": Option("client", 100, _check_page_size),
    "prefetch": Option("client", False),
    "poll_interval": Option("client", 5, _check_seconds),
    "retry_writes": Option("client", False),
    "limit": Option("query", None, _check_page_size),
    "offset": Option("query"),
    "sync": Option("query"),
    "fields": Option("api"),
    "expand": Option("api"),
    "pretty": Option("api"),
    "method": Option("api"),
    "client_name": Option("api"),
    "max_retries": Option("transport", 5, _check_count),
    "timeout": Option("transport", (10, 60), _check_timeout),
    "deadline": Option("transport", 300, _check_seconds),
    "rate_limit": Option("transport", None, check_positive),
    "headers": Option("transport", None, _check_mapping),
    "verify": Option("transport"),
    "cert": Option("transport"),
    "proxies": Option("transport", None, _check_mapping),
}

DEFAULTS: dict[str, Any] = {name: option.default for name, option in OPTIONS.items()}
QUERY = tuple(name for name, option in OPTIONS.items() if option.part == "query")
API = tuple(name for name, option in OPTIONS.items() if option.part == "api")

# The names that Asana's own documentation uses: the same options.
ALIASES = {f"opt_{name}": name for name in API}


class Split(NamedTuple):
    """The keywords of one call, sorted.

    :ivar settings: each option's value for this call, from the nearest that has one
    :ivar api: the options that Asana itself acts on, set ones only, without their prefix
    :ivar query: ``limit``, ``offset`` and ``sync``, set ones only
    :ivar params: what is no option: parameters of the request
    """

    settings: dict[str, Any]
    api: dict[str, Any]
    query: dict[str, Any]
    params: dict[str, Any]


def split(call: Mapping[str, Any], client: Mapping[str, Any], defaults: Mapping[str, Any]) -> Split:
    """Sort the keywords of a call, and put the client's options and the defaults behind them.

    :raises ValueError: an option has a value that it cannot have
    :raises TypeError: an option has a value of another type
    """
    if "opt_jsonp" in call:
        raise ValueError("opt_jsonp is not supported: its answer is not JSON")
    settings = {**defaults, **client}
    given = dict(client)
    params = {}
    for keyword, value in call.items():
        name = ALIASES.get(keyword, keyword)
        if name in OPTIONS:
            settings[name] = given[name] = value
        else:
            params[keyword] = value
    for name, value in given.items():
        check(name, value)
    api = {name: settings[name] for name in API if settings.get(name) is not None}
    query = {name: settings[name] for name in QUERY if settings.get(name) is not None}
    return Split(settings, api, query, params)


def check(name: str, value: Any) -> None:
    """Refuse a value that the option cannot have; None is "not set" wherever it is allowed.

    :raises ValueError: the value is out of range
    :raises TypeError: the value is of another type
    """
    option = OPTIONS.get(name)
    if option is None or option.check is None:
        return
    if value is None and (option.default is None or name in ("timeout", "deadline")):
        return
    option.check(name, value)


def api_options(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``opt_…`` members of a request's parameters, without their prefix."""
    return {ALIASES[key]: value for key, value in params.items() if key in ALIASES}


def query_values(params: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters as a query has them: text, comma lists, ``true``/``false``; no None."""
    return {key: query_value(value) for key, value in params.items() if value is not None}


def query_value(value: Any) -> str:
    """Return one value as text for a query.

    :raises TypeError: the value is a dictionary, which no query can hold
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        parts = [query_value(part) for part in value]
        return ",".join(sorted(parts) if isinstance(value, set | frozenset) else parts)
    if isinstance(value, Mapping):
        raise TypeError("a query parameter cannot be a dictionary")
    if isinstance(value, datetime.date):
        return moment(value)
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


def moment(value: Any) -> str:
    """Return a date or a time as Asana reads it; ``json`` calls this for what it does not know.

    :raises ValueError: the time has no time zone
    :raises TypeError: the value is neither a date nor a time
    """
    if not isinstance(value, datetime.date):
        raise TypeError(f"a {type(value).__name__} has no form in JSON")
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError("a time without a time zone could mean any; give it one")
    return value.isoformat()


def body_options(api: Mapping[str, Any]) -> dict[str, Any]:
    """Return the API options as a JSON body has them: lists stay lists."""
    return {
        name: list(value) if isinstance(value, tuple | set | frozenset) else value
        for name, value in api.items()
    }


def misspelt(keyword: str) -> str | None:
    """Return the option that a keyword is likely meant for, or None."""
    import difflib  # only ever needed for keywords that are no option

    close = difflib.get_close_matches(keyword, [*OPTIONS, *ALIASES], n=1, cutoff=0.8)
    return close[0] if close else None
