"""The work of most scripts, and a server's responses to it."""

import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import requests
import urllib3
from requests.adapters import HTTPAdapter

import asana
from asana import error
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, data, reply

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]
Sleeps = list[float]

DONE = data({"gid": "1"})

# Nothing listens there.
BEYOND = "https://127.0.0.1:9/api/1.0"


class Answer(NamedTuple):
    """A response to one request of :func:`work`."""

    method: str
    path: str
    body: dict[str, Any]
    status: int = 200

    def act(self) -> Act:
        return reply(self.status, json.dumps(self.body).encode(), Content_Type="application/json")


def page_of(gid: str, offset: str | None) -> dict[str, Any]:
    following = {"offset": offset, "path": "/x", "uri": "https://elsewhere.invalid/x"}
    return {"data": [{"gid": gid}], "next_page": following if offset else None}


TASKS = "/projects/1/tasks"
ANSWERS = [
    Answer("GET", "/users/me", {"data": {"gid": "me"}}),
    Answer("POST", "/tasks", {"data": {"gid": "12", "name": "new"}}, 201),
    Answer("GET", TASKS, page_of("a", "2000")),
    Answer("GET", TASKS, page_of("b", None)),
    Answer("GET", "/tasks/9", {"errors": [{"message": "task: Unknown object: 9"}]}, 404),
]
ACTS = [answer.act() for answer in ANSWERS]


def work(client: asana.Client, **options: Any) -> None:
    """Do the work of most scripts, and check the result."""
    assert client.users.me(**options) == {"gid": "me"}
    assert client.tasks.create_task({"name": "new"}, **options)["gid"] == "12"
    tasks = client.tasks.get_tasks_for_project("1", **options)
    assert [task["gid"] for task in tasks] == ["a", "b"]
    with pytest.raises(error.NotFoundError, match="Unknown object: 9") as caught:
        client.tasks.get_task("9", **options)
    assert (caught.value.status, caught.value.path) == (404, "/tasks/9")


def see_that_all_arrived(server: FaultServer) -> None:
    targets = [target.split("/api/1.0")[1].partition("?")[0] for _, target, *_ in server.requests]
    assert targets == [answer.path for answer in ANSWERS]
    assert [request.method for request in server.requests] == [a.method for a in ANSWERS]
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {TOKEN}"}
    assert server.requests[1].json == {"data": {"name": "new"}}
    assert "offset=2000" in server.requests[3].target


def respond(kind: str, answer: Answer, request: requests.PreparedRequest) -> requests.Response:
    """Return a response as users create it."""
    body = json.dumps(answer.body).encode()
    if kind == "of urllib3":
        return HTTPAdapter().build_response(
            request,
            urllib3.HTTPResponse(io.BytesIO(body), status=answer.status, preload_content=False),
        )
    response = requests.Response()
    response.status_code = answer.status
    response.request, response.url = request, request.url or ""
    if kind == "with a file":
        response.raw = io.BytesIO(body)
    else:
        response._content = body
    return response
