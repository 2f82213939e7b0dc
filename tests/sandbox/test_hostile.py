"""Requests that are malformed, too large, or caused by other sites."""

import json
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from typing import Any

import pytest
import requests

from asana.sandbox import __main__ as command
from asana.sandbox.web import bodies
from asana.sandbox.web.received import ReceivedRequest, ReceivedRequests
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

INVALID_JSON = "Could not parse request data, invalid JSON"
UNREADABLE = "Could not parse request data"
NASTY = ["a\0b", "a\x0bb", "\x1f", "\ud800", "a\udfff", "\uffff", "\ufffe"]


@pytest.fixture(scope="module")
def alone() -> Iterator[Sandbox]:
    """A sandbox whose internals this module can inspect."""
    app = {"client_id": "1", "client_secret": "s", "redirect_uris": "http://localhost:1/back"}
    with Sandbox(token="chosen", oauth_clients=[app]) as sandbox:
        yield sandbox


@pytest.fixture
def mine(alone: Sandbox) -> Iterator[Api]:
    alone.reset()
    with requests.Session() as session:
        yield Api(alone.base_url, alone.access_token, session)


def exchange(sandbox: Sandbox, request: bytes, end: bool = True) -> bytes:
    """Send bytes, and return everything received until the sandbox closes the connection."""
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=5) as wire:
        wire.sendall(request)
        if end:
            wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


def head(sandbox: Sandbox, *lines: str, verb: str = "POST", path: str = "/tasks") -> bytes:
    own = (f"{verb} /api/1.0{path} HTTP/1.1", "Host: localhost", "Authorization: Bearer chosen")
    return "\r\n".join([*own, "Content-Type: application/json", *lines, "", ""]).encode()


def message(answer: bytes) -> tuple[int, str]:
    """Return the status and the message of the only response."""
    start, _, body = answer.partition(b"\r\n\r\n")
    (error,) = json.loads(body)["errors"]
    return int(start.split()[1]), error["message"]


# Bodies


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 5000 + "]" * 5000, '{"data":' * 5000 + "1" + "}" * 5000, "[" * 10**6),
        *('{"data": {"name": NaN}}', '{"data": {"x": -Infinity}}', '{"data": {"x": Infinity}}'),
        '{"data": {"x": ' + "9" * 100_000 + "}}",
        '{"data": {"custom_fields": ' + "[" * 200 + "]" * 200 + "}}",
    ],
    ids=lambda text: text[:24],
)
def test_row_67_json_that_is_too_deep_or_not_json_is_refused(mine: Api, text: str) -> None:
    reply = mine.call("POST", "/tasks", data=text, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["errors"][0]["message"]) == (400, INVALID_JSON)


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_row_67_text_that_rich_text_cannot_have_is_refused(
    alone: Sandbox, mine: Api, nasty: str
) -> None:
    (place, *_), (task, *_) = alone.store.all("project"), alone.store.all("task")
    home = place["workspace"].gid
    before = alone.dump()
    for path, field, more in (
        (f"/tasks/{task.gid}/stories", "text", {}),
        (f"/tasks/{task.gid}/duplicate", "name", {}),
        ("/tasks", "name", {"workspace": home}),
        ("/tasks", "notes", {"workspace": home}),
        ("/projects", "name", {"workspace": home}),
        ("/tags", "name", {"workspace": home}),
        (f"/projects/{place.gid}/sections", "name", {}),
    ):
        status, words = mine.refusal("POST", path, **{field: nasty}, **more)
        code = f"U+{ord(nasty.strip('ab')):04X}"
        expected = f"{field}: Value contains a character that is not allowed: {code}"
        assert (status, words) == (400, expected)
    assert alone.dump() == before


@pytest.mark.parametrize("good", ["tab\tline\nreturn\r", "\x7f\x85", "😀", "\ue000\ufffd"])
def test_row_67_other_text_is_kept(mine: Api, good: str) -> None:
    home = mine.get("/workspaces")[0]["gid"]
    assert mine.post("/tasks", workspace=home, notes=good)["notes"] == good


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e308, "NaN", [1], {"a": 1}, True])
def test_row_67_numbers_that_no_calculation_can_hold_are_refused(
    alone: Sandbox, mine: Api, number: Any
) -> None:
    goal = alone.store.all("goal")[0].gid
    before = alone.dump()
    status, words = mine.refusal("POST", f"/goals/{goal}/setMetric", target_number_value=number)
    assert (status, words[:40]) == (400, "target_number_value: Value is not a numb")
    assert alone.dump() == before


