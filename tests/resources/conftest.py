"""A sandbox for the tests of the resources; each request they make must be an operation."""

import re
from collections.abc import Iterator

import pytest

import asana
from asana.sandbox import Sandbox
from tests.operations import LISTED

ROUTES = [(row.verb, re.compile(re.sub(r"\{\w+\}", "[^/]+", row.path))) for row in LISTED]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[asana.Client]:
    """A client of the sandbox; what the sandbox saw is compared with the list of operations."""
    before = len(sandbox.requests)
    yield sandbox.client()
    for request in sandbox.requests[before:]:
        assert any(
            request.method == verb and path.fullmatch(request.path) for verb, path in ROUTES
        ), f"{request.method} {request.path} is no operation"


@pytest.fixture
def workspace_gid(client: asana.Client) -> str:
    return str(next(client.workspaces.get_workspaces())["gid"])


@pytest.fixture
def project_gid(client: asana.Client, workspace_gid: str) -> str:
    project = client.projects.create_project({"workspace": workspace_gid, "name": "a project"})
    return str(project["gid"])


@pytest.fixture
def task_gid(client: asana.Client, project_gid: str) -> str:
    return str(client.tasks.create_task({"projects": [project_gid], "name": "a task"})["gid"])
