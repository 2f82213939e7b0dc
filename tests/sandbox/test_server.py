import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import asana.sandbox
from asana.sandbox import __main__ as command
from asana.sandbox.web.server import Sandbox

ROOT = Path(__file__).parents[2]


def test_it_starts_and_stops_and_starts_again() -> None:
    sandbox = asana.sandbox.Sandbox()
    sandbox.stop()  # nothing to stop yet
    for _ in range(2):
        assert sandbox.start() is sandbox
        assert sandbox.base_url == f"http://127.0.0.1:{sandbox.port}/api/1.0"
        assert requests.get(f"{sandbox.base_url}/users/me", timeout=10).status_code == 401
        sandbox.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{sandbox.base_url}/users/me", timeout=10)


def test_it_does_not_start_twice(sandbox: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="already running"):
        sandbox.start()


def test_connections_are_kept_open() -> None:
    with Sandbox() as sandbox, requests.Session() as session:
        for _ in range(3):
            reply = session.post(f"{sandbox.base_url}/nothing", data=b"x" * 5000, timeout=10)
            assert "close" not in reply.headers.get("Connection", "").lower()
        assert len(sandbox._connections.open) == 1


def test_stopping_does_not_wait_for_idle_connections() -> None:
    sandbox = Sandbox().start()
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=5) as idle:
        idle.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        reply = idle.makefile("rb")
        length = 0
        while (line := reply.readline().strip().lower()) != b"":
            if line.startswith(b"content-length: "):
                length = int(line.split()[1])
        reply.read(length)
        sandbox.stop()
        assert reply.read(1) == b""
        reply.close()
    assert sandbox._connections.open == {}


def test_the_token_can_be_chosen() -> None:
    with Sandbox(token="chosen") as sandbox:
        assert sandbox.access_token == "chosen"
        headers = {"Authorization": "Bearer chosen"}
        reply = requests.get(f"{sandbox.base_url}/users/me", headers=headers, timeout=10)
    assert reply.json()["data"]["name"] == sandbox.user["name"]


def test_sandboxes_are_independent() -> None:
    with Sandbox() as one, Sandbox() as other:
        assert one.base_url != other.base_url
        assert one.access_token not in other.store.tokens


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com"])
@pytest.mark.parametrize("token", [None, "x" * 15])
def test_other_machines_need_a_token_that_nobody_guesses(host: str, token: str | None) -> None:
    with pytest.raises(ValueError, match="pass a token of at least 16 characters") as caught:
        Sandbox(host=host, token=token)
    assert "xxx" not in str(caught.value)
    with pytest.raises(ValueError, match="pass a control token of at least 16"):
        Sandbox(host=host, token="x" * 16, control_token="y" * 15)


def test_on_all_addresses_it_is_called_at_its_own() -> None:
    with Sandbox(host="0.0.0.0", token="x" * 16) as sandbox:
        assert sandbox.base_url == f"http://127.0.0.1:{sandbox.port}/api/1.0"
        assert sandbox.client().users.me()["name"] == sandbox.user["name"]
        assert len(sandbox.control_token) >= 16


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ({"port": "80"}, "port must be a whole number from 0 to 65535, not '80'"),
        ({"port": 99999}, "port must be a whole number from 0 to 65535, not 99999"),
        ({"port": True}, "port must be a whole number"),
        ({"host": None}, "host must be a non-empty string"),
        ({"token": 1}, "token must be a string, not int"),
        ({"token": "ünsafe"}, "token must consist of printable ASCII"),
        ({"control_token": "a\n"}, "control_token must consist of printable ASCII"),
        ({"clock": 0}, "clock must be a function, not 0"),
        ({"on_request": "print"}, "on_request must be a function, not 'print'"),
        (
            {"oauth_clients": ["id:secret"]},
            "an OAuth client must be a mapping such as {'client_id'",
        ),
        ({"oauth_clients": "id:secret"}, "an OAuth client must be a mapping such as {'client_id'"),
        ({"oauth_clients": 1}, "an OAuth client must be a mapping such as {'client_id'"),
        (
            {"oauth_clients": {"id": "1"}},
            "an OAuth client has no key 'id'; its keys are client_id, ",
        ),
        (
            {"oauth_clients": {"client_id": "1"}},
            "an OAuth client requires a client_id and a client_secret",
        ),
        ({"oauth_clients": {"client_id": 1}}, "client_id of an OAuth client must be a string"),
        ({"oauth_clients": [{"redirect_uris": 1}]}, "redirect_uris of an OAuth client must be a"),
        ({"oauth_clients": [{"scopes": [1]}]}, "scopes of an OAuth client must be a string or a"),
        ({"rate_limit": "150"}, "rate_limit must be a whole number of at least 1, not '150'"),
        ({"rate_limit": 1.5}, "rate_limit must be a whole number"),
        ({"plan": "gold"}, "plan must be one of paid, free, not 'gold'"),
        ({"plan": ["free"]}, "plan must be one of paid, free, not ['free']"),
        ({"data": 7}, "data must be the path of a file or a mapping, not 7"),
        ({"data": []}, "data must be the path of a file or a mapping, not []"),
        ({"save": "state.json"}, "save must be true or false, not 'state.json'"),
        ({"strict": 1}, "strict must be true or false, not 1"),
        ({"remote_webhooks": "yes"}, "remote_webhooks must be true or false, not 'yes'"),
        ({"clock": lambda: 5}, "clock must return a datetime, not 5"),
        ({"allowed_hosts": "asana"}, "allowed_hosts must be a list of host names, not 'asana'"),
        (
            {"allowed_hosts": ["a:80"]},
            "a name without a port, such as 'asana', not 'a:80'",
        ),
        (
            {"allowed_hosts": ["*"]},
            "a name without a port, such as 'asana', not '*'",
        ),
    ],
)
def test_bad_options_are_explained(option: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)) as caught:
        Sandbox(**option)
    assert "secret" not in str(caught.value).replace("client_secret", "").replace("a secret", "")


