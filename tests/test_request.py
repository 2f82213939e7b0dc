"""How a call becomes one request: URL, headers and body."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

import pytest

from asana import options, request
from asana.request import Request

BASE_URL = "https://app.asana.com/api/1.0"


def build(
    method: str,
    /,
    params: Any = None,
    data: Any = None,
    headers: Mapping[str, Any] | None = None,
    path: str = "/tasks",
    **call: Any,
) -> Request:
    sorted_ = options.split(call, {}, options.DEFAULTS)
    return request.build(method, path, params, data, headers or {}, sorted_, False)


def query(built: Request) -> str:
    return built.url.removeprefix(f"{BASE_URL}/tasks").removeprefix("?")


def body(built: Request) -> Any:
    assert isinstance(built.body, bytes)
    return json.loads(built.body)


def test_everything_goes_into_the_query_of_a_read() -> None:
    built = build("get", {"archived": False}, fields=["name", "a.b"], limit=5, workspace=1)
    assert query(built) == "limit=5&opt_fields=name,a.b&workspace=1&archived=false"
    assert built.body is None
    assert built.method == "GET"


def test_explicit_parameters_go_before_keywords() -> None:
    built = build("get", {"opt_fields": "mine", "team": 2}, opt_fields="theirs", team=1)
    assert query(built) == "opt_fields=mine&team=2"


def test_a_path_may_have_a_query() -> None:
    assert build("get", {"b": 2}, path="/tasks?a=1").url == f"{BASE_URL}/tasks?a=1&b=2"


def test_a_delete_has_no_body() -> None:
    built = build("delete", pretty=True)
    assert (query(built), built.body) == ("opt_pretty=true", None)


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_a_write_has_data_and_options(method: str) -> None:
    built = build(method, None, {"name": "x", "due_on": None}, fields=("a", "b"), pretty=True)
    assert body(built) == {
        "data": {"name": "x", "due_on": None},
        "options": {"fields": ["a", "b"], "pretty": True},
    }
    assert built.headers["content-type"] == "application/json"
    assert query(built) == ""


def test_no_options_no_member() -> None:
    assert body(build("post", None, {"name": "x"})) == {"data": {"name": "x"}}
    assert body(build("post")) == {"data": {}}


def test_keywords_join_the_body_behind_the_data() -> None:
    built = build("post", None, {"name": "x"}, name="y", notes="z")
    assert body(built) == {"data": {"name": "x", "notes": "z"}}


def test_opt_members_of_the_data_are_options() -> None:
    built = build("post", None, {"name": "x", "opt_fields": ["a"]}, fields="b")
    assert body(built) == {"data": {"name": "x"}, "options": {"fields": ["a"]}}


def test_wrapped_data_is_taken_as_it_is() -> None:
    wrapped = {"data": {"name": "x"}, "options": {"pretty": True}}
    assert body(build("put", None, wrapped, fields="a")) == {
        "data": {"name": "x"},
        "options": {"fields": "a", "pretty": True},
    }


def test_data_beside_other_fields_is_a_field() -> None:
    assert body(build("put", None, {"data": {}, "name": "x"})) == {
        "data": {"data": {}, "name": "x"}
    }
    assert body(build("put", None, {"data": "text"})) == {"data": {"data": "text"}}


def test_a_write_may_have_a_query_too() -> None:
    built = build("put", {"workspace": "1", "none": None}, {"name": "x"})
    assert query(built) == "workspace=1"


def test_dates_and_times_in_a_body() -> None:
    now = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    built = build("post", None, {"due_on": datetime.date(2026, 1, 2), "due_at": now})
    assert body(built)["data"] == {"due_on": "2026-01-02", "due_at": "2026-11-22T00:00:00+00:00"}


def test_text_arrives_unchanged() -> None:
    text = 'non-breaking\u00a0space, "quotes", emoji 🎉, NUL \x00, line\r\nbreak'
    assert body(build("post", None, {"notes": text}))["data"]["notes"] == text


def test_the_callers_dictionaries_stay_as_they_are() -> None:
    data = {"name": "x", "opt_fields": ["a"]}
    wrapped = {"data": {"name": "x"}, "options": {"pretty": True}}
    params = {"limit": 1}
    for given in (data, wrapped):
        before = json.dumps(given)
        build("post", params, given, fields=["b"], notes="n")
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
        ({"data": {}, "options": []}, TypeError),
        ({"when": object()}, TypeError),
        ({"n": float("nan")}, ValueError),
        (circle(), ValueError),
    ],
)
def test_a_body_that_is_none_is_refused(data: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        build("post", None, data)


def test_parameters_are_a_dictionary() -> None:
    with pytest.raises(TypeError, match="params must be a dictionary, not str"):
        build("get", "workspace=1")


@pytest.mark.parametrize("path", ["tasks", "", "@evil.invalid/", "http://evil.invalid/"])
def test_a_path_begins_with_a_slash(path: str) -> None:
    with pytest.raises(ValueError, match="begins with a slash"):
        build("get", path=path)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no such method"):
        build("fetch")


def test_the_method_override_is_for_post() -> None:
    assert body(build("post", None, {}, method="put"))["options"] == {"method": "put"}
    for method in ("get", "put", "delete"):
        with pytest.raises(ValueError, match="turns a POST"):
            build(method, method="delete")
    with pytest.raises(ValueError, match="turns a POST"):
        build("get", {"opt_method": "delete"})


# -- base URLs


def test_a_slash_at_the_end_of_the_base_url_is_nothing() -> None:
    assert (
        build("get", base_url="https://asana.example/api/").url == "https://asana.example/api/tasks"
    )


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
def test_a_base_url_that_is_none_is_refused(base_url: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words differ, the secret stays in
        build("get", base_url=base_url)
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


def test_headers_of_the_call_go_before_the_clients() -> None:
    built = build("get", headers={"Asana-Enable": ["a", "b"], "X": 1})
    assert built.headers == {"Asana-Enable": "a,b", "X": "1"}
    sorted_ = options.split({"headers": {"X": b"2", "Y": None}}, {}, options.DEFAULTS)
    built = request.build("GET", "/", None, None, {"X": "1", "Y": "y"}, sorted_, False)
    assert built.headers == {"X": "2"}


@pytest.mark.parametrize("value", ["a\r\nX: b", "a\nb", "a\rb", "a\0b", "кириллица"])
def test_a_header_value_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="the header X cannot hold this value") as caught:
        build("get", headers={"X": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é", 1])
def test_a_header_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="not the name of a header"):
        build("get", headers={name: "x"})


def test_latin_text_may_be_in_a_header() -> None:
    assert build("get", headers={"X": "café"}).headers == {"X": "café"}
