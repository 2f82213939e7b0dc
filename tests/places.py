"""A project of a sandbox in which records are found and created, and faults of a create."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from asana.sandbox import Sandbox

__all__ = ["CLEAR", "UNCLEAR", "Place", "killed", "place", "posts", "shared"]

# Faults of a create with an unknown outcome, and whether it takes effect.
UNCLEAR: dict[str, dict[str, Any]] = {
    "the answer is lost after the effect": {"fault": "drop_after"},
    "the answer is cut after the effect": {"fault": "cut_body"},
    "the connection is cut before the effect": {"fault": "drop_before"},
    "the answer is no answer of Asana's": {"fault": "garbage_body"},
    "500 after the effect": {"status": 500, "effect": True},
    "500 before the effect": {"status": 500},
    "503 before the effect": {"status": 503},
}

CLEAR: dict[str, dict[str, Any]] = {"429": {"fault": "rate_limit"}}


class Place:
    """A sandbox, its client, a workspace and a project with the custom field "Order ID"."""

    def __init__(self, sandbox: Sandbox, **options: Any) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client(**options)
        self.workspace: str = self.client.users.me()["workspaces"][0]["gid"]
        made = self.client.projects.create_project(workspace=self.workspace, name="Shop")
        self.project: str = made["gid"]

    def with_field(self, name: str = "Order ID", kind: Any = "text", **more: Any) -> str:
        """Create a custom field, add it to the project, and return its gid."""
        field = self.client.custom_fields.create_custom_field(
            workspace=self.workspace, name=name, resource_subtype=kind, **more
        )
        self.client.projects.add_custom_field_setting_for_project(
            self.project, custom_field=field["gid"]
        )
        return str(field["gid"])

    @contextmanager
    def requests(self, most: int, least: int | None = None) -> Iterator[None]:
        """Fail unless the block sends this number of requests."""
        before = len(self.sandbox.requests)
        yield
        sent = [f"{each.method} {each.path}" for each in self.sandbox.requests[before:]]
        assert (most if least is None else least) <= len(sent) <= most, sent

    def names(self) -> list[str]:
        """Return the names of the tasks of the project."""
        return [task["name"] for task in self.client.tasks.get_tasks_for_project(self.project)]


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def place(shared: Sandbox) -> Place:
    shared.reset()
    return Place(shared, strict=True)


def posts(sandbox: Sandbox, path: str) -> int:
    """Return the number of received creates, without rejected ones."""
    return sum(
        each.method == "POST" and each.path == path and each.status != 429
        for each in sandbox.requests
    )


def killed(place: Place, program: str, route: str, is_there: Callable[[], Any]) -> None:
    """Kill a process that waits for the response to a create, after the record exists.

    :param program: the code of the process, which uses a ``client``
    :param route: the route of the create, whose response is late
    """
    place.sandbox.faults.add(route=route, latency=60)
    code = f"import asana\nclient = asana.Client.access_token()\n{program}"
    environment = {
        **os.environ,
        "ASANA_BASE_URL": place.sandbox.base_url,
        "ASANA_ACCESS_TOKEN": place.sandbox.access_token,
    }
    process = subprocess.Popen([sys.executable, "-c", code], env=environment)
    end = time.monotonic() + 30
    while not is_there():
        assert process.poll() is None
        assert time.monotonic() < end
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait()
    place.sandbox.faults.clear()
