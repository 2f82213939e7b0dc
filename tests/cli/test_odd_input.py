"""What a stranger types: odd values, broken files, closed streams, and very long listings."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import asana
from asana.sandbox import Sandbox
from tests.cli.conftest import WORKSPACE, Run
from tests.cli.parts import interrupted

ROOT = Path(asana.__file__).parents[1]
PROJECT = "1200000000000035"
TASK = "1200000000000041"
CREATE = ("tasks", "create_task", f"projects={PROJECT}")


# Values


@pytest.mark.parametrize(
    ("word", "sent"),
    [
        ("name=Ünï “q” \"x\" 'y' 😀", "Ünï “q” \"x\" 'y' 😀"),
        ("name=two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("name=a=b:=c", "a=b:=c"),
        ("name=-x", "-x"),
        ("name=--yes", "--yes"),
        ("name=@@me", "@me"),
        ("name=", ""),
        ("name= ", " "),
        ('name:="@x"', "@x"),
        ("name:=null", None),
        ("name=null", "null"),
        ("name=true", "true"),
        ("name=007", "007"),
    ],
)
def test_a_text_is_sent_as_it_is_typed(
    word: str, sent: str | None, sandbox: Sandbox, run: Run
) -> None:
    result = run(*CREATE, word, "--dry-run")
    assert json.loads(result.out)["body"]["data"]["name"] == sent


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*CREATE, "name=caf\udcff"), "name is not UTF-8"),
        ((*CREATE, "name=@"), "cannot read '': No such file"),
        ((*CREATE, "name=@/"), "cannot read '/'"),
        ((*CREATE, "name:="), "name:= takes JSON"),
        ((*CREATE, 'custom_fields:={"1":}'), "custom_fields:= takes JSON"),
        ((*CREATE, "name=-", "notes=@-"), "stdin can be read once only"),
        ((*CREATE, "name=-", "--token-file", "-"), "stdin can be read once only"),
        ((*CREATE, "memberships=x"), "list of objects: write memberships:='[{…}]'"),
        ((*CREATE, "memberships.project=1"), "memberships is a list: it has no 'project'"),
        ((*CREATE, "custom_fields.Cost=1", "custom_fields.Cost=2"), "given twice"),
        ((*CREATE, "--project", ""), "argument --project: it is empty"),
        ((*CREATE, "--workspace", " "), "argument --workspace: it is empty"),
        (("tasks", "get_task", TASK, "--fields", ""), "argument --fields: it is empty"),
        (("tasks", "get_task", TASK, "--fields", ","), "argument --fields: it is empty"),
        (("tasks", "get_task", TASK, "--fields=nmae"), "did you mean 'name'?"),
        (("tasks", "get_task", TASK, f"task_gid={TASK}"), "given twice, with and without a name"),
        (("tasks", "get_task", ""), "not a gid: ''"),
        (("tasks", "get_task", "1?x=2"), "not a gid"),
        (("tasks", "get_tasks_for_project", PROJECT, "--limit", "-1"), "not -1"),
        (("tasks", "get_tasks_for_project", PROJECT, "--limit", "x"), "invalid int value: 'x'"),
        (("tasks", "get_tasks_for_project", PROJECT, "--timeout", "nan"), "not nan"),
        (("tasks", ""), "no method ''"),
        (("",), "no command ''"),
        (("projects", "importer", "1", "2"), "is for Python"),
        (("--yes", "sandbox"), "write `asana sandbox` first"),
        (("api", "GET", "/users/me", "x"), "write NAME=VALUE"),
        (("api", "POST", "/tasks", "name=a", "name=b"), "each name once"),
        (("api", "GET", "users/me"), "begin with a slash"),
        (("api", "POST", "/tasks", "name=-", "notes=-"), "stdin can be read once only"),
    ],
)
def test_what_is_odd_is_refused_before_anything_is_sent(
    words: tuple[str, ...], why: str, sandbox: Sandbox, run: Run
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert why in err
    assert list(sandbox.requests) == []


def test_a_positional_argument_may_begin_with_a_dash_or_have_a_name(
    sandbox: Sandbox, run: Run
) -> None:
    words = ("stories", "ensure_comment", "--dry-run", "key=k")
    for text in (("--", TASK, "-x"), (TASK, "-- x"), (TASK, "text=-x"), (f"task_gid={TASK}",)):
        given = (*text, "text=x=y") if len(text) == 1 else text
        assert run(*words, *given).code == 0, given
    assert run("tasks", "get_task", f"task_gid={TASK}").code == 0


def test_stdin_is_text(sandbox: Sandbox, run: Run) -> None:
    result = run(*CREATE, "name=-", "--dry-run", stdin="a\r\nb\n\n")
    assert json.loads(result.out)["body"]["data"]["name"] == "a\r\nb\n"


# Names


def test_ambiguous_names_list_gids_and_names(
    sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    made = [client.tags.create_tag(workspace=WORKSPACE, name=name) for name in ("Red!", "red!")]
    result = run("tags", "named", "RED!")
    assert result.code == 4
    for tag in made:
        assert f"{tag['gid']} ({tag['name']!r})" in result.err


# Tokens and the login


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (b"", 3, "is empty"),
        (b" \n", 3, "is empty"),
        (b"\xff\xfe", 2, "it is not UTF-8"),
        (b"two words", 2, "printable ASCII"),
    ],
)
def test_a_token_file_without_a_token_is_refused(
    content: bytes, code: int, why: str, sandbox: Sandbox, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    result = run("users", "get_user", "me", "--token-file", str(file))
    assert (result.code, why in result.err) == (code, True), result.err


@pytest.mark.parametrize("content", ["[]", "{", "", '{"x": 1}', '{"base_url": "x"}'])
def test_a_broken_login_is_an_error_until_there_is_another(
    content: str, sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ASANA_ACCESS_TOKEN")
    file = tmp_path / "settings" / "login.json"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    result = run("users", "get_user", "me")
    assert result.code in (2, 3)
    assert str(file) in result.err
    assert run("login", stdin=sandbox.access_token).code == 0
    assert run("users", "get_user", "me").code == 0


def test_a_login_that_cannot_be_kept_says_where(
    sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path / "a file" / "settings"))
    result = run("login", stdin=sandbox.access_token)
    assert (result.code, str(tmp_path / "a file") in result.err) == (1, True)


# Streams and surroundings


@pytest.fixture
def environment(sandbox: Sandbox) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full and GNU env")
@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("asana users get_user me >&-", 0, "", ""),
        ("asana tasks get_task 1 2>&-", 4, "", ""),
        ("asana users get_user me --fields gid <&-", 0, '{"gid": "1200000000000003"}\n', ""),
        ("asana tasks create_task name=- <&- --dry-run -o json | grep '\"name\"'", 0, None, ""),
        ("asana tasks get_tasks_for_project 1200000000000035 | head -1 | wc -l", 0, None, ""),
        ("asana methods | head -1 | wc -l; exit ${PIPESTATUS:-0}", 0, None, ""),
        ("asana users get_user me >/dev/full", 1, "", None),
        (
            "env -u HOME asana users get_user me --fields gid",
            0,
            '{"gid": "1200000000000003"}\n',
            "",
        ),
        ("LC_ALL=C LANG=C COLUMNS=20 asana tasks --help >/dev/null", 0, "", ""),
        ("LC_ALL=C asana tags ensure 'Café ✓' --fields gid >/dev/null", 0, "", ""),
        ("NO_PROXY= no_proxy= HTTP_PROXY=nonsense:// asana users get_user me", 1, "", None),
        (
            "NO_PROXY= no_proxy= HTTP_PROXY=http://127.0.0.1:1 asana users get_user me --timeout 1",
            1,
            "",
            None,
        ),
    ],
)
def test_odd_surroundings_end_a_command_cleanly(
    line: str, code: int, out: str | None, err: str | None, environment: dict[str, str]
) -> None:
    script = f'asana() {{ "{sys.executable}" -m asana "$@"; }}\n' + line.replace(
        "env -u HOME asana", f"env -u HOME {sys.executable} -m asana"
    )
    done = subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done
    assert out is None or done.stdout == out
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if err is None:
        assert done.stderr.startswith("asana: ")
    else:
        assert done.stderr == err


# Long listings


ENDLESS = 999  # a project whose second page never comes


class Pages(BaseHTTPRequestHandler):
    """Answers with pages of 100 tasks, as many as the gid of the project says."""

    protocol_version = "HTTP/1.1"
    over = threading.Event()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        count = int(parts.path.split("/")[-2])
        start = int(parse_qs(parts.query).get("offset", ["0"])[0])
        if start and count == ENDLESS:
            self.over.wait()
        tasks = [{"gid": str(gid), "name": "x" * 50} for gid in range(start, start + 100)]
        following = {"offset": str(start + 100)} if start + 100 < count else None
        body = json.dumps({"data": tasks, "next_page": following}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def pages() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/1.0"
        Pages.over.set()
        server.shutdown()
        thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_a_long_listing_takes_no_more_memory(
    form: str, pages: str, environment: dict[str, str]
) -> None:
    code = """
