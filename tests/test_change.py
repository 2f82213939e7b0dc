"""Announced changes cause warnings, unless the request enables or disables them."""

from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana._http.change import Change, affecting
from tests.faults import FaultServer, data

NOTICE = "name=string_ids;info=https://asa.na/1;affected=true"


def names(notice: str, **request: Any) -> list[str]:
    headers = {name.replace("_", "-"): value for name, value in request.items()}
    return [change.name for change in affecting(headers, {"asana-change": notice})]


def test_only_what_affects_the_request_counts() -> None:
    assert names(NOTICE) == ["string_ids"]
    assert names("name=string_ids;info=x") == []
    assert names("name=a;affected=true , name=b;affected=true;info=y") == ["a", "b"]
    assert list(affecting({}, {})) == []


@pytest.mark.parametrize("header", ["Asana_Enable", "asana_disable"])
@pytest.mark.parametrize("value", ["string_ids", "other, string_ids", ["other", "string_ids"]])
def test_a_decided_change_is_quiet(header: str, value: Any) -> None:
    assert names(NOTICE, **{header: value}) == []


@pytest.mark.parametrize(
    "notice", ["", ";;;", "=", "name", "affected=true", ",,", "name=;affected=true"]
)
def test_a_malformed_notice_is_nothing(notice: str) -> None:
    assert names(notice) == []


@pytest.mark.parametrize(
    ("notice", "info"),
    [
        (NOTICE, "https://asa.na/1"),
        ("name=a; info = https://asa.na/?x=1 ;affected=true", "https://asa.na/?x=1"),
        ("affected=true;name=a", "Asana's documentation"),
    ],
)
def test_the_information_about_a_change(notice: str, info: str) -> None:
    (change,) = affecting({}, {"ASANA-CHANGE": notice})
    assert change.info == info


def test_notices_can_be_a_list() -> None:
    headers: Any = {"Asana-Change": [NOTICE, "name=b;affected=true"]}
    assert [change.name for change in affecting({}, headers)] == ["string_ids", "b"]


def test_the_warning_says_what_to_do() -> None:
    assert str(Change("string_ids", "https://asa.na/1")) == (
        'This request is affected by the "string_ids" deprecation; see https://asa.na/1. Adding '
        '"string_ids" to the header "Asana-Enable" or "Asana-Disable" opts in or out and ends this '
        "warning."
    )


def test_the_client_warns_at_the_callers_line(
    connect: Callable[..., tuple[asana.Client, FaultServer]],
) -> None:
    client, _ = connect(data({}, Asana_Change=NOTICE))
    with pytest.warns(asana.AsanaChangeWarning, match="string_ids") as caught:
        client.get("/users/me")
    assert caught[0].filename == __file__
    client.headers["Asana-Enable"] = "string_ids"
    client.get("/users/me")


def test_the_warnings_can_be_turned_off(
    connect: Callable[..., tuple[asana.Client, FaultServer]],
) -> None:
    client, _ = connect(data({}, Asana_Change=NOTICE))
    client.LOG_ASANA_CHANGE_WARNINGS = False
    client.get("/users/me")
