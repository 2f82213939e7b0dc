"""The connections on the wire: heads, bodies and their ends, what goes out, and what is closed."""

import gzip
import http.client
import io
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from urllib3 import Retry

import asana
from asana import connection, error
from asana.connection import LONGEST_LINE, MOST_HEADERS
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, Wire, data, failure, hang_up, raw, reply

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
    """Write an answer, its head line by line."""
    return end.join([start, *lines, b"", b""]) + body


def chunks(body: bytes, trailer: bytes = b"") -> bytes:
    """Write a body in two chunks, the second with an extension."""
    parts = b"1\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n" % (body[:1], len(body) - 1, body[1:])
    return parts + trailer + b"\r\n"


@pytest.fixture(params=[None, 5], ids=["no deadline", "a deadline"])
def deadline(request: pytest.FixtureRequest) -> float | None:
    """The two ways in which a socket is read."""
    found: float | None = request.param
    return found


# -- heads that come in


HEADS = {
    "none": (b"\r\n", []),
    "the end of the stream": (b"", []),
    "bare line ends": (b"A: 1\nB: 2\n\n", [("A", "1"), ("B", "2")]),
    "folded lines": (b"A: 1\r\n\tB: 2\r\n  more\r\nC: 3\r\n\r\n", [("A", "1"), ("C", "3")]),
    "a line without a colon": (b"A: 1\r\nnonsense\r\nB: 2\r\n\r\n", [("A", "1"), ("B", "2")]),
    "spaces around": (b"A :\t 1 \r\n\r\n", [("A", "1")]),
    "colons in a value": (b"A: 1:2: 3\r\n\r\n", [("A", "1:2: 3")]),
    "no value": (b"A:\r\nB: \r\n\r\n", [("A", ""), ("B", "")]),
    "latin-1": (b"A: caf\xe9\r\n\r\n", [("A", "caf\xe9")]),
    "repeated": (b"A: 1\r\nB: x\r\na: 2\r\n\r\n", [("A", "1, 2"), ("B", "x")]),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS.keys())
def test_a_head_is_read_up_to_its_end(head: bytes, expected: list[tuple[str, str]]) -> None:
    rest = BODY if head else b""
    file = io.BufferedReader(io.BytesIO(head + rest))
    headers = connection._read_headers(file)
    assert list(headers.itermerged()) == expected
    assert file.read() == rest


@pytest.mark.parametrize("text", ["à", "Å"])
def test_a_value_in_utf_8_keeps_its_last_byte(text: str) -> None:
    head = b"A: " + text.encode() + b"\r\n\r\n"
    value = connection._read_headers(io.BytesIO(head))["a"]
    assert value.encode("latin-1").decode() == text


def test_as_many_headers_as_may_be_and_no_more() -> None:
    lines = [b"A: 1\r\n"] * MOST_HEADERS
    headers = connection._read_headers(io.BytesIO(b"".join([*lines, b"\r\n"])))
    assert len(headers.getlist("a")) == MOST_HEADERS
    with pytest.raises(http.client.HTTPException, match="more than 100 headers"):
        connection._read_headers(io.BytesIO(b"".join([*lines, b"A: 1\r\n", b"\r\n"])))


def test_a_line_as_long_as_may_be_and_no_longer() -> None:
    longest = b"A: " + b"x" * (LONGEST_LINE - 5) + b"\r\n"
    assert len(longest) == LONGEST_LINE
    assert len(connection._read_headers(io.BytesIO(longest + b"\r\n"))["a"]) == LONGEST_LINE - 5
    with pytest.raises(http.client.LineTooLong):
        connection._read_headers(io.BytesIO(b"A" + longest + b"\r\n"))


@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_the_headers_of_an_answer_are_on_its_error(connect: Connect, content_type: str) -> None:
    head = answer(
        b"Content-Type: " + content_type.encode(),
        b"Content-Length: 0",
        b"X-Latin: caf\xe9",
        b"X-Twice: a",
        b"Asana-Change: b",
        b"x-twice: c",
        start=b"HTTP/1.1 404 Not Found",
        body=b"",
    )
    client, _ = connect(raw(head, keep=True))
    with pytest.raises(error.NotFoundError) as caught:
        client.get("/x")
    response = caught.value.response
    assert response is not None
    assert response.headers["x-latin"] == "café"
    assert response.headers["X-TWICE"] == "a, c"
    assert response.headers["content-type"] == content_type
    assert (response.status_code, response.reason) == (404, "Not Found")


