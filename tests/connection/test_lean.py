"""The faster connections, one part at a time."""

import http.client
import queue
import ssl
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from urllib3 import Retry, Timeout, connectionpool, exceptions
from urllib3.util.ssl_match_hostname import CertificateError

from asana._http import deadline, lean
from asana._http.deadline import active
from asana._http.headers import Headers
from tests.connection.test_connection import Socket


@pytest.fixture(autouse=True)
def sending() -> Iterator[Any]:
    """The state of a request that has not begun."""
    state = active.sending
    active.sending = deadline._Sending()
    yield active.sending
    active.sending = state


# -- heads of responses

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("head", "method", "expected"),
    [
        # version, status, reason, chunked, length, whether the connection closes
        (OK + b"Content-Length: 5\r\n", "GET", (11, 200, "OK", False, 5, False)),
        (OK, "GET", (11, 200, "OK", False, None, True)),
        (OK + b"Content-Length: 5\r\n", "HEAD", (11, 200, "OK", False, 0, False)),
        (OK + b"content-length: 5, 5\r\n", "GET", (11, 200, "OK", False, 5, False)),
        (OK + b"Content-Length: x\r\n", "GET", (11, 200, "OK", False, None, True)),
        (OK + b"Content-Length:\r\n", "GET", (11, 200, "OK", False, None, True)),
        (OK + b"Transfer-Encoding: Chunked\r\n", "GET", (11, 200, "OK", True, None, False)),
        (
            OK + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "GET",
            (11, 200, "OK", True, None, False),
        ),
        (OK + b"Transfer-Encoding: gzip\r\n", "GET", (11, 200, "OK", False, None, True)),
        (
            OK + b"Connection: close\r\nContent-Length: 5\r\n",
            "GET",
            (11, 200, "OK", False, 5, True),
        ),
        (b"HTTP/1.1 204  No \r\n", "GET", (11, 204, "No", False, 0, False)),
        (b"HTTP/1.1 304\r\nContent-Length: 5\r\n", "GET", (11, 304, "", False, 0, False)),
        (b"HTTP/1.1 305\r\nContent-Length: 5\r\n", "GET", (11, 305, "", False, 5, False)),
        (b"HTTP/1.1 101 Switch\r\n", "GET", (11, 101, "Switch", False, 0, False)),
        (b"HTTP/1.1 100 Go\r\nA: 1\r\n\r\n" + OK, "GET", (11, 200, "OK", False, None, True)),
        (b"HTTP/1.1 199 Go\r\n\r\n" + OK, "GET", (11, 200, "OK", False, None, True)),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n", "GET", (10, 200, "OK", False, 5, True)),
        (
            b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n",
            "GET",
            (10, 200, "OK", False, 5, False),
        ),
        (b"HTTP/1.7 200 OK\r\nContent-Length: 5\r\n", "GET", (11, 200, "OK", False, 5, False)),
        (b"HTTP/0.9 200 OK\r\nContent-Length: 5\r\n", "GET", (10, 200, "OK", False, 5, True)),
    ],
)
@pytest.mark.parametrize("kind", [lean._Response, lean._UsualResponse])
def test_the_head_of_a_response(kind: Any, head: bytes, method: str, expected: Any) -> None:
    response = kind(Socket(head + b"\r\n12345"), method=method)
    response.begin()
    found: Any = (response.version, response.status, response.reason)
    found += (response.chunked, response.length, response.will_close)
    assert found == expected
    assert [type(each) for each in found[3:]] == [type(each) for each in expected[3:]]
    assert (response.code, response.chunk_left) == (response.status, None)
    assert response.msg is response.headers


def test_a_version_of_another_protocol_is_refused() -> None:
    with pytest.raises(http.client.UnknownProtocol, match=r"HTTP/2\.0"):
        lean._Response(Socket(b"HTTP/2.0 200 OK\r\n\r\n")).begin()


def test_the_headers_of_a_usual_response_are_a_message() -> None:
    response = lean._UsualResponse(Socket(OK + b"A: 1\r\nB: 2\r\na: 3\r\n\r\n"))
    response.begin()
    assert type(response.headers) is http.client.HTTPMessage
    assert response.headers.items() == [("A", "1"), ("A", "3"), ("B", "2")]


