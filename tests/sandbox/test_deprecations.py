from collections.abc import Iterator
from typing import Any

import pytest

from asana.sandbox.api.deprecations import Deprecations
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

INFO = "https://example.com/new"
NOTICE = f"name=new_names;info={INFO};affected=true"


@pytest.fixture
def announced(sandbox: Sandbox) -> Iterator[Deprecations]:
    sandbox.deprecations.announce("new_names", INFO, affects=("GET /users", "/tasks"))
    yield sandbox.deprecations
    sandbox.deprecations.withdraw("new_names")
    sandbox.deprecations.withdraw("never_announced")


@pytest.mark.usefixtures("announced")
def test_affected_responses_tell(api: Api, task: str) -> None:
    for verb, path in (("GET", "/users/me"), ("GET", f"/tasks/{task}"), ("PUT", "/tasks/123")):
        assert api.call(verb, path).headers["Asana-Change"] == NOTICE
    for verb, path in (("PUT", "/users/me"), ("GET", "/workspaces"), ("GET", "/user_task_lists/1")):
        assert "Asana-Change" not in api.call(verb, path).headers


@pytest.mark.usefixtures("announced")
@pytest.mark.parametrize("header", ["Asana-Enable", "Asana-Disable"])
def test_who_has_decided_is_not_told(api: Api, header: str) -> None:
    reply = api.call("GET", "/users/me", headers={header: "other, new_names"})
    assert "Asana-Change" not in reply.headers
    assert "Asana-Change" in api.call("GET", "/users/me", headers={header: "other"}).headers


def test_several_changes_share_the_header(api: Api, announced: Deprecations) -> None:
    announced.announce("new_ids", INFO)
    told = api.call("GET", "/users/me").headers["Asana-Change"]
    assert told == f"{NOTICE}, name=new_ids;info={INFO};affected=true"
    announced.withdraw("new_ids")
    assert api.call("GET", "/users/me").headers["Asana-Change"] == NOTICE


@pytest.mark.usefixtures("announced")
def test_actions_of_a_batch_tell_too(api: Api) -> None:
    (reply,) = api.post("/batch", actions=[{"method": "get", "relative_path": "/users/me"}])
    assert reply["headers"]["headers"] == [{"key": "asana-change", "value": NOTICE}]


def test_the_client_of_the_sandbox_warns(sandbox: Sandbox, announced: Deprecations) -> None:
    with pytest.warns(UserWarning, match="new_names"):
        sandbox.client().users.me()


@pytest.mark.parametrize(
    ("name", "info"),
    [
        ("a b", INFO),
        ("a", "b;c"),
        ("", INFO),
        ("a", "\r\n"),
        ("日本", INFO),
        ("é", INFO),
        (5, INFO),
    ],
)
def test_what_cannot_stand_in_a_header_is_refused(name: Any, info: str) -> None:
    with pytest.raises(ValueError, match="a header cannot contain"):
        Deprecations().announce(name, info)


@pytest.mark.parametrize("affects", ["projects", 5, None, [5], ["/tasks", "GET users"], [""]])
def test_what_is_no_route_is_refused(affects: Any) -> None:
    announced = Deprecations()
    with pytest.raises(ValueError, match="affects must be routes such as"):
        announced.announce("a", INFO, affects)
    assert announced.notices("GET", "/tasks", frozenset()) == []
