import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


def test_bearer_token_is_accepted(api: Api) -> None:
    assert api.get("/users/me")["email"] == "maya@example.com"


def test_basic_takes_the_token_as_user_name(sandbox: Sandbox) -> None:
    reply = requests.get(
        f"{sandbox.base_url}/users/me", auth=(sandbox.access_token, ""), timeout=10
    )
    assert reply.json()["data"]["name"] == "Maya Lindqvist"


@pytest.mark.parametrize(
    "header",
    ["", "Bearer ", "Bearer nonsense", "Digest x=y", "Basic bm9uc2Vuc2U6", "garbage"],
)
def test_anything_else_is_401(sandbox: Sandbox, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    reply = requests.get(f"{sandbox.base_url}/users/me", headers=headers, timeout=10)
    assert reply.status_code == 401
    assert reply.json()["errors"][0]["message"] == "Not Authorized"


def test_basic_with_a_password_is_401(sandbox: Sandbox) -> None:
    reply = requests.get(
        f"{sandbox.base_url}/users/me", auth=(sandbox.access_token, "x"), timeout=10
    )
    assert reply.status_code == 401


def test_another_users_token_acts_as_that_user(sandbox: Sandbox, tom: Api) -> None:
    me = tom.get("/users/me")
    assert me["name"] == "Tom Okafor"
    assert sandbox.token_for(me["gid"]) == tom.token


def test_unknown_user_has_no_token(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match=r"no user 'nobody@example\.com'"):
        sandbox.token_for("nobody@example.com")


def test_route_is_checked_before_the_token(sandbox: Sandbox) -> None:
    for verb, path in (("GET", "/nothing"), ("DELETE", "/workspaces"), ("PATCH", "/users/me")):
        reply = requests.request(verb, sandbox.base_url + path, timeout=10)
        assert reply.status_code == 404
        assert reply.json()["errors"][0]["message"] == "No matching route for request"


def test_token_is_checked_before_the_body(sandbox: Sandbox) -> None:
    reply = requests.post(f"{sandbox.base_url}/tasks", data="{rubbish", timeout=10)
    assert reply.status_code == 401
