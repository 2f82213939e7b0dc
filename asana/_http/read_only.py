"""Keeps a client from writing that is only to read."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from .. import error
from .._call.parts import Body, Query
from .request import BATCH

__all__ = ["in_environment", "refuse_write"]

OFF = ("", "0", "false", "no", "off")

# Headers that some servers take for the method.
METHOD_HEADERS = ("x-http-method", "x-http-method-override", "x-method-override")


def in_environment() -> bool:
    """Tell whether ``ASANA_READ_ONLY`` is set: anything but 0, false, no and off is yes."""
    return os.environ.get("ASANA_READ_ONLY", "").strip().lower() not in OFF


def refuse_write(
    method: str, path: Any, query: Query, body: Body | None, headers: Mapping[Any, Any]
) -> None:
    """Refuse a request that may write; a batch of reads does not.

    :raises ReadOnlyError: it may write
    """
    overridden = any(str(name).lower() in METHOD_HEADERS for name in headers)
    reads = method == "GET" or ((method, path) == ("POST", BATCH) and _only_reads(body))
    if not reads or overridden or _has_method(str(path), query):
        failure = error.ReadOnlyError()
        failure.method, failure.path = method, str(path).partition("?")[0]
        raise failure


def _only_reads(body: Body | None) -> bool:
    actions = body["data"].get("actions") if body is not None and not body["options"] else None
    return isinstance(actions, list) and all(map(_is_read, actions))


def _is_read(action: Any) -> bool:
    if not isinstance(action, Mapping) or str(action.get("method")).lower() != "get":
        return False
    parts = [action.get("data") or {}, action.get("options") or {}]
    if not all(isinstance(part, Mapping) for part in parts):
        return False
    names = {"method", "opt_method"}
    overridden = not names.isdisjoint(str(name).lower() for part in parts for name in part)
    return not overridden and not _has_method(str(action.get("relative_path")), {})


def _has_method(path: str, query: Mapping[str, Any]) -> bool:
    """Tell whether a query says that the method is another one."""
    own = (name for name, _ in parse_qsl(path.partition("?")[2], keep_blank_values=True))
    return any(str(name).lower() == "opt_method" for name in (*own, *query))