@pytest.mark.parametrize(("host", "shown"), [("localhost", "localhost"), ("::1", "[::1]")])
def test_other_names_of_loopback(host: str, shown: str) -> None:
    sandbox = Sandbox(host=host)
    try:
        sandbox.start()
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with sandbox.store.lock:
        assert sandbox.base_url == f"http://{shown}:{sandbox.port}/api/1.0"
    sandbox.stop()


def test_a_port_in_use_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=sandbox.port).start()


def test_a_client_comes_with_it(sandbox: Sandbox) -> None:
    client = sandbox.client()
    assert client.users.get_user("me")["email"] == "maya@example.com"


def test_a_late_connection_is_closed_at_once() -> None:
    sandbox = Sandbox()
    sandbox._connections.close()
    here, there = socket.socketpair()
    with here, there:
        sandbox._connections.add(here)
        sandbox._connections.remove()
        here.settimeout(5)
        assert here.recv(1) == b""


def test_flask_is_needed_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("asana.sandbox.web.server", "asana.sandbox.web.app"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "flask", None)
    with pytest.raises(ImportError, match=r'pip install "asana\[sandbox\]"'):
        _ = asana.sandbox.Sandbox
    assert command.main([]) == 1


def test_other_missing_modules_are_not_blamed_on_flask(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("asana.sandbox.web.server", "asana.sandbox.web.app"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "asana.sandbox.changes.audit", None)
    with pytest.raises(ModuleNotFoundError, match="audit"):
        _ = asana.sandbox.Sandbox


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sandpit'"):
        _ = asana.sandbox.sandpit


# The command line


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-m", "asana.sandbox", "--token", "chosen"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_says_what_to_set_and_stops_cleanly(
    running: "subprocess.Popen[str]", number: signal.Signals
) -> None:
    assert running.stdout is not None
    lines = [running.stdout.readline().strip() for _ in range(10)]
    base_url = lines[0].removeprefix("The sandbox answers at ")
    assert lines[1] == "as Maya Lindqvist, whose token is chosen"
    assert f"export ASANA_BASE_URL={base_url}" in lines
    assert "export ASANA_ACCESS_TOKEN=chosen" in lines
    (control,) = (line for line in lines if line.startswith("Programs control it at "))
    address, _, token = control.removeprefix("Programs control it at ").partition(
        " with the token "
    )
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(address, headers=headers, timeout=10).json()["data"]["requests"] == 0
    requests.get(f"{base_url}/users/me", timeout=10)
    assert running.stdout.readline() == "401 GET /users/me\n"
    running.send_signal(number)
    rest, _ = running.communicate(timeout=60)
    assert rest == "\nThe sandbox has stopped.\n"
    assert running.returncode == 0


def test_the_command_ends_when_a_signal_comes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(signal, "signal", lambda number, handler: handler(number, None))
    assert command.main(["--quiet", "--token", "chosen"]) == 0
    assert capsys.readouterr().out.endswith("The sandbox has stopped.\n")


def test_the_command_logs_a_line_per_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox(on_request=command._log) as logged:
        requests.get(f"{logged.base_url}/nothing?opt_fields=name", timeout=10)
    assert capsys.readouterr().out == "404 GET /nothing\n"


def test_the_command_explains_a_port_in_use(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--port", str(sandbox.port)]) == 1
    assert capsys.readouterr().err == (
        f"asana.sandbox: port {sandbox.port} is in use: choose another port with --port\n"
    )


def test_the_command_explains_other_problems(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--host", "192.0.2.1", "--token", "x" * 16]) == 1

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    assert command.main(["--port", "80"]) == 1
    assert "cannot listen on 127.0.0.1: Permission denied" in capsys.readouterr().err
