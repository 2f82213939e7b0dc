"""Access tokens: set later, read from files, and where they are sent."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import requests

import asana
from asana.error import NoAuthorizationError
from tests.conftest import TOKEN
from tests.faults import FaultServer, reply
from tests.old_code.work import DONE, LISTINGS, MAKERS, Make, Serve, answered, targets, two_pages

BLANK = [None, "", " ", "\n", "\r\n", b"", b" \n"]
FROM_ENVIRONMENT = "0/from-the-environment"


@pytest.fixture(autouse=True)
def _token_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", FROM_ENVIRONMENT)


def authorizations(server: FaultServer) -> list[str | None]:
    return [request.headers.get("authorization") for request in server.requests]


# -- before the token is known


@pytest.mark.parametrize("token", BLANK)
@pytest.mark.parametrize("constructor", ["access_token", "basic_auth"])
def test_a_client_can_be_made_before_its_token_is_known(
    serve: Serve, token: Any, constructor: str
) -> None:
    server = serve(DONE)
    client = getattr(asana.Client, constructor)(token, base_url=server.base_url)
    for _ in range(2):
        with pytest.raises(NoAuthorizationError, match="token"):
            client.users.me()
    assert server.requests == []


@pytest.mark.parametrize("token", ["", " "])
def test_an_oauth_token_may_be_empty_until_it_is_known(serve: Serve, token: str) -> None:
    server = serve(DONE)
    client = asana.Client.oauth(token={"access_token": token}, base_url=server.base_url)
    with pytest.raises(NoAuthorizationError, match="token"):
        client.users.me()
    assert server.requests == []


CALLS: dict[str, Any] = {
    "post": lambda c: c.tasks.create(name="x"),
    "put": lambda c: c.tasks.update("1", name="x"),
    "delete": lambda c: c.tasks.delete("1"),
    "upload": lambda c: c.attachments.create_on_task("1", b"x", "n"),
    "one page": lambda c: c.tasks.find_by_project("1", iterator_type=None),
    "events": lambda c: c.events.get_next({"resource": "1", "sync": "s"}),
    "feed": lambda c: next(c.events.feed("1", {"1": "s"})),
    "map": lambda c: list(c.map(c.tasks.find_by_id, ["1", "2"])),
    **{
        listing: lambda c, read=read: read(lambda **o: c.tasks.find_by_project("1", **o))
        for listing, read in LISTINGS.items()
    },
}

WITHOUT: dict[str, Make] = {
    "access_token": lambda kind, **options: kind.access_token(None, **options),
    "basic_auth": lambda kind, **options: kind.basic_auth(None, **options),
    "oauth": lambda kind, **options: kind.oauth(client_id="42", **options),
    "oauth with an empty token": lambda kind, **options: kind.oauth(token={}, **options),
    "a session": lambda kind, **options: kind(asana.session.AsanaOAuth2Session(), **options),
}


@pytest.mark.parametrize("without", WITHOUT)
@pytest.mark.parametrize("hooked", [False, True])
def test_no_call_is_sent_without_a_token(serve: Serve, without: str, hooked: bool) -> None:
    server = serve(DONE)
    client = WITHOUT[without](asana.Client, base_url=server.base_url)
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    for call in CALLS.values():
        with pytest.raises(NoAuthorizationError, match="token"):
            call(client)
    assert server.requests == []


@pytest.mark.parametrize("without", WITHOUT)
def test_a_batch_without_a_token_is_not_sent(serve: Serve, without: str) -> None:
    server = serve(answered({}))
    batch = WITHOUT[without](asana.Client, base_url=server.base_url).batch()
    batch.users.me()
    (action,) = batch.send()
    assert isinstance(action.error, NoAuthorizationError)
    assert server.requests == []


@pytest.mark.parametrize(
    "set_it",
    [
        lambda client: setattr(client.session, "access_token", TOKEN),
        lambda client: setattr(client.session, "access_token", f"{TOKEN}\n"),
        lambda client: setattr(client.session, "token", {"access_token": TOKEN}),
        lambda client: setattr(client, "session", asana.Client.access_token(TOKEN).session),
    ],
)
def test_the_token_can_be_given_later(serve: Serve, set_it: Any) -> None:
    server = serve(DONE)
    client = asana.Client.access_token(None, base_url=server.base_url)
    with pytest.raises(NoAuthorizationError):
        client.users.me()
    set_it(client)
    assert client.users.me() == {"gid": "1"}
    assert authorizations(server) == [f"Bearer {TOKEN}"]


def test_a_client_without_a_token_says_so() -> None:
    assert "without" in repr(asana.Client.access_token(None))


def test_an_omitted_token_is_that_of_the_environment(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(DONE)
    asana.Client.access_token(base_url=server.base_url).users.me()
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", f" {FROM_ENVIRONMENT}\n")
    asana.Client.access_token(base_url=server.base_url).users.me()
    assert authorizations(server) == [f"Bearer {FROM_ENVIRONMENT}"] * 2
    for value in ("", " ", "\n"):
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", value)
        with pytest.raises(ValueError, match="ASANA_ACCESS_TOKEN"):
            asana.Client.access_token()
    monkeypatch.delenv("ASANA_ACCESS_TOKEN")
    with pytest.raises(ValueError, match="ASANA_ACCESS_TOKEN"):
        asana.Client.access_token()


@pytest.mark.parametrize(
    "token", [f"{TOKEN}\n", f" {TOKEN}", f"{TOKEN}\r\n", f"\t{TOKEN} ", f"{TOKEN}\n".encode()]
)
@pytest.mark.parametrize("how", ["access_token", "oauth", "session", "basic_auth"])
def test_white_space_around_a_token_is_removed(serve: Serve, token: Any, how: str) -> None:
    server = serve(DONE)
    options: dict[str, Any] = {"base_url": server.base_url}
    if how == "access_token":
        client = asana.Client.access_token(token, **options)
    elif how == "basic_auth":
        client = asana.Client.basic_auth(token, **options)
    elif how == "oauth":
        client = asana.Client.oauth(token={"access_token": token}, **options)
    else:
        session = asana.session.AsanaOAuth2Session(token={"access_token": token})
        client = asana.Client(session, **options)
    client.users.me()
    plain = MAKERS["basic_auth" if how == "basic_auth" else "access_token"]
    plain(asana.Client, **options).users.me()
    first, second = authorizations(server)
    assert first == second


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f" {TOKEN} "])
def test_white_space_is_removed_from_what_the_session_shows(token: str) -> None:
    for session in (
        asana.Client.access_token(token).session,
        asana.Client.oauth(token={"access_token": token}).session,
    ):
        assert session.access_token == TOKEN


@pytest.mark.parametrize("token", ["a b", "a\nb", "é", "\ufeffa", "a\u200b", "a\x00"])
def test_what_is_no_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ValueError, match="token") as caught:
        asana.Client.access_token(token)
    assert token not in str(caught.value)


# -- the attributes of an access token's session


def test_the_session_of_an_access_token_has_the_attributes_of_an_oauth_session() -> None:
    session: Any = asana.Client.access_token(TOKEN).session
    oauth: Any = asana.Client.oauth(token={"access_token": TOKEN}).session
    for name in ("authorized", "access_token", "token", "client_id", "scope", "client_secret"):
        assert getattr(session, name) == getattr(oauth, name)
    missing: Any = asana.Client.access_token(None).session
    assert (missing.authorized, missing.access_token, missing.token) == (False, None, {})


def test_what_the_session_shows_cannot_change_the_token(serve: Serve) -> None:
    server = serve(DONE)
    client: Any = asana.Client.access_token(TOKEN, base_url=server.base_url)
    client.session.token["access_token"] = "another"
    client.users.me()
    assert authorizations(server) == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("name", ["authorization_url", "fetch_token", "refresh_token"])
def test_an_access_token_asks_no_user_for_access(name: str) -> None:
    session: Any = asana.Client.access_token(TOKEN).session
    for arguments in ({}, {"code": "x"}):
        with pytest.raises(TypeError, match=r"Client\.oauth\(client_id="):
            getattr(session, name)(**arguments)


# -- where the token is sent


class Plain(requests.Session):
    """A program's own session."""


