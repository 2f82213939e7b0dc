"""The fault matrix: the result of each network fault, for each kind of method.

The rows have the numbers of docs/explanation/reliability.md. Each is played on a raw socket, by a
server that counts the requests that reach it.
"""

import gzip
import io
import socket
import sys
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from typing import Any, NamedTuple

import pytest
import requests

import asana
from asana import error
from asana._http import redirecting, response
from tests import faults, memory
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, data, failure, hang_up, reply, reset

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Sleeps = list[float]

DONE = data({"gid": "1"})
METHODS = ("GET", "POST", "PUT", "DELETE")


def send(client: asana.Client, method: str, **options: Any) -> Any:
    return client.request(method, "/things/1", **options)


class Row(NamedTuple):
    """A fault, and its result: a letter for GET, one for POST, and one for PUT and DELETE.

    R: retried after a backoff; W: retried after Retry-After; F: followed immediately; T: the error
    ``kind`` is raised; A: the outcome is unknown; S: success.
    """

    number: int
    name: str
    act: Act
    follows: str
    kind: type[error.AsanaError] = error.AsanaError
    stalls: bool = False


START = b"HTTP/1.1 200 OK\r\n"


def length(value: bytes) -> Act:
    return faults.raw(START + b"Content-Length: " + value + b'\r\n\r\n{"data":{}}')


TOLD = 7.0
Invalid = error.InvalidResponseError

