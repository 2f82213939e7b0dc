"""How a call becomes one request: its URL, headers and body."""

import datetime
import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import pytest

import asana
from asana import options
from asana._call.parts import Body, Query, mapping
from asana._http import request
from asana._http.request import Load, Request
from tests import faults
from tests.faults import FaultServer, Received

BASE_URL = "https://app.asana.com/api/1.0"


class Kind(str, Enum):
    """Constants of a program."""

    PUT = "put"
    ON = "on"


class Sender:
    """Sends requests through a client, and returns what the server received."""

    def __init__(self, client: asana.Client, server: FaultServer) -> None:
        self.client = client
        self.server = server

    def __call__(
        self,
        method: str,
        /,
        params: Any = None,
        data: Any = None,
        path: str = "/tasks",
        **call: Any,
    ) -> Received:
        assert self.client.request(method, path, params, data, **call) == {"gid": "1"}
        return self.server.requests[-1]


@pytest.fixture
def send(connect: Callable[..., tuple[asana.Client, FaultServer]]) -> Sender:
    return Sender(*connect(faults.data({"gid": "1"})))


def query(received: Received) -> str:
    return urlsplit(received.target).query


def test_everything_goes_into_the_query_of_a_read(send: Sender) -> None:
    sent = send("get", {"archived": False}, fields=["name", "a.b"], limit=5, workspace=1)
    assert sent.target == ("/api/1.0/tasks?limit=5&opt_fields=name,a.b&workspace=1&archived=false")
    assert sent.body == b""
    assert sent.method == "GET"


def test_explicit_parameters_override_keywords(send: Sender) -> None:
    sent = send("get", {"opt_fields": "mine", "team": 2}, opt_fields="theirs", team=1)
    assert query(sent) == "opt_fields=mine&team=2"


def test_a_path_may_have_a_query(send: Sender) -> None:
    assert send("get", {"b": 2}, path="/tasks?a=1").target == "/api/1.0/tasks?a=1&b=2"


def test_a_delete_has_no_body(send: Sender) -> None:
    sent = send("delete", pretty=True)
    assert (query(sent), sent.body) == ("opt_pretty=true", b"")


@pytest.mark.parametrize("method", ["get", "delete"])
def test_data_is_refused_for_a_method_without_a_body(send: Sender, method: str) -> None:
    with pytest.raises(ValueError, match=f"a {method.upper()} request has no body"):
        send(method, None, {"name": "x"})
    assert send(method, None, {}).body == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "POST", Kind.PUT])
def test_a_write_has_data_and_options(send: Sender, method: str) -> None:
    sent = send(method, None, {"name": "x", "due_on": None}, fields=("a", "b"), pretty=True)
    assert sent.json == {
        "data": {"name": "x", "due_on": None},
        "options": {"fields": ["a", "b"], "pretty": True},
    }
    assert sent.method in ("POST", "PUT", "PATCH")
    assert sent.headers["content-type"] == "application/json"
    assert query(sent) == ""


def test_a_body_without_options_has_only_data(send: Sender) -> None:
    assert send("post", None, {"name": "x"}).json == {"data": {"name": "x"}}
    assert send("post").json == {"data": {}}


def test_keywords_join_the_body_and_data_overrides_them(send: Sender) -> None:
    sent = send("post", None, {"name": "x"}, name="y", notes="z")
    assert sent.json == {"data": {"name": "x", "notes": "z"}}


def test_opt_members_of_the_data_are_options(send: Sender) -> None:
    sent = send("post", None, {"name": "x", "opt_fields": ["a"]}, fields="b")
    assert sent.json == {"data": {"name": "x"}, "options": {"fields": ["a"]}}


def test_wrapped_data_is_sent_unchanged(send: Sender) -> None:
    wrapped = {"data": {"name": "x"}, "options": {"pretty": True}}
    assert send("put", None, wrapped, fields="a").json == {
        "data": {"name": "x"},
        "options": {"fields": "a", "pretty": True},
    }


@pytest.mark.parametrize("data", [{"data": {}, "name": "x"}, {"data": "text"}])
def test_data_beside_other_fields_is_refused(send: Sender, data: Any) -> None:
    with pytest.raises(ValueError, match="Asana would ignore the rest"):
        send("put", None, data)
    assert send.server.requests == []


def test_a_write_may_have_a_query_too(send: Sender) -> None:
    with pytest.warns(UserWarning, match="none is None"):
        sent = send("put", {"workspace": "1", "none": None}, {"name": "x"})
    assert query(sent) == "workspace=1"
    assert sent.json == {"data": {"name": "x"}}


