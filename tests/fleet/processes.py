"""Programs that tests start: Celery workers and web servers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PATIENCE = 60.0  # seconds to wait for something that should happen soon

T = TypeVar("T")


def needs(*modules: str) -> pytest.MarkDecorator:
    missing = [name for name in modules if find_spec(name) is None]
    return pytest.mark.skipif(
        bool(missing), reason=f"not installed: pip install {' '.join(missing)}"
    )


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join((str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **extra}


@contextmanager
def running(
    *command: str, env: Mapping[str, str], cwd: Path = EXAMPLES
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run ``python -m`` with a command until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment(env), cwd=cwd)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def once(look: Callable[[], T]) -> T:
    """Return the result of a function as soon as it is true."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(
    *command: str, env: Mapping[str, str], port: int, cwd: Path = EXAMPLES
) -> Iterator[str]:
    """Run a web server until the block ends; yield the base URL of its webhooks."""
    with running(*command, env=env, cwd=cwd) as process:

        def answers() -> bool:
            assert process.poll() is None, "the server has ended"
            with socket.socket() as sock:
                return sock.connect_ex(("127.0.0.1", port)) == 0

        once(answers)
        yield f"http://127.0.0.1:{port}/hooks"
