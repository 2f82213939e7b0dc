"""What the client does when the wire fails, for each kind of method, on real sockets."""

import gzip
import json
import logging
import pickle
import socket
import time
import traceback
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest
import requests

import asana
from asana import error, transport
from tests import faults
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, data, failure, hang_up, reply, reset

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Sleeps = list[float]

DONE = data({"gid": "1"})
METHODS = ("GET", "POST", "PUT", "DELETE")


def send(client: asana.Client, method: str, **options: Any) -> Any:
    return client.request(method, "/things/1", **options)


# Failures after which it is unclear whether the request took effect.
UNCLEAR: dict[str, Act] = {
    "reset after the request": reset,
    "closed with no response": hang_up,
    "2xx head, then closed": faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"),
    "body shorter than Content-Length": faults.raw(
        b'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"data":{}}'
    ),
    "chunked body cut": faults.raw(
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"data":{}}\r\n'
    ),
    "500 with phrase": failure(500),
    "502 with an HTML body": reply(502, b"<html>Bad Gateway</html>"),
    "503 without Retry-After": failure(503),
    "504 with an HTML body": reply(504, b"<html>Gateway Timeout</html>"),
    "520": reply(520),
    "598": reply(598),
}


@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR.keys())
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_unclear_failure_is_resent_where_repeating_is_safe(
    connect: Connect, sleeps: Sleeps, method: str, fault: Act
) -> None:
    client, server = connect(fault, fault, DONE)
    assert send(client, method) == {"gid": "1"}
    assert len(server.requests) == 3
    assert sleeps == [1.0, 2.0]


@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_unclear_post_is_never_resent(connect: Connect, sleeps: Sleeps, fault: Act) -> None:
    client, server = connect(fault, DONE)
    with pytest.raises(error.UnknownOutcomeError) as caught:
        send(client, "POST")
    assert len(server.requests) == 1
    assert sleeps == []
    assert isinstance(caught.value.cause, error.RetryableAsanaError)
    assert not isinstance(caught.value, error.RetryableAsanaError)
    assert (caught.value.method, caught.value.path) == ("POST", "/things/1")


@pytest.mark.parametrize("option", ["idempotent", "retry_writes"])
@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_unclear_post_is_resent_when_told_that_it_may(
    connect: Connect, sleeps: Sleeps, fault: Act, option: str
) -> None:
    client, server = connect(fault, DONE)
    assert send(client, "POST", **{option: True}) == {"gid": "1"}
    assert len(server.requests) == 2


@pytest.mark.parametrize("method", METHODS)
def test_no_byte_until_the_read_timeout(connect: Connect, sleeps: Sleeps, method: str) -> None:
    client, server = connect(faults.silence, DONE, timeout=0.1)
    if method == "POST":
        with pytest.raises(error.UnknownOutcomeError) as caught:
            send(client, method)
        assert isinstance(caught.value.cause, requests.ReadTimeout)
    else:
        assert send(client, method) == {"gid": "1"}
    assert len(server.requests) == (1 if method == "POST" else 2)


