"""Reject the writes of a read-only client."""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from .. import error
from .request import BATCH, Request

__all__ = ["check_action", "check_request", "in_environment", "may_read"]

OFF = ("", "0", "false", "no", "off")

# Headers that override the method on some servers.
METHOD_HEADERS = ("x-http-method", "x-http-method-override", "x-method-override")
METHOD_NAMES = ("method", "opt_method")


def in_environment() -> bool:
    """Return whether ``ASANA_READ_ONLY`` is set to anything but 0, false, no or off."""
    return os.environ.get("ASANA_READ_ONLY", "").strip().lower() not in OFF


def may_read(method: str, path: str) -> None:
    """Raise for a request that cannot be a read, before it is built.

    :raises ReadOnlyError: it is neither a GET nor a batch
    """
    if method != "GET" and (method, path) != ("POST", BATCH):
        raise _refused(method, path)


def check_request(request: Request, session: Any) -> None:
    """Raise if a request, as it is sent, may be a write. A batch of reads is not.

    :param session: the session, which can add headers and parameters
    :raises ReadOnlyError: it may be a write
    """
    query = request.url.partition("?")[2]
    params = getattr(session, "params", None) or ()
    headers = [*request.headers, *(getattr(session, "headers", None) or ())]
    overridden = (
        _names_a_method(name for name, _ in parse_qsl(query, keep_blank_values=True))
        or _names_a_method(params if isinstance(params, Iterable) else [params])
        or any(_text(name) in METHOD_HEADERS for name in headers)
    )
    reads = request.method == "GET" or _only_reads(request.body)
    if overridden or not reads:
        raise _refused(request.method, request.path)


def check_action(action: Mapping[str, Any]) -> None:
    """Raise if an action of a batch, as it is sent, may be a write.

    :raises ReadOnlyError: it may be a write
    """
    if not _is_read(action):
        raise _refused(str(action["method"]).upper(), str(action["relative_path"]))


def _refused(method: str, path: str) -> error.ReadOnlyError:
    failure = error.ReadOnlyError()
    failure.method, failure.path = method, path.partition("?")[0]
    return failure


def _only_reads(body: Any) -> bool:
    """Return whether the body of a batch contains only reads."""
    content = json.loads(body) if isinstance(body, bytes) else None
    if not isinstance(content, dict) or content.get("options"):
        return False
    data = content.get("data")
    actions = data.get("actions") if isinstance(data, dict) else None
    return isinstance(actions, list) and all(map(_is_read, actions))


def _is_read(action: Any) -> bool:
    if not isinstance(action, Mapping) or str(action.get("method")).lower() != "get":
        return False
    parts = [action.get("data") or {}, action.get("options") or {}]
    if not all(isinstance(part, Mapping) for part in parts):
        return False
    query = str(action.get("relative_path")).partition("?")[2]
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    return not _names_a_method([*names, *parts[0], *parts[1], *(set(action) - {"method"})])


def _names_a_method(names: Iterable[Any]) -> bool:
    return any(_text(name) in METHOD_NAMES for name in names)


def _text(name: Any) -> str:
    """Return a name in lower case, for comparison; for a pair, that of its first half."""
    name = name[0] if isinstance(name, tuple | list) and name else name
    if isinstance(name, bytes):
        return name.decode("latin-1").lower()
    # A subclass of str can have its own __str__.
    return (str.__str__(name) if isinstance(name, str) else str(name)).lower()
