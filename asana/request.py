"""One request, and the pure functions that build its parts from what a caller gave."""

import functools
import ipaddress
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from . import multipart
from . import options as option_table
from .multipart import Multipart

BODY_METHODS = ("POST", "PUT", "PATCH")
METHODS = ("GET", "DELETE", *BODY_METHODS)
BATCH = "/batch"
MAX_ACTIONS = 10  # of a batch

HEADER_VALUE = re.compile(r"[^\r\n\0\u0100-\U0010ffff]*")  # latin-1, on one line
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Load(NamedTuple):
    """What a request counts as: one read or one write; a batch counts as what is in it."""

    reads: int
    writes: int


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
    rate_limit: int | None = None


def build(
    method: str,
    path: str,
    params: Mapping[str, Any] | None,
    data: Mapping[str, Any] | None,
    headers: Mapping[str, Any],
    call: option_table.Split,
    idempotent: bool,
    files: Any = None,
) -> Request:
    """Return the request that a call describes.

    :param files: what to upload, as ``requests`` takes it; the body is multipart then
    :param headers: the client's headers, in front of those that the call gives
    :raises ValueError: a part is not what it should be
    :raises TypeError: a part is of another type
    """
    method = method.upper()
    if method not in METHODS:
        raise ValueError(f"no such method: {method!r}")
    given = dict(mapping("params", params))
    api = {f"opt_{name}": value for name, value in call.api.items()}
    body: bytes | Multipart | None = None
    fields: Mapping[str, Any] = {}
    if files is not None:
        query = {**call.query, **api, **given}
        fields = option_table.query_values({**call.params, **mapping("a body", data)})
        body, content_type = multipart.encode(fields, _pairs(files))
        headers = {**headers, "content-type": content_type}
    elif method in BODY_METHODS:
        query = {**call.query, **given}
        content = json_content(call, mapping("a body", data))
        fields = content["data"]
        body = dump(content)
        headers = {"content-type": "application/json", **headers}
    else:
        query = {**call.query, **api, **call.params, **given}
    if method != "POST" and ("method" in call.api or "opt_method" in query):
        raise ValueError("the option method turns a POST into another method, and nothing else")
    settings = call.settings
    base_url = check_base_url(settings["base_url"])
    return Request(
        method=method,
        path=path,
        base_url=base_url,
        url=join(base_url, path, query),
        headers=header_values({**headers, **(settings["headers"] or {})}),
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
    )


def json_content(call: option_table.Split, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"data": …, "options": …}``; data that is wrapped already is taken as it is."""
    api = dict(call.api)
    if "data" in data and data.keys() <= {"data", "options"} and isinstance(data["data"], Mapping):
        api.update(mapping("options", data.get("options")))
        data = data["data"]
    api.update(option_table.api_options(data))
    fields = {name: value for name, value in data.items() if name not in option_table.ALIASES}
    content: dict[str, Any] = {"data": {**call.params, **fields}}
    if api:
        content["options"] = option_table.body_options(api)
    return content


def dump(content: dict[str, Any]) -> bytes:
    """Return the JSON of a body.

    :raises ValueError: a value has no form in JSON: a NaN, a circle, a time without a time zone
    :raises TypeError: a value has no form in JSON
    """
    return json.dumps(content, allow_nan=False, default=option_table.moment).encode()


def _load(method: str, path: str, fields: Mapping[str, Any]) -> Load:
    """Return what a request counts as at Asana."""
    methods = [method]
    if path == BATCH and isinstance(fields.get("actions"), list):
        actions = fields["actions"][:MAX_ACTIONS]
        methods = [str(mapping("an action", each).get("method")).upper() for each in actions]
    reads = methods.count("GET")
    return Load(reads, len(methods) - reads)


def join(base_url: str, path: str, query: Mapping[str, Any]) -> str:
    """Return the URL of a path below the base URL.

    :raises ValueError: the path does not begin with a slash
    """
    if not path.startswith("/"):
        raise ValueError(f"a path begins with a slash: {path!r}")
    values = option_table.query_values(query)
    if not values:
        return base_url + path
    return f"{base_url}{path}{'&' if '?' in path else '?'}{urlencode(values, safe=',:')}"


@functools.lru_cache(maxsize=64)
def check_base_url(base_url: str) -> str:
    """Return the base URL without a slash at its end.

    :raises ValueError: it is not an http or https URL, or holds credentials, a query or a fragment
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("base_url is an http or https URL")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("base_url holds no credentials, query or fragment")
    _ = parts.port  # raises ValueError where it is not a number
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


def header_values(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return headers as text; a list becomes a comma list, and None leaves a header out.

    :raises ValueError: a name or a value cannot be in a header, such as one with a line break
    """
    return {
        _header_name(name): _header_value(name, value)
        for name, value in headers.items()
        if value is not None
    }


def _header_name(name: Any) -> str:
    if isinstance(name, bytes):
        name = name.decode("latin-1")
    if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
        raise ValueError(f"not the name of a header: {name!r}")
    return name


def _header_value(name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        value = ",".join(map(str, value))
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    if not HEADER_VALUE.fullmatch(text):
        # The value may be a secret: the message names the header alone.
        raise ValueError(f"the header {name} cannot hold this value")
    return text


def _pairs(files: Any) -> list[tuple[str, Any]]:
    """Return the files to upload as pairs of a field and what it holds."""
    return list(files.items() if isinstance(files, Mapping) else files)


def mapping(what: str, value: Any) -> Mapping[str, Any]:
    """Return a dictionary that was given, an empty one for None.

    :raises TypeError: it is no dictionary
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"{what} must be a dictionary, not {type(value).__name__}")
    return value