def replace(name: str, session: requests.Session) -> None:
    """Set a method on a session that calls the original one."""
    method = getattr(session, name)
    setattr(session, name, lambda *args, **keywords: method(*args, **keywords))


PREPARATIONS: dict[str, Any] = {
    "plain": lambda session: None,
    "a hook": lambda session: session.hooks["response"].append(lambda *_, **__: None),
    "parameters": lambda session: session.params.update(a="1"),
    **{
        f"a method {name}": partial(replace, name)
        for name in ("send", "request", "get", "prepare_request")
    },
}

every_maker = pytest.mark.parametrize("maker", MAKERS)
every_preparation = pytest.mark.parametrize("preparation", PREPARATIONS)


def prepared(maker: str, preparation: str) -> asana.Client:
    client = MAKERS[maker](asana.Client)
    PREPARATIONS[preparation](client.session)
    return client


def credential(maker: str) -> str:
    basic = requests.auth._basic_auth_str(TOKEN, "")
    return basic if maker == "basic_auth" else f"Bearer {TOKEN}"


@every_maker
@every_preparation
@pytest.mark.parametrize("how", ["option", "options"])
def test_the_token_goes_to_an_address_that_is_set_later(
    serve: Serve, maker: str, preparation: str, how: str
) -> None:
    server = serve(DONE)
    client = prepared(maker, preparation)
    if how == "option":
        client.options["base_url"] = server.base_url
    else:
        client.options = {"base_url": server.base_url}
    client.get("/users/me")
    assert authorizations(server) == [credential(maker)]