def test_dates_and_times_in_a_body(send: Sender) -> None:
    now = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    sent = send("post", None, {"due_on": datetime.date(2026, 1, 2), "due_at": now})
    assert sent.json["data"] == {"due_on": "2026-01-02", "due_at": "2026-11-22T00:00:00+00:00"}


def test_text_arrives_unchanged(send: Sender) -> None:
    text = 'non-breaking\u00a0space, "quotes", emoji 🎉, NUL \x00, line\r\nbreak'
    assert send("post", None, {"notes": text}).json["data"]["notes"] == text


def test_the_dictionaries_of_the_caller_are_not_modified(send: Sender) -> None:
    data = {"name": "x", "opt_fields": ["a"]}
    wrapped = {"data": {"name": "x"}, "options": {"pretty": True}}
    params = {"limit": 1}
    for given in (data, wrapped):
        before = json.dumps(given)
        send("post", params, given, fields=["b"], notes="n")
        assert json.dumps(given) == before
    assert params == {"limit": 1}


def circle() -> dict[str, Any]:
    data: dict[str, Any] = {}
    data["self"] = data
    return data


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (["name"], TypeError),
        ("name=x", TypeError),
        ({"data": {}, "options": ["pretty"]}, TypeError),
        ({"data": {}, "options": "pretty"}, TypeError),
        ({"when": object()}, TypeError),
        ({"n": float("nan")}, ValueError),
        ({"due_at": datetime.datetime(2026, 11, 22)}, ValueError),
        (circle(), ValueError),
    ],
)
def test_an_invalid_body_is_refused(send: Sender, data: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        send("post", None, data)
    assert send.server.requests == []


def test_parameters_that_are_not_a_dictionary_are_refused(send: Sender) -> None:
    for method in ("get", "delete", "post"):
        with pytest.raises(TypeError, match=r"(params|query) must be a dictionary, not str"):
            send(method, "workspace=1")


@pytest.mark.parametrize("path", ["tasks", "", "@evil.invalid/", "http://evil.invalid/"])
def test_a_path_without_a_leading_slash_is_refused(send: Sender, path: str) -> None:
    with pytest.raises(ValueError, match="begin with a slash"):
        send("get", path=path)


def test_a_path_that_is_not_a_string_is_refused(send: Sender) -> None:
    path: Any = ["/tasks"]
    with pytest.raises(TypeError, match="path must be a string, not list"):
        send("get", path=path)


def test_an_unknown_method_is_refused(send: Sender) -> None:
    with pytest.raises(ValueError, match="method must be one of GET, DELETE"):
        send("fetch")


def test_the_method_override_is_for_post(send: Sender) -> None:
    assert send("post", None, {}, method="put").json["options"] == {"method": "put"}
    for method in ("get", "put", "delete"):
        with pytest.raises(ValueError, match="method can be used only with POST"):
            send(method, method="delete")
    with pytest.raises(ValueError, match="method can be used only with POST"):
        send("get", {"opt_method": "delete"})


# -- build()


def build(
    method: str = "GET",
    path: str = "/tasks",
    query: Mapping[str, Any] | None = None,
    content: Body | None = None,
    headers: Mapping[Any, Any] | None = None,
    **settings: Any,
) -> Request:
    settings = {**options.DEFAULTS, **settings}
    return request.build(method, path, Query(query or {}), content, headers or {}, settings)


def test_a_request_has_its_settings() -> None:
    built = build(timeout=(1, 2), deadline=3, max_retries=4, rate_limit=5, retry_writes=True)
    assert (built.timeout, built.deadline, built.max_retries) == ((1, 2), 3, 4)
    assert (built.rate_limit, built.retry_writes, built.idempotent) == (5, True, False)
    assert (built.base_url, built.path, built.url) == (BASE_URL, "/tasks", f"{BASE_URL}/tasks")
    assert built.body is built.files is None


def test_a_request_has_all_that_it_is_built_of() -> None:
    settings = {
        "base_url": "https://asana.example/api/",
        "headers": {"B": ["x", "y"], "content-type": "application/mine"},
        "timeout": (1, 2),
        "deadline": 3,
        "max_retries": 4,
        "rate_limit": 5,
        "retry_writes": True,
        "verify": "authorities.pem",
        "cert": "certificate.pem",
        "proxies": {"https": "http://proxy.example"},
        "on_attempt": print,
    }
    body = Body(data={"name": "é"}, options={"fields": ["name"]})
    built = request.build(
        "PUT", "/tasks/1", Query(a=True), body, {"A": 6}, settings, True, template="/tasks/{}"
    )
    assert built == Request(
        method="PUT",
        path="/tasks/1",
        base_url="https://asana.example/api",
        url="https://asana.example/api/tasks/1?a=true",
        headers={"content-type": "application/mine", "A": "6", "B": "x,y"},
        body=b'{"data": {"name": "\\u00e9"}, "options": {"fields": ["name"]}}',
        idempotent=True,
        retry_writes=True,
        max_retries=4,
        timeout=(1, 2),
        deadline=3,
        verify="authorities.pem",
        cert="certificate.pem",
        proxies={"https": "http://proxy.example"},
        load=Load(0, 1),
        rate_limit=5,
        fields={},
        files=None,
        template="/tasks/{}",
        on_attempt=print,
    )
    assert built.route == "PUT /tasks/{}"
    assert built._replace(template=None).route == "PUT /tasks/1"


def test_a_read_has_no_body_and_no_content_type() -> None:
    built = build(path="/tasks/1?a=1", query={"b": "x,y:z w&"}, headers={"A": "1"})
    assert (built.body, built.headers, built.load) == (None, {"A": "1"}, Load(1, 0))
    assert built.url == f"{BASE_URL}/tasks/1?a=1&b=x,y:z+w%26"
    assert build(query={"a": None, "b": {}}).url == f"{BASE_URL}/tasks"
    assert build(query={"é": "ü"}).url == f"{BASE_URL}/tasks?%C3%A9=%C3%BC"


def test_the_parts_of_an_upload() -> None:
    files = {"file": ("a.txt", b"a")}
    content = Body(data={"parent": 1, "x": None}, options={"fields": ["a"], "pretty": True})
    settings = {**options.DEFAULTS, "headers": {"Content-Type": "text/x", "B": "2"}}
    built = request.build("POST", "/x", Query(opt_pretty=False), content, {}, settings, files=files)
    assert built.url == f"{BASE_URL}/x?opt_fields=a&opt_pretty=false"
    assert (built.fields, built.files, built.load) == ({"parent": "1"}, files, Load(0, 1))
    assert isinstance(built.body, bytes)
    assert list(built.headers) == ["Content-Type", "B", "content-type"]
    bare = request.build("POST", "/x", Query(), None, {}, options.DEFAULTS, files=files)
    assert (bare.url, bare.fields, bare.files) == (f"{BASE_URL}/x", {}, files)


def test_an_upload_sends_fields_as_text_and_options_in_the_query() -> None:
    content = Body(data={"parent": 1, "connect_to_app": True}, options={"fields": ["a", "b"]})
    built = request.build(
        "POST", "/x", Query(a=1), content, {}, options.DEFAULTS, files={"file": ("a.txt", b"a")}
    )
    assert built.url == f"{BASE_URL}/x?opt_fields=a,b&a=1"
    assert built.fields == {"parent": "1", "connect_to_app": "true"}
    assert built.headers["content-type"].startswith("multipart/form-data; boundary=")


@pytest.mark.parametrize(
    ("method", "path", "fields", "load"),
    [
        ("GET", "/x", {}, Load(1, 0)),
        ("POST", "/x", {}, Load(0, 1)),
        ("DELETE", "/x", {}, Load(0, 1)),
        ("POST", "/batch", {"actions": [{"method": "get"}, {"method": "PUT"}]}, Load(1, 1)),
        ("POST", "/batch", {"actions": [{"method": "get"}] * 11}, Load(10, 0)),
        ("POST", "/batch", {"actions": [{}]}, Load(0, 1)),
        ("POST", "/batch", {}, Load(0, 1)),
        ("GET", "/batch", {}, Load(1, 0)),
        ("POST", "/batch", {"actions": ({"method": "get"},)}, Load(0, 1)),
        ("POST", "/batch", {"actions": [{"method": "get"}] * 10 + [{}]}, Load(10, 0)),
        ("POST", "/batch", {"actions": [{"method": 5}, [("method", "GeT")]]}, Load(1, 1)),
        ("POST", "/batch", {"actions": [{"method": Kind.PUT}] * 2}, Load(0, 2)),
        ("POST", "/batch", {"actions": []}, Load(0, 0)),
        ("POST", "/batches", {"actions": [{"method": "get"}] * 2}, Load(0, 1)),
    ],
)
def test_a_batch_counts_as_its_actions(
    method: str, path: str, fields: dict[str, Any], load: Load
) -> None:
    assert build(method, path, content=Body(data=fields, options={})).load == load


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": 1}, {"a": 1}),
        (None, {}),
        ("", {}),
        ([], {}),
        ([("a", 1), ["b", 2]], {"a": 1, "b": 2}),
    ],
)
def test_mapping_accepts_pairs_and_empty_values(given: Any, expected: dict[str, int]) -> None:
    assert mapping("params", given) == expected