import sys
from asana.cli import main
from tests.memory import peak
main(sys.argv[1:])
print(peak(), file=sys.stderr)
"""
    environment |= {"ASANA_BASE_URL": pages}
    peaks = []
    for count in (1000, 20_000):
        words = ["tasks", "get_tasks_for_project", str(count), "-o", form]
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=environment, capture_output=True, check=True
        )
        assert len(done.stdout.splitlines()) == count + (form != "jsonl")
        peaks.append(int(done.stderr))
    assert peaks[1] - peaks[0] < 3_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_interrupt_ends_a_listing_after_whole_lines(
    pages: str, environment: dict[str, str]
) -> None:
    Pages.over.clear()
    words = ["-m", "asana", "tasks", "get_tasks_for_project", str(ENDLESS)]
    with subprocess.Popen(
        [sys.executable, *words],
        env={**environment, "ASANA_BASE_URL": pages},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Jobs in the background of a shell ignore it, and so would this process.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(100)]
        out, err = interrupted(process)
    assert [json.loads(line)["gid"] for line in lines] == [str(gid) for gid in range(100)]
    assert process.returncode in (130, -signal.SIGINT), err
    assert (out, err) == (b"", b"")


def test_the_token_of_a_sandbox_is_an_argument(run: Run) -> None:
    result = run("sandbox", "--token", "for-tests", "--port", "-1")
    assert (result.code, result.out) == (2, "")
    assert "a token is never given" not in result.err