ROWS = [
    Row(7, "reset after the request", reset, "RAR"),
    Row(8, "closed with no response", hang_up, "RAR"),
    Row(10, "no byte until the read timeout", faults.silence, "RAR", stalls=True),
    Row(
        12,
        "2xx head, then a stall",
        faults.then_silence(START + b"Content-Length: 11\r\n\r\n"),
        "RAR",
        stalls=True,
    ),
    Row(12, "2xx head, then closed", faults.raw(START + b"Content-Length: 9\r\n\r\n"), "RAR"),
    Row(
        13,
        "body shorter than Content-Length",
        faults.raw(START + b'Content-Length: 20\r\n\r\n{"data":{}}'),
        "RAR",
    ),
    Row(
        14,
        "chunked body cut",
        faults.raw(START + b'Transfer-Encoding: chunked\r\n\r\nb\r\n{"data":{}}\r\n'),
        "RAR",
    ),
    Row(43, "a status line and no more", faults.raw(START), "RAR"),
    Row(43, "a head that is cut", faults.raw(START + b"Content-Type: appl"), "RAR"),
    Row(
        43,
        "a redirect that is cut",
        faults.raw(b"HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: /mov"),
        "RAR",
    ),
    *(
        Row(44, f"a length of {name}", length(value), "TAA", error.InvalidResponseError)
        for name, value in {
            "5,000 digits": b"1" * 5000,
            "two numbers": b"11\r\nContent-Length: 12",
            "two numbers in one": b"11, 12",
            "less than nothing": b"-11",
        }.items()
    ),
    Row(56, "101", faults.raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), "TAA", Invalid),
    *(
        Row(
            56,
            f"{name} with nothing in it",
            reply(200, body, Content_Encoding="gzip"),
            "TAA",
            Invalid,
        )
        for name, body in {
            "a head of gzip": gzip.compress(b"")[:10],
            "gzip": gzip.compress(b""),
        }.items()
    ),
    Row(15, "500 with phrase", failure(500), "RAR"),
    Row(16, "502 with an HTML body", reply(502, b"<html>Bad Gateway</html>"), "RAR"),
    Row(16, "504 with an HTML body", reply(504, b"<html>Gateway Timeout</html>"), "RAR"),
    Row(17, "503 without Retry-After", failure(503), "RAR"),
    Row(18, "503 with Retry-After", failure(503, Retry_After="7"), "WAW"),
    Row(19, "520", reply(520), "RAR"),
    Row(19, "598", reply(598), "RAR"),
    Row(20, "429 with Retry-After", failure(429, Retry_After="7"), "WWW"),
    Row(21, "429 without Retry-After", failure(429), "RRR"),
    *(
        Row(22, f"429 with Retry-After {value!r}", failure(429, Retry_After=value), "RRR")
        for value in ("-5", "abc", "nan", "inf", "0", "", "1e3")
    ),
    Row(
        23,
        "Retry-After beyond the deadline",
        failure(429, Retry_After="3600"),
        "TTT",
        error.RateLimitEnforcedError,
    ),
    *(
        Row(
            23,
            f"Retry-After of {digits} digits",
            failure(429, Retry_After="9" * digits),
            "TTT",
            error.RateLimitEnforcedError,
        )
        for digits in (13, 400)
    ),
    Row(25, "200 with HTML", reply(200, b"<html>Sign in to the network</html>"), "TAA", Invalid),
    Row(26, "bad UTF-8", reply(200, b'{"data": "\xff"}'), "TAA", Invalid),
    Row(26, "a JSON list", reply(200, b"[]"), "TAA", Invalid),
    Row(26, "no data", reply(200, b'{"neither": 1}'), "TAA", Invalid),
    Row(26, "JSON too deep", faults.too_deep, "TAA", Invalid),
    Row(26, "bad gzip", reply(200, b"no gzip", Content_Encoding="gzip"), "TAA", Invalid),
    Row(
        27,
        "200 with errors",
        reply(200, b'{"errors": [{"message": "not really"}]}'),
        "TAA",
        Invalid,
    ),
    Row(
        27,
        "200 with data and errors",
        reply(200, b'{"data": {}, "errors": [{"message": "not really"}]}'),
        "TAA",
        Invalid,
    ),
    Row(28, "204", reply(204), "TAS", Invalid),
    Row(28, "an empty body", reply(200), "TAS", Invalid),
    Row(28, "a blank body", reply(200, b" \n"), "TAS", Invalid),
    *(
        Row(30, str(status), failure(status), "TTT", kind)
        for status, kind in {
            400: error.InvalidRequestError,
            401: error.NoAuthorizationError,
            402: error.PremiumOnlyError,
            403: error.ForbiddenError,
            404: error.NotFoundError,
            409: error.ConflictError,
            412: error.InvalidTokenError,
            413: error.PayloadTooLargeError,
            418: error.AsanaError,
            422: error.UnprocessableError,
            451: error.UnavailableForLegalReasonsError,
        }.items()
    ),
    Row(
        31,
        "malformed Asana-Change header",
        reply(200, b'{"data": {}}', Asana_Change=";;name;affected=true,=,"),
        "SSS",
    ),
    *(
        Row(35, f"{status} on the same origin", reply(status, Location="/moved"), "FAA")
        for status in (301, 302, 303)
    ),
    *(
        Row(36, f"{status} on the same origin", reply(status, Location="/moved"), "FFF")
        for status in (307, 308)
    ),
    *(
        Row(
            36,
            f"{status} to another host",
            reply(status, Location="https://elsewhere.invalid/"),
            "TTT",
            Invalid,
        )
        for status in (307, 308)
    ),
    *(
        Row(
            35,
            f"{status} to another host",
            reply(status, Location="https://elsewhere.invalid/"),
            "TAA",
            Invalid,
        )
        for status in (301, 302, 303)
    ),
]


@pytest.fixture
def play(connect: Connect, first_timeout: Callable[[float], None]) -> Connect:
    """Start a server that plays a row and then other acts, and a client of it."""

    def start(row: Row, *then: Act) -> tuple[asana.Client, FaultServer]:
        if row.stalls:
            first_timeout(0.2)
        return connect(row.act, *then)

    return start


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row.number} {row.name:.40}")
def test_row(play: Connect, sleeps: Sleeps, row: Row, method: str) -> None:
    client, server = play(row, DONE)
    expected = row.follows[{"GET": 0, "POST": 1}.get(method, 2)]
    if expected in ("T", "A"):
        kind = row.kind if expected == "T" else error.UnknownOutcomeError
        with pytest.raises(error.AsanaError) as caught:
            send(client, method)
        assert type(caught.value) is kind
        assert (caught.value.method, caught.value.path) == (method, "/things/1")
        server.wait_arrived(1)
        assert (len(server.requests), sleeps) == (1, [])
    elif expected == "S":
        assert send(client, method) == {}
        assert (len(server.requests), sleeps) == (1, [])
    else:
        assert send(client, method) == {"gid": "1"}
        assert sleeps == {"R": [1.0], "W": [TOLD], "F": []}[expected]
        assert [request.method for request in server.requests] == [method] * 2
        assert server.requests[0].body == server.requests[1].body


