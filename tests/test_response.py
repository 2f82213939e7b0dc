"""Responses: bodies of limited size, errors without secrets, and redirects."""

import gzip
import io
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from typing import Any
from unittest.mock import Mock

import pytest
import requests

import asana
from asana import error
from asana._http import response
from asana._http.caller import CallerError
from tests import faults
from tests.faults import FaultServer, failure, reply
from tests.layers import request_of

Connect = Callable[..., tuple[asana.Client, FaultServer]]

CAP = 64 * 1024 * 1024  # as in docs/explanation/reliability.md
SECRET = "s" * 32


def answer(status: int, body: bytes = b"", /, **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made.raw = io.BytesIO(body)
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


def outcome(status: int, body: bytes | None, method: str = "GET", **headers: str) -> Any:
    return response.outcome_of(request_of(method), answer(status, **headers), body)


class Sized(io.BytesIO):
    """A body whose length is known in advance."""

    @property
    def length_remaining(self) -> int:
        return len(self.getvalue())


@pytest.mark.parametrize("kind", [io.BytesIO, Sized])
@pytest.mark.parametrize(("size", "read"), [(CAP, True), (CAP + 1, False)])
def test_a_body_may_have_64_mib(kind: type[io.BytesIO], size: int, read: bool) -> None:
    made = answer(200)
    made.raw = kind(bytes(size))
    found = response.read_body(made)
    assert (found is not None and len(found)) == (read and size)


@pytest.mark.parametrize(
    ("status", "kind"), [(399, error.NetworkError), (400, error.InvalidRequestError)]
)
def test_a_refusal_counts_though_its_explanation_is_cut(
    connect: Connect, status: int, kind: type[error.AsanaError]
) -> None:
    client, _ = connect(faults.raw(b"HTTP/1.1 %d No\r\nContent-Length: 99\r\n\r\n{" % status))
    with pytest.raises(kind):
        client.get("/x", max_retries=0)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (199, "another protocol"),
        (200, None),
        (299, None),
        (300, "redirected elsewhere"),
        (399, "redirected elsewhere"),
    ],
)
def test_only_a_status_of_2xx_is_a_success(status: int, words: str | None) -> None:
    found = outcome(status, b'{"data": 1}')
    if words is None:
        assert found == {"data": 1}
    else:
        assert isinstance(found, error.InvalidResponseError)
        assert (found.message, found.status) == (f"Invalid Response: {words}", status)


def test_from_400_on_it_is_the_error_of_the_status() -> None:
    found = outcome(400, b'{"errors": [{"message": "no"}]}')
    assert type(found) is error.InvalidRequestError
    assert found.message == "Invalid Request: no"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, f"larger than {CAP} bytes"),
        (b" ", "empty"),
        (b"<html>", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "no data"),
        (b'{"date": 1}', "no data"),
        (b'{"data": 1, "errors": [{}]}', "no data"),
    ],
    ids=["large", "empty", "html", "too deep", "list", "other", "errors"],
)
def test_a_success_has_data(body: bytes | None, words: str) -> None:
    assert outcome(200, body).message == f"Invalid Response: {words}"


@pytest.mark.parametrize(
    ("method", "empty"), [("GET", None), ("POST", None), ("PUT", {}), ("DELETE", {})]
)
def test_only_what_may_be_repeated_may_be_answered_with_nothing(
    method: str, empty: dict[str, Any] | None
) -> None:
    found = outcome(200, b"", method, Content_Length="0")
    assert (found.get("data") if isinstance(found, dict) else None) == empty


@pytest.mark.parametrize(
    ("status", "headers", "lost"),
    [
        (200, {"Content_Length": "0"}, False),
        (204, {"Content_Encoding": "gzip"}, False),
        (200, {"Content_Encoding": "gzip"}, True),
        (200, {}, False),  # of an adapter: only a connection can be cut
    ],
)
def test_a_packed_body_of_nothing_is_lost(status: int, headers: dict[str, str], lost: bool) -> None:
    assert response.may_be_lost(answer(status, **headers)) is lost


@pytest.mark.parametrize(
    ("headers", "lost"),
    [
        ({}, True),
        ({"Transfer_Encoding": "chunked"}, False),
        ({"Content_Length": "5"}, False),
        ({"Content_Length": "0", "Content_Encoding": "gzip"}, False),
    ],
)
def test_a_body_that_ends_with_its_connection_may_be_lost(
    headers: dict[str, str], lost: bool
) -> None:
    made = answer(200, **headers)
    made.raw._original_response = Mock(spec=HTTPResponse)
    assert response.may_be_lost(made) is lost


