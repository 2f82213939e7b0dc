"""Properties for any input: no untyped exception, no changed path, every item once.

``ASANA_TEST_CASES`` sets the number of cases; the default is small.
"""

import json
import os
import string
from datetime import timezone
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asana import error, options
from asana._call import paths
from asana._http.response import outcome_of, redirect_target
from asana.page_iterator import CollectionPageIterator
from tests.layers import request_of

CASES = int(os.environ.get("ASANA_TEST_CASES", "100"))
settings.register_profile(
    "asana",
    max_examples=CASES,
    deadline=None,
    derandomize="ASANA_TEST_CASES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("asana")

text = st.text(max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


# -- paths


@given(
    st.one_of(text, text.map("external:".__add__), st.sampled_from([".", "..", "%2e%2e", "a/b"]))
)
def test_a_gid_never_leaves_its_place(gid: str) -> None:
    try:
        path = paths.path("/tasks/{}/stories", gid)
    except ValueError:
        return
    parts = urlsplit(f"https://a.example/api/1.0{path}")
    prepared = requests.Request("GET", f"https://a.example/api/1.0{path}").prepare()
    assert urlsplit(prepared.url or "").path == parts.path
    assert (parts.netloc, parts.query, parts.fragment) == ("a.example", "", "")
    empty, api, version, tasks, segment, stories = parts.path.split("/")
    assert (empty, api, version, tasks, stories) == ("", "api", "1.0", "tasks", "stories")
    assert unquote(segment) == gid


# -- Retry-After


@given(
    st.one_of(
        text,
        st.integers().map(str),
        st.floats().map(str),
        st.datetimes().map(str),
        st.datetimes().map(lambda moment: format_datetime(moment.replace(tzinfo=timezone.utc))),
        st.text(string.digits, min_size=1, max_size=400),
    )
)
def test_retry_after_is_a_sensible_number_or_none(value: str) -> None:
    response = requests.Response()
    response.status_code = 429
    response.headers["Retry-After"] = value
    seconds = error.RateLimitEnforcedError(response).retry_after
    assert seconds is None or seconds > 0
    if value.isascii() and value.isdecimal():
        assert seconds == (float(value) or None)


# -- options


@given(
    st.dictionaries(st.sampled_from([*options.OPTIONS, *options.ALIASES, "a", "b"]), json_values)
)
def test_sort_assigns_every_keyword_to_one_part(call: dict[str, Any]) -> None:
    before = dict(call)
    try:
        found = options.sort(call)
    except (ValueError, TypeError):
        return
    assert call == before
    expected: dict[str, dict[str, Any]] = {"settings": {}, "api": {}, "query": {}, "params": {}}
    for keyword, value in call.items():
        name = options.ALIASES.get(keyword, keyword)
        part = options.OPTIONS[name].part if name in options.OPTIONS else "params"
        expected[part if part in expected else "settings"][name] = value
    assert found._asdict() == expected


# -- answers


class Canned:
    """An adapter that returns a given response."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.answer = status, headers, body

    def response(self) -> requests.Response:
        status, headers, body = self.answer
        made = requests.Response()
        made.status_code = status
        made.headers.update(headers)
        made._content = body
        vars(made)["_content_consumed"] = True
        made.url = "https://a.example/x"
        made.request = requests.Request("GET", made.url).prepare()
        return made


HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Location", "Asana-Change", "Content-Type", "X"]),
    st.text(string.printable, max_size=30),
)
BODIES = st.one_of(
    st.binary(max_size=60),
    json_values.map(lambda value: json.dumps(value).encode()),
    json_values.map(lambda value: json.dumps({"data": value}).encode()),
    json_values.map(lambda value: json.dumps({"errors": value}).encode()),
)


@given(st.sampled_from(["GET", "POST", "PUT", "DELETE"]), st.integers(200, 599), HEADERS, BODIES)
def test_any_answer_is_data_or_a_typed_error(
    method: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    response = Canned(status, headers, body).response()
    outcome = outcome_of(request_of(method), response, body)
    if isinstance(outcome, dict):
        assert 200 <= status < 300
        assert "data" in outcome
    else:
        assert isinstance(outcome, error.AsanaError)
        assert str(outcome)


@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    st.sampled_from([301, 302, 303, 307, 308]),
    st.one_of(
        text,
        text.map("https://a.example".__add__),
        text.map("//a.example".__add__),
        text.map("https://a.example@".__add__),
        text.map("\\\\a.example".__add__),
    ),
)
def test_a_redirect_never_leads_to_another_origin(method: str, status: int, target: str) -> None:
    response = Canned(status, {"Location": target}, b"").response()
    found = redirect_target(request_of(method), response)
    if found is not None:
        prepared = requests.Request("GET", found).prepare()
        assert prepared.url is not None
        assert prepared.url.startswith("https://a.example/") or prepared.url == "https://a.example"


# -- listings


@given(
    st.lists(st.integers(0, 3), max_size=6),
    st.lists(st.booleans(), max_size=20),
    st.one_of(st.none(), st.integers(0, 12)),
)
def test_every_item_comes_once_and_in_order_whatever_fails(
    sizes: list[int], failures: list[bool], item_limit: int | None
) -> None:
    pages: list[list[Any]] = []
    for size in sizes:
        start = sum(map(len, pages))
        pages.append([{"gid": str(start + n)} for n in range(size)])
    expected = [item["gid"] for page in pages for item in page][:item_limit]
    plan = list(failures)

    class Verbs:
        def get(self, path: str, query: dict[str, Any], **how: Any) -> dict[str, Any]:
            if plan and plan.pop(0):
                raise error.ServerError()
            number = int(how.get("offset", 0))
            more = number + 1 < len(pages)
            data = pages[number] if pages else []
            return {"data": data, "next_page": {"offset": str(number + 1)} if more else None}

    verbs: Any = Verbs()
    iterator = CollectionPageIterator(verbs, "/x", {}, {"item_limit": item_limit}).items()
    came: list[str] = []
    done = False
    while not done:
        try:
            for item in iterator:
                came.append(item["gid"])
            done = True
        except error.ServerError:
            pass  # the next round requests the same page again
    assert came == expected
