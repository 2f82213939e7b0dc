"""The connections of urllib3 with a deadline, one part at a time."""

import http.client
import io
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from urllib3 import connection as urllib3_connection
from urllib3 import connectionpool, exceptions

from asana._http import connection, deadline
from asana._http.connection import BoundedResponse, check_lengths
from asana._http.deadline import NEVER, Deadline, active

PASSED = "the deadline of the call has passed"


class Clock:
    """A clock that stands still."""

    now = 100.0

    @classmethod
    def monotonic(cls) -> float:
        return cls.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(deadline, "time", Clock)
    monkeypatch.setattr(Clock, "now", 100.0)
    return Clock


@pytest.fixture(autouse=True)
def sending() -> Iterator[Any]:
    """The state of a request that has not begun."""
    state = active.sending
    active.sending = deadline._Sending()
    active.sending.begun = False
    yield active.sending
    active.sending = state


class Socket:
    """Holds what arrives, and records what is sent and the timeouts."""

    def __init__(self, arriving: bytes = b"", timeout: float | None = 9.0) -> None:
        self.file = io.BytesIO(arriving)
        self.timeout = timeout
        self.made: list[tuple[Any, ...]] = []
        self.sent: list[tuple[bytes, float | None]] = []

    def makefile(self, *how: Any) -> Any:
        self.made.append(how)
        return self.file

    def gettimeout(self) -> float | None:
        return self.timeout

    def settimeout(self, timeout: float | None) -> None:
        self.timeout = timeout

    def sendall(self, data: bytes) -> None:
        self.sent.append((data, self.timeout))

    def close(self) -> None:
        pass


# -- responses


@pytest.mark.parametrize("values", [[], ["5"], ["5", "5"], ["5, 5"], ["x"], ["9" * 18], [""]])
def test_lengths_that_agree(values: list[str]) -> None:
    check_lengths(values)


@pytest.mark.parametrize("values", [["5", "6"], ["5, 6"], ["-1"], ["9" * 19], ["5", "x"]])
def test_lengths_that_tell_no_end(values: list[str]) -> None:
    with pytest.raises(exceptions.InvalidHeader, match=r"^Content-Length is invalid$"):
        check_lengths(values)


def begun(head: bytes, method: str = "GET") -> tuple[BoundedResponse, Socket]:
    sock = Socket(head)
    response = BoundedResponse(sock, method=method)
    response.begin()
    return response, sock