@pytest.mark.parametrize("given", ["a=1", 0, False, [1], ["ab"], [("a", 1, 2)], {1}, iter(())])
def test_mapping_refuses_other_types(given: Any) -> None:
    with pytest.raises(TypeError, match="params must be a dictionary, not"):
        mapping("params", given)


# -- base URLs


def test_a_trailing_slash_of_the_base_url_is_removed() -> None:
    assert build(base_url="https://asana.example/api/").url == "https://asana.example/api/tasks"


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "app.asana.com/api/1.0",
        "ftp://app.asana.com",
        "https://",
        "https://me:secret@app.asana.com",
        "https://app.asana.com/?a=1",
        "https://app.asana.com/#a",
        "https://app.asana.com:port/",
    ],
)
def test_an_invalid_base_url_is_refused(base_url: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the messages differ
        build(base_url=base_url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "may"),
    [
        ("https://app.asana.com", True),
        ("http://127.0.0.1:80", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:80", True),
        ("http://localhost:8080/api", True),
        ("http://asana.localhost", True),
        ("http://app.asana.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.evil.invalid", False),
        ("http://127.0.0.1.evil.invalid", False),
    ],
)
def test_where_credentials_may_go(base_url: str, may: bool) -> None:
    assert request.may_carry_credentials(base_url) is may


# -- headers


def test_call_headers_override_client_headers() -> None:
    built = build(headers={"Asana-Enable": ["a", "b"], "X": 1})
    assert built.headers == {"Asana-Enable": "a,b", "X": "1"}
    built = request.build(
        "GET",
        "/",
        Query(),
        None,
        {"X": "1", "Y": "y"},
        {**options.DEFAULTS, "headers": {"X": b"2", "Y": None}},
    )
    assert built.headers == {"X": "2"}


def test_header_values_may_be_enum_members() -> None:
    built = build(headers={"X": Kind.ON, "Y": [Kind.ON, Kind.PUT], b"Z": 1})
    assert built.headers == {"X": "on", "Y": "on,put", "Z": "1"}


@pytest.mark.parametrize("value", ["a\r\nX: b", "a\nb", "a\rb", "a\0b", "кириллица"])
def test_an_invalid_header_value_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="the value of the header X must be") as caught:
        build(headers={"X": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é", 1])
def test_an_invalid_header_name_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="not a valid header name"):
        build(headers={name: "x"})


def test_latin_text_may_be_in_a_header() -> None:
    assert build(headers={"X": "café"}).headers == {"X": "café"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("é\t\xff", "é\t\xff"),
        (b"\xe9", "é"),
        (5, "5"),
        (True, "True"),
        ("", ""),
        (["b", "a", 1], "b,a,1"),
        (("b", Kind.PUT), "b,put"),
        ({"b", "a"}, "a,b"),
        (frozenset(["b", "a"]), "a,b"),
        (range(2), "0,1"),
        ({"b": 1}, "{'b': 1}"),
        ([], ""),
    ],
)
def test_a_header_value_is_text(given: Any, sent: str) -> None:
    for name in ("X-A", b"X-A"):
        assert build(headers={name: given}).headers == {"X-A": sent}


