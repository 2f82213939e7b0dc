"""The complete advice on a failure, by Asana's message and by the request."""

import json
from typing import Any

import pytest

from asana import error
from asana._http.advice import advise, refused
from tests.test_request import BASE_URL, build

HOW = "client.custom_fields.of(project_gid).values({...}) converts names"


def advice(
    message: str | None, body: Any = None, kind: type[error.AsanaError] = error.InvalidRequestError
) -> str | None:
    """Return the advice on a message about a body."""
    failure: Any = kind()
    failure.message = message
    failure.errors = [{"message": message}] if message else []
    raw = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    advise(failure, build("PUT", "/tasks/1")._replace(body=raw))
    told: str | None = failure.advice
    return told


def on_values(values: Any, message: str = "no", **fields: Any) -> str | None:
    return advice(message, {"data": {"custom_fields": values, **fields}})


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "offset: Your pagination token has expired.",
            "An offset expires after about 15 minutes: list again from the beginning, and "
            "collect all items before you process them",
        ),
        (
            "date_value: DayAndDateTime is not a JSON object: 2026-06-24",
            'The value of a date field must be {"date": "2026-06-24"} or {"date_time": ...}',
        ),
        (
            "html_notes: XML is invalid: line 1",
            "asana.rich_text.from_markdown() converts Markdown to valid rich text",
        ),
        ("offset: Your pagination token is invalid.", None),
        ("", None),
        (None, None),
    ],
)
def test_what_the_message_says(message: str | None, expected: str | None) -> None:
    assert advice(message) == expected


@pytest.mark.parametrize(
    ("parameter", "resource"),
    [
        ("assignee", "users"),
        ("followers", "users"),
        ("user", "users"),
        ("portfolio", "portfolios"),
        ("project", "projects"),
        ("projects", "projects"),
        ("section", "sections"),
        ("tag", "tags"),
        ("tags", "tags"),
        ("team", "teams"),
    ],
)
@pytest.mark.parametrize("place", ["", "[0]: ", "[12]: "])
def test_a_name_in_place_of_a_gid(parameter: str, resource: str, place: str) -> None:
    said = f"{parameter}: {place}Not a recognized ID: "
    form = 'a gid, an email address or "me"' if resource == "users" else "a gid"
    told = f"Pass {form}; client.{resource}.named() finds a record by its name"
    assert advice(f"{said}Maya") == advice(f"{said}12 Maya") == told
    assert advice(f"{said}12") is None


@pytest.mark.parametrize("parameter", ["story", "parent", "workspace"])
def test_other_parameters_have_no_names(parameter: str) -> None:
    assert advice(f"{parameter}: Not a recognized ID: Maya") is None


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"Due": 1}, "'Due'"),
        ({"1": 1, "Due": 1, "Size": 2}, "'Due'"),
        ({"external": 1}, "'external'"),
        ({"Due": "High"}, "'Due'"),
        ({"x" * 70: 1}, f"'{'x' * 27}...{'x' * 28}'"),
    ],
)
def test_names_of_custom_fields(values: Any, shown: str) -> None:
    assert on_values(values) == (
        f"The keys of custom_fields must be gids, not names such as {shown}; {HOW}"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("High", "'High'"),
        (["High"], "['High']"),
        (["12", "High"], "['12', 'High']"),
        ([["High"]], "[['High']]"),
        ("external", "'external'"),
    ],
)
def test_names_of_options(value: Any, shown: str) -> None:
    assert on_values({"external:a": "1", "12": value, "13": "Low"}) == (
        "The value of an enum field must be the gid of an option, not a name such as "
        f"{shown}; {HOW}"
    )


@pytest.mark.parametrize("values", [["12"], "12", 12, None])
def test_what_is_no_dictionary_of_custom_fields(values: Any) -> None:
    assert on_values(values) == (
        "custom_fields must be a dictionary from the gids of fields to their values"
    )


@pytest.mark.parametrize("value", [5, "12", None, True, ["12"], [], {"date": "x"}, "external:a"])
def test_values_that_may_be_right(value: Any) -> None:
    assert on_values({"12": value, "external:b": value}) is None


def test_a_message_about_another_field() -> None:
    assert on_values({"Due": 1}, "notes: Value is not a string: 5", notes=5) is None
    assert on_values({"Due": 1}, "custom_fields: no", notes=5) is not None
    assert on_values({"Due": 1}, "name: no", notes=5) is not None


@pytest.mark.parametrize(
    "body",
    [
        None,
        b"",
        b'{"custom_fields"',
        b'{"custom_fields": {"Due": 1}}',
        b'{"data": ["custom_fields"]}',
        b'["custom_fields"]',
        b'{"data": {"x": {"custom_fields": {"Due": 1}}}}',
        b'{"data": {"custom_field": {"Due": 1}}}',
        b'"custom_fields"' + b"[" * 100_000,
    ],
)
def test_bodies_without_custom_fields(body: bytes | None) -> None:
    assert advice("no", body) is None


def test_a_response_that_is_not_from_asana() -> None:
    told = f"The response is not from Asana: check the base URL {BASE_URL}"
    assert advice(None, kind=error.NotFoundError) == told
    assert advice("task: Unknown object: 1", kind=error.NotFoundError) is None


def test_advice_that_an_error_has_is_kept() -> None:
    failure = error.InvalidRequestError()
    failure.message, failure.advice = "XML is invalid", "mine"
    advise(failure, build())
    assert failure.advice == "mine"


def test_other_errors_have_no_advice() -> None:
    assert advice("XML is invalid", kind=error.ForbiddenError) is None


@pytest.mark.parametrize(
    ("headers", "credential", "shown"),
    [
        ({}, None, "The request had no credentials, and was rejected"),
        ({}, "the access token", "The access token was rejected"),
        ({"Authorization": "x"}, "the access token", "The header Authorization was rejected"),
        ({"AUTHORIZATION": "x"}, None, "The header Authorization was rejected"),
        ({"X-Authorization": "x"}, None, "The request had no credentials, and was rejected"),
    ],
)
def test_what_was_rejected(headers: dict[str, str], credential: str | None, shown: str) -> None:
    failure = error.NoAuthorizationError()
    refused(failure, build(headers=headers), credential)
    assert failure.advice == f"{shown} by {BASE_URL}"
