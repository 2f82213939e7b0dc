"""Passwords of proxies, and proxies of redirected downloads."""

import base64
import enum
import io
import logging
from collections.abc import Callable
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import FaultServer, reply
from tests.old_code.work import DONE, MAKERS, Connect, Serve

# Each half is recognizable wherever it leaks.
LEFT, RIGHT = "leftcanary", "rightcanary"

SPECIAL = ["#", "/", "@", "?", "\\", " ", "[", "%", "^", "@#/", "/@", ":"]

every_special = pytest.mark.parametrize("special", SPECIAL)

NOWHERE = "127.0.0.1:9"


@every_special
@pytest.mark.parametrize("how", ["client", "call", "session", "environment"])
@pytest.mark.parametrize(
    ("scheme", "before", "after"),
    [("http://", "user:", ""), ("https://", "user:", ""), ("", "user:", ""), ("", "", ":pass")],
    ids=["http", "https", "no scheme", "user without a scheme"],
)
def test_no_part_of_the_password_is_shown(
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    special: str,
    how: str,
    scheme: str,
    before: str,
    after: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    proxies = {"http": f"{scheme}{before}{LEFT}{special}{RIGHT}{after}@{NOWHERE}"}
    client, server = connect(
        DONE, max_retries=0, **({"proxies": proxies} if how == "client" else {})
    )
    if how == "session":
        client.session.proxies = proxies
    elif how == "environment":
        monkeypatch.setenv("http_proxy", proxies["http"])
        monkeypatch.setenv("no_proxy", "")
    with pytest.raises(Exception) as caught:  # noqa: PT011 - what it says is looked at below
        client.users.me(**({"proxies": proxies} if how == "call" else {}))
    message = f"{caught.value} {caught.value!r} {caught.value.__cause__!r} {caught.value.args!r}"
    for canary in (LEFT, RIGHT):
        assert canary not in message
        assert canary not in caplog.text
    assert server.requests == []


CALLS: dict[str, Callable[[asana.Client], Any]] = {
    "post": lambda client: client.tasks.create(name="x"),
    "upload": lambda client: client.attachments.create_on_task("1", b"x", "n"),
    "download": lambda client: client.download(f"{client.options['base_url']}/f", io.BytesIO()),
    "listing": lambda client: list(client.tasks.find_by_project("1", prefetch=True)),
}


@pytest.mark.parametrize("special", ["#", "/", "@", "\\"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("maker", ["access_token", "oauth"])
def test_no_call_shows_the_password(
    serve: Serve, caplog: pytest.LogCaptureFixture, special: str, call: str, maker: str
) -> None:
    caplog.set_level(logging.DEBUG)
    proxies = {"http": f"http://user:{LEFT}{special}{RIGHT}@{NOWHERE}"}
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url, proxies=proxies, max_retries=0)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - what it says is looked at below
        CALLS[call](client)
    for canary in (LEFT, RIGHT):
        assert canary not in f"{caught.value} {caught.value!r} {caught.value.args!r}"
        assert canary not in caplog.text
    assert server.requests == []


@pytest.mark.parametrize(
    "proxy",
    [
        f"socks5://user:{LEFT}\\{RIGHT}@{NOWHERE}",
        f"socks5h://{LEFT}#{RIGHT}@{NOWHERE}",
        f"http:/user:{LEFT}{RIGHT}@{NOWHERE}",
        f"http:user:{LEFT}{RIGHT}@{NOWHERE}",
        f"//user:{LEFT}\\{RIGHT}@{NOWHERE}",
        f"user:{LEFT}{RIGHT}@{NOWHERE}",
        f"http://user:{LEFT}\t{RIGHT}@{NOWHERE}",
        f"http://user:{LEFT}\n{RIGHT}@{NOWHERE}",
        f"http://user:{LEFT}%41%{RIGHT}@{NOWHERE}",
        f"http://user:{LEFT}{RIGHT}%40{NOWHERE}",
        f"http://user:{LEFT}:{RIGHT}:9",
        f"http://user:{LEFT}{RIGHT}@",
        f"http://user:a[{LEFT}{RIGHT}]@{NOWHERE}",
        f"http://user:{LEFT}\u2100{RIGHT}@{NOWHERE}",
        f"http://user:{LEFT}\uff20{RIGHT}@{NOWHERE}",
        f" http://user:{LEFT}{RIGHT}@{NOWHERE}",
        f"{LEFT}://user:{RIGHT}\\x@{NOWHERE}",
    ],
)
@pytest.mark.parametrize("how", ["text", "member"])
def test_a_proxy_that_can_be_misread_is_refused(connect: Connect, proxy: str, how: str) -> None:
    client, server = connect(DONE, max_retries=0)
    given: Any = enum.Enum("Proxies", {"OURS": proxy}, type=str) if how == "member" else None
    with pytest.raises(ValueError, match="percent-encoded") as caught:
        client.users.me(proxies={"http": given.OURS if given else proxy})
    for canary in (LEFT, RIGHT):
        assert canary not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
        assert canary not in repr(caught.value.__context__)
    assert server.requests == []


@pytest.mark.parametrize("special", ["#", "/", "@", "\\", "?"])
def test_the_token_endpoint_does_not_show_the_password(
    serve: Serve, caplog: pytest.LogCaptureFixture, special: str
) -> None:
    caplog.set_level(logging.DEBUG)
    client = asana.Client.oauth(
        client_id="42",
        client_secret="s",
        redirect_uri="https://app.example/callback",
        base_url=serve(DONE).base_url,
        proxies={"http": f"http://user:{LEFT}{special}{RIGHT}@{NOWHERE}"},
        max_retries=0,
    )
    session: Any = client.session
    with pytest.raises(Exception) as caught:  # noqa: PT011 - what it says is looked at below
        session.fetch_token(code="C")
    for canary in (LEFT, RIGHT):
        assert canary not in f"{caught.value} {caught.value!r} {caught.value.args!r}"
        assert canary not in caplog.text


@pytest.mark.parametrize(
    "password", ["plain", "a@b", "@", "a:b", "%23%2F%3F", "a%40b", "%5C", "^|"]
)
def test_a_password_that_can_be_read_goes_to_the_proxy(serve: Serve, password: str) -> None:
    proxy = serve(DONE)
    client = client_of(
        serve(DONE), proxies={"http": f"http://user:{password}@127.0.0.1:{proxy.port}"}
    )
    assert client.users.me() == {"gid": "1"}
    shown = base64.b64decode(proxy.requests[0].headers["proxy-authorization"].split()[1]).decode()
    assert shown in (f"user:{password}", "user:#/?", "user:a@b", "user:\\")


# -- redirected downloads


def redirect(server: FaultServer, host: str) -> Any:
    return reply(302, Location=f"http://{host}:{server.port}/file")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("excepted", "first", "second", "through"),
    [
        ("127.0.0.1", "127.0.0.1", "localhost", [False, True]),
        ("127.0.0.1", "localhost", "127.0.0.1", [True, False]),
        ("localhost", "localhost", "127.0.0.1", [False, True]),
        ("localhost,127.0.0.1", "127.0.0.1", "localhost", [False, False]),
        ("", "127.0.0.1", "localhost", [True, True]),
        ("*", "127.0.0.1", "localhost", [False, False]),
    ],
)
def test_each_address_of_a_download_is_looked_up(
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    excepted: str,
    first: str,
    second: str,
    through: list[bool],
) -> None:
    end = serve(reply(200, b"content"))
    location = f"http://{second}:{end.port}/file"
    start = serve(reply(status, Location=location))
    # The proxy responds as the requested server would.
    acts = [reply(status, Location=location)] if through[0] else []
    proxy = serve(*acts, reply(200, b"content"))
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, excepted)
    target = io.BytesIO()
    asana.Client().download(f"http://{first}:{start.port}/file", target)
    assert target.getvalue() == b"content"
    assert [bool(start.requests), bool(end.requests)] == [not each for each in through]
    assert len(proxy.requests) == sum(through)


@pytest.mark.parametrize("maker", MAKERS)
def test_an_attachment_is_downloaded_through_the_right_proxies(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, maker: str
) -> None:
    proxy, files = serve(reply(200, b"content")), serve(reply(200, b"direct"))
    server = serve(DONE)
    body = f'{{"data": {{"download_url": "{server.base_url}/f"}}}}'
    server.acts = [reply(200, body.encode()), redirect(files, "localhost")]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    target = io.BytesIO()
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    client.attachments.download("1", target)
    assert target.getvalue() == b"content"
    assert proxy.requests[0].target == f"http://localhost:{files.port}/file"
    assert files.requests == []


def test_a_proxy_that_is_given_holds_for_each_address(serve: Serve) -> None:
    proxy, files = serve(reply(200, b"content")), serve(reply(200, b"direct"))
    server = serve(DONE)
    proxy.acts = [redirect(files, "localhost"), reply(200, b"content")]
    proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
    target = io.BytesIO()
    asana.Client(proxies=proxies).download(f"{server.base_url}/f", target)
    assert target.getvalue() == b"content"
    assert (server.requests, files.requests) == ([], [])
