"""Behavior that scripts and tests for python-asana 0.x to 3.x rely on."""

import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana.page_iterator import AuditLogAPIIterator, CollectionPageIterator, EventsPageIterator
from asana.sandbox import Sandbox
from tests.faults import FaultServer, data, failure, page, reply

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]

DONE = data({"gid": "1"})


def test_the_defaults_have_two_names() -> None:
    assert asana.Client.DEFAULT_OPTIONS is asana.Client.DEFAULTS


def test_constructors_take_the_old_keywords(serve: Serve) -> None:
    server = serve(DONE)
    asana.Client.access_token(accessToken="t", base_url=server.base_url).get("/x")
    asana.Client.basic_auth(apiKey="t", base_url=server.base_url).get("/x")
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer t", requests.auth._basic_auth_str("t", "")]


def test_constructors_can_be_called_through_an_instance(serve: Serve) -> None:
    server = serve(DONE)
    first = asana.Client(headers={"Asana-Enable": "a"}, base_url=server.base_url)
    for client in (
        first.access_token("t"),
        first.basic_auth("t"),
        first.access_token("t", timeout=3),
    ):
        assert type(client) is asana.Client
        client.get("/x")
    assert [request.headers["asana-enable"] for request in server.requests] == ["a"] * 3
    assert first.access_token("t", headers={}).headers == {}


def test_headers_can_be_replaced_and_hold_lists(connect: Connect) -> None:
    client, server = connect(DONE)
    client.headers = {"Asana-Enable": ["a", "b"], "asana-disable": "c"}
    client.get("/x")
    assert server.requests[0].headers["asana-enable"] == "a,b"
    assert server.requests[0].headers["asana-disable"] == "c"


def test_client_name_is_an_option_of_asana(connect: Connect) -> None:
    client, server = connect(DONE, client_name="mine")
    client.get("/x")
    client.post("/x", {"a": 1})
    assert server.requests[0].target.endswith("?opt_client_name=mine")
    assert server.requests[1].json == {"data": {"a": 1}, "options": {"client_name": "mine"}}


def test_errors_can_be_made_as_before() -> None:
    response = requests.Response()
    response.status_code = 404
    response._content = json.dumps({"errors": [{"message": "gone"}]}).encode()
    assert str(asana.error.NotFoundError()) == "Not Found"
    made = asana.error.NotFoundError(response)
    assert (str(made), made.message, made.status) == ("Not Found: gone", "Not Found: gone", 404)
    assert made.response is response
    assert str(asana.error.AsanaError("message", 418, response)) == "message: gone"
    assert issubclass(asana.error.RateLimitEnforcedError, asana.error.RetryableAsanaError)


def test_the_words_of_an_error(connect: Connect) -> None:
    client, _ = connect(failure(400, "project: Missing input"))
    with pytest.raises(asana.error.InvalidRequestError) as caught:
        next(client.tasks.find_all())
    assert str(caught.value) == "Invalid Request: project: Missing input (GET /tasks)"


def test_page_iterators_have_their_old_faces(connect: Connect) -> None:
    client, _ = connect(page([{"gid": "1"}], "A"), page([{"gid": "2"}], None))
    for kind in (CollectionPageIterator, AuditLogAPIIterator):
        pages = kind(client, "/x", {}, dict(client.options))
        assert next(pages) == [{"gid": "1"}]
        assert pages.next_page is not None
        assert pages.next_page["offset"] == "A"
        assert list(pages.items()) == [{"gid": "2"}]
        assert pages.count == 2
        assert not pages.next_page
        client, _ = connect(page([{"gid": "1"}], "A"), page([{"gid": "2"}], None), page([], None))


def test_the_iterator_of_events_has_its_old_face(connect: Connect) -> None:
    client, _ = connect(reply(200, b'{"data": [{"action": "added"}], "sync": "S2"}'))
    pages = EventsPageIterator(client, "/events", {"resource": "1", "sync": "S1"}, client.options)
    assert pages.next() == [{"action": "added"}]
    assert (pages.sync, pages.count) == ("S2", 1)
    assert next(pages.items()) == {"action": "added"}


def test_modules_are_reachable_from_the_package() -> None:
    assert asana.error.AsanaError is asana.AsanaError
    assert asana.session.__name__ == "asana.session"
    assert asana.page_iterator.CollectionPageIterator is CollectionPageIterator
    assert asana.resources.tasks.Tasks.__name__ == "Tasks"
    assert asana.resources.batch_api.BatchAPI.__name__ == "BatchAPI"
    assert asana.resources.audit_log_api.AuditLogAPI.__name__ == "AuditLogAPI"


def test_the_header_of_the_library_can_be_asked_for() -> None:
    client = asana.Client()
    values = client._version_values()
    assert values == client._versionValues()
    assert dict(urllib.parse.parse_qsl(client._version_header())) == values
    assert client._versionHeader() == client._version_header()


def test_notices_of_changes_can_be_fed_by_hand() -> None:
    client = asana.Client()
    notice = {"asana-change": "name=string_ids;info=https://a.example;affected=true"}
    with pytest.warns(UserWarning, match="string_ids"):
        client._log_asana_change_header({}, notice)
    client._log_asana_change_header({"Asana-Enable": "string_ids"}, notice)
    client._log_asana_change_header({}, {})


class Spy(requests.Session):
    """Records the requests."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self.sent.append(request)
        return super().send(request, **how)


def test_bodies_are_as_tests_in_the_wild_expect_them(serve: Serve) -> None:
    spy = Spy()
    client = asana.Client(spy, base_url=serve(DONE).base_url)
    client.tasks.create({"name": "x"})
    client.attachments.create_on_task("1", "content", "a.txt", "text/plain")
    client.attachments.create_on_task("1", b"content", "a.txt")
    json_request, *uploads = spy.sent
    assert "content-type" in list(json_request.headers)
    assert json_request.headers["content-type"] == "application/json"
    assert all(isinstance(upload.body, bytes) for upload in uploads)


def test_the_seeds_page_loop_runs_as_printed(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "A"), page([{"gid": "2"}], None))
    seen = []
    offset = None
    while True:
        page_: Any = client.workspaces.find_all(offset=offset, iterator_type=None)
        seen.append(page_["data"])
        if "next_page" in page_:
            offset = page_["next_page"]["offset"]
        else:
            break
    assert seen == [[{"gid": "1"}], [{"gid": "2"}]]
    assert server.requests[1].target.endswith("?offset=A")


def test_a_classic_call_without_its_gid_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        asana.Client().tasks.find_by_id()  # type: ignore[call-arg]


PRINTED = """\
Hello Maya Lindqvist True
Created project: new project
['task 4', 'task 3', 'task 2', 'task 1', 'task 0']
3
task 4 no more
[2, 2, 1]
['a comment']
task 4 ['urgent']
task 4
['a part']
True
['a.txt']
changed renamed True
NotFoundError 404 Not Found: task: Not a recognized ID: 1 (GET /tasks/1)
InvalidRequestError 400 Invalid Request: You should specify one of workspace, parent, projects \
(POST /tasks)
{} {}
"""


def test_a_script_for_python_asana_prints_what_it_printed() -> None:
    script = Path(__file__).with_name("classic_script.py")
    with Sandbox() as sandbox:
        account = {"ASANA_BASE_URL": sandbox.base_url, "ASANA_ACCESS_TOKEN": sandbox.access_token}
        done = subprocess.run(
            [sys.executable, "-W", "error", str(script)],
            env={**os.environ, **account},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.stderr, done.stdout) == ("", PRINTED)
