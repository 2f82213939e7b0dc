"""Find out whether a tracer has put itself into the libraries that requests go through.

sentry-sdk replaces methods of http.client, OpenTelemetry and ddtrace those of requests or urllib3.
Where one has, requests go the usual way through these libraries, so that each is seen.
"""

import http.client
import sys
from types import FunctionType
from typing import Any

from urllib3 import connection, connectionpool

__all__ = ["is_own", "is_watched", "own"]


REPLACED = object()


def is_own(function: Any, kind: type) -> bool:
    """Return whether a function is one that a class was defined with.

    A replacement may have the name and the module of the original, but its global variables are
    those of another module.
    """
    if type(function) is not FunctionType:
        return False
    return function.__globals__ is vars(sys.modules[kind.__module__])


def own(kind: type, name: str) -> Any:
    """Return a method of a class, or what equals no method if it has been replaced already."""
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
    """Return whether a method that a request usually goes through has been replaced.

    It is asked for every request, so it compares one by one and calls nothing.
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
