"""Faster connections, which use private names of http.client and urllib3.

http.client writes headers line by line and reads them with the email parser, and urllib3 handles
cases that an adapter never uses. Together, that takes longer than sending and receiving a request.
With this module, a GET takes 58 to 65 % of the CPU time that it takes without it (medians of
alternating rounds).

All uses of these private names are in this file. If a release of either library changes one, set
``ASANA_LEAN=0`` in the environment to disable this module; the behavior stays the same.
"""

import contextlib
import http.client
import io
import os
import queue
import re
import ssl
from collections.abc import Iterator
from typing import Any

from urllib3 import (
    HTTPHeaderDict,
    HTTPResponse,
    Retry,
    Timeout,
    connectionpool,
    exceptions,
)
from urllib3.util import SKIP_HEADER
from urllib3.util.ssl_match_hostname import CertificateError

from .connection import (
    BoundedResponse,
    HandshakeMixin,
    TellingMixin,
    TellingPool,
    check_lengths,
)
from .deadline import active, bound
from .headers import Headers, pairs
from .watched import is_watched

__all__ = ["POOLS", "is_on"]

# The limits of http.client: longer lines and more headers are invalid.
LONGEST_LINE = 65536
MOST_HEADERS = 100

# The white space around a value; str.strip() would remove more characters.
WHITE = " \t\r\n"

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})

# Request targets that urllib3 and http.client would send unchanged.
UNRESERVED = r"[\w.~!$&'()*+,;=:@/?-]"
TARGET = re.compile(rf"{UNRESERVED}+(?:%[0-9A-Fa-f]{{2}}{UNRESERVED}*)*", re.ASCII)

# The keywords with which an HTTPAdapter calls `urlopen`.
BY_AN_ADAPTER = {
    "body",
    "headers",
    "redirect",
    "assert_same_host",
    "preload_content",
    "decode_content",
    "retries",
    "timeout",
    "chunked",
}


def is_on() -> bool:
    """Return whether the connections of this module are used."""
    return os.environ.get("ASANA_LEAN") != "0"


class _Response(BoundedResponse):
    """A response that reads all headers at once, into the class of urllib3."""

    # Private names of http.client, which the type checker does not know.
    _read_status: Any
    _check_close: Any
    _method: str
    headers: Any
    msg: Any

    def begin(self) -> None:
        """Read the head, and find out from it where the body ends."""
        while True:
            version, status, reason = self._read_status()
            headers = _read_headers(self.fp)
            if status >= 200 or status == http.client.SWITCHING_PROTOCOLS:
                break
        if not version.startswith(("HTTP/1.", "HTTP/0.9")):
            raise http.client.UnknownProtocol(version)
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.code = self.status = status
        self.reason = reason.strip()
        self.headers = self.msg = headers
        self.chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        self.length = self._body_length()
        endless = self.length is None and not self.chunked
        self.will_close = self._check_close() or endless

    def _body_length(self) -> int | None:
        if self.status < 200 or self.status in (204, 304) or self._method == "HEAD":
            return 0
        lengths = self.headers.getlist("content-length")
        if self.chunked or not lengths:
            return None
        check_lengths(lengths)
        length = lengths[0].partition(",")[0]
        return int(length) if length.isdecimal() else None


class _ResponseHeaders(HTTPHeaderDict):
    """The headers of a response, with lookups that need no internal exception."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return the values of a header, joined, or the default."""
        container: Any = self._container
        found = container.get(name.lower())
        return default if found is None else ", ".join(found[1:])

    def itermerged(self) -> Iterator[tuple[str, str]]:
        """Return the headers, with the values of each name joined."""
        container: Any = self._container
        found = container.values()
        return iter([(e[0], e[1] if len(e) == 2 else ", ".join(e[1:])) for e in found])


def _read_headers(file: Any) -> HTTPHeaderDict:
    """Read the headers up to the empty line, and ignore invalid lines."""
    headers = _ResponseHeaders()
    lines = _lines(file)
    container: Any
    try:
        fields = [line.split(": ", 1) for line in lines]
        container = {name.lower(): [name, value.strip(WHITE)] for name, value in fields}
        if len(container) != len(lines) or not _are_plain("".join(container)):
            container = _merged(lines)
    except ValueError:  # of a line that has no such colon
        container = _merged(lines)
    headers._container = container
    return headers


