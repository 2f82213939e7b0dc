"""Raw HTTP responses."""

import gzip
from collections.abc import Callable

import asana
from tests.faults import FaultServer, data

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]
Tapped = tuple[asana.Client, FaultServer]
Sleeps = list[float]

DONE = data({"gid": "1"})
BODY = b'{"data": {"gid": "1"}}'
START = b"HTTP/1.1 200 OK"
LENGTH = b"Content-Length: %d" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked"
ZIPPED = gzip.compress(BODY)


def answer(*lines: bytes, start: bytes = START, end: bytes = b"\r\n", body: bytes = BODY) -> bytes:
    """Write a response, its head line by line."""
    return end.join([start, *lines, b"", b""]) + body


def chunks(body: bytes, trailer: bytes = b"") -> bytes:
    """Write a body in two chunks, the second with an extension."""
    parts = b"1\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n" % (body[:1], len(body) - 1, body[1:])
    return parts + trailer + b"\r\n"
