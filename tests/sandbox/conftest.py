"""A running sandbox whose clock moves only in tests, and short functions for requests."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.fields import FieldMaker

NUMBERS = count(1)


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **units: float) -> str:
        self.moment += timedelta(**units)
        return f"{self.moment:%Y-%m-%dT%H:%M:%S}.000Z"


class Api:
    """Plain HTTP as one user; `get`, `post`, `put` and `delete` expect success."""

    def __init__(self, base_url: str, token: str, session: requests.Session) -> None:
        self.base_url = base_url
        self.token = token
        self.session = session

    def call(self, verb: str, path: str, **arguments: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **arguments.pop("headers", {})}
        url = self.base_url + path
        return self.session.request(verb, url, headers=headers, timeout=10, **arguments)

    def get(self, path: str, **query: Any) -> Any:
        return self._data(self.call("GET", path, params=query))

    def post(self, path: str, /, **data: Any) -> Any:
        return self._data(self.call("POST", path, json={"data": data}))

    def put(self, path: str, /, **data: Any) -> Any:
        return self._data(self.call("PUT", path, json={"data": data}))

    def delete(self, path: str) -> Any:
        return self._data(self.call("DELETE", path))

    def refusal(self, verb: str, path: str, /, **data: Any) -> tuple[int, str]:
        """The status and message of a request that must fail; data is the query of a GET."""
        sent = {"params": data} if verb == "GET" else {"json": {"data": data}}
        reply = self.call(verb, path, **sent)
        assert reply.status_code >= 400, reply.text
        (error,) = reply.json()["errors"]
        if reply.status_code == 412:
            assert "help" not in error
        else:
            assert error["help"].startswith("For more information on API status codes")
        return reply.status_code, error["message"]

    @staticmethod
    def _data(reply: requests.Response) -> Any:
        assert reply.status_code in (200, 201), reply.text
        return reply.json()["data"]


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture(scope="session")
def login(sandbox: Sandbox) -> Iterator[Callable[[str], Api]]:
    with requests.Session() as session:
        yield lambda email: Api(sandbox.base_url, sandbox.token_for(email), session)


@pytest.fixture(scope="session")
def api(login: Callable[[str], Api]) -> Api:
    """Maya, the main user."""
    return login("maya@example.com")


@pytest.fixture(scope="session")
def tom(login: Callable[[str], Api]) -> Api:
    """A colleague."""
    return login("tom@example.com")


@pytest.fixture(scope="session")
def guest(login: Callable[[str], Api]) -> Api:
    return login("jonas@studio.example.com")


@pytest.fixture(scope="session")
def organization(api: Api) -> str:
    return str(api.get("/workspaces")[0]["gid"])


@pytest.fixture(scope="session")
def personal(api: Api) -> str:
    return str(api.get("/workspaces")[1]["gid"])


@pytest.fixture
def project(api: Api, organization: str) -> str:
    return str(api.post("/projects", name="Fresh", workspace=organization)["gid"])


@pytest.fixture
def task(api: Api, organization: str) -> str:
    return str(api.post("/tasks", name="Fresh task", workspace=organization)["gid"])


@pytest.fixture
def make_field(api: Api, organization: str) -> FieldMaker:
    """Creates custom fields with unique names."""

    def make(subtype: str | None, **definition: Any) -> dict[str, Any]:
        given = {"name": f"Field {next(NUMBERS)}", "workspace": organization, **definition}
        if subtype:
            given["resource_subtype"] = subtype
        return dict(api.post("/custom_fields", **given))

    return make
