"""The command as a process: pipes, interrupts, consoles, shells, and how soon it starts."""

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import asana
from asana.sandbox import Sandbox
from tests.cli.parts import interrupted

ROOT = Path(asana.__file__).parents[1]
COMMAND = [sys.executable, "-m", "asana"]
PROJECT = "1200000000000035"


@pytest.fixture
def environment(sandbox: Sandbox) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_a_process_ends_with_the_exit_code(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*COMMAND, "users", "get_user", "me"], env=environment, capture_output=True, check=True
    )
    assert json.loads(done.stdout)["name"] == "Maya Lindqvist"
    gone = subprocess.run(
        [*COMMAND, "tasks", "get_task", "1"], env=environment, capture_output=True
    )
    assert (gone.returncode, gone.stdout) == (4, b"")
    assert gone.stderr.startswith(b"asana: Not Found: ")


def test_the_package_installs_the_command() -> None:
    from asana.cli import main

    setup = (ROOT / "setup.py").read_text(encoding="utf-8")
    assert f'"console_scripts": ["asana = {main.__module__}:{main.__name__}"]' in setup


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_any_console_encoding_works(
    encoding: str, environment: dict[str, str], sandbox: Sandbox
) -> None:
    tag = sandbox.client().tags.create_tag(workspace="1200000000000001", name="café ✓ 😀")
    environment |= {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    words = [*COMMAND, "tags", "get_tag", tag["gid"]]
    lines = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert json.loads(lines.stdout.decode(encoding))["name"] == "café ✓ 😀"
    table = subprocess.run(
        [*words, "-o", "table"], env=environment, capture_output=True, check=True
    )
    assert "caf" in table.stdout.decode(encoding)
    assert table.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes on Windows")
def test_a_closed_pipe_ends_it_without_a_traceback(
    environment: dict[str, str], sandbox: Sandbox
) -> None:
    with subprocess.Popen(
        [*COMMAND, "events", "feed", PROJECT, "poll_interval=0.1", "max_interval=0.1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Jobs in the background of a shell ignore it, and so would this process.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        change(sandbox, process)
        process.stdout.close()  # as `| head -1` does
        change(sandbox, process)
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == b""


def change(sandbox: Sandbox, process: "subprocess.Popen[bytes]") -> None:
    """Make changes until the process has printed one, or has ended."""
    client = sandbox.client()
    if process.stdout is not None and not process.stdout.closed:
        asked = len(sandbox.requests)
        while not any(each.path == "/events" for each in sandbox.requests[asked:]):
            assert process.poll() is None
        client.tasks.create_task(projects=[PROJECT], name="a change")
        assert json.loads(process.stdout.readline())
        return
    while process.poll() is None:
        client.tasks.create_task(projects=[PROJECT], name="another change")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_interrupt_ends_it_without_a_traceback(
    environment: dict[str, str], sandbox: Sandbox
) -> None:
    with subprocess.Popen(
        [*COMMAND, "events", "feed", PROJECT],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["action"] == "resync"  # it has no token yet
        out, err = interrupted(process)
    assert process.returncode in (130, -signal.SIGINT), err
    assert (out, b"Traceback" in err) == (b"", False), err


def with_command(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which ``asana`` is a command."""
    command = tmp_path / "asana"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m asana "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, "HOME": str(tmp_path)}


def in_shell(name: str, script: str, tmp_path: Path) -> str:
    """Run a script in a shell for which ``asana`` is a command."""
    shell = shutil.which(name)
    assert shell is not None
    environment = with_command(tmp_path)
    done = subprocess.run(
        [shell, "-c", script], env=environment, capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("asana tasks create_t", ["create_task"]),
        ("asana completion ", ["bash", "fish", "zsh"]),
        ("asana tasks create_task compl", ["completed="]),
        ("asana tasks create_task completed=", ["false", "true"]),
        ("asana tasks nothing ", []),
    ],
)
def test_bash_completes(line: str, expected: list[str], tmp_path: Path) -> None:
    script = f"""
        eval "$(asana completion bash)"
        COMP_LINE='{line}' COMP_POINT={len(line)}
        _asana
        complete -p asana > /dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert in_shell("bash", script, tmp_path).split() == expected


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("asana tasks create_t", "asana tasks create_task "),
        ("asana --yes works", "asana --yes workspace"),
        ("asana tasks create_task compl", "asana tasks create_task completed="),
        ("asana tasks create_task completed=t", "asana tasks create_task completed=true "),
        ("asana completion f", "asana completion fish "),
    ],
)
def test_zsh_completes(typed: str, completed: str, tmp_path: Path) -> None:
    from tests.cli.terminal import Terminal

    with Terminal(["zsh", "-f", "-i"], with_command(tmp_path)) as zsh:
        zsh.type('autoload -U compinit; compinit -u -D; eval "$(asana completion zsh)"; PS1=; ')
        zsh.type("print rea''dy\n")
        zsh.wait_for("ready\r\n")
        zsh.type(f"{typed}\t")
        assert zsh.wait_for(completed)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("asana tasks create_t", ["create_task"]),
        ("asana completion ", ["bash", "fish", "zsh"]),
        ("asana --yes tasks create_task compl", ["completed="]),
        ("asana tasks create_task completed=", ["completed=false", "completed=true"]),
        ("asana tasks nothing ", []),
    ],
)
def test_fish_completes(line: str, expected: list[str], tmp_path: Path) -> None:
    script = f"asana completion fish | source; complete -C '{line}'"
    assert sorted(in_shell("fish", script, tmp_path).split()) == expected


OLD = ["inspect"] if sys.version_info < (3, 12) else []  # importlib.metadata needs it since


@pytest.mark.parametrize(
    ("words", "late"),
    [
        (["--help"], ["asana.types", "asana.fields", "asana.sandbox", "asana.cli.call"]),
        (
            ["users", "get_user", "me"],
            ["asana.sandbox", "asana.fields", "asana.tables", "asana.stores"],
        ),
        (["users", "get_user", "me", "--dry-run"], ["dataclasses", "http.server", *OLD]),
    ],
)
def test_a_command_loads_its_own_part_only(
    words: list[str], late: list[str], environment: dict[str, str]
) -> None:
    code = (
        "import sys; before = {*sys.modules}; from asana.cli import main;"  # a tool may load some
        f"main({words}); print(*(sys.modules.keys() - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )
    loaded = done.stdout.decode().splitlines()[-1].split()
    assert [name for name in late if name in loaded] == []


def test_a_call_on_this_machine_makes_no_tls_context(environment: dict[str, str]) -> None:
    code = """
import ssl
from asana.cli import main
ssl.SSLContext.__new__ = lambda *_, **__: 1 / 0
raise SystemExit(main(["users", "get_user", "me", "--fields", "gid"]))
"""
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