def test_the_lookup_of_a_header() -> None:
    response = lean._Response(Socket(OK + b"A: 1\r\nB: 2\r\na: 3\r\n\r\n"))
    response.begin()
    headers = response.headers
    assert (headers.get("a"), headers.get("B"), headers.get("c")) == ("1, 3", "2", None)
    assert headers.get("c", 5) == 5
    assert list(headers.itermerged()) == [("A", "1, 3"), ("B", "2")]


# -- requests


class Connection(lean._HTTPConnection):
    """Records what is sent, and in which way."""

    def __init__(self, host: str = "a.example", **how: Any) -> None:
        super().__init__(host, **how)
        self.usual: list[Any] = []

    def _new_conn(self) -> Any:
        return Socket(OK + b"Content-Length: 2\r\n\r\nab", timeout=1.0)

    def request(self, *args: Any, **how: Any) -> None:
        self.usual.append((args, how))


def sent(conn: Any) -> list[bytes]:
    return [data for data, _ in conn.sock.sent]


HEADERS = {"accept-encoding": "gzip", "content-length": "2"}


@pytest.mark.parametrize(
    ("host", "port", "shown"),
    [("a.example", None, "a.example"), ("a.example", 80, "a.example"), ("b", 81, "b:81")],
)
def test_a_plain_request_is_sent_in_one_piece(host: str, port: int | None, shown: str) -> None:
    conn = Connection(host, port=port)
    conn.ask("POST", "/x", b"{}", HEADERS, False)
    head = f"POST /x HTTP/1.1\r\nHost: {shown}\r\naccept-encoding: gzip\r\ncontent-length: 2\r\n"
    assert sent(conn) == [f"{head}\r\n{{}}".encode()]
    assert (conn.usual, conn._method_sent) == ([], "POST")


def test_a_request_without_a_body_needs_no_length() -> None:
    conn = Connection()
    conn.ask("GET", "/x", None, Headers.of([("Accept-Encoding", "gzip")]), False)
    head = b"GET /x HTTP/1.1\r\nHost: a.example\r\nAccept-Encoding: gzip\r\n\r\n"
    assert sent(conn) == [head]


@pytest.mark.parametrize(
    ("host", "body", "headers", "chunked"),
    [
        ("a.example", b"{}", HEADERS, True),
        ("a.example", b"{}", {"accept-encoding": "gzip"}, False),
        ("a.example", b"{}", {"content-length": "2"}, False),
        ("a.example", [b"{}"], HEADERS, False),
        ("a.example", b"{}", {**HEADERS, "host": "b.example"}, False),
        ("a.example", b"{}", {**HEADERS, "a": 5}, False),
        ("[::1]", b"{}", HEADERS, False),
        ("ä.example", b"{}", HEADERS, False),
    ],
)
def test_other_requests_are_left_to_http_client(
    host: str, body: Any, headers: dict[str, Any], chunked: bool
) -> None:
    conn = Connection(host)
    conn._method_sent = "GET"
    conn.ask("POST", "/x", body, headers, chunked)
    how = {"chunked": chunked, "preload_content": False, "decode_content": False}
    assert conn.usual == [(("POST", "/x", body, headers), how)]
    assert (conn._method_sent, conn.sock) == (None, None)


def test_a_tunnel_is_left_to_http_client() -> None:
    conn = Connection()
    conn._tunnel_host = "b.example"
    conn.ask("POST", "/x", b"{}", HEADERS, False)
    assert len(conn.usual) == 1


def test_the_answer_to_a_request_in_one_piece() -> None:
    conn = Connection()
    conn.timeout = 3.0
    conn.ask("GET", "/x", None, HEADERS, False)
    sock: Any = conn.sock
    conn.timeout = 7.0
    response = conn.answer()
    assert (sock.timeout, conn.sock) == (7.0, sock)
    assert (response.status, response.version, response.reason) == (200, 11, "OK")
    assert (response.version_string, response.length_remaining) == ("HTTP/1.1", 2)
    assert dict(response.headers) == {"Content-Length": "2"}
    assert response.decode_content is False
    assert response._original_response is conn._answer
    with pytest.raises(http.client.CannotSendRequest, match="has not been read"):
        conn.ask("GET", "/x", None, HEADERS, False)
    assert (response.tell(), response.read()) == (0, b"ab")
    conn.ask("GET", "/x", None, HEADERS, False)
    assert [timeout for _, timeout in sock.sent] == [1.0, 7.0]