# -- bodies and their ends


KEPT = {
    "a length": answer(LENGTH),
    "a length that is told twice": answer(LENGTH, LENGTH),
    "a length beside chunks": answer(CHUNKED, b"Content-Length: 3", body=chunks(BODY)),
    "chunks": answer(CHUNKED, body=chunks(BODY)),
    "chunks in capitals": answer(CHUNKED.upper(), body=chunks(BODY)),
    "chunks and trailers": answer(CHUNKED, body=chunks(BODY, b"A: 1\r\nB: 2\r\n")),
    "gzip": answer(b"Content-Length: %d" % len(ZIPPED), b"Content-Encoding: gzip", body=ZIPPED),
    "gzip in chunks": answer(CHUNKED, b"Content-Encoding: gzip", body=chunks(ZIPPED)),
    "HTTP/1.0 that stays": answer(LENGTH, b"Connection: keep-alive", start=b"HTTP/1.0 200 OK"),
    "no reason": answer(LENGTH, start=b"HTTP/1.1 200"),
    "100 before it": b"HTTP/1.1 100 Continue\r\nA: 1\r\n\r\n" * 2 + answer(LENGTH),
    "bare line ends": answer(LENGTH, b"A: 1", end=b"\n"),
    "a folded line": answer(b"A: 1", b" Content-Length: 3", LENGTH, b"\tB: 2"),
    "a line without a colon": answer(b"nonsense", LENGTH),
    "as many headers as may be": answer(*[b"A: 1"] * (MOST_HEADERS - 1), LENGTH),
}
EARLY_HINTS = pytest.param(
    answer(b"Link: </x>", start=b"HTTP/1.1 103 Early Hints", body=b"") + answer(LENGTH),
    id="103 before it",
)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "whole", [*(pytest.param(whole, id=name) for name, whole in KEPT.items()), EARLY_HINTS]
)
def test_a_connection_is_used_again_after_an_answer_with(
    connect: Connect, deadline: float | None, whole: bytes, method: str
) -> None:
    client, server = connect(raw(whole, keep=True), deadline=deadline)
    for _ in range(3):
        assert client.request(method, "/x") == {"gid": "1"}
    assert (server.connections, len(server.requests)) == (1, 3)


# Those that the server leaves open must be closed by the client.
CLOSED = {
    "HTTP/1.0 without a length": (answer(start=b"HTTP/1.0 200 OK"), False),
    "HTTP/1.0 with a length": (answer(LENGTH, start=b"HTTP/1.0 200 OK"), True),
    "HTTP/1.1 without a length": (answer(b"A: 1"), False),
    "no headers at all": (answer(), False),
    "Connection: close": (answer(LENGTH, b"Connection: Close"), True),
    "Connection: close among others": (
        answer(b"Connection: keep-alive", LENGTH, b"Connection: close"),
        True,
    ),
    "Connection: close and chunks": (
        answer(CHUNKED, b"Connection: close", body=chunks(BODY)),
        True,
    ),
    "a length that is no number": (answer(b"Content-Length: abc"), False),
    "a length that is empty": (answer(b"Content-Length:"), False),
    "a negative length": (answer(b"Content-Length: -5"), False),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("whole", "keep"), CLOSED.values(), ids=CLOSED.keys())
