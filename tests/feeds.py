"""Asana's responses to requests for events, and a project to follow."""

import json
from typing import Any

from asana.records import Record
from asana.sandbox import Sandbox
from tests.faults import FaultServer, reply


def change(number: int, action: str = "changed", field: str = "name") -> Record:
    resource = {"gid": str(number), "resource_type": "task"}
    return {"action": action, "resource": resource, "change": {"field": field}}


def events(sync: Any, *changes: Record, has_more: bool = False) -> Any:
    body = {"data": changes, "sync": sync, "has_more": has_more}
    return reply(200, json.dumps(body).encode())


def stale(sync: str | None) -> Any:
    body: dict[str, Any] = {"errors": [{"message": "Sync token invalid or too old"}]}
    return reply(412, json.dumps({**body, "sync": sync} if sync else body).encode())


def asked(server: FaultServer) -> list[str]:
    """Return the sync tokens that were sent."""
    return [request.target.partition("sync=")[2] for request in server.requests]


class Project:
    """A project of a sandbox, to change and to mirror."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.workspace = self.client.users.me()["workspaces"][0]["gid"]
        made = self.client.projects.create_project(workspace=self.workspace, name="Mirrored")
        self.gid = str(made["gid"])

    def add(self, name: str) -> str:
        return str(self.client.tasks.create_task(projects=[self.gid], name=name)["gid"])