UNCLEAR = [row for row in ROWS if row.follows.startswith("RA")]


@pytest.mark.parametrize("option", ["idempotent", "retry_writes"])
@pytest.mark.parametrize("row", UNCLEAR, ids=lambda row: f"row {row.number} {row.name}")
def test_an_unclear_post_is_resent_when_told_that_it_may(
    play: Connect, sleeps: Sleeps, row: Row, option: str
) -> None:
    client, server = play(row, DONE)
    assert send(client, "POST", **{option: True}) == {"gid": "1"}
    assert len(server.requests) == 2


@pytest.mark.parametrize("row", UNCLEAR, ids=lambda row: f"row {row.number} {row.name}")
def test_an_unknown_outcome_is_nothing_that_code_would_resend(
    play: Connect, sleeps: Sleeps, row: Row
) -> None:
    client, _ = play(row)
    with pytest.raises(error.UnknownOutcomeError) as caught:
        send(client, "POST")
    assert isinstance(caught.value.cause, error.RetryableAsanaError)
    assert not isinstance(caught.value, error.RetryableAsanaError | requests.RequestException)


@pytest.mark.parametrize("method", METHODS)
def test_row_1_connection_refused(sleeps: Sleeps, method: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = asana.Client.access_token(TOKEN, base_url=f"http://127.0.0.1:{port}", max_retries=2)
    with pytest.raises(error.ConnectionFailedError, match="refused") as caught:
        send(client, method)
    assert isinstance(caught.value, requests.ConnectionError)
    assert caught.value.sent is False
    assert len(sleeps) == 2


@pytest.mark.parametrize("method", METHODS)
def test_row_1_name_not_found(sleeps: Sleeps, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    client = asana.Client.access_token(TOKEN, max_retries=1)
    with pytest.raises(error.ConnectionFailedError, match="Name or service not known"):
        send(client, method)
    assert len(sleeps) == 1


@pytest.mark.parametrize("method", METHODS)
def test_row_2_connect_timeout(
    sleeps: Sleeps, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: Any) -> Any:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket.socket, "connect", connect)
    client = asana.Client.access_token(TOKEN, base_url="http://127.0.0.1:9", max_retries=1)
    with pytest.raises(error.ConnectTimeoutError) as caught:
        send(client, method)
    assert isinstance(caught.value, requests.ConnectTimeout)
    assert len(sleeps) == 1


@pytest.mark.parametrize("method", METHODS)
def test_row_5_a_proxy_that_says_407(connect: Connect, sleeps: Sleeps, method: str) -> None:
    client, proxy = connect(reply(407))
    secret = f"http://me:s3cret@127.0.0.1:{proxy.port}"
    client.options["base_url"] = "https://asana.invalid"
    with pytest.raises(error.ProxyFailedError) as caught:
        send(client, method, proxies={"https": secret})
    assert isinstance(caught.value, requests.exceptions.ProxyError)
    assert "s3cret" not in str(caught.value)
    assert (len(proxy.requests), sleeps) == (1, [])


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_row_6_reset_while_the_body_goes_up(
    sleeps: Sleeps, serve: Callable[..., FaultServer], method: str
) -> None:
    greeted: list[int] = []

    def break_off_the_first(sock: socket.socket, over: Any) -> socket.socket | None:
        greeted.append(1)
        if len(greeted) > 1:
            return sock
        sock.recv(1000)
        faults.Wire(sock, over).reset()
        return None

    server = serve(DONE, greet=break_off_the_first)
    base_url = server.base_url.replace("https", "http")
    client = asana.Client.access_token(TOKEN, base_url=base_url)
    large = {"notes": "x" * 8_000_000}
    if method == "POST":
        with pytest.raises(error.UnknownOutcomeError):
            client.post("/things", large)
        assert (server.requests, len(greeted)) == ([], 1)
    else:
        assert client.put("/things/1", large) == {"gid": "1"}
        assert len(server.requests) == 1


def test_row_9_a_connection_found_closed_is_not_used(connect: Connect) -> None:
    done_and_closed = faults.raw(START + b'Content-Length: 11\r\n\r\n{"data":{}}')
    client, server = connect(done_and_closed)
    for _ in range(3):
        client.post("/things", {})
        server.wait_closed()
    assert server.connections == 3


DRIPS = {
    "in the head": (START, b"X"),
    "in the body": faults.SLOW_BODY,
    "in a chunk": (START + b"Transfer-Encoding: chunked\r\n\r\n", b"1"),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS.keys())
@pytest.mark.parametrize("method", METHODS)
def test_row_11_a_byte_now_and_then_ends_at_the_deadline(
    connect: Connect, advance: Callable[[float], None], method: str, drip: tuple[bytes, bytes]
) -> None:
    client, server = connect(faults.drip(*drip, advance), deadline=10)
    expected = error.UnknownOutcomeError if method == "POST" else error.DeadlineExceededError
    with pytest.raises(expected):
        send(client, method)
    assert len(server.requests) == 1


def test_row_22_retry_after_may_be_a_date(connect: Connect, sleeps: Sleeps) -> None:
    for seconds in (60, -60):
        date = formatdate(time.time() + seconds, usegmt=True)
        client, _ = connect(failure(429, Retry_After=date), DONE)
        send(client, "POST")
    assert 50 < sleeps[0] <= 60
    assert sleeps[1] == 1.0  # a time in the past means backoff


@pytest.mark.parametrize("method", METHODS)
def test_row_23_the_time_told_is_on_the_error(connect: Connect, method: str) -> None:
    client, _ = connect(failure(429, Retry_After="3600"))
    with pytest.raises(error.RateLimitEnforcedError) as caught:
        send(client, method)
    assert caught.value.retry_after == 3600


YEARS = ["901", "9" * 9, "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"]


@pytest.mark.parametrize("value", YEARS)
@pytest.mark.parametrize("method", METHODS)
def test_row_47_without_a_deadline_a_wait_has_an_end(
    connect: Connect, sleeps: Sleeps, method: str, value: str
) -> None:
    client, server = connect(failure(429, Retry_After=value), deadline=None)
    with pytest.raises(error.RateLimitEnforcedError) as caught:
        send(client, method)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > client.MAX_WAIT
    assert (sleeps, len(server.requests)) == ([], 1)


@pytest.mark.parametrize("value", YEARS)
def test_row_47_an_upload_and_a_download_do_not_wait_for_years(
    connect: Connect, sleeps: Sleeps, value: str
) -> None:
    client, server = connect(failure(429, Retry_After=value))
    with pytest.raises(error.RateLimitEnforcedError):
        client.attachments.create_on_task("1", b"x", "a.txt")
    with pytest.raises(error.RateLimitEnforcedError):
        client.download(server.base_url, io.BytesIO())
    assert sleeps == []


def test_the_longest_wait_is_a_setting(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(failure(429, Retry_After="1000"), DONE, deadline=None)
    client.MAX_WAIT = 1001
    assert client.get("/x") == {"gid": "1"}
    assert sum(sleeps) >= 1000


@pytest.mark.parametrize("method", METHODS)
def test_row_48_each_redirect_is_relative_to_the_one_before(connect: Connect, method: str) -> None:
    client, server = connect(
        reply(307, Location="/api/1.0/moved/2"), reply(308, Location="3"), DONE
    )
    send(client, method)
    assert [request.target for request in server.requests] == [
        "/api/1.0/things/1",
        "/api/1.0/moved/2",
        "/api/1.0/moved/3",
    ]


@pytest.mark.parametrize("method", METHODS)
def test_row_24_a_rate_limit_for_ever_ends_at_max_retries(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(429), max_retries=3)
    with pytest.raises(error.RateLimitEnforcedError):
        send(client, method)
    assert len(server.requests) == 4
    assert sleeps == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("method", METHODS)
def test_row_29_a_bomb_is_not_unpacked(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(response, "BODY_CAP", 1_000_000)
    bomb = gzip.compress(b'{"data": "' + b" " * 10_000_000 + b'"}')
    client, _ = connect(reply(200, bomb, Content_Encoding="gzip"))
    expected = Invalid if method == "GET" else error.UnknownOutcomeError
    with pytest.raises(expected, match="larger than 1000000 bytes"):
        send(client, method)


MEASURE = """
import sys, asana
from tests.memory import peak
client = asana.Client(base_url=sys.argv[1])
client.get("/warm-up")
before = peak()
try:
    client.get("/bomb")
except asana.error.InvalidResponseError as error:
    print(peak() - before, error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
def test_row_29_300_mb_from_300_kb_stay_within_the_cap(serve: Callable[..., FaultServer]) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    server = serve(DONE, reply(200, bomb, Content_Encoding="gzip"))
    size, _, words = memory.output_of(MEASURE, server.base_url).partition(" ")
    assert int(size) < 1.5 * response.BODY_CAP
    assert "larger than" in words


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_last_failure_is_raised_in_the_end(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(500), max_retries=2)
    with pytest.raises(error.ServerError) as caught:
        send(client, method)
    assert (caught.value.phrase, caught.value.status) == ("6 sad squid", 500)
    assert len(server.requests) == 3


def test_senseless_success_of_an_idempotent_post_is_resent(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, _ = connect(reply(200, b"<html>"), DONE)
    assert send(client, "POST", idempotent=True) == {"gid": "1"}


def test_retry_writes_does_not_repeat_what_was_answered(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(reply(200, b"<html>"), DONE)
    with pytest.raises(error.UnknownOutcomeError):
        send(client, "POST", retry_writes=True)
    assert len(server.requests) == 1


def test_the_status_counts_though_the_explanation_is_cut(connect: Connect, sleeps: Sleeps) -> None:
    cut = faults.raw(b"HTTP/1.1 429 X\r\nRetry-After: 3\r\nContent-Length: 99\r\n\r\n{")
    client, _ = connect(cut, DONE)
    assert send(client, "POST") == {"gid": "1"}
    assert sleeps == [3.0]


def test_a_delete_that_was_done_though_its_answer_was_lost(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, _ = connect(reset, failure(404))
    assert send(client, "DELETE") == {}


def test_a_delete_of_nothing_is_still_an_error(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(failure(429, Retry_After="1"), failure(404))
    with pytest.raises(error.NotFoundError):
        send(client, "DELETE")


# -- redirects


def test_the_token_goes_along_on_its_own_origin(connect: Connect) -> None:
    client, server = connect(reply(302, Location="/elsewhere"), DONE)
    assert send(client, "GET") == {"gid": "1"}
    assert [r.target for r in server.requests] == ["/api/1.0/things/1", "/elsewhere"]
    assert server.requests[1].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", response.REDIRECTS)
def test_another_origin_gets_nothing(
    connect: Connect, serve: Callable[..., FaultServer], method: str, status: int
) -> None:
    other = serve(DONE)
    client, _ = connect(reply(status, Location=f"{other.base_url}/steal"))
    with pytest.raises(error.AsanaError, match="redirected elsewhere"):
        send(client, method)
    assert other.connections == 0


@pytest.mark.parametrize("location", ["", "http://[", "//evil.invalid/x", "http://127.0.0.1:x/"])
def test_no_redirect_to_nonsense(connect: Connect, location: str) -> None:
    client, _ = connect(reply(302, Location=location))
    with pytest.raises(Invalid):
        send(client, "GET")


def test_redirects_end(connect: Connect) -> None:
    client, server = connect(reply(302, Location="/around"))
    with pytest.raises(Invalid, match="too many redirects"):
        send(client, "GET")
    assert len(server.requests) == redirecting.MAX_REDIRECTS
