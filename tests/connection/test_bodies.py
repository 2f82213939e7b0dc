"""The bodies of responses, and where they end."""

import pytest
import requests

from asana import error
from asana._http.lean import LONGEST_LINE, MOST_HEADERS
from tests.connection.answers import (
    BODY,
    CHUNKED,
    DONE,
    LENGTH,
    START,
    ZIPPED,
    Connect,
    answer,
    chunks,
)
from tests.faults import data, raw

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


# The client must close the connections that the server leaves open.
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


# Responses that are not HTTP/1, or not readable.
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
