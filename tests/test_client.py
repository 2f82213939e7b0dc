"""The client's constructors, options and verbs."""

import subprocess
import sys
import urllib.parse
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import requests

import asana
from asana import _verbs as verbs
from asana import error
from tests.conftest import TOKEN
from tests.defaults import defaults
from tests.faults import FaultServer, data

Connect = Callable[..., tuple[asana.Client, FaultServer]]

DONE = data({"gid": "1"})


# -- constructors


def test_an_access_token_goes_out_as_bearer(connect: Connect) -> None:
    client, server = connect(DONE)
    client.get("/users/me")
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert client.session.token == {"access_token": TOKEN}


def test_basic_auth_shows_the_token_as_user_name(serve: Callable[..., FaultServer]) -> None:
    server = serve(DONE)
    asana.Client.basic_auth(apiKey=TOKEN, base_url=server.base_url).get("/users/me")
    expected = requests.auth._basic_auth_str(TOKEN, "")
    assert server.requests[0].headers["authorization"] == expected


def test_a_client_may_be_without_credentials(serve: Callable[..., FaultServer]) -> None:
    server = serve(DONE)
    assert asana.Client(base_url=server.base_url).get("/x") == {"gid": "1"}
    assert "authorization" not in server.requests[0].headers


def test_auth_and_session_can_be_set_later(connect: Connect) -> None:
    client, server = connect(DONE)
    client.session, client.auth = requests.Session(), ("me", "")
    client.get("/x")
    assert client.auth == ("me", "")
    assert server.requests[0].headers["authorization"].startswith("Basic ")


def test_what_is_no_string_is_no_token() -> None:
    for constructor in (asana.Client.access_token, asana.Client.basic_auth):
        with pytest.raises(TypeError, match="the access token must be a string"):
            constructor(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("token", [None, "", b"", " \n"])
def test_a_client_without_a_token_sends_nothing(
    serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch, token: Any
) -> None:
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", "from-the-environment")
    server = serve(DONE)
    for constructor in (asana.Client.access_token, asana.Client.basic_auth):
        client = constructor(token, base_url=server.base_url)
        with pytest.raises(error.NoAuthorizationError, match="there is no access token"):
            client.users.me()
        with pytest.raises(error.NoAuthorizationError, match="there is no access token"):
            client.tasks.create_task(name="x")
    assert server.requests == []


def test_a_token_may_become_known_later(serve: Callable[..., FaultServer]) -> None:
    server = serve(DONE)
    client = asana.Client.access_token(None, base_url=server.base_url)
    client.session.access_token = "later\n"
    client.users.me()
    assert server.requests[0].headers["authorization"] == "Bearer later"


def test_token_and_base_url_may_come_from_the_environment(
    serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="set ASANA_ACCESS_TOKEN"):
        asana.Client.access_token()
    server = serve(DONE)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", "abc")
    monkeypatch.setenv("ASANA_BASE_URL", server.base_url)
    asana.Client.access_token().get("/x")
    assert server.requests[0].headers["authorization"] == "Bearer abc"


def test_code_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASANA_BASE_URL", "https://environment.example")
    assert asana.Client().options["base_url"] == "https://environment.example"
    assert asana.Client(base_url="https://a.example").options["base_url"] == "https://a.example"
    monkeypatch.setitem(asana.Client.DEFAULTS, "base_url", "https://defaults.example")
    assert asana.Client().options["base_url"] == "https://defaults.example"


def test_asana_is_the_default() -> None:
    assert asana.Client().options["base_url"] == "https://app.asana.com/api/1.0"


def test_a_subclass_makes_clients_of_its_own() -> None:
    class Mine(asana.Client):
        pass

    assert type(Mine.access_token("x")) is Mine
    assert type(Mine.basic_auth("x")) is Mine


def test_wrong_options_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match="no option 'page_szie'"):
        asana.Client(page_szie=5)
    with pytest.raises(ValueError, match="page_size"):
        asana.Client.access_token("x", page_size=0)
    with pytest.raises(ValueError, match="base_url"):
        asana.Client.access_token("x", base_url="ftp://a.example")


# -- credentials over plain http


def test_credentials_do_not_go_out_in_the_clear() -> None:
    class OwnSession(requests.Session):
        def request(self, *args: Any, **kwargs: Any) -> requests.Response:
            raise AssertionError("nothing may be sent")

    with_auth = requests.Session()
    with_auth.auth = ("me", "secret")
    header = {"Authorization": "Bearer x"}
    with_header = requests.Session()
    with_header.headers.update(header)
    for client in (
        asana.Client.access_token("x", base_url="http://asana.example"),
        asana.Client.basic_auth("x", base_url="http://asana.example"),
        asana.Client(with_auth, base_url="http://asana.example"),
        asana.Client(with_header, base_url="http://asana.example"),
        asana.Client(OwnSession(), base_url="http://asana.example"),
        asana.Client(headers=header, base_url="http://asana.example"),
    ):
        with pytest.raises(ValueError, match="only over https"):
            client.get("/users/me")