@pytest.mark.parametrize("chunked", [False, True])
def test_a_packed_body_is_unpacked(connect: Connect, chunked: bool) -> None:
    body = gzip.compress(b'{"data": {"gid": "1"}}')
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
    if chunked:
        head += b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body)
        client, _ = connect(faults.raw(head + body + b"\r\n0\r\n\r\n"))
    else:
        client, _ = connect(faults.raw(head + b"Content-Length: %d\r\n\r\n" % len(body) + body))
    assert client.get("/x") == {"gid": "1"}


def test_a_body_that_makes_no_sense_tells_why() -> None:
    made = answer(200)
    made.raw = Mock(stream=Mock(side_effect=ValueError("a size of -1")), length_remaining=None)
    with pytest.raises(HTTPException, match="a size of -1"):
        response.read_body(made)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_observes_a_response_sees_no_secret_and_may_fail(method: str) -> None:
    seen: list[Any] = []

    def observe(sent: Any, received: Any) -> None:
        seen.append(dict(received))
        raise KeyError("mine")

    reader = response.Reader(observe)
    received = answer(200, b'{"data": 1}', X_Hook_Secret=SECRET)
    if method == "GET":
        with pytest.raises(CallerError) as caught:
            reader.read(request_of(method), received, None)  # type: ignore[arg-type]
        assert isinstance(caught.value.__cause__, KeyError)
    else:
        outcome = reader.read(request_of(method), received, None)  # type: ignore[arg-type]
        assert isinstance(outcome, error.UnknownOutcomeError)
        assert isinstance(outcome.cause, KeyError)
    assert {name.lower(): value for name, value in seen[0].items()} == {
        "x-hook-secret": "[redacted]"
    }


# -- downloads


def test_a_refused_download_tells_why(connect: Connect) -> None:
    client, server = connect(failure(400, "it is gone"), reply(204), reply(206, b"part"))
    with pytest.raises(error.InvalidRequestError, match="it is gone"):
        client.download(server.base_url, io.BytesIO())
    for content in (b"", b"part"):
        with pytest.raises(error.InvalidResponseError, match="no file") as caught:
            client.download(server.base_url, io.BytesIO())
        assert caught.value.response is not None
        assert caught.value.response.content == content


@pytest.mark.parametrize(("encoding", "total"), [("x-gzip", None), ("identity", 4), (" ", 4)])
def test_the_size_of_a_download_is_told_where_it_is_known(
    connect: Connect, encoding: str, total: int | None
) -> None:
    content = b"whole" if encoding == "x-gzip" else b"part"
    body = gzip.compress(content) if encoding == "x-gzip" else content
    headers = {"Content_Encoding": encoding} if encoding.strip() else {}
    client, server = connect(reply(200, body, **headers))
    told: list[Any] = []
    file = io.BytesIO()
    client.download(server.base_url, file, lambda *progress: told.append(progress))
    assert (file.getvalue(), told[-1]) == (content, (len(content), total))


def test_a_download_in_another_packing_shows_nothing_of_it(connect: Connect) -> None:
    client, server = connect(reply(200, b"x", Content_Encoding="br"))
    with pytest.raises(error.InvalidResponseError, match="unsupported Content-Encoding") as caught:
        client.download(server.base_url, io.BytesIO())
    assert caught.value.response is not None
    assert caught.value.response.content == b""


# -- redirects


def redirected(status: int, method: str, location: str | None) -> str | None:
    headers = {} if location is None else {"Location": location}
    return response.redirect_target(request_of(method), answer(status, **headers))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 309])
def test_a_redirect_is_followed_where_the_method_stays(status: int, method: str) -> None:
    kept = status in (307, 308) or (status in (301, 302, 303) and method == "GET")
    found = redirected(status, method, "/elsewhere")
    assert found == ("https://a.example/elsewhere" if kept else None)


@pytest.mark.parametrize("location", [None, "", "http://[", "https://other.example/x"])
def test_a_redirect_leads_to_its_own_origin(location: str | None) -> None:
    assert redirected(307, "GET", location) is None


def test_a_download_is_redirected_to_where_it_is_safe() -> None:
    def target(location: str) -> Any:
        return response.download_target(request_of("GET"), answer(302, Location=location))

    assert target("https://files.example/x") == "https://files.example/x"
    assert target("") is None
    for location, words in (
        ("http://files.example/x", "redirected to plain http"),
        ("https://:443/x", "redirected to plain http"),
        ("http://[", "redirected to an invalid URL"),
    ):
        assert target(location).message == f"Invalid Response: {words}"
        assert target(location).response.content == b""


