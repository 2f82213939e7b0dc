"""Detect whether a tracer has replaced methods of the HTTP libraries.

sentry-sdk replaces methods of http.client; OpenTelemetry and ddtrace those of requests or urllib3.
If one has, requests use the regular code of these libraries, so that the tracer sees them.
"""

import http.client
import sys
from types import FunctionType
from typing import Any

from urllib3 import connection, connectionpool

__all__ = ["is_own", "is_watched", "own"]


REPLACED = object()


def is_own(function: Any, kind: type) -> bool:
    """Return whether a function is part of the original definition of a class.

    A replacement can have the name and the module of the original, but its global variables are
    those of another module.
    """
    if type(function) is not FunctionType:
        return False
    return function.__globals__ is vars(sys.modules[kind.__module__])


def own(kind: type, name: str) -> Any:
    """Return a method of a class, or an object that no method equals if it has been replaced."""
    function = getattr(kind, name)
    return function if is_own(function, kind) else REPLACED


_BASE: Any = http.client.HTTPConnection
_CONNECTION: Any = connection.HTTPConnection
_POOL: Any = connectionpool.HTTPConnectionPool

_BASE_REQUEST = own(_BASE, "request")
_BASE_PUTREQUEST = own(_BASE, "putrequest")
_BASE_ENDHEADERS = own(_BASE, "endheaders")
_BASE_GETRESPONSE = own(_BASE, "getresponse")
_REQUEST = own(_CONNECTION, "request")
_PUTREQUEST = own(_CONNECTION, "putrequest")
_GETRESPONSE = own(_CONNECTION, "getresponse")
_URLOPEN = own(_POOL, "urlopen")


def is_watched() -> bool:
    """Return whether a method that requests regularly pass through has been replaced.

    It runs for every request, so it compares the methods one by one, without a call.
    """
    return (
        _BASE.putrequest is not _BASE_PUTREQUEST
        or _BASE.getresponse is not _BASE_GETRESPONSE
        or _BASE.request is not _BASE_REQUEST
        or _BASE.endheaders is not _BASE_ENDHEADERS
        or _CONNECTION.request is not _REQUEST
        or _CONNECTION.putrequest is not _PUTREQUEST
        or _CONNECTION.getresponse is not _GETRESPONSE
        or _POOL.urlopen is not _URLOPEN
    )
