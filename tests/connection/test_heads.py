"""The heads of responses."""

import http.client
import io
from collections.abc import Callable
from typing import Any

import pytest

from asana import error
from asana._http import lean as connection
from asana._http.lean import LONGEST_LINE, MOST_HEADERS
from tests.connection.answers import BODY, Connect, answer
from tests.faults import raw

HEADS = {
    "none": (b"\r\n", []),
    "bare line ends": (b"A: 1\nB: 2\n\n", [("A", "1"), ("B", "2")]),
    "folded lines": (b"A: 1\r\n\tB: 2\r\n  more\r\nC: 3\r\n\r\n", [("A", "1"), ("C", "3")]),
    "a line without a colon": (b"A: 1\r\nnonsense\r\nB: 2\r\n\r\n", [("A", "1"), ("B", "2")]),
    "spaces around": (b"A :\t 1 \r\n\r\n", [("A", "1")]),
    "colons in a value": (b"A: 1:2: 3\r\n\r\n", [("A", "1:2: 3")]),
    "no value": (b"A:\r\nB: \r\n\r\n", [("A", ""), ("B", "")]),
    "latin-1": (b"A: caf\xe9\r\n\r\n", [("A", "caf\xe9")]),
    "an empty line of another kind": (b"A: 1\r\n\nB: 2\r\n\r\n", [("A", "1")]),
    "an empty line after a bare end": (b"A: 1\n\r\nB: 2\r\n\r\n", [("A", "1")]),
    "a name after a separator": (b"\x1fA: 1\r\nB: 2\r\n\r\n", [("B", "2")]),
    "repeated": (b"A: 1\r\nB: x\r\na: 2\r\n\r\n", [("A", "1, 2"), ("B", "x")]),
}


READERS: list[Callable[[bytes], Any]] = [
    io.BytesIO,
    lambda sent: io.BufferedReader(io.BytesIO(sent)),
    lambda sent: io.BufferedReader(io.BytesIO(sent), 8),
]

every_reader = pytest.mark.parametrize("reader", READERS, ids=["bytes", "at once", "in pieces"])


@every_reader
@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS.keys())
def test_a_head_is_read_up_to_its_end(
    reader: Callable[[bytes], Any], head: bytes, expected: list[tuple[str, str]]
) -> None:
    sent = head + BODY
    file = reader(sent)
    headers = connection._read_headers(file)
    assert list(headers.itermerged()) == expected
    assert file.read() == sent[_end_of(sent) :]


def _end_of(sent: bytes) -> int:
    """Return where the first empty line ends."""
    at = 0
    while at < len(sent):
        line, at = sent[at : sent.index(b"\n", at) + 1], sent.index(b"\n", at) + 1
        if not line.strip(b"\r\n"):
            return at
    return at


@every_reader
@pytest.mark.parametrize("sent", [b"", b"A: 1\r\n", b"A: 1\r\nB: 2", b"A: 1\r\n\r"])
def test_a_head_that_ends_early_is_no_head(reader: Callable[[bytes], Any], sent: bytes) -> None:
    with pytest.raises(http.client.RemoteDisconnected, match="within the headers"):
        connection._read_headers(reader(sent))


@pytest.mark.parametrize("text", ["à", "Å"])
def test_a_value_in_utf_8_keeps_its_last_byte(text: str) -> None:
    head = b"A: " + text.encode() + b"\r\n\r\n"
    value = connection._read_headers(io.BytesIO(head))["a"]
    assert value.encode("latin-1").decode() == text


@every_reader
def test_as_many_headers_as_may_be_and_no_more(reader: Callable[[bytes], Any]) -> None:
    lines = [b"A: 1\r\n"] * MOST_HEADERS
    headers = connection._read_headers(reader(b"".join([*lines, b"\r\n"])))
    assert len(headers.getlist("a")) == MOST_HEADERS
    with pytest.raises(http.client.HTTPException, match="more than 100 headers"):
        connection._read_headers(reader(b"".join([*lines, b"A: 1\r\n", b"\r\n"])))


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
