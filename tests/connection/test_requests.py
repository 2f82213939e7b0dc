"""The bytes of sent requests."""

import http.client
import io
import socket
import threading
from typing import Any

import pytest

import asana
from asana import error
from asana._http import lean as connection
from asana._http.lean import LONGEST_LINE
from tests.conftest import TOKEN
from tests.connection.answers import DONE, Connect, Serve, Sleeps, Tapped, answer
from tests.faults import failure


class Tap:
    """Records the heads of requests byte for byte: the first of each connection."""

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
    assert found == [b"Accept-Encoding: identity"]  # no header at all would allow any encoding


# Characters that no header can contain: a mistake, or an attempt at header injection.
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
        {"\x1fA": "1"},
        {"A": "1", "\x0b": "2"},
    ],
    ids=repr,
)
def test_a_head_that_needs_a_look_is_left_to_http_client(headers: dict[Any, Any]) -> None:
    assert connection._head("GET", "/x", "a.example", headers) is None


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("G T", "/x"),
        ("GET\r\nA:", "/x"),
        ("GET", "/x y"),
        ("GET", "/x\r\nA: 1"),
        ("GET", "/é"),
        ("GET", ""),
        ("GET", "/\x7f"),
    ],
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
        sock.sendall(refusal)  # unread data causes a reset when the connection closes

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
