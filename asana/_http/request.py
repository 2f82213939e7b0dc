"""One request, and the pure functions that build its parts from what a caller gave."""

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
MAX_ACTIONS = 10  # of a batch

# What a header may be; not compiled here, since it takes as long as a tenth of the import.
HEADER_VALUE = r"[^\r\n\0\u0100-\U0010ffff]*"  # latin-1, on one line
HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"


NO_BASE_URL = "base_url must be an http or https URL, such as https://host:port/path"

MOST_REASON = 150  # characters of why a body has no form in JSON

ENCODE = json.JSONEncoder(allow_nan=False, default=body_default).encode


# Names that can be in a header; a program has a few of them.
KNOWN_NAMES: set[Any] = set()


class Load(NamedTuple):
    """What a request counts as: one read or one write; a batch counts as what is in it."""

    reads: int
    writes: int


READ, WRITE = Load(1, 0), Load(0, 1)


class Request(NamedTuple):
    """One request, ready to be sent, and how to send it.

    :ivar path: the path below the base URL, for logs and errors
    :ivar base_url: what ``url`` begins with
    :ivar idempotent: a POST that does the same when it is done twice
    :ivar retry_writes: the caller takes the risk of repeating any write
    :ivar timeout: seconds, or (connect, read)
    :ivar deadline: seconds for all attempts and waits together; None is unbounded
    :ivar load: what it counts as at Asana; the API's own requests do
    :ivar rate_limit: the most that may be counted in a minute
    :ivar fields: of an upload, the fields beside the files; ``body`` has both
    :ivar files: of an upload, the files as ``requests`` takes them
    :ivar template: the path with ``{}`` in the place of each gid, where that is known
    :ivar on_attempt: is told of each attempt, see :mod:`asana.tracing`
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
        """The method and the template, such as ``GET /tasks/{}``."""
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
    """Return the request that a call describes.

    :param method: the HTTP method, in capitals
    :param files: what to upload, as ``requests`` takes it; the body is multipart then
    :param template: the path with ``{}`` in the place of each gid, where that is known
    :param settings: each option's value for this call
    :raises ValueError: a part is not what it should be
    :raises TypeError: a part is of another type
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
    """Return the JSON of a body; options are left out where there are none.

    :raises ValueError: a value has no form in JSON: a NaN, a circle, a time without a time zone
    :raises TypeError: a value has no form in JSON
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
    """Return the JSON of a body whose keys may be members of an Enum.

    :param failure: why it has no JSON as it is
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
    raise kind(f"{_unfit(content)} has no form in JSON: {reason}") from None


def _unfit(content: Mapping[str, Any]) -> str:
    """Return the name of the field that has no form in JSON."""
    parts = [part for part in content.values() if isinstance(part, Mapping)]
    for name, value in ((name, value) for part in parts for name, value in part.items()):
        try:
            ENCODE({plain(name): value})
        except Exception:
            return f"the field {short(name)}"
    return "a body"


def _load(method: str, path: str, fields: Mapping[str, Any]) -> Load:
    """Return what a request counts as at Asana; a batch counts as what is in it."""
    if path != BATCH:
        return READ if method == "GET" else WRITE
    methods = [method]
    if isinstance(fields.get("actions"), list):
        actions = fields["actions"][:MAX_ACTIONS]
        methods = [plain(mapping("an action", each).get("method")) for each in actions]
    reads = sum(isinstance(each, str) and each.upper() == "GET" for each in methods)
    return Load(reads, len(methods) - reads)


def join(base_url: str, path: str, query: Mapping[str, Any]) -> str:
    """Return the URL of a path below the base URL.

    :raises ValueError: the path does not begin with a slash
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
    """Return parameters as a query has them.

    :raises ValueError: one is not valid text
    """
    for name, value in values.items():
        encoded(name, "the name of a parameter")
        encoded(value, "the parameter", name)
    return urlencode(values, safe=",:")


def check_path(path: Any) -> None:
    """Refuse what cannot be the path of a request.

    :raises TypeError: it is not a string
    :raises ValueError: it does not begin with a slash, or is not valid text
    """
    if not isinstance(path, str):
        raise TypeError(f"path must be a string, not {type(path).__name__}")
    if not path.startswith("/"):
        raise ValueError(f"path must begin with a slash, not {short(path)}")
    encoded(path, "a path")


@functools.lru_cache(maxsize=64)
def check_base_url(base_url: str) -> str:
    """Return the base URL without a slash at its end.

    :raises ValueError: it is not an http or https URL, or holds credentials, a query or a fragment
    """
    if not isinstance(base_url, str):
        raise TypeError(f"base_url must be a string, not {type(base_url).__name__}")
    try:
        parts = urlsplit(base_url)
        _ = base_url.encode(), parts.port  # which raise ValueError where they are none
    except ValueError:  # whose message names nothing, or shows too much
        raise ValueError(NO_BASE_URL) from None
    known = parts.scheme in ("http", "https") and parts.hostname
    if not known or re.search(r"[\s\x00-\x1f\x7f]", base_url):
        raise ValueError(NO_BASE_URL)
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("base_url holds no credentials, query or fragment")
    return base_url.rstrip("/")


@functools.lru_cache(maxsize=64)
def may_carry_credentials(base_url: str) -> bool:
    """Tell whether credentials may go to a base URL: over https, or not beyond this machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def download_origin(url: str) -> str:
    """Return the scheme and the host of a download.

    :raises ValueError: the URL is neither https nor on this machine
    """
    if not isinstance(url, str):
        raise TypeError(f"the URL of a download must be a string, not {type(url).__name__}")
    encoded(url, "the URL of a download")
    try:
        parts = urlsplit(url)
        base_url = check_base_url(f"{parts.scheme}://{parts.netloc}")
    except ValueError:  # of which none says what it is about
        raise ValueError("a download has an http or https URL") from None
    if not may_carry_credentials(base_url):
        raise ValueError("a download is https, or from this machine itself")
    return base_url


def check_settings(settings: Mapping[str, Any]) -> None:
    """Refuse options of a call now, and not when other requests of it have been sent.

    :raises ValueError: one is not what it should be
    :raises TypeError: one is of another type
    """
    header_values(settings.get("headers") or {})
    check_proxies(settings.get("proxies"))
    if "base_url" in settings:
        check_base_url(settings["base_url"])


def header_values(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return headers as text; a list becomes a comma list, and None leaves a header out.

    :raises ValueError: a name or a value cannot be in a header, such as one with a line break
    """
    found = {}
    for name, value in headers.items():
        if type(value) is str and value.isprintable() and value.isascii() and name in KNOWN_NAMES:
            found[name] = value  # as nearly all are
        elif value is not None:
            text = _header_name(name)
            found[text] = _header_value(text, value)
            if len(KNOWN_NAMES) < 100:
                KNOWN_NAMES.add(name)
    return found


def _header_name(name: Any) -> str:
    if isinstance(name, bytes):
        name = name.decode("latin-1")
    if not isinstance(name, str) or not re.fullmatch(HEADER_NAME, name):
        raise ValueError(f"not the name of a header: {short(name)}")
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
    # The value may be a secret: the message names the header alone.
    return ValueError(f"the header {name} cannot hold this value")
