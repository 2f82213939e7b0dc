"""Runs commands in this process, on a sandbox."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from asana.cli import main
from asana.sandbox import Sandbox

WORKSPACE = "1200000000000001"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


class Console(io.TextIOWrapper):
    """A standard stream, which may be that of a terminal."""

    def __init__(self, text: str = "", terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(text.encode(encoding)), encoding=encoding, newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def written(self) -> str:
        self.flush()
        content = self.buffer.getvalue()  # type: ignore[attr-defined]
        return str(content.decode(self.encoding))


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    with Sandbox(strict=True) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(server: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sandbox:
    """A sandbox as new, to which the environment leads."""
    server.reset()
    monkeypatch.setenv("ASANA_BASE_URL", server.base_url)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", server.access_token)
    monkeypatch.setenv("ASANA_WORKSPACE", WORKSPACE)
    monkeypatch.setenv("ASANA_CONFIG_DIR", str(tmp_path / "settings"))
    return server


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command and return its exit code and what it wrote."""

    def run(
        *words: str,
        stdin: str = "",
        answer: Callable[[str], str] | None = None,  # to what stderr has by then
        terminal: bool = False,
        encoding: str = "utf-8",
    ) -> Result:
        out, err = Console("", terminal, encoding), Console("", terminal, encoding)
        typed: Any = Console(stdin, terminal, encoding)
        if answer is not None:
            typed.readline = lambda: f"{answer(err.written())}\n"
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", typed)
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            code = main(words)
        return Result(code, out.written(), err.written())

    return run