def test_row_67_a_number_too_large_for_a_float_is_infinite_to_json_and_refused(mine: Api) -> None:
    text = '{"data": {"duration_minutes": 1e999}}'
    task = mine.get("/tasks", project=mine.get("/projects")[0]["gid"])[0]["gid"]
    reply = mine.call("POST", f"/tasks/{task}/time_tracking_entries", data=text)
    assert reply.status_code == 400


@pytest.mark.parametrize("blank", ["", " ", "\t\n", None])
def test_row_67_a_name_that_asana_requires_is_not_blank(
    alone: Sandbox, mine: Api, blank: str | None
) -> None:
    first = {kind: alone.store.all(kind)[0].gid for kind in ("project", "portfolio", "workspace")}
    home = {"workspace": first["workspace"]}
    template = alone.store.all("project_template")[0].gid
    fields = {each["resource_subtype"]: each.gid for each in alone.store.all("custom_field")}
    before = alone.dump()
    for verb, path, more in (
        ("POST", "/tags", home),
        ("POST", "/goals", home),
        ("POST", "/portfolios", home),
        ("POST", "/teams", {"organization": first["workspace"]}),
        ("POST", "/roles", {**home, "description": "D", "base_role_type": "guest"}),
        ("POST", "/custom_fields", {**home, "resource_subtype": "text"}),
        ("POST", "/time_tracking_categories", home),
        ("POST", f"/custom_fields/{fields['enum']}/enum_options", {}),
        ("POST", f"/projects/{first['project']}/sections", {}),
        ("POST", f"/projects/{first['project']}/duplicate", {}),
        ("POST", f"/projects/{first['project']}/saveAsTemplate", {"public": True}),
        ("POST", f"/portfolios/{first['portfolio']}/duplicate", {}),
        ("POST", f"/project_templates/{template}/instantiateProject", {}),
        ("PUT", f"/workspaces/{first['workspace']}", {}),
        ("PUT", "/users/me", {}),
        ("PUT", f"/sections/{alone.store.all('section')[0].gid}", {}),
    ):
        assert mine.refusal(verb, path, name=blank, **more) == (400, "name: Missing input"), path
    assert alone.dump() == before


def test_row_67_a_refusal_takes_back_what_was_done_before_it(alone: Sandbox, mine: Api) -> None:
    """The records, their order, the events, the audit log, the files and the next gid."""
    section = alone.store.all("project")[0]["sections"].following(None)
    (first, second, *_) = section["tasks"]
    before, log = alone.dump(), alone._services.streams.log
    events, entries = log.next_number, len(alone._services.audit.events())

    def fail(*_: Any) -> None:
        raise RecursionError

    for verb, path, data in (
        ("PUT", f"/tasks/{first.gid}", {"name": "Other", "completed": True}),
        ("DELETE", f"/tasks/{first.gid}", {}),
        ("DELETE", f"/projects/{alone.store.all('project')[0].gid}", {}),
        ("POST", f"/sections/{section.gid}/addTask", {"task": second.gid}),
        ("POST", f"/tasks/{first.gid}/setParent", {"parent": second.gid}),
        ("POST", f"/tasks/{first.gid}/duplicate", {"include": ["subtasks", "projects"]}),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(alone._application.dispatcher, "_render", fail)
            assert mine.call(verb, path, json={"data": data}).status_code == 500
        assert alone.dump() == before, path
        assert [each["target"] for each in alone.store.where("story", "target", first)]
    assert (log.next_number, len(alone._services.audit.events())) == (events, entries)


def test_row_67_an_upload_that_fails_leaves_no_file(alone: Sandbox, mine: Api) -> None:
    task = alone.store.all("task")[0]

    def fail(*_: Any) -> None:
        raise ValueError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alone._application.dispatcher, "_render", fail)
        reply = mine.call("POST", f"/tasks/{task.gid}/attachments", files={"file": b"x" * 99})
    assert reply.status_code == 500
    assert list(alone._services.storage.directory.iterdir()) == []


# Framing