# -- the content of errors


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Hook-Secret"],
)
def test_no_header_with_a_secret_is_shown(name: str) -> None:
    for spelled in (name, name.lower(), name.upper()):
        assert response.redacted({spelled: SECRET, "Via": "x"}) == {
            spelled: "[redacted]",
            "Via": "x",
        }


@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        ("POST", "/webhooks", False),
        ("POST", "/Webhooks/", False),
        ("POST", "/batch", False),
        ("POST", "/tasks", True),
        ("PUT", "/webhooks/1", True),
    ],
)
def test_of_an_answer_that_may_hold_a_secret_only_the_errors_are_shown(
    method: str, path: str, kept: bool
) -> None:
    body = b'{"X-Hook-Secret": "%s", "errors": [{"message": "no"}]}' % SECRET.encode()
    found = response.shown(method, path, body)
    assert found == (body if kept else b'{"errors": [{"message": "no"}]}')


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b"[1]", b'{"errors": []}', b"{}"])
def test_of_nonsense_that_may_hold_a_secret_nothing_is_shown(body: bytes) -> None:
    assert response.shown("POST", "/webhooks", body) == b""


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_shows_a_body_only_where_it_holds_no_secret(status: int) -> None:
    for path, content in (("/webhooks", b""), ("/tasks", SECRET.encode())):
        request = request_of("POST")._replace(path=path)
        found = response.outcome_of(request, answer(status), SECRET.encode())
        assert isinstance(found, error.AsanaError)
        assert found.response is not None
        assert found.response.content == content


def test_long_words_are_taken_for_secrets() -> None:
    body = b'{"errors": [{"message": "%s", "%s": 1, "X-Hook-Secret": "x"}]}'
    found = response.shown("POST", "/webhooks", body % (b"s" * 31, SECRET.encode()))
    assert found == (
        b'{"errors": [{"message": "%s", "[redacted]": 1, "X-Hook-Secret": "[redacted]"}]}'
        % (b"s" * 31)
    )


def made_of(body: Any) -> error.AsanaError:
    """Return the error of a response with secrets everywhere."""
    sent = requests.Request("POST", "https://me:secret@a.example/x", {"Cookie": "secret"})
    received = answer(418, Set_Cookie="secret", Via="x")
    received.request = sent.prepare()
    received.request.body = body
    received.reason, received.encoding = f"I am {SECRET}", "utf-16"
    received.url = "https://me:secret@a.example/x"
    found = response.outcome_of(request_of("POST"), received, b"short and stout")
    assert isinstance(found, error.AsanaError)
    return found


def test_an_error_carries_a_copy_of_the_response_without_secrets() -> None:
    copy = made_of(b"sent").response
    assert copy is not None
    assert (copy.status_code, copy.reason) == (418, "I am [redacted]")
    assert (copy.url, copy.encoding) == ("https://[redacted]@a.example/x", "utf-16")
    assert copy.content == b"short and stout"
    assert copy.headers == {"set-cookie": "[redacted]", "via": "x"}
    assert (copy.request.method, copy.request.url) == ("POST", "https://[redacted]@a.example/x")
    assert copy.request.headers["cookie"] == "[redacted]"


def test_an_error_of_a_response_without_a_url_and_a_body_has_none() -> None:
    received = answer(200)
    received.request = requests.PreparedRequest()
    found = response.outcome_of(request_of("GET"), received, None)
    assert isinstance(found, error.AsanaError)
    assert found.response is not None
    assert (found.response.url, found.response.content) == ("", b"")
    assert found.response.request.url == ""


@pytest.mark.parametrize(("body", "kept"), [(b"x", b"x"), ("x", "x"), (io.BytesIO(b"x"), None)])
def test_an_error_carries_no_file(body: Any, kept: Any) -> None:
    copy = made_of(body).response
    assert copy is not None
    assert copy.request.body == kept


def test_what_fails_after_a_write_leaves_its_outcome_open() -> None:
    cause = requests.RequestException("late", request=requests.Request(), response=answer(200))
    made = response.unexpected(cause, request_of("POST"))
    assert made.cause is cause
    assert (cause.request, cause.response) == (None, None)
    with pytest.raises(KeyError):
        response.unexpected(KeyError("x"), request_of("GET"))