def test_the_answer_to_head_has_no_body() -> None:
    conn = Connection()
    conn.ask("HEAD", "/x", None, HEADERS, False)
    response = conn.answer()
    assert (response.length_remaining, response.read()) == (0, b"")


def test_a_response_that_ends_the_connection_keeps_its_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Connection, "_new_conn", lambda self: Socket(OK + b"\r\nab"))
    conn = Connection()
    conn.ask("GET", "/x", None, HEADERS, False)
    response = conn.answer()
    assert (conn.sock, conn._answer) == (None, None)
    assert response.read() == b"ab"


def test_a_response_that_cannot_be_read_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    sock = Socket(b"HTTP/1.1 200 OK\r\nA: 1")
    monkeypatch.setattr(Connection, "_new_conn", lambda self: sock)
    conn = Connection()
    conn.ask("GET", "/x", None, HEADERS, False)
    with pytest.raises(http.client.RemoteDisconnected):
        conn.answer()
    assert (sock.file.closed, conn._answer) == (True, None)


def test_closing_a_connection_closes_its_unread_response() -> None:
    conn = Connection()
    conn.ask("GET", "/x", None, HEADERS, False)
    response = conn.answer()
    answer: Any = conn._answer
    assert not answer.isclosed()
    conn.close()
    assert answer.isclosed()
    assert response.status == 200
    assert (conn._answer, conn.sock) == (None, None)


# -- pools


def test_the_connection_that_was_used_last_is_used_first() -> None:
    idle = lean._Idle(2)
    idle.put("a", block=False)
    idle.put("b", False)
    with pytest.raises(queue.Full):
        idle.put("c", block=False)
    assert [idle.get(block=False), idle.get(False)] == ["b", "a"]
    with pytest.raises(queue.Empty) as caught:
        idle.get(block=False)
    assert caught.value.__suppress_context__
    idle.put("d")
    assert idle.get() == "d"
    with pytest.raises(queue.Empty):
        idle.get(timeout=0.001)
    idle.put("e")
    idle.put("f")
    with pytest.raises(queue.Full):
        idle.put("g", timeout=0.001)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (ssl.SSLError("s"), exceptions.SSLError),
        (CertificateError("c"), exceptions.SSLError),
        (OSError("o"), exceptions.ProtocolError),
        (http.client.BadStatusLine("b"), exceptions.ProtocolError),
    ],
)
def test_a_failure_of_a_connection_is_one_of_urllib3(failure: Exception, expected: Any) -> None:
    cause: Any = lean._cause(failure)
    assert type(cause) is expected
    aborted = ("Connection aborted.", failure)
    assert cause.args == (aborted if expected is exceptions.ProtocolError else (failure,))


@pytest.mark.parametrize("failure", [exceptions.InvalidHeader("h"), KeyError("k"), SystemExit()])
def test_other_failures_are_not(failure: BaseException) -> None:
    assert lean._cause(failure) is None


def test_a_failure_of_urllib3_is_its_own_cause() -> None:
    failure = exceptions.ReadTimeoutError(None, "/x", "late")  # type: ignore[arg-type]
    assert lean._cause(failure) is failure


class Conn:
    """Records the steps of an exchange."""

    is_verified = True
    proxy_is_verified = None

    def __init__(self, response: Any = None, sending: BaseException | None = None) -> None:
        self.response, self.sending = response, sending
        self.timeout: Any = None
        self.steps: list[Any] = []

    def ask(self, *args: Any) -> None:
        self.steps.append(("ask", self.timeout, *args))
        if self.sending is not None:
            raise self.sending

    def answer(self) -> Any:
        self.steps.append(("answer", self.timeout))
        if isinstance(self.response, BaseException):
            raise self.response
        return self.response

    def close(self) -> None:
        self.steps.append("close")


HOW: dict[str, Any] = {
    "body": b"{}",
    "headers": {"a": "1"},
    "redirect": False,
    "assert_same_host": False,
    "preload_content": False,
    "decode_content": False,
    "timeout": Timeout(connect=2, read=3),
    "chunked": False,
}


