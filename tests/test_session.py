"""Bearer sessions: the token goes to one origin, and nowhere else."""

from typing import Any

import pytest
import requests

from asana.session import BearerAuth, BearerSession, origin, token_text


def authorized(url: str) -> str | None:
    prepared = requests.Request("GET", url).prepare()
    return BearerAuth("token", "https://app.asana.com/api/1.0")(prepared).headers.get(
        "Authorization"
    )


@pytest.mark.parametrize(
    "url", ["https://app.asana.com/x", "https://app.asana.com:443/", "https://APP.asana.com/x"]
)
def test_the_token_goes_to_the_origin_of_the_base_url(url: str) -> None:
    assert authorized(url) == "Bearer token"


@pytest.mark.parametrize(
    "url",
    [
        "http://app.asana.com/x",
        "https://app.asana.com:8443/x",
        "https://asana.com/x",
        "https://app.asana.com.evil.invalid/x",
        "https://evil.invalid/https://app.asana.com/",
        "https://app.asana.com@evil.invalid/",
    ],
)
def test_the_token_goes_nowhere_else(url: str) -> None:
    assert authorized(url) is None


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://A.example/x") == ("https", "a.example", 443)
    assert origin("http://a.example:8080") == ("http", "a.example", 8080)


@pytest.mark.parametrize("token", [" 0/abc\n", b"0/abc", "0/abc"])
def test_a_token_is_taken_without_the_white_space_of_its_file(token: Any) -> None:
    assert token_text(token) == "0/abc"
    assert BearerSession(token, "https://a.example").token == {"access_token": "0/abc"}


@pytest.mark.parametrize("token", ["", " ", "a b", "a\r\nX: b", "a\x00", "zażółć"])
def test_what_is_no_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ValueError, match="access token") as caught:
        token_text(token)
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize("token", [None, 5, {"access_token": "x"}])
def test_a_token_is_a_string(token: Any) -> None:
    with pytest.raises(TypeError, match="an access token is a string"):
        token_text(token)