def test_a_connection_is_not_used_again_after_an_answer_with(
    connect: Connect, deadline: float | None, whole: bytes, keep: bool, method: str
) -> None:
    client, server = connect(raw(whole, keep=keep), deadline=deadline)
    for _ in range(3):
        assert client.request(method, "/x") == {"gid": "1"}
    assert (server.connections, len(server.requests)) == (3, 3)
    server.wait_closed()
    assert not any(thread.is_alive() for thread in server._threads[1:])


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_that_has_no_body_is_not_waited_for(
    connect: Connect, deadline: float | None, status: int
) -> None:
    bodiless = answer(b"Content-Length: 5", start=b"HTTP/1.1 %d X" % status, body=b"")
    client, server = connect(raw(bodiless, keep=True), DONE, deadline=deadline, max_retries=0)
    with pytest.raises(error.InvalidResponseError) as caught:
        client.get("/x")
    assert caught.value.status == status
    assert client.get("/x") == {"gid": "1"}
    assert server.connections == 1


@pytest.mark.parametrize("lines", [[LENGTH], [CHUNKED], []], ids=["a length", "chunks", "neither"])
def test_the_answer_to_head_has_no_body(connect: Connect, lines: list[bytes]) -> None:
    client, server = connect(raw(answer(b"A: 1", *lines, body=b""), keep=True), DONE)
    with client.session.head(server.base_url, timeout=30) as response:
        assert (response.content, response.headers["a"]) == (b"", "1")
    assert client.get("/x") == {"gid": "1"}
    assert server.connections == 1


def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next(
    connect: Connect, deadline: float | None
) -> None:
    stray = BODY.replace(b"1", b"2")
    client, server = connect(
        raw(answer(LENGTH) + answer(LENGTH, body=stray), keep=True),
        data({"gid": "3"}),
        deadline=deadline,
    )
    assert [client.get("/x"), client.get("/x")] == [{"gid": "1"}, {"gid": "3"}]
    assert len(server.requests) == 2


# What is no HTTP/1, or none that can be read.
NONSENSE: dict[str, tuple[bytes, type[error.AsanaError]]] = {
    "more headers than may be": (
        answer(*[b"A: 1"] * MOST_HEADERS, LENGTH),
        error.ConnectionFailedError,
    ),
    "a line that is too long": (
        answer(b"A: " + b"x" * LONGEST_LINE, LENGTH),
        error.ConnectionFailedError,
    ),
    "a status line that is too long": (
        answer(LENGTH, start=START + b"x" * LONGEST_LINE),
        error.ConnectionFailedError,
    ),
    "the preface of HTTP/2": (
        b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80",
        error.ConnectionFailedError,
    ),
    "HTTP/2 in words": (answer(LENGTH, start=b"HTTP/2 200 OK"), error.ConnectionFailedError),
    "another protocol": (b"SSH-2.0-OpenSSH_9.0\r\n", error.ConnectionFailedError),
    "an empty status line": (b"\r\n\r\n", error.ConnectionFailedError),
    "a status in words": (answer(LENGTH, start=b"HTTP/1.1 OK"), error.ConnectionFailedError),
    "a status below 100": (answer(LENGTH, start=b"HTTP/1.1 99 X"), error.ConnectionFailedError),
    "two lengths": (answer(LENGTH, b"Content-Length: 5"), error.ConnectionFailedError),
    "a chunk of no size": (answer(CHUNKED, body=b"zz\r\n"), error.ResponseCutError),
    "a chunk without its end": (answer(CHUNKED, body=b"1\r\n{"), error.ResponseCutError),
}
NEGATIVE_CHUNK = pytest.param(
    answer(CHUNKED, body=b"-5\r\n"),
    error.NetworkError,
    id="a chunk of negative size",
)


@pytest.mark.parametrize(
    ("nonsense", "kind"),
    [*(pytest.param(*row, id=name) for name, row in NONSENSE.items()), NEGATIVE_CHUNK],
)
def test_nonsense_is_a_typed_error_and_closes_the_connection(
    connect: Connect, deadline: float | None, nonsense: bytes, kind: type[error.AsanaError]
) -> None:
    client, server = connect(raw(nonsense), DONE, deadline=deadline, max_retries=0)
    with pytest.raises(kind) as caught:
        client.get("/x")
    assert isinstance(caught.value, requests.RequestException)
    assert client.get("/x") == {"gid": "1"}
    assert server.connections == 2


# -- what goes out


