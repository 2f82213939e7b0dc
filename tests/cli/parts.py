"""Takes the place of what a command needs: its options and its client."""

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
