"""Where tokens come from, where they stay, and that none is ever shown."""

import json
import re
import stat
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from asana.sandbox import Sandbox
from tests.cli.conftest import WORKSPACE, Run
from tests.sandbox.oauth_browser import CLIENTS, SECRET, Browser

ME = ("users", "get_user", "me")


@pytest.fixture
def login(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "login.json"


@pytest.fixture
def logged_out(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take the token out of the environment, and return it."""
    monkeypatch.delenv("ASANA_ACCESS_TOKEN")
    return sandbox.access_token


def test_without_a_token_nothing_is_sent(logged_out: str, sandbox: Sandbox, run: Run) -> None:
    code, out, err = run(*ME)
    assert (code, out, list(sandbox.requests)) == (3, "", [])
    assert "Set ASANA_ACCESS_TOKEN, or run `asana login`" in err


def test_a_token_from_stdin_is_kept_for_its_owner_alone(
    logged_out: str, login: Path, sandbox: Sandbox, run: Run
) -> None:
    result = run("login", "--workspace", "Maya's allotment", stdin=f"{logged_out}\n")
    assert result.code == 0
    assert json.loads(result.out)["name"] == "Maya Lindqvist"
    assert logged_out not in result.out + result.err
    if sys.platform != "win32":
        assert stat.S_IMODE(login.stat().st_mode) == 0o600
        assert stat.S_IMODE(login.parent.stat().st_mode) == 0o700
    assert run(*ME).code == 0


def test_the_login_can_have_a_workspace(
    logged_out: str, sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASANA_WORKSPACE")
    run("login", "--workspace", "Maya's allotment", stdin=logged_out)
    run("tags", "get_tags_for_workspace", "@mine")
    assert sandbox.requests[-1].path == "/workspaces/1200000000000002/tags"


def test_a_refused_token_is_not_kept(logged_out: str, login: Path, run: Run) -> None:
    result = run("login", stdin="0/wrong-canary")
    assert (result.code, login.exists()) == (3, False)
    assert "canary" not in result.err
    assert run("login", stdin=" \n").code == 3
    assert run("login", "0/canary").code == 2


def test_a_login_is_forgotten(logged_out: str, run: Run) -> None:
    run("login", stdin=logged_out)
    assert json.loads(run("logout").out) == {"forgotten": True}
    assert json.loads(run("logout").out) == {"forgotten": False}
    assert run(*ME).code == 3


def test_the_token_of_a_login_goes_to_its_own_server_only(
    logged_out: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("login", stdin=logged_out)
    monkeypatch.setenv("ASANA_BASE_URL", "http://127.0.0.1:9/api/1.0")
    result = run(*ME)
    assert result.code == 3
    assert "not for http://127.0.0.1:9" in result.err


def test_a_token_may_be_in_a_file(logged_out: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{logged_out}\n", encoding="utf-8")
    assert run(*ME, "--token-file", str(file)).code == 0
    assert run(*ME, "--token-file", "-", stdin=logged_out).code == 0
    assert run(*ME, "--token-file", str(tmp_path / "none")).code == 2


@pytest.mark.parametrize("secret", ["0/wrong-canary", "0/with spaces-canary", "0/é-canary"])
@pytest.mark.parametrize("form", ["json", "table"])
def test_no_error_shows_a_token(
    secret: str, form: str, sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", secret)
    result = run(*ME, "-o", form)
    assert result.code in (2, 3)
    assert "canary" not in result.out + result.err


def test_a_dry_run_needs_no_token_and_shows_none(
    logged_out: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("tasks", "create_task", "name=x", f"workspace={WORKSPACE}", "--dry-run").code == 0
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", logged_out)
    assert logged_out not in run(*ME, "--dry-run", terminal=True).out


@pytest.fixture
def with_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(oauth_clients=CLIENTS) as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path / "settings"))
        monkeypatch.setenv("ASANA_CLIENT_ID", "app")
        monkeypatch.setenv("ASANA_CLIENT_SECRET", SECRET)
        yield sandbox


def test_a_user_allows_an_app_in_the_browser(
    with_app: Sandbox, login: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, opened = Browser(with_app), list[str]()
    monkeypatch.setattr(webbrowser, "open", opened.append)

    def allow(shown: str) -> str:
        [url] = re.findall(r"https?://\S+", shown)
        page = browser.press(browser.open(url), "allow")
        [code] = re.findall(r'<code id="code">(\w+)</code>', page.text)
        return str(code)

    result = run("login", "--oauth", answer=allow, terminal=True)
    assert result.code == 0, result.err
    assert len(opened) == 1
    kept = login.read_text(encoding="utf-8")
    assert "refresh_token" in kept
    assert SECRET not in kept + result.out + result.err
    with_app.advance(3700)
    assert run(*ME).code == 0  # the token is refreshed, and kept
    assert login.read_text(encoding="utf-8") != kept
    assert run(*ME).code == 0
    assert run("logout").code == 0
    assert run(*ME).code == 3


def test_a_login_in_the_browser_needs_an_app_and_a_code(
    with_app: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("login", "--oauth", stdin="\n").code == 3
    assert run("login", "--oauth", stdin="wrong\n").code == 3
    monkeypatch.delenv("ASANA_CLIENT_ID")
    assert "ASANA_CLIENT_ID and ASANA_CLIENT_SECRET" in run("login", "--oauth").err
