"""Takes the place of what a command needs, its options and its client, and interrupts commands."""

import contextlib
import signal
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from asana import login
from asana.cli.command import Parser


def parsed(*typed: str) -> Any:
    return Parser().parse_intermixed_args(list(typed))


class Named:
    """Finds records by name, and records what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Any] = []
        monkeypatch.setattr(login, "workspace", self._workspace)
        monkeypatch.setattr(login, "workspace_named", self._named)
        self.projects = SimpleNamespace(named=self._project)
        listed = [{"gid": "first"}, {"gid": "second"}]
        self.workspaces = SimpleNamespace(get_workspaces=lambda: iter(listed))

    def _workspace(self, client: Any) -> str:
        self.asked.append("default")
        return "the default"

    def _named(self, client: Any, name: str) -> str:
        self.asked.append(name)
        return f"workspace {name}"

    def _project(self, workspace: str, name: str) -> dict[str, str]:
        self.asked.append((workspace, name))
        return {"gid": f"project {name}"}


def interrupted(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Interrupt a process until it ends, and return the rest of its output.

    Python discards a ``KeyboardInterrupt`` that is raised while an object is finalized.
    """
    try:
        for _ in range(10):
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=5)
    finally:
        process.kill()
    raise AssertionError("the process ignores interrupts")