def _merged(lines: list[str]) -> dict[str, list[str]]:
    """Return the headers of these lines, of which several may have the same name."""
    found: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and not name[:1].isspace():
            name = name.rstrip(WHITE)
            found.setdefault(name.lower(), [name]).append(value.strip(WHITE))
    return found


def _lines(file: Any) -> list[str]:
    """Read the lines up to the empty one; all at once, if they have arrived."""
    arrived: bytes = file.peek() if isinstance(file, io.BufferedReader) else b""
    end = arrived.find(b"\r\n\r\n") + 2
    whole = arrived[:end]
    lines = whole.decode("latin-1").split("\r\n")
    lines.pop()  # what follows the last line
    # Lines can end without a carriage return, and then the empty line looks different.
    alike = end > 2 and not whole.startswith(b"\r\n") and whole.count(b"\n") == len(lines)
    if not alike or len(lines) > MOST_HEADERS:
        return _lines_one_by_one(file)
    file.read(end + 2)
    return lines


def _lines_one_by_one(file: Any) -> list[str]:
    lines: list[str] = []
    while len(lines) <= MOST_HEADERS:
        line = file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise http.client.LineTooLong("header line")
        if not line.endswith(b"\n"):
            raise http.client.RemoteDisconnected("the connection ended within the headers")
        if line in (b"\r\n", b"\n"):
            return lines
        lines.append(line.decode("latin-1"))
    raise http.client.HTTPException(f"got more than {MOST_HEADERS} headers")


class _UsualResponse(_Response):
    """A response to a request that http.client sent, with headers of its class.

    It reads the headers itself, because http.client treats the lines after a malformed one as a
    part of the body.
    """

    def begin(self) -> None:
        """Read the head, and find out from it where the body ends."""
        super().begin()
        message = http.client.HTTPMessage()
        for name, value in self.headers.items():
            message.add_header(name, value)
        self.headers = self.msg = message


class _HTTPConnection(TellingMixin):
    response_class = _UsualResponse

    # The method of a request that was sent in one piece, and the last response to such a request.
    _method_sent: str | None = None
    _answer: _Response | None = None

    def ask(self, method: str, url: str, body: Any, headers: Any, chunked: bool) -> None:
        """Send a request; in one piece, if nothing in it needs the checks of http.client."""
        self._method_sent = None
        head = None
        if self._is_plain(body, headers) and not chunked:
            host = self.host if self.port == self.default_port else f"{self.host}:{self.port}"
            head = _head(method, url, host, headers)
        if head is None:
            how = {"preload_content": False, "decode_content": False}
            self.request(method, url, body, headers, chunked=chunked, **how)
            return
        if self._answer is not None and not self._answer.isclosed():
            raise http.client.CannotSendRequest("the previous response has not been read")
        if self.sock is not None:
            bound(self.sock, self.timeout)
        self._method_sent = method
        self.send(head + body if body else head)

    def close(self) -> None:
        """Close the connection, and a response that is still being read from it."""
        answer, self._answer = self._answer, None
        super().close()
        if answer is not None:
            answer.close()

    def _is_plain(self, body: Any, headers: Any) -> bool:
        """Return whether a request has all headers that http.client and urllib3 would add."""
        names = headers._store if isinstance(headers, Headers) else headers
        sized = body is None or (isinstance(body, bytes) and "content-length" in names)
        elsewhere = "host" in names or ":" in self.host or self._tunnel_host
        return sized and not elsewhere and self.host.isascii() and "accept-encoding" in names

    def answer(self) -> HTTPResponse:
        """Return the response to :meth:`ask`, without reading its body."""
        if self._method_sent is None:
            return self.getresponse()
        bound(self.sock, self.timeout)
        original = self._begun(self._method_sent)
        response = HTTPResponse(
            body=original,
            headers=original.headers,
            status=original.status,
            version=original.version,
            reason=original.reason,
            preload_content=False,
            decode_content=False,
            original_response=original,
            request_method=self._method_sent,
        )
        response.version_string = "HTTP/1.1"
        return response

    def _begun(self, method: str) -> _Response:
        """Return a response after reading its headers."""
        answer = _Response(self.sock, method=method)
        try:
            answer.begin()
        except BaseException:
            answer.close()
            raise
        if answer.will_close:
            self.close()  # the response keeps the socket until it has been read
        else:
            self._answer = answer
        return answer