SPREAD: dict[str, Callable[[asana.Client, str], Any]] = {
    "get": lambda client, url: client.get("/users/me", base_url=url),
    "post": lambda client, url: client.post("/tasks", {}, base_url=url),
    "request": lambda client, url: client.request("put", "/tasks/1", base_url=url),
    "upload": lambda client, url: client.post("/x", files={"file": b"a"}, base_url=url),
    "items": lambda client, url: list(client.get_collection("/tasks", base_url=url)),
    "method": lambda client, url: client.tasks.create_task({"name": "x"}, base_url=url),
    "batch": lambda client, url: send_a_batch(client, url),
}


def send_a_batch(client: asana.Client, base_url: str) -> None:
    batch = client.batch(base_url=base_url)
    batch.tasks.create_task({"name": "x"})
    batch.send()


@every_maker
@every_preparation
@pytest.mark.parametrize("call", SPREAD)
def test_row_54_the_token_goes_nowhere_that_one_call_alone_names(
    serve: Serve, maker: str, preparation: str, call: str
) -> None:
    server = serve(DONE)
    client = prepared(maker, preparation)
    with pytest.raises(
        ValueError, match=r'create another client, or set client.options\["base_url"'
    ):
        SPREAD[call](client, server.base_url)
    assert server.connections == 0


def test_row_54_another_path_of_the_same_origin_may_be_named(serve: Serve) -> None:
    server = serve(DONE)
    client = asana.Client.access_token(TOKEN, base_url=server.base_url)
    client.get("/users/me", base_url=server.base_url.replace("/api/1.0", "/other"))
    assert [request.target for request in server.requests] == ["/other/users/me"]


def test_row_54_who_has_no_credentials_may_go_anywhere(serve: Serve) -> None:
    server = serve(DONE)
    asana.Client(requests.Session()).get("/users/me", base_url=server.base_url)
    assert len(server.requests) == 1


@every_maker
@every_preparation
@pytest.mark.parametrize("listing", ["items", "prefetched"])
def test_the_token_goes_with_each_page_to_a_late_address(
    serve: Serve, maker: str, preparation: str, listing: str
) -> None:
    server = serve(*two_pages())
    client = prepared(maker, preparation)
    client.options["base_url"] = server.base_url
    assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("1", **o)) == ["1", "2"]
    assert authorizations(server) == [credential(maker)] * 2


@every_maker
@every_preparation
def test_the_token_follows_a_redirect_within_the_origin_only(
    serve: Serve, maker: str, preparation: str
) -> None:
    other = serve(DONE)
    server = serve(reply(302, Location="/api/1.0/y"), DONE)
    client = prepared(maker, preparation)
    client.options["base_url"] = server.base_url
    assert client.users.me() == {"gid": "1"}
    assert targets(server)[1].partition("?")[0] == "/y"
    assert authorizations(server) == [credential(maker)] * 2
    server.acts = [reply(307, Location=f"{other.base_url}/users/me")]
    with pytest.raises(asana.error.InvalidResponseError, match="redirect"):
        client.users.me()
    assert other.requests == []


@pytest.mark.parametrize("maker", ["access_token", "oauth", "session"])
def test_a_raw_request_of_the_session_shows_the_token_to_the_base_url_only(
    serve: Serve, maker: str
) -> None:
    other, server = serve(DONE), serve(DONE)
    client = MAKERS[maker](asana.Client)
    client.options["base_url"] = server.base_url
    client.session.get(f"{server.base_url}/x")
    client.session.get(f"{other.base_url}/x")
    server.acts = [reply(302, Location=f"{other.base_url}/y")]
    client.session.get(f"{server.base_url}/x")
    assert authorizations(server) == [f"Bearer {TOKEN}"] * 2
    assert authorizations(other) == [None, None]


@every_maker
def test_the_token_never_goes_with_a_download(serve: Serve, maker: str) -> None:
    server = serve(reply(200, b"content"))
    client = MAKERS[maker](asana.Client)
    client.options["base_url"] = server.base_url
    client.download(f"{server.base_url}/f", io.BytesIO())
    assert authorizations(server) == [None]


@every_maker
def test_a_session_of_the_programs_own_shows_its_own_credentials(serve: Serve, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client)
    client.session = Plain()
    client.session.auth = ("me", "pass")
    client.auth = None
    client.options["base_url"] = server.base_url
    client.users.me()
    assert authorizations(server) == ["Basic bWU6cGFzcw=="]
