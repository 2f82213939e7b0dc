"""The OAuth examples run, over HTTP and in a real browser, and so does docs/how-to/oauth.md."""

import importlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry
from werkzeug.serving import WSGIRequestHandler, make_server

from asana import error
from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
APP = {"client_id": "example", "client_secret": "secret-canary"}
NAME = "Bean counter"
FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
)


@pytest.fixture(autouse=True)
def _no_app(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)


class Server(NamedTuple):
    """The example, on the way to a sandbox."""

    url: str
    sandbox: Sandbox
    example: Any
    callbacks: list[str]  # the addresses that users came back to


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    example = importlib.import_module("oauth_server")
    example.VISITS.clear()
    callbacks: list[str] = []

    def watched(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/callback":
            callbacks.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")
        return example.app(environ, start)  # type: ignore[no-any-return]

    listener = make_server("127.0.0.1", 0, watched, threaded=True, request_handler=Quiet)
    url = f"http://localhost:{listener.port}"
    back = f"{url}/callback"
    with Sandbox(oauth_clients={**APP, "name": NAME, "redirect_uris": back}) as sandbox:
        asana = {**APP, "redirect_uri": back, "base_url": sandbox.base_url}
        monkeypatch.setitem(example.app.config, "ASANA", asana)
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
        thread.start()
        yield Server(url, sandbox, example, callbacks)
        listener.shutdown()
        thread.join()
    listener.server_close()


def decide(
    session: requests.Session, page: requests.Response, answer: str, follow: bool = True
) -> requests.Response:
    """Press a button of the consent page."""
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page.text)
    (user,) = re.findall(r'value="(\d+)" selected', page.text)
    form = {"ticket": ticket, "user": user, "answer": answer}
    return session.post(page.url, data=form, timeout=10, allow_redirects=follow)


@pytest.fixture
def visitor() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def sign_in(server: Server, visitor: requests.Session, answer: str = "allow") -> requests.Response:
    return decide(visitor, visitor.post(f"{server.url}/login", timeout=10), answer)


# The server


def test_the_server_keeps_tokens_to_itself(server: Server, visitor: requests.Session) -> None:
    page = sign_in(server, visitor)
    assert "Hello, Maya Lindqvist" in page.text
    (known,) = server.example.VISITS.values()
    cookie = next(iter(visitor.cookies))
    assert cookie.has_nonstandard_attr("HttpOnly")
    for secret in (known["token"]["access_token"], known["token"]["refresh_token"]):
        assert secret not in str(cookie.value) + page.text + repr(server.sandbox.requests)


def test_the_visit_has_another_name_once_signed_in(
    server: Server, visitor: requests.Session
) -> None:
    visitor.post(f"{server.url}/login", timeout=10)
    before = visitor.cookies["visit"]
    sign_in(server, visitor)
    assert visitor.cookies["visit"] != before
    assert list(server.example.VISITS) == [visitor.cookies["visit"]]


@pytest.mark.parametrize("state", ["", "&state=guessed-0123456789abcdef"])
def test_a_code_of_somebody_else_is_refused(
    server: Server, visitor: requests.Session, state: str
) -> None:
    callback = f"{server.url}/callback?code=theirs{state}"
    assert visitor.get(callback, timeout=10).status_code == 400
    visitor.post(f"{server.url}/login", timeout=10)
    assert visitor.get(callback, timeout=10).status_code == 400
    paths = [request.path for request in server.sandbox.requests]
    assert "/-/oauth_token" not in paths


def test_a_sign_in_that_was_revoked_elsewhere_ends(
    server: Server, visitor: requests.Session
) -> None:
    sign_in(server, visitor)
    (known,) = server.example.VISITS.values()
    form = {**APP, "token": known["token"]["refresh_token"]}
    origin = server.sandbox.base_url.removesuffix("/api/1.0")
    requests.post(f"{origin}/-/oauth_revoke", data=form, timeout=10)
    assert "not accept this sign-in any more" in visitor.get(server.url, timeout=10).text
    assert server.example.VISITS == {}


def test_logging_out_says_so_when_asana_was_not_told(
    server: Server, visitor: requests.Session
) -> None:
    sign_in(server, visitor)
    server.example.app.config["ASANA"]["client_secret"] = "another"
    page = visitor.post(f"{server.url}/logout", timeout=10)
    assert "but not at Asana" in page.text
    assert server.example.VISITS == {}


