"""The options: their defaults, their valid values, where each is sent, and those of a client."""

import operator
import os
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, NamedTuple, NoReturn

from ._call.counts import LONGEST, check_positive, count, seconds, whole
from ._call.near import near_names
from ._call.values import as_text, decoded, is_list, is_of_the_caller, plain, short
from ._call.warning import warn
from ._call.words import check_setting

__all__ = [
    "ALIASES",
    "API",
    "BASE_URL",
    "DEFAULTS",
    "OF_THE_REQUEST",
    "OPTIONS",
    "PAGING",
    "QUERY",
    "Option",
    "Options",
    "Sorted",
    "check",
    "check_positive",
    "listed",
    "misspelt",
    "page_size",
    "refuse_jsonp",
    "sort",
    "whole",
]

BASE_URL = "https://app.asana.com/api/1.0"
ITERATOR_TYPES = ("items", "pages", None)
MAX_PAGE_SIZE = 100

# Names of credentials. As parameters of every request, they would appear in URLs and logs.
CREDENTIALS = (
    r"(^|_)(token|secret(_key)?|passw(or)?d|pwd|bearer|o?auth|authorization|credentials?|pat"
    r"|api_?key)$"
)


def _check_page_size(name: str, value: Any) -> None:
    number = whole(value)
    if number is None or number < 1:
        raise ValueError(
            f"{name} must be a whole number from 1 to {MAX_PAGE_SIZE}, not {short(value)}"
        )


def _check_limit(name: str, value: Any) -> None:
    number: Any = value
    if isinstance(value, str) and re.fullmatch(r"0*[0-9]{1,3}", value):
        number = int(value[-3:])
    _check_page_size(name, number)
    if operator.index(number) > MAX_PAGE_SIZE:
        raise ValueError(
            f"{name} must be a whole number from 1 to {MAX_PAGE_SIZE}, not {short(value)}"
        )


def _check_count(name: str, value: Any) -> None:
    number = whole(value)
    if number is None or number < 0:
        raise ValueError(f"{name} must be a non-negative whole number, not {short(value)}")


def _check_deadline(name: str, value: Any) -> None:
    if not seconds(value):
        raise ValueError(f"{name} must be a positive number of seconds, not {short(value)}")


def _check_interval(name: str, value: Any) -> None:
    if seconds(value) is None:
        raise ValueError(f"{name} must be a non-negative number of seconds, not {short(value)}")


def _check_timeout(name: str, value: Any) -> None:
    parts = value if isinstance(value, tuple) and len(value) == 2 else (value,)
    for part in parts:
        if part is not None and not seconds(part):
            raise ValueError(
                f"{name} must be a positive number of seconds or a pair (connect, read), "
                f"not {short(value)}"
            )


def _check_iterator_type(name: str, value: Any) -> None:
    if value not in ITERATOR_TYPES:
        raise ValueError(f'{name} must be "items", "pages" or None, not {short(value)}')


def _check_flag(name: str, value: Any) -> None:
    try:
        bool(value)
    except (TypeError, ValueError) as failure:
        if is_of_the_caller(failure):
            raise
        raise TypeError(f"{name} must be True or False, not {type(value).__name__}") from None