@pytest.mark.parametrize("method", METHODS)
def test_head_then_a_stall(connect: Connect, sleeps: Sleeps, method: str) -> None:
    stall = faults.then_silence(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n")
    client, _ = connect(stall, DONE, timeout=0.1)
    if method == "POST":
        with pytest.raises(error.UnknownOutcomeError):
            send(client, method)
    else:
        assert send(client, method) == {"gid": "1"}


DRIPS = {
    "in the head": faults.drip(b"HTTP/1.1 200 OK\r\n", b"X"),
    "in the body": faults.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" "),
    "in a chunk": faults.drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1"),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS.keys())
@pytest.mark.parametrize("method", METHODS)
def test_a_byte_now_and_then_ends_at_the_deadline(connect: Connect, method: str, drip: Act) -> None:
    client, server = connect(drip, deadline=0.2)
    expected = error.UnknownOutcomeError if method == "POST" else error.DeadlineExceededError
    with pytest.raises(expected):
        send(client, method)
    assert len(server.requests) == 1


@pytest.mark.parametrize("method", METHODS)
def test_refused_connection_is_tried_again_by_every_method(sleeps: Sleeps, method: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = asana.Client.access_token(TOKEN, base_url=f"http://127.0.0.1:{port}", max_retries=2)
    with pytest.raises(error.ConnectionFailedError, match="refused") as caught:
        send(client, method)
    assert isinstance(caught.value, requests.ConnectionError)
    assert caught.value.sent is False
    assert len(sleeps) == 2


@pytest.mark.parametrize("method", METHODS)
def test_rate_limit_is_waited_out_by_every_method(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(429, Retry_After="7"), failure(429, Retry_After="2.5"), DONE)
    assert send(client, method) == {"gid": "1"}
    assert sleeps == [7.0, 2.5]
    assert len(server.requests) == 3


@pytest.mark.parametrize("value", ["-5", "abc", "nan", "inf", "0", "", "1e3", "٣", "9" * 400])
def test_senseless_retry_after_means_backoff(connect: Connect, sleeps: Sleeps, value: str) -> None:
    head = f"HTTP/1.1 429 X\r\nContent-Length: 0\r\nRetry-After: {value}\r\n\r\n"
    client, _ = connect(faults.raw(head.encode(), keep=True), DONE)
    assert send(client, "POST") == {"gid": "1"}
    assert sleeps == [1.0]


def test_retry_after_may_be_a_date(connect: Connect, sleeps: Sleeps) -> None:
    future = formatdate(time.time() + 60, usegmt=True)
    client, _ = connect(failure(429, Retry_After=future), DONE)
    send(client, "POST")
    assert 50 < sleeps[0] <= 60


def test_retry_after_a_date_in_the_past_means_backoff(connect: Connect, sleeps: Sleeps) -> None:
    past = formatdate(time.time() - 60, usegmt=True)
    client, _ = connect(failure(429, Retry_After=past), DONE)
    send(client, "POST")
    assert sleeps == [1.0]


def test_rate_limit_without_retry_after_is_waited_out_by_backoff(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, _ = connect(failure(429), failure(429), failure(429), DONE)
    send(client, "POST")
    assert sleeps == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("method", METHODS)
def test_retry_after_beyond_the_deadline_is_raised_at_once(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(429, Retry_After="3600"))
    with pytest.raises(error.RateLimitEnforcedError) as caught:
        send(client, method)
    assert caught.value.retry_after == 3600
    assert sleeps == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("method", METHODS)
def test_rate_limit_for_ever_ends_at_max_retries(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(429, Retry_After="1"), max_retries=3)
    with pytest.raises(error.RateLimitEnforcedError):
        send(client, method)
    assert len(server.requests) == 4


def test_503_with_retry_after_is_waited_out(connect: Connect, sleeps: Sleeps) -> None:
    for method in ("GET", "PUT", "DELETE"):
        client, _ = connect(failure(503, Retry_After="9"), DONE)
        assert send(client, method) == {"gid": "1"}
    assert sleeps == [9.0, 9.0, 9.0]


def test_503_with_retry_after_leaves_a_post_open(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(failure(503, Retry_After="9"))
    with pytest.raises(error.UnknownOutcomeError):
        send(client, "POST")
    assert len(server.requests) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_last_failure_is_raised_in_the_end(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(failure(500), max_retries=2)
    with pytest.raises(error.ServerError) as caught:
        send(client, method)
    assert caught.value.phrase == "6 sad squid"
    assert caught.value.status == 500
    assert len(server.requests) == 3


SENSELESS: dict[str, Act] = {
    "HTML": reply(200, b"<html>Sign in to the wireless network</html>"),
    "bad UTF-8": reply(200, b'{"data": "\xff"}'),
    "a JSON list": reply(200, b"[]"),
    "no data": reply(200, b'{"neither": 1}'),
    "errors in a success": reply(200, b'{"errors": [{"message": "not really"}]}'),
    "errors beside data": reply(200, b'{"data": {}, "errors": [{"message": "not really"}]}'),
    "JSON too deep": reply(200, b"[" * 100_000),
    "bad gzip": reply(200, b"not gzip", Content_Encoding="gzip"),
}


@pytest.mark.parametrize("answer", SENSELESS.values(), ids=SENSELESS.keys())
@pytest.mark.parametrize("method", METHODS)
def test_success_that_makes_no_sense(
    connect: Connect, sleeps: Sleeps, method: str, answer: Act
) -> None:
    client, server = connect(answer, DONE)
    expected = error.InvalidResponseError if method == "GET" else error.UnknownOutcomeError
    with pytest.raises(expected):
        send(client, method)
    assert len(server.requests) == 1


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


@pytest.mark.parametrize("empty", [reply(204), reply(200), reply(200, b" \n")])
def test_empty_answer(connect: Connect, empty: Act) -> None:
    for method in ("PUT", "DELETE"):
        client, _ = connect(empty)
        assert send(client, method) == {}
    for method, expected in (
        ("GET", error.InvalidResponseError),
        ("POST", error.UnknownOutcomeError),
    ):
        client, _ = connect(empty)
        with pytest.raises(expected):
            send(client, method)


@pytest.mark.parametrize("method", METHODS)
def test_a_bomb_is_not_unpacked(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(transport, "BODY_CAP", 1_000_000)
    bomb = gzip.compress(b'{"data": "' + b" " * 10_000_000 + b'"}')
    client, _ = connect(reply(200, bomb, Content_Encoding="gzip"))
    expected = error.InvalidResponseError if method == "GET" else error.UnknownOutcomeError
    with pytest.raises(expected, match="larger than 1000000 bytes"):
        send(client, method)


REFUSALS = {
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
}


@pytest.mark.parametrize("status", REFUSALS)
@pytest.mark.parametrize("method", METHODS)
def test_refusal_is_final(connect: Connect, sleeps: Sleeps, method: str, status: int) -> None:
    client, server = connect(failure(status, "project: Missing input"))
    with pytest.raises(error.AsanaError, match="project: Missing input") as caught:
        send(client, method)
    assert type(caught.value) is REFUSALS[status]
    assert caught.value.status == status
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_read_follows_a_redirect_on_its_origin(connect: Connect, status: int) -> None:
    client, server = connect(reply(status, Location="/elsewhere"), DONE)
    assert send(client, "GET") == {"gid": "1"}
    assert [r.target for r in server.requests] == ["/api/1.0/things/1", "/elsewhere"]
    assert server.requests[1].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [307, 308])
def test_a_write_follows_a_redirect_that_keeps_its_method(
    connect: Connect, method: str, status: int
) -> None:
    client, server = connect(reply(status, Location="/elsewhere"), DONE)
    assert send(client, method) == {"gid": "1"}
    assert [r.method for r in server.requests] == [method, method]
    assert server.requests[0].body == server.requests[1].body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_write_that_is_redirected_may_have_been_done(
    connect: Connect, method: str, status: int
) -> None:
    client, server = connect(reply(status, Location="/elsewhere"))
    with pytest.raises(error.UnknownOutcomeError):
        send(client, method)
    assert len(server.requests) == 1


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", [307, 308])
def test_no_redirect_to_another_origin(
    connect: Connect, serve: Callable[..., FaultServer], method: str, status: int
) -> None:
    other = serve(DONE)
    client, _ = connect(reply(status, Location=f"{other.base_url}/steal"))
    with pytest.raises(error.InvalidResponseError, match="redirected elsewhere"):
        send(client, method)
    assert other.connections == 0


@pytest.mark.parametrize("location", ["", "http://[", "//evil.invalid/x", "http://127.0.0.1:x/"])
def test_no_redirect_to_nonsense(connect: Connect, location: str) -> None:
    client, _ = connect(reply(302, Location=location))
    with pytest.raises(error.InvalidResponseError):
        send(client, "GET")


def test_redirects_end(connect: Connect) -> None:
    client, server = connect(reply(302, Location="/around"))
    with pytest.raises(error.InvalidResponseError, match="too many redirects"):
        send(client, "GET")
    assert len(server.requests) == transport.MAX_REDIRECTS


# -- what must not leak


def everything_reachable(root: Any) -> str:
    """Write down all that an exception leads to, attribute by attribute."""
    seen: set[int] = set()
    found: list[str] = []
    todo = [root]
    while todo:
        item = todo.pop()
        if id(item) in seen or isinstance(item, type | type(time)):
            continue
        seen.add(id(item))
        found.append(repr(item))
        if isinstance(item, dict):
            todo += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple | set):
            todo += item
        todo += list(getattr(item, "__dict__", {}).values())
        if isinstance(item, BaseException):
            todo += [item.args, item.__cause__, item.__context__]
    return "\n".join(found)


@pytest.mark.parametrize("fault", [failure(400), failure(500), reset, reply(200, b"<html>")])
@pytest.mark.parametrize("method", METHODS)
def test_an_error_holds_no_secret(
    connect: Connect, sleeps: Sleeps, caplog: pytest.LogCaptureFixture, method: str, fault: Act
) -> None:
    caplog.set_level(logging.DEBUG)
    client, server = connect(fault, max_retries=1)
    with pytest.raises(asana.AsanaError) as caught:
        send(client, method)
    assert TOKEN in server.requests[0].headers["authorization"]
    failed = caught.value
    assert TOKEN not in everything_reachable(failed)
    assert TOKEN not in "".join(traceback.format_exception(failed))
    assert TOKEN not in caplog.text
    assert TOKEN.encode() not in pickle.dumps(failed)
    assert TOKEN not in repr(client) + repr(client.session) + repr(client.session.auth)


def test_an_error_pickles_whole(connect: Connect) -> None:
    client, _ = connect(failure(404, "task: Unknown object: 1"))
    with pytest.raises(error.NotFoundError) as caught:
        send(client, "GET")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is error.NotFoundError
    assert str(copy) == str(caught.value) == "Not Found: task: Unknown object: 1"
    assert copy.response.json() == caught.value.response.json()  # type: ignore[union-attr]
    assert (copy.method, copy.path, copy.status) == ("GET", "/things/1", 404)


def test_an_error_carries_the_scrubbed_request(connect: Connect) -> None:
    client, _ = connect(failure(400, Set_Cookie="session=1", X_Id="7"))
    with pytest.raises(error.InvalidRequestError) as caught:
        client.post("/things", {"name": "x"})
    response = caught.value.response
    assert response is not None
    assert response.headers["x-id"] == "7"
    assert response.headers["set-cookie"] == "[redacted]"
    assert response.request.headers["Authorization"] == "[redacted]"
    assert json.loads(response.request.body or b"") == {"data": {"name": "x"}}


def test_each_attempt_and_each_wait_is_logged(
    connect: Connect, sleeps: Sleeps, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="asana")
    client, _ = connect(failure(429, Retry_After="7"), DONE)
    client.get("/things/1", assignee="me@example.com")
    assert [r.levelname for r in caplog.records if r.name == "asana"] == ["DEBUG", "INFO", "DEBUG"]
    assert "GET /things/1 again in 7 s" in caplog.text
    assert "me@example.com" not in "".join(
        r.getMessage() for r in caplog.records if r.name == "asana"
    )


# -- sessions that are not ours


class CountingSession(requests.Session):
    """A user's own session, which must be used as its author meant it."""

    calls = 0

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.calls += 1
        return super().send(request, **kwargs)


def test_a_session_with_its_own_send_is_called_through_it(
    serve: Callable[..., FaultServer], sleeps: Sleeps
) -> None:
    server = serve(failure(500), DONE)
    session = CountingSession()
    client = asana.Client(session, auth=("user", "pass"), base_url=server.base_url)
    assert client.post("/things", {"name": "x"}, retry_writes=True) == {"gid": "1"}
    assert session.calls == 2
    assert server.requests[1].json == {"data": {"name": "x"}}
    assert server.requests[1].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize("own", ["params", "hooks", "cookies"])
def test_what_only_requests_applies_is_applied(serve: Callable[..., FaultServer], own: str) -> None:
    server = serve(DONE)
    session = requests.Session()
    seen: list[int] = []
    if own == "params":
        session.params = {"team": "1"}
    elif own == "hooks":
        session.hooks["response"].append(lambda r, **_: seen.append(r.status_code))
    else:
        session.cookies.set("c", "1")
    asana.Client(session, base_url=server.base_url).get("/things/1")
    request = server.requests[0]
    assert {
        "params": request.target.endswith("?team=1"),
        "hooks": seen == [200],
        "cookies": request.headers.get("cookie") == "c=1",
    }[own]


def test_netrc_never_replaces_the_credentials(
    serve: Callable[..., FaultServer], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(DONE)
    bearer = {"Authorization": "Bearer mine"}
    asana.Client.access_token("mine", base_url=server.base_url).get("/things/1")
    asana.Client(CountingSession(), base_url=server.base_url, headers=bearer).get("/things/1")
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer mine"] * 2


def test_proxies_of_the_environment_are_used(
    serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(DONE)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "")
    asana.Client(base_url="http://asana.invalid/api/1.0").get("/things/1")
    assert proxy.requests[0].target == "http://asana.invalid/api/1.0/things/1"


def test_a_proxy_that_says_407(connect: Connect, sleeps: Sleeps) -> None:
    client, proxy = connect(reply(407))
    secret = f"http://me:s3cret@127.0.0.1:{proxy.port}"
    with pytest.raises(error.ProxyFailedError) as caught:
        client.get("/x", base_url="https://asana.invalid", proxies={"https": secret})
    assert isinstance(caught.value, requests.exceptions.ProxyError)
    assert "s3cret" not in everything_reachable(caught.value)
    assert len(proxy.requests) == 1


def test_a_proxy_that_is_none_is_a_mistake(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(DONE)
    with pytest.raises(error.AsanaError, match="Not Sent"):
        client.get("/x", proxies={"http": "http://:1"})
    assert sleeps == []


def test_a_connection_found_closed_is_not_used(connect: Connect) -> None:
    done_and_closed = faults.raw(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":{}}')
    client, server = connect(done_and_closed)
    for _ in range(3):
        client.post("/things", {})
        server.wait_closed()
    assert server.connections == 3


def test_a_connection_is_used_again(connect: Connect) -> None:
    client, server = connect(DONE)
    for _ in range(3):
        client.post("/things", {})
    assert server.connections == 1