@pytest.mark.parametrize("value", ["1", 1])
def test_a_header_name_in_bytes_is_text_each_time(value: Any) -> None:
    for _ in range(2):
        assert list(build(headers={b"X-In-Bytes": value}).headers) == ["X-In-Bytes"]


def test_a_header_that_is_none_is_left_out() -> None:
    assert build(headers={"A": None, "B": "1", b"C": None}).headers == {"B": "1"}


def test_only_so_many_names_of_headers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    known: set[Any] = set()
    monkeypatch.setattr(request, "KNOWN_NAMES", known)
    names = [f"X-{number}" for number in range(150)]
    for name in names:
        assert build(headers={name: "1"}).headers == {name: "1"}
    assert known == set(names[:100])


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"headers": {"a b": "1"}}, ValueError),
        ({"headers": {"A": "1\n"}}, ValueError),
        ({"proxies": {"https": "http://a:b/c@proxy.example"}}, ValueError),
        ({"base_url": "ftp://asana.example"}, ValueError),
        ({"base_url": None}, TypeError),
    ],
)
def test_invalid_settings_are_refused_before_the_first_request(
    settings: dict[str, Any], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        request.check_settings(settings)


@pytest.mark.parametrize(
    "settings",
    [{}, {"headers": None}, {"headers": {}, "proxies": None, "base_url": BASE_URL}],
)
def test_valid_settings_pass(settings: dict[str, Any]) -> None:
    request.check_settings(settings)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example:8443/b?c#d", "https://a.example:8443"),
        ("http://localhost:1/b", "http://localhost:1"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_the_origin_of_a_download(url: str, expected: str) -> None:
    assert request.download_origin(url) == expected
