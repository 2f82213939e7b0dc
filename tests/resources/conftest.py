"""A sandbox for the tests of resources, which checks that they cover all operations."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from asana.sandbox.records.storage import DOWNLOADS
from asana.sandbox.web.received import ReceivedRequest
from asana.types.custom_fields import CustomField
from tests.operations import LISTED, OPERATIONS, ClassicName, Operation

NUMBERS = count(1)
DESELECTED: list[pytest.Item] = []


def route(row: Operation | ClassicName) -> tuple[str, str]:
    """Return verb and path without the names of its gids."""
    return row.verb, re.sub(r"\{\w+\}", "{}", row.path)


# The most specific first: a request for `/users/me` does not count for `/users/{}`.
ROUTES = sorted({route(row) for row in LISTED}, key=lambda each: each[1].count("{}"))


def requested(request: ReceivedRequest) -> tuple[str, str] | None:
    """Return the route of a request."""
    for verb, path in ROUTES:
        if verb == request.method and re.fullmatch(path.replace("{}", "[^/]+"), request.path):
            return verb, path
    return None


def pytest_deselected(items: list[pytest.Item]) -> None:
    DESELECTED.extend(items)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="package", autouse=True)
def _every_operation(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[None]:
    """Check after all tests of this directory that each operation and its second page were
    requested.
    """
    yield
    if hasattr(request.config, "workerinput"):
        return  # a worker of pytest-xdist runs only some of the tests
    files = set(Path(__file__).parent.glob("test_*.py"))
    collected = {item.path for item in request.session.items}
    if DESELECTED or request.session.testsfailed or not files <= collected:
        return
    answered = [each for each in sandbox.requests if each.status < 400]
    done = {requested(each) for each in answered}
    turned = {requested(each) for each in answered if "offset" in each.query}
    missing = [row.method for row in OPERATIONS if route(row) not in done]
    unturned = [r.method for r in OPERATIONS if r.shape == "page" and route(r) not in turned]
    assert not missing, f"no test requests {missing}"
    assert not unturned, f"no test requests a second page of {unturned}"


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[asana.Client]:
    """A client of the sandbox; its requests are compared with the list of operations."""
    before = len(sandbox.requests)
    yield sandbox.client()
    for request in sandbox.requests[before:]:
        assert requested(request) or request.path.startswith(DOWNLOADS), (
            f"{request.method} {request.path} is no operation"
        )


@pytest.fixture
def tom(client: asana.Client, sandbox: Sandbox) -> asana.Client:
    """A client of a colleague."""
    token = sandbox.token_for("tom@example.com")
    return asana.Client.access_token(token, base_url=sandbox.base_url)


@pytest.fixture
def service(client: asana.Client, sandbox: Sandbox) -> asana.Client:
    """A client of the organization's service account."""
    token = sandbox.service_account_token
    return asana.Client.access_token(token, base_url=sandbox.base_url)


@pytest.fixture
def workspace_gid(client: asana.Client) -> str:
    return str(next(client.workspaces.get_workspaces())["gid"])


@pytest.fixture
def project_gid(client: asana.Client, workspace_gid: str) -> str:
    project = client.projects.create_project({"workspace": workspace_gid, "name": "a project"})
    return str(project["gid"])


@pytest.fixture
def closed_gid(client: asana.Client, project_gid: str) -> str:
    """A private project."""
    closed = client.projects.update_project(project_gid, {"privacy_setting": "private"})
    return str(closed["gid"])


@pytest.fixture
def task_gid(client: asana.Client, project_gid: str) -> str:
    return str(client.tasks.create_task({"projects": [project_gid], "name": "a task"})["gid"])


@pytest.fixture
def team_gid(client: asana.Client, workspace_gid: str) -> str:
    team = client.teams.create_team({"organization": workspace_gid, "name": "a team"})
    return str(team["gid"])


@pytest.fixture
def goal_gid(client: asana.Client, workspace_gid: str) -> str:
    return str(client.goals.create_goal({"workspace": workspace_gid, "name": "a goal"})["gid"])


@pytest.fixture
def portfolio_gid(client: asana.Client, workspace_gid: str) -> str:
    made = client.portfolios.create_portfolio({"workspace": workspace_gid, "name": "a portfolio"})
    return str(made["gid"])


MakeField = Callable[..., CustomField]


@pytest.fixture
def make_field(client: asana.Client, workspace_gid: str) -> MakeField:
    """Creates custom fields with unique names."""

    def make(subtype: str = "text", **more: Any) -> CustomField:
        more |= {"workspace": workspace_gid, "resource_subtype": subtype}
        return client.custom_fields.create_custom_field(name=f"field {next(NUMBERS)}", **more)

    return make
