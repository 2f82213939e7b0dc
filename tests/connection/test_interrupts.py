"""An interrupted connection is closed, and leaves nothing behind."""

import http.client
from collections.abc import Callable
from typing import Any

import pytest

from asana._http import connection, lean
from tests.connection.answers import DONE, LENGTH, Connect, answer
from tests.faults import Wire


def interrupt(*_: Any, **__: Any) -> Any:
    raise KeyboardInterrupt


def in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean, "_read_headers", interrupt)


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
    (in_the_head, 60),
    (in_the_head, None),
    (in_the_body, 60),
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
    assert server.connections == 2  # the interrupted connection is not reused
