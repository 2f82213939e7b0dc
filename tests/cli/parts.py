"""Takes the place of what a command needs: its options, its client, and the encoding of files."""

import locale
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from asana import login
from asana.cli.command import Parser


def parsed(*typed: str) -> Any:
    return Parser().parse_intermixed_args(list(typed))


@contextmanager
def in_ascii() -> Iterator[None]:
    """Let files that are opened without an encoding be ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        yield
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


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
