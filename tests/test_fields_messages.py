"""Custom fields by name: the request for those of a record, and the messages in full."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from asana import error
from asana._call.paths import path
from asana.fields import UnknownFieldError, fields_of_record
from asana.sandbox import Sandbox
from tests.all_fields import DEFINITIONS, Orders, asked
from tests.overriding import overriding
from tests.test_fields import field_of, made


@pytest.fixture(scope="module")
def orders() -> Iterator[Orders]:
    with Sandbox() as sandbox:
        yield Orders(sandbox)


@pytest.mark.parametrize("options", [{}, {"full_payload": True, "fields": ["gid"]}])
def test_the_fields_of_a_record_are_in_one_request(orders: Orders, options: dict[str, Any]) -> None:
    client = overriding(orders.sandbox.client(**options))
    where = f"/tasks/{orders.task(Stage='New')}"
    before = len(orders.sandbox.requests)
    fields = fields_of_record(client, path(where))
    assert list(fields) == list(DEFINITIONS)
    assert fields.project is None
    [request] = orders.sandbox.requests[before:]
    assert (request.method, request.path) == ("GET", where)
    assert request.query == {"opt_fields": ",".join(f"custom_fields.{name}" for name in asked())}
    assert fields.values({"Stage": "New"}) == orders.fields.values({"Stage": "New"})


def test_a_record_without_custom_fields_is_of_a_free_plan(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders.client, "get", lambda *_, **__: {"gid": "1"})
    with pytest.raises(error.PremiumOnlyError, match="need a paid plan: the workspace has none"):
        fields_of_record(orders.client, path("/tasks/1"))


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        (
            {"values": {"stge": "New"}},
            UnknownFieldError,
            "no custom field 'stge'; did you mean 'Stage'? There are 'Stage', 'Rank'",
        ),
        (
            {"values": {"zzz": "New"}},
            UnknownFieldError,
            "no custom field 'zzz'; there are 'Stage', 'Rank'",
        ),
        ({"values": {5: "x"}}, UnknownFieldError, "no custom field 5; there are 'Stage', 'Rank'"),
        (
            {"values": {"Stage": "A", "12": "A"}},
            ValueError,
            "the custom field 'Stage' is given twice",
        ),
        (
            {"values": {"Rank": 1}},
            ValueError,
            "the custom field 'Rank' is read-only: Asana calculates it",
        ),
        (
            {"values": 5},
            TypeError,
            "values must be a dictionary, not int",
        ),
        (
            {"filters": {"Stage": "A", "Stage__value": "A"}},
            ValueError,
            "value of the custom field 'Stage' is given twice",
        ),
        (
            {"filters": {"Stage__contains": "A"}},
            ValueError,
            "the custom field 'Stage' cannot be searched by 'contains'; use 'value', 'is_set'",
        ),
        (
            {"filters": {"zzz__contains": "A"}},
            UnknownFieldError,
            "no custom field 'zzz'; there are 'Stage', 'Rank'",
        ),
        (
            {"filters": {"zzz__y": "A"}},
            UnknownFieldError,
            "no custom field 'zzz__y'; there are 'Stage', 'Rank'",
        ),
        (
            {"filters": {"is_set": True}},
            UnknownFieldError,
            "no custom field 'is_set'; there are 'Stage', 'Rank'",
        ),
        ({"filters": 5}, TypeError, "filters must be a dictionary, not int"),
        ({"record": "5"}, TypeError, "record must be a dictionary, such as a task, not '5'"),
        (
            {"record": {"name": "x"}},
            ValueError,
            "the record has no custom_fields: request fields=[..., *fields.opt_fields]; "
            "on a free plan, Asana omits them",
        ),
        (
            {"record": {}, "numbers": 5},
            TypeError,
            "numbers must be a function such as float, not 5",
        ),
    ],
)
def test_messages_are_complete(given: dict[str, Any], kind: type[Exception], message: str) -> None:
    options = [{"gid": "1", "name": "A"}]
    fields = made(
        field_of("enum", name="Stage", enum_options=options),
        field_of("number", gid="13", name="Rank", is_value_read_only=True),
    )
    call: Any = {"values": fields.values, "filters": fields.search, "record": fields.read}
    first, *rest = given
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        call[first](given[first], **{name: given[name] for name in rest})
