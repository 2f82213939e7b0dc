"""The layer that follows redirects, and the one that sends no writes, with a layer below."""

from typing import Any

import pytest
import requests

from asana import error
from asana._http.call import Call
from asana._http.dry import Dry, DryRun
from asana._http.multipart import Multipart
from asana._http.redirecting import Redirecting
from tests.test_request import build

REQUEST = build(path="/x?a=1")


def redirect(status: int = 307) -> Any:
    response = requests.Response()
    response.status_code = status
    return error.InvalidResponseError("redirected", status, response)


class Below:
    """Answers in turn, and records the requests."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.urls: list[str] = []

    def send(self, request: Any, call: Call) -> Any:
        assert request == REQUEST._replace(url=request.url)
        self.urls.append(request.url)
        return self.outcomes.pop(0)


def followed(*outcomes: Any, target: Any = "https://b.example") -> tuple[Any, list[str]]:
    below = Below(*outcomes)

    def find(request: Any, response: Any) -> Any:
        assert response.status_code in (301, 302, 303, 307, 308)
        return f"{target}/{len(below.urls)}" if isinstance(target, str) else target

    return Redirecting(below, find).send(REQUEST, Call(None)), below.urls


@pytest.mark.parametrize(
    "outcome",
    [{"data": {}}, None, error.ServerError(), redirect(200), redirect(304), redirect(400)],
)
def test_other_outcomes_are_final(outcome: Any) -> None:
    assert followed(outcome) == (outcome, [REQUEST.url])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(status: int) -> None:
    found, urls = followed(redirect(status), redirect(status), {"data": 1})
    assert found == {"data": 1}
    assert urls == [REQUEST.url, "https://b.example/1", "https://b.example/2"]


def test_redirects_have_an_end() -> None:
    found, urls = followed(*[redirect() for _ in range(5)])
    assert (len(urls), type(found)) == (5, error.InvalidResponseError)
    assert "too many redirects" in str(found)
    assert (found.status, found.response.content) == (307, b"")
    found, _ = followed(*[redirect() for _ in range(4)], {"data": 1})
    assert found == {"data": 1}


def test_a_redirect_that_must_not_be_followed_is_the_outcome() -> None:
    first, refusal = redirect(), redirect()
    assert followed(first, target=None) == (first, [REQUEST.url])
    assert followed(first, target=refusal) == (refusal, [REQUEST.url])


def test_a_body_that_cannot_be_rewound_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Call, "rewind", lambda self, request: request != REQUEST)
    first = redirect()
    assert followed(first) == (first, [REQUEST.url])


# -- requests that are not sent


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (None, None),
        (b'{"data": {"a": "\xc3\xa9"}}', {"data": {"a": "é"}}),
        (Multipart([]), {"parent": "1", "file": "…"}),
    ],
)
@pytest.mark.parametrize("below", [None, Below()])
def test_a_write_is_handed_over(below: Any, body: Any, shown: Any) -> None:
    request = REQUEST._replace(method="PUT", body=body, fields={"parent": "1"})
    with pytest.raises(DryRun) as caught:
        Dry(below).send(request, Call(None))
    assert str(caught.value) == f"PUT {REQUEST.url} was not sent"
    assert caught.value.request == {"method": "PUT", "url": REQUEST.url, "body": shown}


def test_a_read_is_sent_if_there_is_a_layer() -> None:
    assert Dry(Below({"data": 1})).send(REQUEST, Call(None)) == {"data": 1}
    with pytest.raises(DryRun):
        Dry().send(REQUEST, Call(None))
