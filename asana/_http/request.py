"""One request, and the pure functions that build its parts from the arguments of a call."""

import functools
import ipaddress
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from .._call.parts import Body, Query, mapping
from .._call.values import (
    body_default,
    encoded,
    is_of_the_caller,
    plain,
    plain_keys,
    query_values,
    short,
)
from ..tracing import OnAttempt
from . import multipart
from .multipart import Multipart
from .proxies import check_proxies

__all__ = [
    "BATCH",
    "BODY_METHODS",
    "HEADER_VALUE",
    "MAX_ACTIONS",
    "METHODS",
    "Load",
    "Request",
    "build",
    "check_base_url",
    "check_path",
    "check_settings",
    "download_origin",
    "dump",
    "header_values",
    "join",
    "may_carry_credentials",
]

BODY_METHODS = ("POST", "PUT", "PATCH")
METHODS = ("GET", "DELETE", *BODY_METHODS)
BATCH = "/batch"
MAX_ACTIONS = 10  # the number of actions in a batch request

# Valid headers. Not compiled here, because that would add a tenth to the time of the import.
HEADER_VALUE = r"[^\r\n\0\u0100-\U0010ffff]*"  # latin-1, on one line
HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"


NO_BASE_URL = "base_url must be an http or https URL, such as https://host:port/path"

MOST_REASON = 150  # the maximum length of the reason in a message

ENCODE = json.JSONEncoder(allow_nan=False, default=body_default).encode


# Valid header names, cached because a program uses only a few.
KNOWN_NAMES: set[str] = set()


class Load(NamedTuple):
    """The number of reads and writes that a request counts as; a batch counts all its actions."""

    reads: int
    writes: int


READ, WRITE = Load(1, 0), Load(0, 1)


class Request(NamedTuple):
    """One request, ready to be sent, with its settings.

    :ivar path: the path below the base URL, for logs and errors
    :ivar base_url: the beginning of ``url``
    :ivar idempotent: whether sending a POST twice has the same effect as sending it once
    :ivar retry_writes: whether the caller accepts the risk of repeating any write
    :ivar timeout: seconds, or (connect, read)
    :ivar deadline: the limit for all attempts and waits together, in seconds, or None
    :ivar load: the number of reads and writes that it counts as at Asana
    :ivar rate_limit: the maximum number of requests per minute, a shared limit, or None
    :ivar fields: for an upload, the fields without the files; ``body`` has both
    :ivar files: for an upload, the files in a form that ``requests`` accepts
    :ivar template: the path with ``{}`` in place of each gid, or None if it is unknown
    :ivar on_attempt: called after each attempt, see :mod:`asana.tracing`
    """

    method: str
    path: str
    base_url: str
    url: str
    headers: dict[str, str]
    body: bytes | Multipart | None
    idempotent: bool
    retry_writes: bool
    max_retries: int
    timeout: Any
    deadline: float | None
    verify: Any
    cert: Any
    proxies: Any
    load: Load = Load(0, 0)
    rate_limit: Any = None
    fields: Mapping[str, str] = {}
    files: Any = None
    template: str | None = None
    on_attempt: OnAttempt | None = None

    @property
    def route(self) -> str:
        """The method and the path template, such as ``GET /tasks/{}``."""
        return f"{self.method} {self.template or self.path}"