def _check_text(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, not {type(value).__name__}")


def _check_verify(name: str, value: Any) -> None:
    if not isinstance(value, bool | str | os.PathLike):
        kind = type(value).__name__
        raise TypeError(f"{name} must be True, False or a path to CA certificates, not {kind}")


def _check_cert(name: str, value: Any) -> None:
    parts = value if isinstance(value, tuple | list) and len(value) == 2 else (value,)
    if not all(isinstance(part, str | os.PathLike) for part in parts):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a path, or a pair (certificate, key) of paths, not {kind}")


def _check_proxies(name: str, value: Any) -> None:
    _check_mapping(name, value)
    for scheme, proxy in value.items():
        # The message does not contain the proxy, because its URL can have a password.
        if not isinstance(scheme, str) or not isinstance(proxy, str | None):
            raise TypeError(
                f"{name} must be a dictionary of strings, from scheme to proxy URL, "
                'such as {"https": "http://…"}'
            )


def _check_mapping(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} must be a dictionary, not {type(value).__name__}")


def _check_function(name: str, value: Any) -> None:
    if not callable(value):
        raise TypeError(f"{name} must be callable, not {short(value)}")


def _check_rate_limit(name: str, value: Any) -> None:
    methods = ("acquire", "release", "pause")
    if not all(callable(getattr(value, method, None)) for method in methods):
        check_positive(name, value)


def _check_switch(name: str, value: Any) -> None:
    if not isinstance(value, int) or value not in (True, False):
        raise TypeError(f"{name} must be True or False, not {short(value)}")


class Option(NamedTuple):
    """One row of the table of options.

    :ivar part: where the option is used: ``query`` (sent under its name), ``api`` (sent as
        ``opt_…`` in a query, or in ``options`` in a body), ``transport`` (how the request is
        sent) or ``client``
    :ivar default: the value of an option that is not set
    :ivar check: a function that raises for an invalid value
    """

    part: str
    default: Any = None
    check: Callable[[str, Any], None] | None = None


OPTIONS: dict[str, Option] = {
    "base_url": Option("client", BASE_URL, _check_text),
    "full_payload": Option("client", False, _check_flag),
    "iterator_type": Option("client", "items", _check_iterator_type),
    "item_limit": Option("client", None, _check_count),
    "page_size": Option("client", MAX_PAGE_SIZE, _check_page_size),
    "prefetch": Option("client", False, _check_flag),
    "poll_interval": Option("client", 5, _check_interval),
    "retry_writes": Option("client", False, _check_flag),
    "strict": Option("client", False, _check_flag),
    "read_only": Option("client", False, _check_switch),
    "limit": Option("query", None, _check_limit),
    "offset": Option("query"),
    "sync": Option("query"),
    "fields": Option("api"),
    "expand": Option("api"),
    "pretty": Option("api"),
    "method": Option("api"),
    "client_name": Option("api"),
    "max_retries": Option("transport", 5, _check_count),
    "timeout": Option("transport", (10, 60), _check_timeout),
    "deadline": Option("transport", 300, _check_deadline),
    "rate_limit": Option("transport", None, _check_rate_limit),
    "headers": Option("transport", None, _check_mapping),
    "verify": Option("transport", None, _check_verify),
    "cert": Option("transport", None, _check_cert),
    "proxies": Option("transport", None, _check_proxies),
    "on_attempt": Option("transport", None, _check_function),
}

DEFAULTS: dict[str, Any] = {name: option.default for name, option in OPTIONS.items()}
QUERY = tuple(name for name, option in OPTIONS.items() if option.part == "query")
API = tuple(name for name, option in OPTIONS.items() if option.part == "api")

# The options of an HTTP request: they apply to a batch, not to an action in it.
OF_THE_REQUEST = {
    name
    for name, option in OPTIONS.items()
    if option.part == "transport" or name in ("base_url", "retry_writes")
}

# Checked only by listings: other calls do not use them.
PAGING = ("iterator_type", "item_limit", "page_size", "poll_interval")

COUNTS = ("item_limit", "max_retries", "page_size", "rate_limit")
SECONDS = ("deadline", "poll_interval", "timeout")
CONVERTED = frozenset((*COUNTS, *SECONDS, "cert", "verify"))

# The names of the same options in Asana's documentation.
ALIASES = {f"opt_{name}": name for name in API}


class Sorted(NamedTuple):
    """Keywords, sorted by where they are used. None unsets an option of an outer scope.

    :ivar settings: options of the client and of the transport
    :ivar api: options of Asana's, without their prefix
    :ivar query: ``limit``, ``offset`` and ``sync``
    :ivar params: all other keywords, which are parameters of the request
    """

    settings: dict[str, Any]
    api: dict[str, Any]
    query: dict[str, Any]
    params: dict[str, Any]


def sort(keywords: Mapping[str, Any]) -> Sorted:
    """Return the keywords of a call, or the options of a client, sorted.

    :raises ValueError: an option has an invalid value
    :raises TypeError: an option has a value of an invalid type
    """
    found = Sorted({}, {}, {}, {})
    for keyword, value in keywords.items():
        name = ALIASES.get(keyword, keyword)
        option = OPTIONS.get(name)
        if option is None:
            if keyword == "opt_jsonp":
                refuse_jsonp()
            found.params[keyword] = value
        elif option.part == "query":
            # Valid values depend on the route: listings check them, and otherwise Asana does.
            found.query[name] = value
        elif option.part == "api":
            found.api[name] = value
        else:
            if name not in PAGING and option.check is not None:
                check(name, value)
            found.settings[name] = _converted(name, value) if name in CONVERTED else value
    return found


def refuse_jsonp() -> NoReturn:
    """Reject the option ``opt_jsonp``.

    :raises ValueError: always
    """
    raise ValueError("opt_jsonp is not supported: its response is not JSON")


def _converted(name: str, value: Any) -> Any:
    """Return a value in the form that the transport needs: paths as strings, Python numbers."""
    if name in COUNTS:
        return value if hasattr(value, "acquire") else count(value)
    if name in ("timeout", "cert") and isinstance(value, tuple | list):
        return tuple(_converted(name, part) for part in value)
    if name not in SECONDS:
        return os.fspath(value) if isinstance(value, os.PathLike) else value
    if type(value) in (int, float) and value <= LONGEST:
        return value
    found = seconds(value)
    return value if found is None else found


def check(name: str, value: Any) -> None:
    """Raise if a value is invalid for an option. Where None is valid, it means "not set".

    :raises ValueError: the value is out of range
    :raises TypeError: the value has an invalid type
    """
    option = OPTIONS.get(name)
    if option is None or option.check is None:
        return
    if value is None and (option.default is None or name == "deadline"):
        return
    option.check(name, value)


def page_size(value: Any, name: str = "page_size") -> int:
    """Return the page size to request, at most 100; warn if the value is larger.

    :param name: the name of the option
    :raises ValueError: the value is not a positive whole number
    """
    _check_page_size(name, value)
    number = operator.index(value)
    if number > MAX_PAGE_SIZE:
        warn(f"{name}={short(value)} is reduced to {MAX_PAGE_SIZE}, the maximum page size")
    return min(number, MAX_PAGE_SIZE)


class Options(MutableMapping[str, Any]):
    """The options of a client. Options that are not set have their defaults.

    Any other name is a parameter that is sent with every request.
    """

    def __init__(self, own: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
        self._own: dict[str, Any] = {}
        self._defaults = defaults
        self._sorted: Sorted | None = None
        self._sorted_defaults: dict[str, Any] = {}
        self.update(own)

    def update(self, other: Any = (), /, **more: Any) -> None:
        """Set options from a dictionary or pairs, and from keywords.

        :raises ValueError: a name looks like a credential
        :raises TypeError: ``other`` is neither a dictionary nor pairs; or a name is unknown, and
            the client is strict
        """
        try:
            given = {**dict(other), **more}
        except (TypeError, ValueError) as failure:
            if is_of_the_caller(failure):
                raise
            raise TypeError(f"options must be a dictionary, not {type(other).__name__}") from None
        for name, value in given.items():
            self[name] = value

    @property
    def own(self) -> dict[str, Any]:
        """A copy of the options that are set on the client itself."""
        return dict(self._own)

    def sorted(self) -> Sorted:
        """Return all options, sorted. ``settings`` is complete; the other parts omit None.

        The result is cached until an option changes, because sorting is slow.

        :raises ValueError: an option has an invalid value
        :raises TypeError: an option has a value of an invalid type
        """
        found = self._sorted
        if found is None or self._sorted_defaults != self._defaults:
            self._read_defaults()
            found = sort({**self._sorted_defaults, **self._own})
            found = found._replace(api=_set(found.api), query=_set(found.query))
            self._sorted = found
        return found

    def _read_defaults(self) -> None:
        """Check the defaults, which a program can have changed."""
        for name, value in self._defaults.items():
            self._check_name(name)
            if isinstance(value, Iterator) and isinstance(self._defaults, dict):
                self._defaults[name] = list(value)  # the first request would exhaust it
        self._sorted_defaults = dict(self._defaults)

    def __getitem__(self, name: str) -> Any:
        name = ALIASES.get(name, name)
        return self._own[name] if name in self._own else self._defaults[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._check_name(name)
        name = ALIASES.get(name, name)
        if isinstance(value, Iterator):
            value = list(value)  # the first request would exhaust it
        elif name == "page_size" and (whole(value) or 0) > MAX_PAGE_SIZE:
            value = page_size(value)
        self._own[name] = value
        self._sorted = None

    def _check_name(self, name: str) -> None:
        _refuse_credential(name)
        if isinstance(name, str) and name not in OPTIONS and name not in ALIASES:
            check_setting(name, OPTIONS, bool(self.get("strict", False)))

    def __delitem__(self, name: str) -> None:
        name = ALIASES.get(name, name)
        if name not in self._own and name not in self._defaults:
            raise KeyError(name)
        self._own.pop(name, None)
        self._sorted = None

    def __iter__(self) -> Iterator[str]:
        return iter({**self._defaults, **self._own})

    def __len__(self) -> int:
        return len({**self._defaults, **self._own})

    def get(self, name: str, default: Any = None) -> Any:
        """Return an option, or the given default if it is not set."""
        try:
            value = self[name]
        except KeyError:
            return default
        return default if value is None and ALIASES.get(name, name) not in self._own else value

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return an option, after setting it if it is not set."""
        if self.get(name) is None and ALIASES.get(name, name) not in self._own:
            self[name] = default
        return self[name]

    def clear(self) -> None:
        """Restore all defaults."""
        self._own.clear()
        self._sorted = None

    def __ior__(self, other: Mapping[str, Any]) -> "Options":
        self.update(other)
        return self

    def __or__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**self, **other}

    def __ror__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**other, **self}

    def __repr__(self) -> str:
        return repr(self.copy())

    def copy(self) -> dict[str, Any]:
        """Return a dictionary of the current values of all options."""
        return {**self._defaults, **self._own}

    __copy__ = copy


def _refuse_credential(name: Any) -> None:
    """Keep credentials from being sent as a parameter of every request.

    :raises ValueError: the name looks like a credential
    """
    if name in OPTIONS or name in ALIASES or not isinstance(name, str):
        return
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).lower()
    if re.search(CREDENTIALS, words):
        raise ValueError(
            f"{name} would be sent as a parameter of every request, where it appears in URLs and "
            "logs; pass credentials to Client.access_token() or Client.oauth()"
        )


def _set(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def listed(value: Any, name: str = "fields") -> Any:
    """Return the values of any iterable as a list, and other values unchanged.

    :param name: the name of the option
    :raises TypeError: the value is a dictionary, or an item is None or a dictionary
    """
    value = plain(value)
    if isinstance(value, bytes | bytearray):
        return decoded(value, name)
    if isinstance(value, Mapping):
        raise TypeError(f"{name} must be a list or a comma-separated string, not a dictionary")
    if hasattr(value, "encode") or not is_list(value):
        return value
    values = [plain(part) for part in value]
    for part in values:
        if part is None or isinstance(part, Mapping):
            kind = "None" if part is None else "a dictionary"
            raise TypeError(f"{name} must be a list of names, and cannot contain {kind}")
    if isinstance(value, set | frozenset):
        return sorted(values, key=lambda part: as_text(part, name))
    return values


def misspelt(keyword: str) -> str | None:
    """Return the option that a keyword likely misspells, or None."""
    close = near_names(keyword, [*OPTIONS, *ALIASES], 1, 0.8)
    return close[0] if close else None
