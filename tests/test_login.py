"""The login of this machine's user: its token, its workspace, and where it is kept."""

import io
import json
import stat
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from asana import error, login
from asana.sandbox import Sandbox
from tests.sandbox.oauth_browser import SECRET, Browser
from tests.test_oauth_examples import free_port

WORKSPACE = "1200000000000001"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path / "settings"))
        for name in ("ASANA_ACCESS_TOKEN", "ASANA_WORKSPACE", "ASANA_CLIENT_ID"):
            monkeypatch.delenv(name, raising=False)
        yield sandbox


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

        def opened(url: str) -> None:
            threads.append(threading.Thread(target=allow, args=(Browser(sandbox), url)))
            threads[0].start()

        monkeypatch.setattr(webbrowser, "open", opened)
        assert login.sign_in(oauth=True)["name"] == "Maya Lindqvist"
        threads[0].join()
        kept = json.loads(Path(login.path()).read_text(encoding="utf-8"))
        assert kept["client_id"] == "app"
        assert SECRET not in str(kept)
        assert kept["token"]["access_token"] not in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def allow(browser: Browser, url: str) -> None:
    """Allow the access, and follow the redirect as a browser does, which asks for an icon, too."""
    answer = browser.press(browser.open(url), "allow")
    address = answer.headers["Location"].replace("localhost", "127.0.0.1")
    icon = requests.get(address.partition("/callback")[0] + "/favicon.ico", timeout=10)
    assert icon.status_code == 404
    page = requests.get(address, timeout=10)
    assert "Go back to the terminal" in page.text
