"""The possible fates of a request: whether it takes effect, and the response."""

import gzip
import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from tests import faults
from tests.faults import Act, Wire

START = b"HTTP/1.1 200 OK\r\n"
ENVELOPE = b"Content-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"

Chance = random.Random


class Fate(NamedTuple):
    """The fate of one request.

    :ivar effective: whether the request takes effect
    :ivar act: makes the response from that of a working server
    :ivar waits: whether the client has to wait for a timeout
    :ivar times: the relative probability
    """

    effective: bool
    act: Callable[[Chance, Any], Act]
    waits: bool = False
    times: int = 1


def always(act: Act) -> Callable[[Chance, Any], Act]:
    return lambda chance, answer: act


def whole(answer: Any) -> bytes:
    """Return the bytes of a valid response."""
    body = json.dumps({"data": answer}).encode()
    return START + ENVELOPE % len(body) + body


def cut(chance: Chance, answer: Any) -> Act:
    """Truncate a valid response at a random place."""
    data = whole(answer)
    return faults.raw(data[: chance.randrange(len(data))])


def cut_in_chunks(chance: Chance, answer: Any) -> Act:
    body = json.dumps({"data": answer}).encode()
    data = START + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    return faults.raw(data[: chance.randrange(len(data) - 5)])


def cut_and_reset(chance: Chance, answer: Any) -> Act:
    data = whole(answer)

    def act(wire: Wire) -> bool:
        wire.send(data[: chance.randrange(len(data))])
        wire.reset()
        return False

    return act


def moved(status: int, where: str | None = None, part: float = 1.0) -> Callable[[Chance, Any], Act]:
    """Redirect to the same URL or to another one; if requested, truncate the URL."""

    def make(chance: Chance, answer: Any) -> Act:
        def act(wire: Wire) -> bool:
            to = where or f"/{wire.request.target.split('/', 3)[-1]}"
            to = to if wire.request.target.startswith("http") or where else wire.request.target
            head = b"HTTP/1.1 %d Moved\r\nContent-Length: 0\r\nLocation: %b" % (status, to.encode())
            if part < 1:
                wire.send(head[: len(head) - chance.randrange(1, len(to) // 2)])
                return False
            wire.send(head + b"\r\n\r\n")
            return True

        return act

    return make


def told(status: int, **headers: str) -> Callable[[Chance, Any], Act]:
    return always(faults.failure(status, **headers))


def packed(body: bytes) -> Callable[[Chance, Any], Act]:
    return always(faults.reply(200, body, Content_Encoding="gzip"))


def length(value: bytes) -> Callable[[Chance, Any], Act]:
    return lambda chance, answer: faults.raw(
        START + b"Content-Length: " + value + b"\r\n\r\n" + json.dumps({"data": answer}).encode()
    )


def slow(start: bytes) -> Callable[[Chance, Any], Act]:
    return always(faults.then_silence(start))


BEFORE = {
    "429": Fate(False, told(429, Retry_After="0.0001"), times=4),
    "429 without Retry-After": Fate(False, told(429)),
    "429 with nonsense": Fate(False, told(429, Retry_After="nan")),
    "429 for years": Fate(False, told(429, Retry_After="9" * 12)),
    "429 until 9999": Fate(False, told(429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")),
    "500 before": Fate(False, told(500), times=2),
    "502 before": Fate(False, always(faults.reply(502, b"<html>Bad Gateway</html>"))),
    "503 before": Fate(False, told(503, Retry_After="0.0001")),
    "closed before": Fate(False, always(faults.hang_up), times=2),
    "reset before": Fate(False, always(faults.reset), times=2),
    "silence before": Fate(False, always(faults.silence), waits=True),
    "307": Fate(False, moved(307), times=2),
    "308": Fate(False, moved(308)),
    "307 elsewhere": Fate(False, moved(307, "http://127.0.0.1:7/x")),
    "307 to nonsense": Fate(False, moved(307, "http://[")),
    "307 that is cut": Fate(False, moved(307, part=0.5), times=2),
    **{
        f"{status}": Fate(False, told(status))
        for status in (400, 402, 403, 409, 413, 422, 451, 418)
    },
}

AFTER = {
    "500 after": Fate(True, told(500), times=2),
    "504 after": Fate(True, always(faults.reply(504, b"<html>Gateway Timeout</html>"))),
    "503 with Retry-After after": Fate(True, told(503, Retry_After="0.0001")),
    "520 after": Fate(True, always(faults.reply(520))),
    "closed after": Fate(True, always(faults.hang_up), times=2),
    "reset after": Fate(True, always(faults.reset), times=2),
    "silence after": Fate(True, always(faults.silence), waits=True),
    "a stall in the head": Fate(True, slow(START), waits=True),
    "a stall in the body": Fate(True, slow(START + b"Content-Length: 11\r\n\r\n"), waits=True),
    "cut anywhere": Fate(True, cut, times=6),
    "cut and reset": Fate(True, cut_and_reset, times=2),
    "chunks that are cut": Fate(True, cut_in_chunks, times=2),
    "HTML": Fate(True, always(faults.reply(200, b"<html>Sign in</html>"))),
    "bad UTF-8": Fate(True, always(faults.reply(200, b'{"data": "\xff"}'))),
    "a list": Fate(True, always(faults.reply(200, b"[]"))),
    "no data": Fate(True, always(faults.reply(200, b'{"x": 1}'))),
    "errors in 200": Fate(True, always(faults.reply(200, b'{"data": {}, "errors": [{}]}'))),
    "empty": Fate(True, always(faults.reply(200))),
    "204": Fate(True, always(faults.raw(b"HTTP/1.1 204 No Content\r\n\r\n", keep=True))),
    "101": Fate(True, always(faults.raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"))),
    "bad gzip": Fate(True, packed(b"no gzip")),
    "nothing in gzip": Fate(True, packed(gzip.compress(b""))),
    "302 after": Fate(True, moved(302)),
    "303 elsewhere after": Fate(True, moved(303, "http://127.0.0.1:7/x")),
    "a length of 5,000 digits": Fate(True, length(b"1" * 5000)),
    "two lengths": Fate(True, length(b"11\r\nContent-Length: 12")),
    "a length below zero": Fate(True, length(b"-1")),
    "a bad status line": Fate(True, always(faults.raw(b"nonsense\r\n\r\n"))),
    "a bad chunk": Fate(
        True, always(faults.raw(START + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n"))
    ),
    "a cookie that cannot be": Fate(
        True, always(faults.raw(START + b"Set-Cookie: a=\x00\r\nContent-Length: 2\r\n\r\n{}", True))
    ),
    "headers without end": Fate(True, always(faults.raw(START + b"X: y\r\n" * 200 + b"\r\n"))),
}

FATES = {**BEFORE, **AFTER}