def test_a_response_without_a_length_ends_with_its_connection() -> None:
    response, _ = begun(b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\nbody")
    assert (response.status, response.reason, response.length) == (200, "OK", None)
    assert (response.will_close, response.read()) == (True, b"body")


def test_the_length_of_a_response_is_checked_unless_it_is_chunked() -> None:
    with pytest.raises(exceptions.InvalidHeader):
        begun(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\nab")
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: -1\r\n\r\n"
    assert begun(head + b"1\r\na\r\n0\r\n\r\n")[0].read() == b"a"


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nA: 1", b"HTTP/1.1 200 OK\r\nA: 1\r\n"]
)
def test_headers_that_are_cut_off_are_no_headers(head: bytes) -> None:
    message = "^the connection ended within the headers$"
    with pytest.raises(http.client.RemoteDisconnected, match=message):
        begun(head)


def test_a_line_as_long_as_its_limit_is_left_to_http_client() -> None:
    file = connection._Head(io.BytesIO(b"abcd"))
    assert file.readline(4) == b"abcd"
    assert connection._Head(io.BytesIO(b"ab\ncd")).readline() == b"ab\n"
    assert connection._Head(io.BytesIO(b"abcd")).read(2) == b"ab"
    with pytest.raises(http.client.RemoteDisconnected):
        connection._Head(io.BytesIO(b"abcd")).readline(5)
    with pytest.raises(http.client.RemoteDisconnected):
        connection._Head(io.BytesIO(b"")).readline()


def test_without_a_deadline_the_file_of_the_socket_is_read() -> None:
    sock = Socket(b"HTTP/1.1 204 No\r\n\r\n")
    response = BoundedResponse(sock)
    assert response.fp is sock.file
    assert sock.made == [("rb",)]
    response.begin()
    assert sock.timeout == 9.0


# -- the deadline


def test_each_read_is_limited_by_the_deadline(sending: Any, clock: type[Clock]) -> None:
    sending.deadline = Deadline(5)
    sock = Socket(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000)
    response = BoundedResponse(sock)
    assert isinstance(response.fp, io.BufferedReader)
    assert len(response.fp.peek()) == 64 * 1024
    assert sock.made == [("rb", 0)]
    response.begin()
    assert sock.timeout == 5.0
    clock.now += 2
    assert response.read(100_000) == b"x" * 100_000
    assert sock.timeout == 3.0
    clock.now += 3
    with pytest.raises(TimeoutError, match=f"^{PASSED}$"):
        response.read()


def test_a_short_timeout_is_kept(sending: Any) -> None:
    sending.deadline = Deadline(50)
    sock = Socket(b"HTTP/1.1 204 No\r\n\r\n")
    BoundedResponse(sock).begin()
    assert sock.timeout == 9.0


def test_a_reader_closes_the_file_of_its_socket() -> None:
    sock = Socket(b"x")
    reader = connection._SocketReader(sock, Deadline(5))
    assert reader.readable()
    reader.close()
    assert (reader.closed, sock.file.closed) == (True, True)


# -- sending


class Connection(connection._HTTPConnection):
    """Connects to nothing."""

    def __init__(self, **how: Any) -> None:
        super().__init__("a.example", **how)
        self.connected = 0

    def _new_conn(self) -> Any:
        self.connected += 1
        return Socket(timeout=self.timeout)


def sent(conn: Any) -> list[tuple[bytes, float | None]]:
    found: list[tuple[bytes, float | None]] = conn.sock.sent
    return found


def test_a_request_has_begun_once_a_part_of_it_is_sent(sending: Any) -> None:
    conn = Connection(timeout=7.0)
    conn.send(b"a")
    assert (sending.begun, conn.connected) == (True, 1)
    conn.send(b"b")
    assert (sent(conn), conn.connected) == ([(b"a", 7.0), (b"b", 7.0)], 1)


def test_a_connection_alone_begins_no_request(sending: Any) -> None:
    conn = Connection()
    conn.connect()
    assert (sending.begun, conn._connecting, conn.connected) == (False, False, 1)
    conn._connecting = True  # as in a request to a proxy for a tunnel
    conn.send(b"CONNECT")
    assert (sending.begun, [data for data, _ in sent(conn)]) == (False, [b"CONNECT"])


def test_a_failed_connection_begins_no_request(
    sending: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    conn = Connection()

    def fail() -> None:
        assert conn._connecting
        raise ConnectionError("mine")

    monkeypatch.setattr(conn, "_new_conn", fail)
    with pytest.raises(ConnectionError, match="mine"):
        conn.send(b"a")
    assert (sending.begun, conn._connecting) == (False, False)


def test_the_parts_of_a_body_are_limited_by_the_deadline(sending: Any, clock: type[Clock]) -> None:
    sending.deadline = Deadline(5)
    conn = Connection(timeout=7.0)
    conn.send(b"head")
    conn.send(b"one")
    clock.now += 4
    conn.send(b"two")
    assert sent(conn) == [(b"head", 7.0), (b"one", 5.0), (b"two", 1.0)]
    clock.now += 1
    with pytest.raises(TimeoutError, match=f"^{PASSED}$"):
        conn.send(b"three")
    assert len(sent(conn)) == 3


def test_a_timeout_of_a_part_of_a_body_is_kept(sending: Any) -> None:
    sending.deadline = Deadline(5)
    conn = Connection(timeout=2.0)
    for part in (b"head", b"one"):
        conn.send(part)
    assert sent(conn) == [(b"head", 2.0), (b"one", 2.0)]


# -- handshakes


@pytest.mark.parametrize(
    ("failure", "expected", "message"),
    [
        (TimeoutError("t"), exceptions.ConnectTimeoutError, "'TLS handshake timed out')"),
        (ssl.SSLError("s"), exceptions.NewConnectionError, "TLS handshake: ('s',)"),
        (ConnectionResetError("r"), exceptions.NewConnectionError, "TLS handshake: r"),
        (ssl.SSLCertVerificationError("c"), ssl.SSLCertVerificationError, "('c',)"),
        (KeyError("k"), KeyError, "'k'"),
    ],
)
def test_a_failed_handshake(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, expected: type[Exception], message: str
) -> None:
    def fail(_: Any) -> None:
        raise failure

    monkeypatch.setattr(urllib3_connection.HTTPSConnection, "connect", fail)
    conn = connection._HTTPSConnection("a.example")
    with pytest.raises(expected) as caught:
        conn.connect()
    assert type(caught.value) is expected
    assert str(caught.value).endswith(message)
    assert (caught.value is failure) or (caught.value.__cause__ is failure)
    if expected is exceptions.NewConnectionError:
        assert "host='a.example'" in str(caught.value)


# -- pools


@pytest.mark.parametrize("secure", [False, True])
def test_the_pools_record_when_a_request_begins(secure: bool) -> None:
    pool = connection.POOLS["https" if secure else "http"]
    assert issubclass(pool, connection.TellingPool)
    assert issubclass(pool, connectionpool.HTTPSConnectionPool) is secure
    assert issubclass(pool.ConnectionCls, connection.TellingMixin)
    assert issubclass(pool.ConnectionCls, urllib3_connection.HTTPSConnection) is secure
    assert pool.ConnectionCls.response_class is BoundedResponse


@pytest.mark.parametrize("secure", [False, True])
def test_other_pools_record_it_as_well(secure: bool) -> None:
    kind: Any = connectionpool.HTTPSConnectionPool if secure else connectionpool.HTTPConnectionPool
    found = connection.telling({"other": kind})
    assert list(found) == ["other"]
    pool = found["other"]
    assert pool.__name__ == f"Telling{kind.__name__}"
    assert pool.__bases__ == (connection.TellingPool, kind)
    mixin = connection.HandshakeMixin if secure else connection.TellingMixin
    assert pool.ConnectionCls.__name__ == f"Telling{kind.ConnectionCls.__name__}"
    assert pool.ConnectionCls.__bases__ == (mixin, kind.ConnectionCls)
    assert pool.ConnectionCls.response_class is BoundedResponse


@pytest.mark.parametrize(("before", "after"), [(None, False), (False, False), (True, True)])
def test_a_pool_keeps_that_a_request_has_begun(
    sending: Any, monkeypatch: pytest.MonkeyPatch, before: bool | None, after: bool
) -> None:
    calls: list[tuple[Any, ...]] = []

    def urlopen(*args: Any, **how: Any) -> str:
        calls.append((*args[1:], how))
        return "response"

    monkeypatch.setattr(connectionpool.HTTPConnectionPool, "urlopen", urlopen)
    sending.begun = before
    pool = connection.POOLS["http"]("a.example")
    assert pool.urlopen("GET", "/x", retries=1) == "response"
    assert (calls, sending.begun) == ([("GET", "/x", {"retries": 1})], after)
    assert active.sending.deadline is NEVER