class Tap:
    """Keeps the heads of requests byte for byte: of each connection the first."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []

    def greet(self, sock: socket.socket, over: threading.Event) -> socket.socket | None:
        seen = b""
        while b"\r\n\r\n" not in seen:
            seen = sock.recv(LONGEST_LINE, socket.MSG_PEEK)
            if not seen:
                return None
        self.heads.append(seen.partition(b"\r\n\r\n")[0])
        return sock

    @property
    def lines(self) -> list[bytes]:
        (head,) = self.heads
        return head.split(b"\r\n")


@pytest.fixture
def tap() -> Tap:
    return Tap()


@pytest.fixture
def tapped(serve: Serve, tap: Tap) -> Tapped:
    """A client, and a server whose connections are tapped."""
    server = serve(DONE, greet=tap.greet)
    base_url = server.base_url.replace("https", "http")
    return asana.Client.access_token(TOKEN, base_url=base_url), server


@pytest.mark.parametrize("value", ["caf\xe9  a\tb: c", b"caf\xe9  a\tb: c"], ids=["text", "bytes"])
def test_headers_go_out_byte_for_byte_as_they_are_set(
    tapped: Tapped, tap: Tap, value: str | bytes
) -> None:
    client, server = tapped
    client.session.headers.clear()
    client.session.headers.update(
        {"User-Agent": "me/1", "x-oDD-Case": value, "Accept": None}  # type: ignore[dict-item]
    )
    client.headers["X-Client"] = ["a", "b"]
    client.get("/x?a=1", headers={"x-CALL": "", "Accept-Encoding": "gzip"})
    assert tap.lines == [
        b"GET /api/1.0/x?a=1 HTTP/1.1",
        b"Host: 127.0.0.1:%d" % server.port,
        b"User-Agent: me/1",
        b"x-oDD-Case: caf\xe9  a\tb: c",
        b"X-Client: a,b",
        b"X-Asana-Client-Lib: " + client._version_header().encode(),
        b"x-CALL: ",
        b"Accept-Encoding: gzip",
        b"Authorization: Bearer " + TOKEN.encode(),
    ]


def test_a_body_is_announced_once_by_its_length(tapped: Tapped, tap: Tap) -> None:
    client, server = tapped
    client.post("/x", {"name": "x"})
    framing = [n for n in tap.lines if n.lower().startswith((b"content-l", b"transfer-e"))]
    assert framing == [b"Content-Length: %d" % len(server.requests[0].body)]


@pytest.mark.parametrize("where", ["session", "client", "call"])
@pytest.mark.parametrize(
    ("name", "automatic"),
    [("Host", b"Host: 127.0.0.1"), ("accept-encoding", b"Accept-Encoding: ")],
)
def test_a_header_of_the_callers_replaces_the_automatic_one(
    tapped: Tapped, tap: Tap, where: str, name: str, automatic: bytes
) -> None:
    client, _ = tapped
    headers: dict[str, str] = {}
    if where == "session":
        client.session.headers[name] = "mine"
    elif where == "client":
        client.headers[name] = "mine"
    else:
        headers[name] = "mine"
    client.get("/x", headers=headers)
    assert [n for n in tap.lines if n.lower().startswith(name.lower().encode())] == [
        name.encode() + b": mine"
    ]
    assert not any(line.startswith(automatic) for line in tap.lines)


@pytest.mark.parametrize("how", ["removed", "None"])
def test_without_accept_encoding_the_answer_is_asked_for_as_it_is(
    tapped: Tapped, tap: Tap, how: str
) -> None:
    client, _ = tapped
    if how == "removed":
        del client.session.headers["Accept-Encoding"]
    else:
        client.session.headers["Accept-Encoding"] = None  # type: ignore[assignment]
    client.get("/x")
    found = [line for line in tap.lines if line.lower().startswith(b"accept-encoding")]
    assert found == [b"Accept-Encoding: identity"]  # none at all would allow any


# What no header can hold. Such a value is a mistake, or somebody's attempt to add a header.
UNFIT = ["a\r\nX-B: b", "a\nX-B: b", "a\rX-B: b", "a\n", "кириллица"]


@pytest.mark.parametrize("value", [*UNFIT, "a\r\n b", "a\n\tb"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_header_that_is_none_is_not_sent(
    tapped: Tapped, tap: Tap, sleeps: Sleeps, method: str, value: str
) -> None:
    client, server = tapped
    client.session.headers["X-A"] = value
    with pytest.raises((asana.AsanaError, ValueError)):
        client.request(method, "/x")
    assert (tap.heads, server.requests) == ([], [])


@pytest.mark.parametrize("value", UNFIT)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_header_that_is_none_is_not_tried_again(
    tapped: Tapped, sleeps: Sleeps, method: str, value: str
) -> None:
    client, _ = tapped
    client.session.headers["X-A"] = value
    with pytest.raises((asana.AsanaError, ValueError)) as caught:
        client.request(method, "/x")
    assert not isinstance(caught.value, error.UnknownOutcomeError)  # nothing was sent
    assert sleeps == []


def test_a_session_header_that_is_none_is_not_shown(tapped: Tapped, sleeps: Sleeps) -> None:
    client, _ = tapped
    client.session.headers["Cookie"] = "s3cret\n"
    with pytest.raises((asana.AsanaError, ValueError)) as caught:
        client.get("/x")
    assert "s3cret" not in str(caught.value)


def test_a_session_header_whose_name_is_bytes_is_not_shown_on_an_error(connect: Connect) -> None:
    client, server = connect(failure(404))
    client.session.headers[b"Cookie"] = "s3cret"  # type: ignore[index]
    with pytest.raises(error.NotFoundError) as caught:
        client.get("/x")
    assert server.requests[0].headers["cookie"] == "s3cret"
    response = caught.value.response
    assert response is not None
    assert "s3cret" not in repr(response.request.headers)


HEAD_LINES = {
    "one": ({"A": "1"}, b"A: 1"),
    "two": ({"A": "1", "b-C": "x: y"}, b"A: 1\r\nb-C: x: y"),
    "latin-1": ({"A": "caf\xe9"}, b"A: caf\xe9"),
    "no value": ({"A": "", "B": "1"}, b"A: \r\nB: 1"),
}


@pytest.mark.parametrize(("headers", "expected"), HEAD_LINES.values(), ids=HEAD_LINES.keys())
def test_a_head_is_written_at_once(headers: dict[str, str], expected: bytes) -> None:
    start = b"GET /x HTTP/1.1\r\nHost: a.example\r\n"
    found = connection._head("GET", "/x", "a.example", headers)
    assert found == start + expected + b"\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"A": b"1"},
        {"A": 1},
        {"A": ["1"]},
        {b"A": "1"},
        {"A": "1\r\nB: 2"},
        {"A": "1\nB: 2"},
        {"A": "1", "B": "2\n"},
        {"A": "1\r"},
        {"A": "1\r\n 2"},
        {"A": "кириллица"},
        {"": "1"},
        {" A": "1"},
        {"A:B": "1"},
        {"A\nB": "1"},
        {"A: 1\nB": "2"},
    ],
    ids=repr,
)
def test_a_head_that_needs_a_look_is_left_to_http_client(headers: dict[Any, Any]) -> None:
    assert connection._head("GET", "/x", "a.example", headers) is None


@pytest.mark.parametrize(
    ("method", "target"),
    [("G T", "/x"), ("GET\r\nA:", "/x"), ("GET", "/x y"), ("GET", "/x\r\nA: 1"), ("GET", "/é")],
)
def test_a_first_line_that_needs_a_look_is_left_to_http_client(method: str, target: str) -> None:
    assert connection._head(method, target, "a.example", {"A": "1"}) is None


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/x/é", "/x/%C3%A9"),
        ("/x y", "/x%20y"),
        ("/x%2Fy", "/x%2Fy"),
        ("/x%zz", "/x%25zz"),
        ("/x\r\nA: 1", "/x%0D%0AA:%201"),
        ("/x?q=é", "/x?q=%C3%A9"),
    ],
)
def test_a_path_is_encoded_where_it_must_be(connect: Connect, path: str, sent: str) -> None:
    client, server = connect(DONE)
    assert client.get(path) == {"gid": "1"}
    assert server.requests[0].target == f"/api/1.0{sent}"


def test_a_request_is_sent_in_one_piece(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = connect(DONE)
    client.get("/x")
    sent: list[bytes] = []
    send = http.client.HTTPConnection.send

    def noted(self: http.client.HTTPConnection, piece: bytes) -> None:
        sent.append(piece)
        send(self, piece)

    monkeypatch.setattr(http.client.HTTPConnection, "send", noted)
    client.post("/x", {"name": "é"})
    (whole,) = sent
    assert whole.endswith(b'\r\n\r\n{"data": {"name": "\\u00e9"}}')


def test_a_connection_whose_response_is_unread_takes_no_request(connect: Connect) -> None:
    _, server = connect(DONE)
    link = connection._HTTPConnection("127.0.0.1", server.port)
    asked = ("GET", "/x", None, {"accept-encoding": "identity"}, False)
    link.ask(*asked)
    first = link.answer()
    with pytest.raises(http.client.CannotSendRequest):
        link.ask(*asked)
    first.read()
    link.ask(*asked)
    link.answer().close()
    link.close()


@pytest.mark.parametrize("size", [0, 10, 900_000])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_arrives_whole(connect: Connect, method: str, size: int) -> None:
    client, server = connect(DONE)
    notes = "".join(f"{number}ż" for number in range(size // 10))
    client.request(method, "/x", data={"notes": notes})
    client.request(method, "/x", data={"notes": notes[::-1]})
    assert [request.json["data"]["notes"] for request in server.requests] == [notes, notes[::-1]]
    assert server.connections == 1


@pytest.mark.parametrize("upload", [False, True], ids=["JSON", "an upload"])
@pytest.mark.parametrize("size", [1_000_000, 10_000_000])
def test_a_refusal_is_seen_though_the_body_was_not_taken(
    serve: Serve, size: int, upload: bool
) -> None:
    refusal = answer(b"Content-Length: 2", start=b"HTTP/1.1 413 Payload Too Large", body=b"{}")

    def refuse(sock: socket.socket, over: threading.Event) -> None:
        sock.recv(1000)
        sock.sendall(refusal)  # what is left unread makes the end a reset

    server = serve(DONE, greet=refuse)
    base_url = server.base_url.replace("https", "http")
    client = asana.Client.access_token(TOKEN, base_url=base_url)
    body: dict[str, Any] = {"notes": "x" * size}
    if upload:
        body = {"files": {"file": ("a.txt", io.BytesIO(b"x" * size))}}
    with pytest.raises(error.PayloadTooLargeError) as caught:
        client.post("/x", **body)
    assert caught.value.status == 413
    assert (server.connections, server.requests) == (1, [])


# -- cookies


@pytest.mark.parametrize(
    "hooked",
    [
        False,
        True,
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_cookies_reach_the_jar_of_the_session(
    connect: Connect, content_type: str, hooked: bool
) -> None:
    client, server = connect(
        reply(200, BODY, Set_Cookie="a=1; Path=/", Content_Type=content_type), DONE
    )
    seen: list[dict[str, str]] = []
    if hooked:
        client.session.hooks["response"].append(lambda r, **_: seen.append(r.cookies.get_dict()))
    client.get("/x")
    client.get("/x")
    assert client.session.cookies.get_dict() == {"a": "1"}
    assert seen == ([{"a": "1"}, {}] if hooked else [])
    assert server.requests[1].headers["cookie"] == "a=1"


# -- what is interrupted


def interrupt(*_: Any, **__: Any) -> Any:
    raise KeyboardInterrupt


def in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_read_headers", interrupt)


def in_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = connection._SocketReader.readinto
    reads: list[int] = []

    def readinto(self: Any, buffer: Any) -> Any:
        reads.append(1)
        return whole(self, buffer) if len(reads) == 1 else interrupt()

    monkeypatch.setattr(connection._SocketReader, "readinto", readinto)


def in_the_body_without_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http.client.HTTPResponse, "_safe_read", interrupt)


INTERRUPTS: list[tuple[Callable[[pytest.MonkeyPatch], None], float | None]] = [
    (in_the_head, 5),
    (in_the_head, None),
    (in_the_body, 5),
    (in_the_body_without_a_deadline, None),
]


@pytest.mark.parametrize(
    ("prepare", "seconds"), INTERRUPTS, ids=lambda part: getattr(part, "__name__", str(part))
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_interrupted_answer_closes_the_connection(
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[pytest.MonkeyPatch], None],
    seconds: float | None,
    method: str,
) -> None:
    closed: list[bool] = []

    def start_and_see(wire: Wire) -> bool:
        wire.send(answer(LENGTH, body=b""))
        closed.append(wire.sock.recv(1) == b"")
        return False

    client, server = connect(start_and_see, DONE, deadline=seconds)
    with monkeypatch.context() as patched:
        prepare(patched)
        with pytest.raises(KeyboardInterrupt):
            client.request(method, "/x")
    server.wait_closed()
    assert closed == [True]
    assert client.request(method, "/x") == {"gid": "1"}
    assert server.connections == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_interrupted_request_leaves_nothing_behind(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    client, server = connect(DONE)
    with monkeypatch.context() as patched:
        patched.setattr(http.client.HTTPConnection, "send", interrupt)
        with pytest.raises(KeyboardInterrupt):
            client.request(method, "/x")
    for _ in range(2):
        assert client.request(method, "/x") == {"gid": "1"}
    assert [request.method for request in server.requests] == [method] * 2
    assert server.connections == 1


# -- the way of urllib3, which is taken where there is more to it than sending once


def retrying(client: asana.Client, server: FaultServer, retries: Retry) -> None:
    adapter: Any = client.session.get_adapter(server.base_url)
    adapter.max_retries = retries


@pytest.mark.parametrize("first", [hang_up, failure(503)], ids=["hangs up", "says 503"])
def test_an_adapter_may_be_told_to_retry_by_itself(
    connect: Connect, sleeps: Sleeps, first: Act
) -> None:
    client, server = connect(first, DONE, max_retries=0)
    retrying(client, server, Retry(1, status_forcelist=[503]))
    assert client.get("/x") == {"gid": "1"}
    assert client.post("/x", {"name": "x"}) == {"gid": "1"}
    assert [request.method for request in server.requests] == ["GET", "GET", "POST"]
    assert server.requests[2].json == {"data": {"name": "x"}}
    assert server.connections == (2 if first is hang_up else 1)


def test_an_adapter_that_retries_does_no_write_twice(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(hang_up, DONE)
    retrying(client, server, Retry(1))
    with pytest.raises(error.UnknownOutcomeError):
        client.post("/x")
    assert len(server.requests) == 1


def test_an_adapter_that_has_retried_in_vain_is_a_typed_error(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, server = connect(failure(503), max_retries=0)
    retrying(client, server, Retry(1, status_forcelist=[503]))
    with pytest.raises(error.ConnectionFailedError, match="too many 503"):
        client.get("/x")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "retries",
    [
        None,
        False,
        Retry(1),
        pytest.param(
            Retry(0),
            id="once",
        ),
    ],
)
def test_the_pools_can_be_used_by_themselves(connect: Connect, retries: Any) -> None:
    client, server = connect(DONE)
    adapter: Any = client.session.get_adapter(server.base_url)
    answered = adapter.poolmanager.request("POST", server.base_url, body=b"x", retries=retries)
    assert (answered.status, answered.json()) == (200, {"data": {"gid": "1"}})
    assert server.requests[0].body == b"x"


def test_an_answer_is_of_the_kind_that_urllib3_gives(connect: Connect) -> None:
    client, server = connect(raw(answer(LENGTH, start=b"HTTP/1.0 200 All right"), keep=False))
    with client.session.get(server.base_url, stream=True) as response:
        told: Any = response.raw
        assert (told.status, told.version, told.reason) == (200, 10, "All right")
        assert told.headers.getlist("content-length") == [str(len(BODY))]
        assert told.length_remaining == len(BODY)
        assert [told.read(5), told.read()] == [BODY[:5], BODY[5:]]