def _head(method: str, target: str, host: str, headers: Any) -> bytes | None:
    """Return the request line and headers, or None if http.client must check them."""
    try:
        found = headers.pairs() if type(headers) is Headers else pairs(headers)
        names = "".join([name for name, _ in found])
        lines = [name + ": " + value + "\n" for name, value in found]
        text = f"{method} {target} HTTP/1.1\nHost: {host}\n{''.join(lines)}\n"
        whole = text.count("\n") == len(lines) + 3 and "\r" not in text and "\n: " not in text
        first = method in METHODS and target.isascii() and target.isprintable()
        first = first and target.split() == [target]
        if first and whole and _are_plain(names) and SKIP_HEADER not in text:
            return text.replace("\n", "\r\n").encode("latin-1")
    except (TypeError, UnicodeError):  # such as a value in bytes
        pass
    return None


def _are_plain(names: str) -> bool:
    """Return whether the names of headers, all in one string, have no white space and no colon."""
    return names.isascii() and ":" not in names and names.split() == [names]


class _HTTPSConnection(_HTTPConnection, HandshakeMixin):
    pass


class _Idle(queue.LifoQueue[Any]):
    """The idle connections of a pool, without a lock: list operations are atomic."""

    queue: list[Any]

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Return the connection that was used most recently."""
        if block:
            return super().get(block, timeout)
        try:
            return self.queue.pop()
        except IndexError:
            raise queue.Empty from None

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Return a connection to the pool."""
        if block:
            super().put(item, block, timeout)
        elif len(self.queue) < self.maxsize:
            self.queue.append(item)
        else:
            raise queue.Full


class _HTTPPool(TellingPool):
    ConnectionCls: Any = _HTTPConnection
    QueueCls: Any = _Idle

    def urlopen(self, method: str, url: str, *args: Any, **how: Any) -> Any:
        """Send a request of an adapter without retries; leave other calls to urllib3."""
        retries: Any = how.get("retries")
        once = isinstance(retries, Retry) and retries.total == 0
        asked = not args and how.keys() == BY_AN_ADAPTER and TARGET.fullmatch(url)
        if not once or not asked or self.proxy is not None or is_watched():
            return super().urlopen(method, url, *args, **how)
        sending = active.sending
        sending.begun = sending.begun or False  # True stays True
        conn: Any = self._get_conn()
        try:
            response = self._exchange(conn, method, url, **how)
        except BaseException as failure:
            conn.close()
            self._put_conn(None)
            cause = _cause(failure)
            if cause is not None:
                # Without retries left, this raises the exception that requests expects.
                retries.increment(method, url, error=cause, _pool=self)
            raise
        response.retries = retries
        response._connection = conn
        response._pool = self
        return response

    def _exchange(
        self,
        conn: Any,
        method: str,
        url: str,
        body: Any,
        headers: Any,
        timeout: Timeout,
        chunked: bool,
        **_: Any,
    ) -> HTTPResponse:
        self.num_requests += 1
        conn.timeout = timeout.connect_timeout
        self._validate_conn(conn)
        # A server can respond and close the connection before it has read the entire body.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            conn.ask(method, url, body, headers, chunked)
        conn.timeout = timeout.read_timeout
        try:
            response: HTTPResponse = conn.answer()
        except OSError as failure:
            self._raise_timeout(failure, url, conn.timeout)
            raise
        return response


def _cause(failure: BaseException) -> Exception | None:
    """Return a failure of the connection as urllib3 reports it; None for other exceptions."""
    if isinstance(failure, ssl.SSLError | CertificateError):
        return exceptions.SSLError(failure)
    if isinstance(failure, OSError | http.client.HTTPException):
        return exceptions.ProtocolError("Connection aborted.", failure)
    answered = isinstance(failure, exceptions.InvalidHeader)
    return failure if isinstance(failure, exceptions.HTTPError) and not answered else None


class _HTTPSPool(_HTTPPool, connectionpool.HTTPSConnectionPool):
    ConnectionCls: Any = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}