def build(
    method: str,
    path: str,
    query: Query,
    content: Body | None,
    headers: Mapping[str, Any],
    settings: Mapping[str, Any],
    idempotent: bool = False,
    files: Any = None,
    template: str | None = None,
) -> Request:
    """Return the request for a call.

    :param method: the HTTP method, in capitals
    :param files: the files to upload in a form that ``requests`` accepts; then the body is
        multipart
    :param template: the path with ``{}`` in place of each gid, or None if it is unknown
    :param settings: the value of each option for this call
    :raises ValueError: a part has an invalid value
    :raises TypeError: a part has an invalid type
    """
    fields: Mapping[str, Any] = content["data"] if content is not None else {}
    body: bytes | Multipart | None = None
    own: dict[str, Any] = {}
    if files is not None:
        api = content["options"] if content is not None else {}
        query = Query({**{f"opt_{name}": value for name, value in api.items()}, **query})
        fields = query_values(fields)
        body, own["content-type"] = multipart.encode(fields, files)
    elif content is not None:
        body = dump(content)
        headers = {"content-type": "application/json", **headers}
    base_url = check_base_url(settings["base_url"])
    return Request(
        method=method,
        path=path,
        base_url=base_url,
        url=join(base_url, path, query),
        headers=header_values({**headers, **(settings["headers"] or {}), **own}),
        body=body,
        idempotent=idempotent,
        retry_writes=settings["retry_writes"],
        max_retries=settings["max_retries"],
        timeout=settings["timeout"],
        deadline=settings["deadline"],
        verify=settings["verify"],
        cert=settings["cert"],
        proxies=settings["proxies"],
        load=_load(method, path, fields),
        rate_limit=settings["rate_limit"],
        fields=fields if files is not None else {},
        files=files,
        template=template,
        on_attempt=settings["on_attempt"],
    )


def dump(content: Mapping[str, Any]) -> bytes:
    """Return a body encoded as JSON, without ``options`` if they are empty.

    :raises ValueError: a value cannot be encoded: a NaN, a circular reference, or a datetime
        without a time zone
    :raises TypeError: a value has a type that cannot be encoded
    """
    if type(content) is Body and not content["options"]:
        content = {"data": content["data"]}
    try:
        return ENCODE(content).encode()
    except (TypeError, ValueError, RecursionError) as failure:
        if is_of_the_caller(failure):
            raise
        return _dump_anew(content, failure)


def _dump_anew(content: Mapping[str, Any], failure: Exception) -> bytes:
    """Return a body whose keys may be members of an Enum, encoded as JSON.

    :param failure: the exception of the first attempt
    :raises ValueError: as :func:`dump`
    :raises TypeError: as :func:`dump`
    """
    if isinstance(failure, TypeError) and str(failure).startswith("keys must be"):
        try:
            return ENCODE(plain_keys(content)).encode()
        except (TypeError, ValueError, RecursionError) as again:
            if is_of_the_caller(again):
                raise
            failure = again
    deep = isinstance(failure, RecursionError)
    reason = "it is nested too deep" if deep else str(failure)[:MOST_REASON]
    kind = TypeError if isinstance(failure, TypeError) else ValueError
    raise kind(f"{_unfit(content)} cannot be encoded as JSON: {reason}") from None


def _unfit(content: Mapping[str, Any]) -> str:
    """Return a description of the field that cannot be encoded as JSON."""
    parts = [part for part in content.values() if isinstance(part, Mapping)]
    for name, value in ((name, value) for part in parts for name, value in part.items()):
        try:
            ENCODE({plain(name): value})
        except Exception:
            return f"the field {short(name)}"
    return "the body"


def _load(method: str, path: str, fields: Mapping[str, Any]) -> Load:
    """Return the number of reads and writes that a request counts as at Asana."""
    if path != BATCH:
        return READ if method == "GET" else WRITE
    methods = [method]
    if isinstance(fields.get("actions"), list):
        actions = fields["actions"][:MAX_ACTIONS]
        methods = [plain(mapping("an action", each).get("method")) for each in actions]
    reads = sum(isinstance(each, str) and each.upper() == "GET" for each in methods)
    return Load(reads, len(methods) - reads)


def join(base_url: str, path: str, query: Mapping[str, Any]) -> str:
    """Return the URL of a path below the base URL, with a query.

    :raises ValueError: the path does not begin with a slash, or a parameter is not valid text
    :raises TypeError: the path is not a string, or a parameter has an invalid type
    """
    if type(path) is not str or not path.startswith("/") or not path.isascii():
        check_path(path)
    values = query_values(query) if query else None
    if not values:
        return base_url + path
    try:
        text = urlencode(values, safe=",:")
    except UnicodeEncodeError:
        text = _urlencode(values)
    return f"{base_url}{path}{'&' if '?' in path else '?'}{text}"


def _urlencode(values: Mapping[str, str]) -> str:
    """Return parameters encoded as a query.

    :raises ValueError: one is not valid text
    """
    for name, value in values.items():
        encoded(name, "the name of a parameter")
        encoded(value, "the parameter", name)
    return urlencode(values, safe=",:")


