"""What a response turns into: a body within bounds, an error without secrets, or a redirect."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import requests

import asana
from asana import error
from asana._http import response
from tests import faults
from tests.faults import FaultServer
from tests.layers import request_of

Connect = Callable[..., tuple[asana.Client, FaultServer]]

CAP = 64 * 1024 * 1024  # as docs/reliability.md has it
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
    """A body whose length is known before it is read."""

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
        (200, {}, False),  # of an adapter: only the wire can be cut
    ],
)
def test_a_packed_body_of_nothing_is_lost(status: int, headers: dict[str, str], lost: bool) -> None:
    assert response.may_be_lost(answer(status, **headers)) is lost


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
        ("http://[", "redirected to what is no URL"),
    ):
        assert target(location).message == f"Invalid Response: {words}"


# -- what an error may show


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


def test_long_words_are_taken_for_secrets() -> None:
    body = b'{"errors": [{"message": "%s", "%s": 1, "X-Hook-Secret": "x"}]}'
    found = response.shown("POST", "/webhooks", body % (b"s" * 31, SECRET.encode()))
    assert found == (
        b'{"errors": [{"message": "%s", "[redacted]": 1, "X-Hook-Secret": "[redacted]"}]}'
        % (b"s" * 31)
    )


def made_of(body: Any) -> error.AsanaError:
    """Return the error of a response that came with everything."""
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