def test_the_server_starts_a_sandbox_of_its_own(visitor: requests.Session) -> None:
    # It listens some time after it was started.
    visitor.mount(
        "http://",
        HTTPAdapter(
            max_retries=Retry(total=None, connect=100, backoff_factor=0.1, backoff_max=0.5)
        ),
    )
    url = f"http://localhost:{free_port()}"
    arguments = ["oauth_server.py", "--port", url.rpartition(":")[2]]
    with script(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        page = decide(visitor, visitor.post(f"{url}/login", timeout=10), "allow")
        assert "Hello, Maya Lindqvist" in page.text
        process.kill()
        assert process.stderr is not None
        assert "code=" not in process.stderr.read()


@contextmanager
def script(*arguments: str, **how: Any) -> Iterator["subprocess.Popen[str]"]:
    """An example as somebody runs it; ended whatever happens."""
    command = [sys.executable, "-u", "-W", "error", *arguments]
    with subprocess.Popen(command, cwd=EXAMPLES, text=True, **how) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


# A real browser


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("there is no chromium with its chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"user-data-dir={tmp_path}"):
        options.add_argument(f"--{flag}")
    running = webdriver.Chrome(options, webdriver.ChromeService(driver))
    running.implicitly_wait(10)
    yield running
    running.quit()


class Looker:
    """What somebody does who looks at a page."""

    def __init__(self, chromium: Any, url: str) -> None:
        self.chromium = chromium
        self.url = url

    def open(self, path: str = "/") -> None:
        self.chromium.get(self.url + path)

    def press(self, button: str) -> None:
        self.chromium.find_element("xpath", f"//button[text()='{button}']").click()

    def heading(self, words: str) -> None:
        """Expect it; the driver waits until it is there."""
        assert self.chromium.find_element("xpath", f"//h1[text()='{words}']")

    def notice(self) -> str:
        return str(self.chromium.find_element("css selector", "[role=alert]").text)

    def tasks(self) -> list[str]:
        return [str(item.text) for item in self.chromium.find_elements("css selector", "li")]


def test_somebody_signs_in_with_a_browser(server: Server, chromium: Any) -> None:
    looker, sandbox = Looker(chromium, server.url), server.sandbox
    looker.open()
    looker.press("Sign in with Asana")
    looker.heading(f"Allow {NAME}?")
    looker.press("Deny")
    assert looker.notice().startswith("You did not allow it")

    looker.press("Sign in with Asana")
    looker.press("Allow")
    looker.heading("Hello, Maya Lindqvist")
    tasks = looker.tasks()
    assert "Read the tax letter" in tasks

    sandbox.expire_access_tokens()
    sandbox.requests.clear()
    looker.open()
    looker.heading("Hello, Maya Lindqvist")
    assert looker.tasks() == tasks
    asked = [(request.status, request.path) for request in sandbox.requests]
    assert asked[:3] == [(401, "/users/me"), (200, "/-/oauth_token"), (200, "/users/me")]

    looker.open(server.callbacks[-1])
    assert looker.notice() == "This did not begin here: sign in again."
    looker.open()
    looker.press("Log out")
    looker.heading("Hello")
    assert sandbox.requests[-1].path == "/-/oauth_revoke"
    looker.open(server.callbacks[-1])
    assert looker.notice() == "This did not begin here: sign in again."
    assert server.example.VISITS == {}


def test_the_browser_is_given_nothing_secret(server: Server, chromium: Any) -> None:
    looker = Looker(chromium, server.url)
    looker.open()
    looker.press("Sign in with Asana")
    looker.press("Allow")
    looker.heading("Hello, Maya Lindqvist")
    (cookie,) = chromium.get_cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("visit", True, "Lax")
    (known,) = server.example.VISITS.values()
    for name in ("access_token", "refresh_token"):
        assert known["token"][name] not in cookie["value"] + chromium.page_source


# The script


def test_the_script_catches_what_the_browser_brings(tmp_path: Path) -> None:
    """What it opens as a browser is a program that presses Allow."""
    port, helper = free_port(), tmp_path / "browser.py"
    helper.write_text(
        "import re, sys, requests\n"
        "session = requests.Session()\n"
        "page = session.get(sys.argv[1])\n"
        "find = lambda pattern: re.findall(pattern, page.text)[0]\n"
        "form = {'ticket': find('name=\"ticket\" value=\"([^\"]+)'), 'answer': 'allow',\n"
        "        'user': find('value=\"([0-9]+)\" selected')}\n"
        f"assert session.get('http://localhost:{port}/favicon.ico').status_code == 404\n"
        "assert 'Go back to the script' in session.post(page.url, data=form).text\n",
        encoding="utf-8",
    )
    browser = {"BROWSER": f"{sys.executable} {helper} %s &"}
    arguments = ["oauth_script.py", "--port", str(port)]
    with script(*arguments, stdout=subprocess.PIPE, env=os.environ | browser) as process:
        told, _ = process.communicate(timeout=60)
    assert told.endswith("Hello, Maya Lindqvist!\n")


def test_the_script_takes_a_code_and_keeps_the_token(
    tmp_path: Path, visitor: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "token.json"
    arguments = ["oauth_script.py", "--copy", "--save", str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with Sandbox(oauth_clients=APP) as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_CLIENT_ID", APP["client_id"])
        monkeypatch.setenv("ASANA_CLIENT_SECRET", APP["client_secret"])
        with script(*arguments, **pipes) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "Open this in a browser:\n"
            page = visitor.get(process.stdout.readline().strip(), timeout=10)
            shown = decide(visitor, page, "allow")
            (code,) = re.findall(r'<code id="code">(\w+)</code>', shown.text)
            told, _ = process.communicate(f"{code}\n", timeout=60)
        assert told.endswith("Hello, Maya Lindqvist!\n")
        assert path.stat().st_mode & 0o777 == 0o600
        first = json.loads(path.read_text(encoding="utf-8"))

        sandbox.expire_access_tokens()
        with script(*arguments, **pipes) as process:
            told, _ = process.communicate(timeout=60)
        assert told == "Hello, Maya Lindqvist!\n"
        renewed = json.loads(path.read_text(encoding="utf-8"))
    assert renewed["access_token"] != first["access_token"]
    assert renewed["refresh_token"] == first["refresh_token"]
    assert sorted(os.listdir(tmp_path)) == ["token.json", "token.json.lock"]


# The documentation


def test_the_documentation_is_true(
    visitor: requests.Session,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs/how-to/oauth.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    callback = "https://app.example/callback"
    names: dict[str, Any] = {}

    def copied(prompt: str) -> str:
        shown = decide(visitor, visitor.get(names["url"], timeout=10), "allow")
        (code,) = re.findall(r'<code id="code">(\w+)</code>', shown.text)
        return str(code)

    monkeypatch.setattr("builtins.input", copied)
    monkeypatch.setenv("ASANA_CLIENT_ID", APP["client_id"])
    monkeypatch.setenv("ASANA_CLIENT_SECRET", APP["client_secret"])
    with Sandbox(oauth_clients=[APP, {**APP, "redirect_uris": callback}]) as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        for number, code in enumerate(blocks, 1):
            exec(compile(code, f"<docs/how-to/oauth.md, snippet {number}>", "exec"), names)
        visit: dict[str, Any] = {}
        page = visitor.get(names["sign_in"](visit), timeout=10)
        reply = decide(visitor, page, "allow", follow=False)
        names["tokens"]["tom"] = names["handle_callback"](visit, reply.headers["Location"])
        sandbox.expire_access_tokens()
        before = names["tokens"]["tom"]["access_token"]
        assert names["client_of"]("tom").users.me()["name"] == "Maya Lindqvist"
        assert names["tokens"]["tom"]["access_token"] != before
        with pytest.raises(PermissionError):
            names["handle_callback"](visit, reply.headers["Location"])
    told = capsys.readouterr().out
    assert "Hello, Maya Lindqvist\nMaya Lindqvist\nOAuth: the state is not" in told


def test_the_documentation_names_all_errors_of_oauth() -> None:
    text = (ROOT / "docs/how-to/oauth.md").read_text(encoding="utf-8")
    errors = {name for name in vars(error) if name.startswith("OAuth")}
    assert errors <= set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