def check_path(path: Any) -> None:
    """Raise if a path is invalid.

    :raises TypeError: it is not a string
    :raises ValueError: it does not begin with a slash, or is not valid text
    """
    if not isinstance(path, str):
        raise TypeError(f"path must be a string, not {type(path).__name__}")
    if not path.startswith("/"):
        raise ValueError(f"path must begin with a slash, not {short(path)}")
    encoded(path, "path")


@functools.lru_cache(maxsize=64)
def check_base_url(base_url: str) -> str:
    """Return the base URL without a trailing slash.

    :raises ValueError: it is not an http or https URL, or has credentials, a query or a fragment
    :raises TypeError: it is not a string
    """
    if not isinstance(base_url, str):
        raise TypeError(f"base_url must be a string, not {type(base_url).__name__}")
    try:
        parts = urlsplit(base_url)
        _ = base_url.encode(), parts.port  # both raise ValueError if they are invalid
    except ValueError:  # its message is unclear, or contains credentials
        raise ValueError(NO_BASE_URL) from None
    known = parts.scheme in ("http", "https") and parts.hostname
    if not known or re.search(r"[\s\x00-\x1f\x7f]", base_url):
        raise ValueError(NO_BASE_URL)
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("base_url must not have credentials, a query or a fragment")
    return base_url.rstrip("/")


@functools.lru_cache(maxsize=64)
def may_carry_credentials(base_url: str) -> bool:
    """Return whether credentials can be sent to a base URL: over https, or to this machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def download_origin(url: str) -> str:
    """Return the scheme and host of the URL of a download.

    :raises ValueError: the URL is neither https nor on this machine
    :raises TypeError: the URL is not a string
    """
    if not isinstance(url, str):
        raise TypeError(f"the URL of a download must be a string, not {type(url).__name__}")
    encoded(url, "the URL of a download")
    try:
        parts = urlsplit(url)
        base_url = check_base_url(f"{parts.scheme}://{parts.netloc}")
    except ValueError:  # its message does not say which URL is invalid
        raise ValueError("the URL of a download must be an http or https URL") from None
    if not may_carry_credentials(base_url):
        raise ValueError("the URL of a download must be https, or on this machine")
    return base_url


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raise for invalid options before the first of several requests is sent.

    :raises ValueError: one has an invalid value
    :raises TypeError: one has an invalid type
    """
    header_values(settings.get("headers") or {})
    check_proxies(settings.get("proxies"))
    if "base_url" in settings:
        check_base_url(settings["base_url"])


def header_values(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return headers as strings; a list is joined with commas, and None omits a header.

    :raises ValueError: a name or a value is invalid in a header, such as one with a line break
    """
    found = {}
    for name, value in headers.items():
        if type(value) is str and value.isprintable() and value.isascii() and name in KNOWN_NAMES:
            found[name] = value  # the usual case
        elif value is not None:
            text = _header_name(name)
            found[text] = _header_value(text, value)
            if len(KNOWN_NAMES) < 100:
                KNOWN_NAMES.add(text)
    return found


def _header_name(name: Any) -> str:
    if isinstance(name, bytes):
        name = name.decode("latin-1")
    if not isinstance(name, str) or not re.fullmatch(HEADER_NAME, name):
        raise ValueError(f"not a valid header name: {short(name)}")
    return name


def _header_value(name: str, value: Any) -> str:
    value = plain(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        parts = [_header_text(name, plain(part)) for part in value]
        value = ",".join(sorted(parts) if isinstance(value, set | frozenset) else parts)
    text = value.decode("latin-1") if isinstance(value, bytes) else _header_text(name, value)
    if not re.fullmatch(HEADER_VALUE, text):
        raise _unfit_header(name)
    return text


def _header_text(name: str, value: Any) -> str:
    try:
        return str(value)
    except (RecursionError, ValueError) as failure:
        if is_of_the_caller(failure):
            raise
        raise _unfit_header(name) from None


def _unfit_header(name: str) -> ValueError:
    # The message does not contain the value, because it can be a secret.
    return ValueError(f"the value of the header {name} must be one line of latin-1 text")