FRAMES = {
    "no number": ("Content-Length: abc", b"{}"),
    "negative": ("Content-Length: -1", b"{}"),
    "signed": ("Content-Length: +2", b"{}"),
    "grouped": ("Content-Length: 1_0", b"{}"),
    "empty": ("Content-Length: ", b"{}"),
    "list": ("Content-Length: 2, 2", b"{}"),
    "digits": ("Content-Length: " + "9" * 5000, b"{}"),
    "two": ("Content-Length: 2\r\nContent-Length: 3", b"{}"),
    "both": ("Content-Length: 2\r\nTransfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "other coding": ("Transfer-Encoding: gzip, chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "no size": ("Transfer-Encoding: chunked", b"\r\n{}\r\n0\r\n\r\n"),
    "bad size": ("Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"),
    "negative size": ("Transfer-Encoding: chunked", b"-2\r\n{}\r\n0\r\n\r\n"),
    "long chunk": ("Transfer-Encoding: chunked", b"2\r\n{}{}\r\n0\r\n\r\n"),
    "short chunk": ("Transfer-Encoding: chunked", b"9\r\n{}"),
    "no last chunk": ("Transfer-Encoding: chunked", b"2\r\n{}\r\n"),
    "short body": ("Content-Length: 99", b"{}"),
}


@pytest.mark.parametrize(("lines", "body"), FRAMES.values(), ids=FRAMES)
def test_row_67_a_body_without_a_clear_end_is_refused_and_the_connection_closed(
    alone: Sandbox, mine: Api, lines: str, body: bytes
) -> None:
    before = alone.dump()
    assert message(exchange(alone, head(alone, lines) + body)) == (400, UNREADABLE)
    assert alone.dump() == before


def test_row_67_what_follows_a_broken_body_is_not_taken_for_a_request(
    alone: Sandbox, mine: Api
) -> None:
    inner = head(alone, "Content-Length: 0", path="/inner")
    answer = exchange(alone, head(alone, "Content-Length: x") + inner)
    assert answer.count(b"HTTP/1.1") == 1
    assert [received.path for received in alone.requests] == ["/tasks"]


def test_row_67_a_chunked_body_is_read(alone: Sandbox, mine: Api) -> None:
    body = b'8\r\n{"data":\r\n4\r\n {}}\r\n0\r\n\r\n'
    request = head(alone, "Transfer-Encoding: Chunked", "Connection: close")
    assert message(exchange(alone, request + body, end=False))[1].startswith("You should specify")


# Sizes


def test_row_68_a_body_beyond_the_limit_is_413_and_never_held_as_a_whole(
    alone: Sandbox, mine: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_TEXT", 200_000)
    chunk = b"x" * 100_000
    tracemalloc.start()
    reply = mine.call("POST", "/tasks", data=(chunk for _ in range(100)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reply.status_code == 413
    assert "the limit is 200000 bytes" in reply.json()["errors"][0]["message"]
    assert peak < 3_000_000
    assert "close" not in reply.headers.get("Connection", "")


def test_row_68_a_body_far_beyond_the_limit_is_not_read_to_its_end(
    alone: Sandbox, mine: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_TEXT", 1000)
    monkeypatch.setattr(bodies, "MAX_REST", 1000)
    request = head(alone, f"Content-Length: {10**12}") + b"x" * 200_000
    assert message(exchange(alone, request, end=False))[0] == 413


def test_row_68_the_files_of_one_request_share_the_limit(
    alone: Sandbox, mine: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone._services.storage, "max_size", 1000)
    task = alone.store.all("task")[0].gid
    files = {f"file{n}": b"x" * 600 for n in range(2)}
    reply = mine.call("POST", f"/tasks/{task}/attachments", files=files)
    assert reply.status_code == 413


@pytest.mark.parametrize(
    ("token", "path", "status"),
    [("", "/tasks", 401), ("nobody", "/tasks", 401), ("tom", "/projects/{}", 403)],
)
def test_row_68_bodies_of_refused_requests_are_not_kept(
    alone: Sandbox, mine: Api, token: str, path: str, status: int
) -> None:
    hidden = mine.post(
        "/projects",
        name="Hidden",
        workspace=mine.get("/workspaces")[0]["gid"],
        privacy_setting="private",
    )
    other = Api(mine.base_url, token, mine.session)
    if token == "tom":
        other.token = alone.token_for("tom@example.com")
    alone.requests.clear()
    verb = "PUT" if "{}" in path else "POST"
    reply = other.call(verb, path.format(hidden["gid"]), json={"data": {"name": "x" * 500_000}})
    assert reply.status_code == status
    (received,) = alone.requests
    assert (received.status, received.body) == (status, None)
    assert received.size < 1000


def test_row_68_requests_are_bounded_by_count_and_bytes() -> None:
    limited = Sandbox(token="chosen", max_requests=3, max_request_bytes=1600)
    with limited as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, "chosen", session)
        for n in range(5):
            api.call("GET", f"/nothing/{n}")
        assert [each.path for each in sandbox.requests] == [f"/nothing/{n}" for n in (2, 3, 4)]
        for n in range(3):
            api.call("POST", f"/some/{n}", json={"data": {"name": "x" * 400}})
        assert [each.path for each in sandbox.requests] == ["/some/1", "/some/2"]
        api.call("POST", "/more", json={"data": {"name": "x" * 2000}})
        assert sandbox.requests[-1].path == "/more"
        assert sandbox.requests[-1].body is None


def test_row_68_requests_can_be_removed_by_hand() -> None:
    kept = ReceivedRequests(10, 100)
    for n in range(3):
        kept.keep(ReceivedRequest("GET", str(n), {}, None, 200, size=40))
    assert [each.path for each in kept] == ["1", "2"]
    kept.clear()
    for n in range(3, 5):
        kept.keep(ReceivedRequest("GET", str(n), {}, None, 200, size=50))
    assert [each.path for each in kept] == ["3", "4"]


@pytest.mark.parametrize("limit", [-1, 1.5, "9", None])
@pytest.mark.parametrize("name", ["max_requests", "max_request_bytes"])
def test_row_68_a_limit_is_a_number(name: str, limit: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number of at least 0"):
        Sandbox(**{name: limit})


def test_row_68_the_command_line_has_the_same_limits(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--max-requests", "-1"]) == 2
    assert "max_requests must be a whole number of at least 0, not -1" in capsys.readouterr().err


# Other sites

FOREIGN = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "10.0.0.1"]
FOREIGN += ["evil.example:{port}", "me@localhost", "localhost, evil.example", "", "[::2]"]
OWN = ["localhost", "LOCALHOST", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "[::1]"]
PLACES = [
    *(("GET", "/"), ("POST", "/"), ("GET", "/elsewhere"), ("GET", "/-/downloads/1?token=1")),
    *(("GET", "/-/oauth_authorize?client_id=1"), ("POST", "/-/oauth_authorize")),
    *(("POST", "/-/oauth_token"), ("POST", "/-/oauth_revoke"), ("GET", "/api/1.0/users/me")),
    *(("GET", "/api/1.0/openid_connect/userinfo"), ("POST", "/api/1.0/tasks")),
    ("GET", "/api/1.0/.well-known/openid-configuration"),
]
STRANGER = "The sandbox is for this machine only"
Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(alone: Sandbox, mine: Api) -> Ask:
    def send(verb: str, path: str, **headers: str) -> requests.Response:
        url = alone.url.rstrip("/") + path
        given = {name: value.format(port=alone.port) for name, value in headers.items()}
        given["Authorization"] = "Bearer chosen"
        body: Any = {"data": "x=1"} if verb == "POST" else {}
        return mine.session.request(
            verb, url, headers=given, timeout=5, allow_redirects=False, **body
        )

    return send


@pytest.mark.parametrize(("verb", "path"), PLACES)
def test_row_69_a_foreign_host_gets_nothing(alone: Sandbox, ask: Ask, verb: str, path: str) -> None:
    for host in FOREIGN:
        reply = ask(verb, path, Host=host)
        assert reply.status_code == 403, host
        assert STRANGER in reply.text
        assert "@example.com" not in reply.text
        assert ("errors" in reply.text) == path.startswith("/api/1.0/")
    for host in OWN:
        reply, usual = ask(verb, path, Host=host), ask(verb, path)
        assert reply.status_code == usual.status_code, host
        assert STRANGER not in reply.text


@pytest.mark.parametrize(("verb", "path"), PLACES)
def test_row_69_a_foreign_origin_gets_nothing(
    alone: Sandbox, ask: Ask, verb: str, path: str
) -> None:
    for host in FOREIGN:
        reply = ask(verb, path, Origin=f"https://{host}")
        assert (reply.status_code, STRANGER in reply.text) == (403, True), host
    for origin in ("null", "file://", "ftp://localhost", "localhost"):
        assert ask(verb, path, Origin=origin).status_code == 403, origin
    for host in OWN:
        reply, usual = ask(verb, path, Origin=f"http://{host}"), ask(verb, path)
        assert reply.status_code == usual.status_code, host
        assert STRANGER not in reply.text


def test_row_69_a_host_in_the_request_line_counts(alone: Sandbox, mine: Api) -> None:
    line = b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert exchange(alone, line, end=False).startswith(b"HTTP/1.1 403")


def test_row_69_no_consent_is_given_to_a_foreign_host(alone: Sandbox, ask: Ask) -> None:
    query = "client_id=1&redirect_uri=http://localhost:1/back&response_type=code&state=s"
    page = ask("GET", f"/-/oauth_authorize?{query}")
    assert page.status_code == 200
    # With no-referrer, browsers would send this page's own form with the origin `null`.
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert ask("POST", "/-/oauth_authorize", Host="evil.example").status_code == 403
    assert ask("POST", "/-/oauth_authorize", Origin="https://evil.example").status_code == 403


def test_row_69_the_connection_stays_open_after_a_refusal(alone: Sandbox, mine: Api) -> None:
    host = {"Host": "evil.example"}
    reply = mine.call("POST", "/tasks", data="x" * 100_000, headers=host)
    assert reply.status_code == 403
    assert "close" not in reply.headers.get("Connection", "")
    assert mine.get("/users/me")["gid"]


# Paths


ODD = ["%0A", "1%0A", "%0D%0AX-Evil:%201", "%00", "%7F", "%FF", "%C3%A9", "%E2%80%A8", "%85", "%"]
ODD_PLACES = [
    "/api/1.0/tasks/{}",
    "/api/1.0/{}/tasks",
    "/api/1.0/tasks/{}/subtasks",
    "/api/1.0/users/me?opt_fields={}",
    "/api/1.0/tasks?project={}",
    "/api/1.0/{}",
    "/{}",
]


@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE", "TRACE"])
@pytest.mark.parametrize("place", ODD_PLACES)
def test_odd_characters_never_break_a_connection(alone: Sandbox, place: str, verb: str) -> None:
    body = b'{"data": {"name": "GET / HTTP/1.1"}}'
    lines = "Host: localhost\r\nAuthorization: Bearer chosen\r\nContent-Type: application/json"
    with socket.create_connection(("127.0.0.1", alone.port), timeout=5) as wire:
        for odd in ODD:
            start = f"{verb} {place.format(odd)} HTTP/1.1\r\n{lines}"
            wire.sendall(f"{start}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            response = HTTPResponse(wire, method=verb)
            response.begin()
            found = json.loads(response.read())
            assert response.getheader("Content-Type") == "application/json; charset=UTF-8"
            assert response.getheader("X-Evil") is None
            assert ("data" in found) == (response.status == 200)
            if response.status != 200:
                assert response.status in (400, 404), found
                assert found["errors"][0]["help"]


@pytest.mark.parametrize(
    "request_line", ["GET http://[/x HTTP/1.1", "GET * HTTP/1.1", "GET //[ HTTP/1.1"]
)
def test_what_is_no_url_has_no_route(alone: Sandbox, request_line: str) -> None:
    answer = exchange(alone, f"{request_line}\r\nHost: localhost\r\n\r\n".encode())
    assert message(answer) == (404, "No matching route for request")


@pytest.mark.parametrize("path", ["/", "/-/downloads/1", "/-/oauth_authorize", "/api/1.0/users/me"])
def test_a_body_that_nobody_reads_is_no_request(alone: Sandbox, path: str) -> None:
    lines = "Host: localhost\r\nAuthorization: Bearer chosen\r\nContent-Length: 5\r\n\r\nGET /"
    end = (
        "GET /api/1.0/users/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer chosen\r\n\r\n"
    )
    answer = exchange(alone, f"GET {path} HTTP/1.1\r\n{lines}{end}".encode())
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b'"email": "maya@example.com"' in answer.rpartition(b"HTTP/1.1 ")[2]


def test_a_path_cannot_forge_a_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    command._log(ReceivedRequest("GET", "/tasks/1\n200 GET /x", {}, None, 404, 20))
    assert capsys.readouterr().out == "404 GET /tasks/1%0A200%20GET%20/x\n"