def asked(conn: Any, monkeypatch: pytest.MonkeyPatch, url: str = "/x", **how: Any) -> Any:
    """Return a pool, the result of a request, and the connections that came back."""
    pool = lean._HTTPPool("a.example")
    back: list[Any] = []
    monkeypatch.setattr(pool, "_get_conn", lambda: conn)
    monkeypatch.setattr(pool, "_put_conn", back.append)
    try:
        result: Any = pool.urlopen("POST", url, **{"retries": Retry(0), **HOW, **how})
    except BaseException as failure:
        result = failure
    return pool, result, back


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("failure", [None, BrokenPipeError(), ConnectionResetError()])
def test_an_exchange(monkeypatch: pytest.MonkeyPatch, chunked: bool, failure: Any) -> None:
    response = SimpleNamespace()
    conn = Conn(response, failure)
    retries = Retry(0)
    pool, result, back = asked(conn, monkeypatch, retries=retries, chunked=chunked)
    assert result is response
    assert conn.steps == [
        ("ask", 2, "POST", "/x", b"{}", {"a": "1"}, chunked),
        ("answer", 3),
    ]
    assert (pool.num_requests, back) == (1, [])
    assert vars(response) == {"retries": retries, "_connection": conn, "_pool": pool}
    assert active.sending.begun is False


def test_an_exchange_keeps_that_a_request_has_begun(
    monkeypatch: pytest.MonkeyPatch, sending: Any
) -> None:
    sending.begun = True
    asked(Conn(SimpleNamespace()), monkeypatch)
    assert sending.begun is True


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (ConnectionError("c"), exceptions.ProtocolError),
        (TimeoutError("t"), exceptions.ReadTimeoutError),
        (ssl.SSLError("s"), exceptions.SSLError),
    ],
)
def test_a_failed_exchange_closes_its_connection(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, expected: Any
) -> None:
    conn = Conn(failure)
    pool, result, back = asked(conn, monkeypatch)
    if expected is exceptions.SSLError:  # the others are raised as they are
        assert (type(result), result.url, result.pool) == (exceptions.MaxRetryError, "/x", pool)
        result = result.reason
    assert type(result) is expected
    assert (conn.steps[-1], back) == ("close", [None])
    if expected is exceptions.ReadTimeoutError:
        assert str(result).endswith("Read timed out. (read timeout=3)")


def test_an_interrupted_exchange_closes_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt = KeyboardInterrupt()
    conn = Conn(interrupt)
    _, result, back = asked(conn, monkeypatch)
    assert result is interrupt
    assert (conn.steps[-1], back) == ("close", [None])


@pytest.mark.parametrize(
    "how",
    [
        {"retries": Retry(1)},
        {"retries": 0},
        {"retries": None},
        {"url": "/a b"},
        {"url": "/é"},
        {"url": "/%zz"},
        {"more": True},
        {"proxy": "http://proxy.example"},
        {"watched": True},
    ],
    ids=str,
)
def test_other_exchanges_are_left_to_urllib3(
    monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    calls: list[Any] = []

    def urlopen(pool: Any, *args: Any, **how: Any) -> str:
        calls.append((args, how))
        return "response"

    monkeypatch.setattr(connectionpool.HTTPConnectionPool, "urlopen", urlopen)
    monkeypatch.setattr(lean, "is_watched", lambda: "watched" in how)
    monkeypatch.setattr(lean._HTTPPool, "proxy", how.get("proxy"), raising=False)
    monkeypatch.setattr(connectionpool.HTTPConnectionPool, "__init__", _init)
    given = {"retries": Retry(0), **HOW, **{k: v for k, v in how.items() if k != "proxy"}}
    given.pop("watched", None)
    url = given.pop("url", "/x")
    pool = lean._HTTPPool("a.example")
    assert pool.urlopen("POST", url, **given) == "response"
    assert calls == [(("POST", url), given)]


def _init(pool: Any, *args: Any, **how: Any) -> None:
    pool.pool = None


def test_arguments_by_position_are_left_to_urllib3(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(
        connectionpool.HTTPConnectionPool, "urlopen", lambda pool, *args, **how: calls.append(args)
    )
    lean._HTTPPool("a.example").urlopen("POST", "/x", b"{}", **{**HOW, "retries": Retry(0)})
    assert calls == [("POST", "/x", b"{}")]


def test_the_pools_of_both_schemes() -> None:
    pools: dict[str, Any] = {**lean.POOLS}
    assert list(pools) == ["http", "https"]
    assert pools["http"].ConnectionCls is lean._HTTPConnection
    assert pools["https"].ConnectionCls is lean._HTTPSConnection
    assert issubclass(pools["https"], connectionpool.HTTPSConnectionPool)
    assert [pool.QueueCls for pool in pools.values()] == [lean._Idle] * 2
