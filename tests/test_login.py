"""The login of this machine's user: its token, its workspace, and where it is kept."""

import io
import json
import re
import socket
import stat
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from asana import error, login
from asana.sandbox import Sandbox
from tests.sandbox.oauth_browser import SECRET, Browser
from tests.test_oauth_examples import free_port

WORKSPACE = "1200000000000001"


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(server: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sandbox:
    server.reset()
    monkeypatch.setenv("ASANA_BASE_URL", server.base_url)
    monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path / "settings"))
    for name in ("ASANA_ACCESS_TOKEN", "ASANA_WORKSPACE", "ASANA_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    return server


def test_a_token_of_the_environment_goes_before_the_login(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    login.save(token={"access_token": "0/wrong"})
    with pytest.raises(error.NoAuthorizationError):
        login.client().users.me()
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
    assert login.client(strict=True).users.me()["name"] == "Maya Lindqvist"


def test_without_a_token_the_error_says_what_to_do(sandbox: Sandbox) -> None:
    with pytest.raises(error.MissingTokenError, match="ASANA_ACCESS_TOKEN, or run `asana login`"):
        login.client()
    assert login.read() == {}
    assert login.forget() is False


def test_a_login_is_kept_for_its_user_alone_and_replaced(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    login.save(token={"access_token": "0/old"}, workspace="7")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{sandbox.access_token}\n"))
    assert login.sign_in()["name"] == "Maya Lindqvist"
    assert "workspace" not in login.read()  # it was that of another user
    if sys.platform != "win32":
        assert stat.S_IMODE(Path(login.path()).stat().st_mode) == 0o600
    assert login.forget() is True
    assert not Path(login.path()).exists()


def test_the_default_workspace_is_configured_or_the_only_one(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sandbox.client()
    with pytest.raises(ValueError, match=rf"which workspace.*{WORKSPACE} \(Harbour Lights"):
        login.workspace(client)
    login.save(workspace=WORKSPACE)
    assert login.workspace(client) == WORKSPACE
    monkeypatch.setenv("ASANA_WORKSPACE", "Maya's allotment")
    assert login.workspace(client) == "1200000000000002"
    monkeypatch.setenv("ASANA_WORKSPACE", "nowhere")
    with pytest.raises(LookupError, match="is named 'nowhere'"):
        login.workspace(client)


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"ASANA_CONFIG_DIR": "/own"}, "/own/login.json"),
        ({"XDG_CONFIG_HOME": "/xdg", "HOME": "/home"}, "/xdg/asana/login.json"),
        ({"HOME": "/home/me"}, "/home/me/.config/asana/login.json"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other folders")
def test_the_file_is_in_the_folder_of_settings(
    variables: dict[str, str], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ASANA_CONFIG_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert login.path() == path


def test_without_a_home_there_is_no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASANA_CONFIG_DIR", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert login.read() == {}
    with pytest.raises(ValueError, match="there is no home directory: set ASANA_CONFIG_DIR"):
        login.save(token={})


def test_the_browser_hands_over_the_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    redirect_uri = f"http://localhost:{free_port()}/callback"
    app = {"client_id": "app", "client_secret": SECRET, "redirect_uris": [redirect_uri]}
    with Sandbox(oauth_clients=[app]) as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path))
        monkeypatch.setenv("ASANA_CLIENT_ID", "app")
        monkeypatch.setenv("ASANA_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("ASANA_REDIRECT_URI", redirect_uri)
        monkeypatch.setattr(sys, "stdin", Terminal())
        threads: list[threading.Thread] = []
        answers: list[tuple[int, str]] = []

        def opened(url: str) -> None:
            browser = Browser(sandbox)
            threads.append(threading.Thread(target=allow, args=(browser, url, answers)))
            threads[0].start()

        monkeypatch.setattr(webbrowser, "open", opened)
        assert login.sign_in(oauth=True)["name"] == "Maya Lindqvist"
        threads[0].join()
        assert answers == [(404, ""), (200, "text/plain; charset=utf-8")]
        kept = json.loads(Path(login.path()).read_text(encoding="utf-8"))
        assert kept["client_id"] == "app"
        assert SECRET not in str(kept)
        assert kept["token"]["access_token"] not in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def allow(browser: Browser, url: str, answers: list[tuple[int, str]]) -> None:
    """Allow the access, and follow the redirect as a browser does, which asks for an icon, too."""
    answer = browser.press(browser.open(url), "allow")
    address = answer.headers["Location"].replace("localhost", "127.0.0.1")
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port or 80)):  # as for a later request
        _follow(address, answers)


def _follow(address: str, answers: list[tuple[int, str]]) -> None:
    icon = requests.get(address.partition("/callback")[0] + "/favicon.ico", timeout=10)
    answers.append((icon.status_code, icon.text))
    page = requests.get(address, timeout=10)
    shown = page.text == "Go back to the terminal; you can close this window.\n"
    answers.append((page.status_code, page.headers["Content-Type"] if shown else page.text))


@pytest.mark.parametrize(
    ("redirect_uri", "address"),
    [
        ("http://localhost:8765/callback", ("127.0.0.1", 8765)),
        ("http://localhost", ("127.0.0.1", 80)),
        ("http://127.0.0.2:9/", ("127.0.0.2", 9)),
        ("http://[::1]:9/", ("::1", 9)),
    ],
)
def test_the_code_is_awaited_where_the_browser_is_redirected_to(
    redirect_uri: str, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(at: tuple[str, int], handler: object) -> None:
        raise OSError(str(at))

    monkeypatch.setattr("http.server.HTTPServer", serve)
    monkeypatch.setenv("ASANA_CLIENT_ID", "app")
    monkeypatch.setenv("ASANA_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("ASANA_REDIRECT_URI", redirect_uri)
    with pytest.raises(OSError, match=re.escape(str(address))):
        login.sign_in(oauth=True)


@pytest.mark.parametrize(
    ("oauth", "variables", "typed", "message"),
    [
        (False, {}, " \n", "there is no access token on stdin. Write it there"),
        (
            True,
            {},
            "code",
            "there is no app. Set ASANA_CLIENT_ID and ASANA_CLIENT_SECRET",
        ),
        (
            True,
            {"ASANA_CLIENT_ID": "app", "ASANA_CLIENT_SECRET": SECRET},
            "\n",
            "there is no code on stdin. Copy it from the browser",
        ),
    ],
)
def test_what_a_login_lacks_is_said(
    oauth: bool,
    variables: dict[str, str],
    typed: str,
    message: str,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    with pytest.raises(error.MissingTokenError) as raised:
        login.sign_in(oauth)
    assert str(raised.value) == f"No Authorization: {message}"
    assert not sandbox.requests


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        ({}, "there is no access token"),
        ({"workspace": "7"}, "there is no login in {path}"),
        ({"base_url": "{url}", "workspace": "7"}, "there is no login in {path}"),
        ({"token": {"access_token": "0/x"}}, "there is no login in {path}"),
        ({"base_url": 5, "token": {"access_token": "0/x"}}, "there is no login in {path}"),
        ({"base_url": "{url}", "token": "0/x"}, "there is no login in {path}"),
        ({"base_url": "{url}", "token": {}}, "there is no login in {path}"),
        ({"base_url": "{url}", "token": {"access_token": 5}}, "there is no login in {path}"),
        (
            {"base_url": "{url}", "token": {"access_token": "a", "refresh_token": "b"}},
            "there is no login in {path}",
        ),
        (
            {"base_url": "https://other.example/api/1.0", "token": {"access_token": "0/x"}},
            "the login is for https://other.example/api/1.0, not for {url}",
        ),
    ],
)
def test_a_login_that_cannot_be_used_is_explained(
    kept: dict[str, Any], message: str, sandbox: Sandbox
) -> None:
    Path(login.path()).parent.mkdir()
    Path(login.path()).write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(error.MissingTokenError) as raised:
        login.client()
    told = message.format(path=login.path(), url=sandbox.base_url)
    advice = "Set ASANA_ACCESS_TOKEN, or run `asana login`"
    assert str(raised.value) == f"No Authorization: {told}. {advice}"


def test_a_login_that_cannot_be_used_is_forgotten(sandbox: Sandbox) -> None:
    Path(login.path()).parent.mkdir()
    Path(login.path()).write_text('{"token": {"refresh_token": "r"}}', encoding="utf-8")
    assert login.forget()
    assert not Path(login.path()).exists()
    assert not sandbox.requests


def test_a_code_is_copied_from_the_browser(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASANA_CLIENT_ID", "app")
    monkeypatch.setenv("ASANA_CLIENT_SECRET", SECRET)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    monkeypatch.setattr(webbrowser, "open", lambda url: pytest.fail("nobody would see it"))
    with pytest.raises(error.MissingTokenError):
        login.sign_in(oauth=True)
    out, err = capsys.readouterr()
    first, url, asked = err.split("\n")
    assert (out, first, asked) == (
        "",
        "Open this in a browser, and allow the access:",
        "The code that it shows: ",
    )
    assert "redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob" in url


def test_a_login_requests_what_it_returns(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(sandbox.access_token))
    assert login.sign_in().keys() == {"gid", "name", "email"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "which workspace? Set ASANA_WORKSPACE: there is none"),
        (["A", "B"], "which workspace? Set ASANA_WORKSPACE: 1 (A), 2 (B)"),
    ],
)
def test_the_only_workspace_is_one(names: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        login.only_workspace(with_workspaces(names))
    assert login.only_workspace(with_workspaces(["A"])) == "1"


def with_workspaces(names: list[str]) -> Any:
    listed = [{"gid": str(number), "name": name} for number, name in enumerate(names, 1)]
    return SimpleNamespace(
        workspaces=SimpleNamespace(get_workspaces=lambda **options: iter(listed))
    )


def test_an_unknown_workspace_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError) as raised:
        login.workspace_named(sandbox.client(), "nowhere")
    assert str(raised.value) == "none of the 2 workspaces in your account is named 'nowhere'"


def test_windows_keeps_settings_in_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ASANA_CONFIG_DIR", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    for platform, folder in (("win32", "roaming"), ("linux", "xdg")):
        monkeypatch.setattr(sys, "platform", platform)
        assert login.path() == str(tmp_path / folder / "asana" / "login.json")


OAUTH = {"access_token": "0/a", "refresh_token": "0/r"}


@pytest.mark.parametrize(
    ("kept", "variables", "app"),
    [
        ({"client_id": "kept"}, {}, ("kept", None)),
        ({"client_id": "kept"}, {"ASANA_CLIENT_ID": ""}, ("kept", None)),
        ({"client_id": "kept"}, {"ASANA_CLIENT_ID": "own"}, ("own", None)),
        ({}, {"ASANA_CLIENT_ID": "own", "ASANA_CLIENT_SECRET": "s"}, ("own", "s")),
        ({"client_id": 5}, {"ASANA_CLIENT_ID": "own"}, ("own", None)),
    ],
)
def test_a_login_of_an_app_is_refreshed_as_that_app(
    kept: dict[str, Any],
    variables: dict[str, str],
    app: tuple[str, str | None],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ASANA_CLIENT_SECRET", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    login.save(token=OAUTH, workspace="7", **kept)
    session: Any = login.client(deadline=7).session
    assert (session.client_id, session.client_secret) == app
    assert (session.base_url(), session.settings["deadline"]) == (sandbox.base_url, 7)
    assert session.token == OAUTH
    given = {**OAUTH, "access_token": "0/new"}
    session.token_updater(given)
    expected = {"base_url": sandbox.base_url, "workspace": "7", "token": given, **kept}
    assert login.read() == expected


@pytest.mark.parametrize("client_id", [None, 5])
def test_a_login_of_an_unknown_app_is_none(client_id: Any, sandbox: Sandbox) -> None:
    login.save(token=OAUTH, client_id=client_id)
    with pytest.raises(error.MissingTokenError, match="there is no login in "):
        login.client()
    assert login.forget()
    assert not sandbox.requests


def test_a_login_without_an_app_is_a_token(sandbox: Sandbox) -> None:
    login.save(token={"access_token": "0/a"})
    client = login.client(deadline=7, strict=True)
    session: Any = client.session
    assert type(session).__name__ == "BearerSession"
    assert session.token == {"access_token": "0/a"}
    assert session.auth.source == "the token of `asana login`"
    own = client.options
    assert (own["deadline"], own["strict"], own["base_url"]) == (7, True, sandbox.base_url)


@pytest.mark.parametrize("token", ["0/a", " 0/a\n"])
def test_a_token_of_the_environment_needs_no_login(
    token: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", token)
    client: Any = login.client(deadline=7)
    assert (client.session.token, client.options["deadline"]) == ({"access_token": "0/a"}, 7)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", " ")
    with pytest.raises(error.MissingTokenError, match="there is no access token"):
        login.client()


@pytest.mark.parametrize(
    ("variable", "kept", "found"),
    [
        (WORKSPACE, {"workspace": "7"}, WORKSPACE),
        ("Maya's allotment", {}, "1200000000000002"),
        ("", {"workspace": "7"}, "7"),
        (None, {"workspace": "Maya's allotment"}, "1200000000000002"),
        ("", {}, None),
        ("", {"workspace": ""}, None),
    ],
)
def test_the_workspace_is_that_of_the_environment_or_of_the_login(
    variable: str | None,
    kept: dict[str, str],
    found: str | None,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if variable is not None:
        monkeypatch.setenv("ASANA_WORKSPACE", variable)
    login.save(**kept)
    if found is None:
        with pytest.raises(ValueError, match=r"^which workspace\? Set ASANA_WORKSPACE: "):
            login.workspace(sandbox.client())
    else:
        assert login.workspace(sandbox.client()) == found


def test_a_gid_needs_no_request(sandbox: Sandbox) -> None:
    assert login.workspace_named(sandbox.client(), "77") == "77"
    assert not sandbox.requests
    assert login.workspace_named(sandbox.client(), "maya's allotment") == "1200000000000002"
    assert len(sandbox.requests) == 1


def test_the_only_workspace_is_found_with_one_request_for_names() -> None:
    asked: list[dict[str, Any]] = []

    def listed(**options: Any) -> Any:
        asked.append(options)
        return iter([{"gid": "1", "name": "A"}])

    client: Any = SimpleNamespace(workspaces=SimpleNamespace(get_workspaces=listed))
    assert login.only_workspace(client) == "1"
    assert asked == [{"fields": ["name"]}]


def test_the_base_url_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, ""):
        if value is not None:
            monkeypatch.setenv("ASANA_BASE_URL", value)
        assert login.base_url() == "https://app.asana.com/api/1.0"
    monkeypatch.setenv("ASANA_BASE_URL", "https://a.example")
    assert login.base_url() == "https://a.example"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_the_folder_of_a_login_is_for_its_user_alone(sandbox: Sandbox) -> None:
    login.save(token=OAUTH)
    login.save(workspace="7")  # in a folder that exists
    folder = Path(login.path()).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert login.read() == {"base_url": sandbox.base_url, "token": OAUTH, "workspace": "7"}


@pytest.mark.parametrize("content", ["[]", "{"])
def test_a_login_that_is_no_json_is_an_error(content: str, sandbox: Sandbox) -> None:
    Path(login.path()).parent.mkdir()
    Path(login.path()).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"login\.json does not contain a JSON object$"):
        login.read()


@pytest.mark.parametrize("fails", [False, True])
def test_a_login_of_an_app_is_revoked_at_its_own_server(
    fails: bool, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    login.save(token=OAUTH, client_id="app")
    monkeypatch.setenv("ASANA_BASE_URL", "https://another.example/api/1.0")
    revoked: list[str] = []

    def revoke(session: Any) -> None:
        revoked.append(session.revoke_url)
        assert session.token == OAUTH
        if fails:
            raise error.OAuthUnavailableError

    monkeypatch.setattr("asana.session.AsanaOAuth2Session.revoke", revoke)
    if fails:
        with pytest.raises(error.OAuthUnavailableError):
            login.forget()
    else:
        assert login.forget() is True
    assert revoked == [sandbox.base_url.replace("/api/1.0", "/-/oauth_revoke")]
    assert not Path(login.path()).exists()


@pytest.mark.parametrize(
    ("terminal", "typed", "asked"),
    [
        (False, "  0/typed\n", []),
        (True, "0/typed ", ["Access token (from https://app.asana.com/0/my-apps): "]),
    ],
)
def test_a_token_is_typed_unseen_or_read(
    terminal: bool, typed: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []

    def getpass(prompt: str) -> str:
        prompts.append(prompt)
        return typed

    monkeypatch.setattr("getpass.getpass", getpass)
    monkeypatch.setattr(sys, "stdin", Terminal() if terminal else io.StringIO(typed))
    assert login._typed() == "0/typed"
    assert prompts == asked


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({}, "urn:ietf:wg:oauth:2.0:oob"),
        ({"ASANA_REDIRECT_URI": "https://app.example/back"}, "https://app.example/back"),
    ],
)
def test_a_code_that_is_copied_is_exchanged(
    variables: dict[str, str],
    sent: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {"ASANA_CLIENT_ID": "app", "ASANA_CLIENT_SECRET": SECRET}.items():
        monkeypatch.setenv(name, value)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    exchanged: list[Any] = []

    def fetch(session: Any, **given: Any) -> dict[str, str]:
        exchanged.append((session.client_id, session.client_secret, session.redirect_uri, given))
        return OAUTH

    monkeypatch.setattr("asana.session.AsanaOAuth2Session.fetch_token", fetch)
    monkeypatch.setattr(sys, "stdin", io.StringIO(" the-code \nmore"))
    assert login._by_oauth() == {"token": OAUTH, "client_id": "app"}
    assert exchanged == [("app", SECRET, sent, {"code": "the-code"})]
    assert capsys.readouterr().err.endswith("\nThe code that it shows: ")


def test_what_a_person_has_to_do_is_shown_before_it_is_awaited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASANA_CLIENT_ID", "app")
    raw = io.BytesIO()
    shown: list[str] = []

    def look(*_: str) -> str:
        shown.append(raw.getvalue().decode())
        return "code"

    typed: Any = Terminal()
    typed.readline = look
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="utf-8"))
    monkeypatch.setattr(webbrowser, "open", look)
    monkeypatch.setattr(
        "asana.session.AsanaOAuth2Session.fetch_token", lambda session, **given: OAUTH
    )
    login._by_oauth()
    before_opening, before_reading = shown
    assert before_opening.startswith("Open this in a browser, and allow the access:\nhttps://")
    assert before_opening.endswith("\n")
    assert before_reading == f"{before_opening}The code that it shows: "