def test_a_call_cannot_send_them_in_the_clear_either(connect: Connect) -> None:
    client, _ = connect(DONE)
    with pytest.raises(ValueError, match="only over https"):
        client.get("/users/me", base_url="http://asana.example")


# -- options


def test_defaults_reach_clients_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asana.Client()
    assert client.options["page_size"] == 100
    monkeypatch.setitem(asana.Client.DEFAULTS, "page_size", 20)
    assert client.options["page_size"] == 20
    client.options["page_size"] = 30
    assert client.options["page_size"] == 30
    assert asana.Client().options["page_size"] == 20
    assert asana.Client.DEFAULT_OPTIONS is asana.Client.DEFAULTS


def test_options_of_the_client_and_of_the_call(connect: Connect) -> None:
    client, server = connect(DONE, fields=["a"])
    client.get("/x")
    client.get("/x", opt_fields="b")
    client.get("/x", {"opt_fields": "c"}, fields="b")
    client.get("/x", fields=None)
    targets = [request.target.partition("?")[2] for request in server.requests]
    assert targets == ["opt_fields=a", "opt_fields=b", "opt_fields=c", ""]


def test_full_payload(connect: Connect) -> None:
    client, _ = connect(DONE)
    assert client.get("/x", full_payload=True) == {"data": {"gid": "1"}}


def test_a_misspelt_option_warns_once(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "_warned", set())
    client, server = connect(DONE)
    with pytest.warns(UserWarning, match="did you mean the option 'page_size'") as caught:
        client.get("/x", page_szie=5)
    assert caught[0].filename == __file__
    assert server.requests[0].target.endswith("?page_szie=5")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.get("/x", page_szie=5)
        client.get("/x", workspace="1")


def test_headers_of_the_client_go_out(connect: Connect) -> None:
    client, server = connect(DONE, headers={"Asana-Enable": ["a", "b"]})
    client.headers["X-Mine"] = "1"
    client.get("/x", headers={"x-call": "2"})
    sent = server.requests[0].headers
    assert (sent["asana-enable"], sent["x-mine"], sent["x-call"]) == ("a,b", "1", "2")


def test_a_line_break_in_a_header_is_refused(connect: Connect) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="must be one line"):
        client.get("/x", headers={"X": "a\r\nAuthorization: b"})
    assert server.requests == []


# -- verbs


def test_each_verb_sends_its_method(connect: Connect) -> None:
    client, server = connect(DONE)
    client.get("/x", {"a": 1})
    client.post("/x", {"a": 1}, query={"b": 2})
    client.put("/x", {"a": 1}, query={"b": 2})
    client.delete("/x", {"a": 1})
    client.request("patch", "/x", data={"a": 1})
    sent = [(r.method, r.target.removeprefix("/api/1.0"), r.body) for r in server.requests]
    body = b'{"data": {"a": 1}}'
    assert sent == [
        ("GET", "/x?a=1", b""),
        ("POST", "/x?b=2", body),
        ("PUT", "/x?b=2", body),
        ("DELETE", "/x?a=1", b""),
        ("PATCH", "/x", body),
    ]


def test_parameters_may_have_the_names_of_our_arguments(connect: Connect) -> None:
    client, server = connect(DONE)
    client.get("/x", path="a", query="b")
    assert server.requests[0].target.endswith("?path=a&query=b")


def test_the_library_introduces_itself(connect: Connect) -> None:
    client, server = connect(DONE)
    client.get("/x")
    told = dict(urllib.parse.parse_qsl(server.requests[0].headers["x-asana-client-lib"]))
    assert told == client._version_values()
    assert told["language"] == "Python"
    assert told["version"] == asana.__version__


def test_importing_the_client_loads_no_more_than_it_needs() -> None:
    code = """
import sys, requests
before = set(sys.modules)
import asana
asana.Client.access_token("x")
print(*(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    later = {"batch", "oauth", "parallel", "resources.tasks", "sandbox"}
    assert not loaded & {f"asana.{name}" for name in later}
    # Modules that requests does not import, and that are fast to import.
    assert {name for name in loaded if not name.startswith("asana")} <= {
        "numbers",
        "secrets",
        "six",
    }


def test_an_option_like_no_other_is_likened_to_none() -> None:
    with pytest.raises(TypeError, match=r"the client has no option 'zzz'$"):
        asana.Client(zzz=1)


def test_the_defaults_of_the_client() -> None:
    names = ("client_id", "client_secret", "redirect_uri", "token", "scope", "token_updater")
    assert defaults(asana.Client.oauth) == dict.fromkeys((*names, "pkce", "token_store"))
    assert defaults(asana.Client.map) == {"concurrency": 10, "return_errors": False}
    assert defaults(asana.Client.batch) == {"concurrency": 5}
    assert defaults(asana.Client.download) == {"progress": None}
    assert defaults(asana.Client.request)["idempotent"] is False
