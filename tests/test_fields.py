"""Custom fields by name: listing, writing and reading."""

import copy
import os
import pickle
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import asana
from asana import error
from asana.fields import Fields, UnknownFieldError
from asana.sandbox import Sandbox
from tests.all_fields import DEFINITIONS, Orders, asked

UTC = timezone.utc


@pytest.fixture(scope="module")
def orders() -> Iterator[Orders]:
    with Sandbox() as sandbox:
        yield Orders(sandbox)


@pytest.fixture
def fields(orders: Orders) -> Fields:
    return orders.fields


def field_of(subtype: str, **more: Any) -> dict[str, Any]:
    return {"gid": "12", "name": "X", "resource_subtype": subtype, **more}


def made(*records: dict[str, Any]) -> Fields:
    """Return fields with definitions that the sandbox does not have."""
    return Fields(asana.Client(), lambda: records)


# Listing


def test_one_listing_finds_the_fields_of_a_project(orders: Orders) -> None:
    before = len(orders.sandbox.requests)
    fields = orders.of()
    assert orders.requests(before) == [f"GET /projects/{orders.project}/custom_field_settings"]
    assert list(fields) == list(DEFINITIONS)
    assert (len(fields), fields.project) == (len(DEFINITIONS), orders.project)
    assert orders.sandbox.requests[-1].query == {
        "opt_fields": ",".join(f"custom_field.{name}" for name in asked()),
        "limit": "100",
    }


def test_fields_are_a_mapping_of_names_to_records(fields: Fields) -> None:
    assert isinstance(fields, Mapping)
    record = fields["Amount"]
    assert (record["name"], record["precision"]) == ("Amount", 2)
    assert fields[record["gid"]] is record
    assert fields.get("Nothing") is None
    assert 5 not in fields
    assert [each["name"] for each in fields.values()] == list(fields)
    assert dict(fields)["Stage"] == fields["Stage"]
    assert repr(fields).startswith("<Fields 'Note', 'Amount', ")


@pytest.mark.parametrize(
    "field",
    [
        None,
        [],
        "x",
        {"gid": None},
        {"gid": "12", "name": None},
        field_of("enum", enum_options=5),
        field_of("enum", enum_options=[None]),
        field_of("enum", enum_options=[{"name": "A"}]),
    ],
)
def test_a_wrong_field_is_an_invalid_response(field: Any) -> None:
    with pytest.raises(error.InvalidResponseError):
        made(field)


@pytest.mark.parametrize("setting", [None, "x", [], {"custom_field": {"gid": "12"}}])
def test_a_wrong_setting_is_an_invalid_response(
    orders: Orders, monkeypatch: pytest.MonkeyPatch, setting: Any
) -> None:
    monkeypatch.setattr(orders.client, "get_collection", lambda *_, **__: iter([setting]))
    with pytest.raises(error.InvalidResponseError):
        orders.of()


def test_fields_of_other_places(orders: Orders) -> None:
    client, workspace = orders.client, orders.workspace
    portfolio = client.portfolios.create_portfolio(workspace=workspace, name="P")["gid"]
    goal = client.goals.create_goal(workspace=workspace, name="G")["gid"]
    field = client.custom_fields.create_custom_field(
        workspace=workspace, name="Region", resource_subtype="text"
    )["gid"]
    client.portfolios.add_custom_field_setting_for_portfolio(portfolio, custom_field=field)
    of = client.custom_fields.of
    assert list(of(portfolio=portfolio)) == ["Region"]
    assert list(of(goal=goal)) == []
    everywhere = of(workspace=workspace)
    assert {"Region", "Priority"} <= set(everywhere)
    assert "Note" not in everywhere  # it is local to the project
    assert everywhere.project is None


def test_all_pages_are_read_whatever_the_client_limits(orders: Orders) -> None:
    client = orders.sandbox.client(page_size=3, item_limit=2, fields=["gid"])
    before = len(orders.sandbox.requests)
    assert list(client.custom_fields.of(orders.project)) == list(DEFINITIONS)
    assert len(orders.sandbox.requests) - before == 3


@pytest.mark.parametrize("places", [{}, {"project": "1", "workspace": "2"}, {"goal": None}])
def test_exactly_one_place_is_given(orders: Orders, places: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="requires exactly one gid"):
        orders.client.custom_fields.of(**places)


def test_the_fields_of_the_request_are_its_own(orders: Orders) -> None:
    with pytest.raises(TypeError, match="does not accept fields"):
        orders.client.custom_fields.of(orders.project, fields=["name"])


@pytest.mark.parametrize("gid", ["", "1/2", 1.5, {"gid": "1"}])
def test_a_place_is_a_gid(orders: Orders, gid: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="gid"):
        orders.client.custom_fields.of(gid)


def test_a_free_plan_is_said(orders: Orders) -> None:
    personal = orders.me["workspaces"][1]["gid"]
    project = orders.client.projects.create_project(workspace=personal, name="free")["gid"]
    with pytest.raises(error.PremiumOnlyError, match=r"402|the workspace has none") as raised:
        orders.client.custom_fields.of(project)
    assert "need a paid plan" in str(raised.value)
    with pytest.raises(error.PremiumOnlyError, match="need a paid plan"):
        orders.fields.read({**orders.client.tasks.get_task(orders.task()), "custom_fields": None})


def test_settings_without_fields_are_a_free_plan(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = orders.sandbox.client()
    monkeypatch.setattr(client, "get_collection", lambda *args, **options: iter([{"gid": "1"}]))
    with pytest.raises(error.PremiumOnlyError, match="need a paid plan"):
        client.custom_fields.of("12")


def test_a_refresh_lists_again(orders: Orders) -> None:
    records = [field_of("text")]
    fields = made(*records)
    fields._load = lambda: [*records, {**field_of("number"), "gid": "13", "name": "New"}]
    assert "New" not in fields
    fields.refresh()
    assert list(fields) == ["X", "New"]


# Names


def test_an_unknown_name_is_an_error_that_names_the_near_ones(fields: Fields) -> None:
    with pytest.raises(UnknownFieldError) as raised:
        fields.values({"stge": "New"})
    assert isinstance(raised.value, LookupError)
    assert str(raised.value).startswith("no custom field 'stge'; did you mean 'Stage'? There are ")
    assert "'Ship by'" in str(raised.value)
    with pytest.raises(UnknownFieldError, match="no custom field 12; there are 'Note'"):
        fields.values({12: "x"})  # type: ignore[dict-item]
    with pytest.raises(UnknownFieldError, match="there are none"):
        made().values({"x": 1})


def test_long_lists_of_names_are_cut() -> None:
    fields = made(*({**field_of("text"), "gid": str(n), "name": f"F{n}"} for n in range(200)))
    with pytest.raises(UnknownFieldError, match="and 170 more") as raised:
        fields["zzz"]
    assert len(str(raised.value)) < 400


def test_two_fields_of_one_name_stand_under_their_gids() -> None:
    fields = made(field_of("text"), {**field_of("number"), "gid": "13"}, field_of("x", gid="14"))
    assert list(fields) == ["12", "13", "14"]
    with pytest.raises(UnknownFieldError, match=r"3 custom fields are named 'X'.*: 12, 13, 14"):
        fields.values({"X": "text"})
    assert fields.values({"12": "text", "13": 5}) == {"12": "text", "13": 5}
    task = {"custom_fields": [{"gid": "13", "number_value": 5}]}
    assert fields.read(task) == {"13": 5.0}


def test_a_name_that_is_the_gid_of_another_field_is_the_gid() -> None:
    fields = made(field_of("text"), {**field_of("text"), "gid": "13", "name": "12"})
    assert list(fields) == ["X", "13"]
    assert fields["12"]["name"] == "X"


def test_a_field_is_given_once(fields: Fields) -> None:
    with pytest.raises(ValueError, match="'Note' is given twice"):
        fields.values({"Note": "a", fields["Note"]["gid"]: "b"})


def test_errors_can_be_pickled(fields: Fields) -> None:
    raised = pickle.loads(pickle.dumps(UnknownFieldError("a 'name'")))
    assert str(raised) == "a 'name'"


# Writing


class Stages(Enum):
    NEW = "New"


def written(fields: Fields, name: str, value: Any) -> Any:
    """Return the written form of a value, with names in place of the gids of options."""
    [(gid, found)] = fields.values({name: value}).items()
    assert gid == fields[name]["gid"]
    names = {each["gid"]: each["name"] for each in fields[name].get("enum_options") or []}
    return [names[each] for each in found] if name == "Labels" else names.get(str(found), found)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Note", "text", "text"),
        ("Note", "", ""),
        ("Note", "ü" * 1024, "ü" * 1024),
        ("Amount", 5, 5),
        ("Amount", -0.25, -0.25),
        ("Amount", Decimal("1.50"), 1.5),
        ("Amount", Decimal("1E+3"), 1000),
        ("Amount", Fraction(1, 4), 0.25),
        ("Stage", "New", "New"),
        ("Stage", " New ", "New"),
        ("Stage", Stages.NEW, "New"),
        ("Labels", ["b", "a", "b"], ["b", "a"]),
        ("Labels", {"b", "a"}, ["a", "b"]),
        ("Labels", iter(["c"]), ["c"]),
        ("Labels", [], []),
        ("Ship by", date(2027, 3, 1), {"date": "2027-03-01"}),
        ("Ship by", "2027-03-01", {"date": "2027-03-01"}),
        ("Ship by", {"date": "2027-03-01", "date_time": None}, {"date": "2027-03-01"}),
        (
            "Ship by",
            datetime(2027, 3, 1, 9, tzinfo=timezone(timedelta(hours=2))),
            {"date_time": "2027-03-01T09:00:00+02:00"},
        ),
        ("Ship by", "2027-03-01T09:00:00.000Z", {"date_time": "2027-03-01T09:00:00+00:00"}),
        ("Contact", "me", ["me"]),
        ("Contact", ["tom@example.com", {"gid": "5", "name": "P"}, 5], ["tom@example.com", "5"]),
        ("Related", "77", ["77"]),
        ("Related", [{"gid": "77"}, "78"], ["77", "78"]),
    ],
)
def test_values_are_written_as_asana_takes_them(
    fields: Fields, name: str, value: Any, expected: Any
) -> None:
    assert written(fields, name, value) == expected


@pytest.mark.parametrize("name", [name for name in DEFINITIONS if name != "Order"])
def test_none_clears_each_type(orders: Orders, name: str) -> None:
    assert list(orders.fields.values({name: None}).values()) == [None]


class Odd(str):
    """A string whose ``str()`` is another one, as in some template libraries."""

    def __str__(self) -> str:
        return "another"


def test_a_text_is_what_it_holds(fields: Fields) -> None:
    assert fields.values({"Stage": Odd("Paid")}) == fields.values({"Stage": "Paid"})
    assert written(fields, "Note", Odd("x")) == "x"
    assert fields[Odd("Stage")] is fields["Stage"]


def test_gids_of_other_integers(fields: Fields) -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    assert written(fields, "Contact", numpy.int64(5)) == ["5"]


def test_options_are_gids_and_records_too(fields: Fields) -> None:
    new, paid, _ = fields["Stage"]["enum_options"]
    assert fields.values({"Stage": new["gid"]}) == {fields["Stage"]["gid"]: new["gid"]}
    assert fields.values({"Stage": paid}) == {fields["Stage"]["gid"]: paid["gid"]}


@pytest.mark.parametrize(
    ("name", "value", "kind", "message"),
    [
        ("Note", "x" * 1025, ValueError, "at most 1024 characters, not 1025"),
        ("Note", 17, TypeError, "'Note' takes text, not 17"),
        ("Amount", True, TypeError, "takes a number, not True"),
        ("Amount", "5", TypeError, "takes a number, not '5'"),
        ("Amount", float("nan"), ValueError, "finite number, not nan; None clears"),
        ("Amount", Decimal("sNaN"), ValueError, "finite number"),
        ("Amount", Decimal("1E+999"), ValueError, "finite number"),
        ("Amount", Decimal("0.1234567890123456789"), ValueError, "about 15 digits"),
        ("Amount", 2**53 + 1, ValueError, "about 15 digits"),
        ("Amount", 10**400, ValueError, "finite number"),
        ("Note", float("nan"), TypeError, "takes text, not nan; None clears it"),
        ("Amount", 1j, TypeError, "takes a number"),
        (
            "Stage",
            "Retired",
            ValueError,
            "'Retired' .*is disabled; the enabled options are 'New', 'Paid'",
        ),
        ("Stage", "Payed", UnknownFieldError, "did you mean 'Paid'. There are 'New', 'Paid'$"),
        ("Stage", ["New"], TypeError, "the name or gid of an option"),
        ("Stage", {"name": "New"}, TypeError, "option, not {'name': 'New'}"),
        ("Stage", "", UnknownFieldError, "no option ''; there are"),
        ("Labels", "a", TypeError, "takes a list of options, not 'a'"),
        ("Labels", b"a", TypeError, "takes a list of options, not b'a'"),
        ("Labels", ["a", None], TypeError, "the name or gid of an option, not None"),
        ("Ship by", datetime(2027, 3, 1), ValueError, "with a time zone, .*set its tzinfo"),
        ("Ship by", "2027-03-01T09:00", ValueError, "a time with its zone"),
        ("Ship by", "01.03.2027", ValueError, "'01.03.2027'"),
        ("Ship by", "20270301", ValueError, "'20270301'"),
        ("Ship by", "2027-02-30", ValueError, "'2027-02-30'"),
        ("Ship by", 20270301, TypeError, "a date or datetime"),
        ("Ship by", {}, TypeError, "a date or datetime"),
        ("Contact", "Tom Okafor", TypeError, "takes users: records, gids, email"),
        ("Contact", [True], TypeError, "takes users"),
        ("Contact", "\uff11\uff12", TypeError, "takes users"),
        ("Contact", {"name": "Tom"}, TypeError, "takes users"),
        ("Related", "Launch", TypeError, "takes records or their gids"),
        ("Related", [None], TypeError, "takes records or their gids"),
        ("Order", "ORD-5", ValueError, "'Order' is read-only: Asana assigns its IDs"),
        ("Order", None, ValueError, "read-only"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(
    orders: Orders, name: str, value: Any, kind: type[Exception], message: str
) -> None:
    before = len(orders.sandbox.requests)
    with pytest.raises(kind, match=message) as raised:
        orders.fields.values({name: value})
    assert repr(name) in str(raised.value)
    assert orders.requests(before) == []


@pytest.mark.parametrize("values", ["Stage", 5, ["Stage"]])
def test_values_are_a_dictionary(fields: Fields, values: Any) -> None:
    with pytest.raises(TypeError, match="values must be a dictionary"):
        fields.values(values)
    assert fields.values([("Note", "pairs")]) == {fields["Note"]["gid"]: "pairs"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_formula_field": True}, "with a formula"),
        ({"representation_type": "formula"}, "with a formula"),
        ({"representation_type": "custom_id"}, "assigns its IDs"),
        ({"is_value_read_only": True}, "Asana calculates it"),
        ({"resource_subtype": "emoji"}, "its type 'emoji' is unknown; add its gid"),
    ],
)
def test_read_only_fields_are_refused(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        made({**field_of("number"), **more}).values({"X": 5})


def test_two_enabled_options_of_one_name_are_ambiguous() -> None:
    options = [{"gid": gid, "name": "A", "enabled": gid != "3"} for gid in ("1", "2", "3")]
    fields = made(field_of("enum", enum_options=options))
    with pytest.raises(UnknownFieldError, match="has 2 options 'A': use the gid of one: 1, 2"):
        fields.values({"X": "A"})
    assert fields.values({"X": "2"}) == {"12": "2"}
    enabled = made(field_of("enum", enum_options=options[1:]))
    assert enabled.values({"X": "A"}) == {"12": "2"}


def test_nothing_given_is_changed(fields: Fields) -> None:
    given = {"Labels": ["a"], "Ship by": {"date": "2027-03-01"}, "Contact": [{"gid": "5"}]}
    before = copy.deepcopy(given)
    fields.values(given)
    assert given == before


def test_projects_take_values_as_well(orders: Orders) -> None:
    client = orders.client
    values = orders.fields.values({"Stage": "Paid", "Amount": 3})
    project = client.projects.update_project(orders.project, custom_fields=values)
    read = orders.fields.read(project)
    assert (read["Stage"], read["Amount"], read["Note"]) == ("Paid", 3.0, None)


# Reading


def test_a_complete_task_is_read(orders: Orders) -> None:
    task = orders.client.tasks.get_task(
        orders.task(
            **{
                "Note": "a note",
                "Amount": 1.1,
                "Stage": "Paid",
                "Labels": ["c", "a"],
                "Ship by": datetime(2027, 3, 1, 9, tzinfo=UTC),
                "Contact": "me",
                "Related": orders.project,
            }
        )
    )
    before = len(orders.sandbox.requests)
    found = orders.fields.read(task)
    assert orders.requests(before) == []
    assert list(found) == list(DEFINITIONS)
    assert found["Order"].startswith("ORD-")
    assert [person["gid"] for person in found.pop("Contact")] == [orders.me["gid"]]
    assert [each["name"] for each in found.pop("Related")] == ["Orders"]
    del found["Order"]
    assert found == {
        "Note": "a note",
        "Amount": 1.1,
        "Stage": "Paid",
        "Labels": ["c", "a"],
        "Ship by": datetime(2027, 3, 1, 9, tzinfo=UTC),
    }
    assert orders.fields.read(task, numbers=Decimal)["Amount"] == Decimal("1.1")


def test_no_value_is_none_or_an_empty_list(orders: Orders) -> None:
    found = orders.fields.read(orders.client.tasks.get_task(orders.task()))
    assert {name: value for name, value in found.items() if name != "Order"} == {
        **dict.fromkeys(["Note", "Amount", "Stage", "Ship by"]),
        **{name: [] for name in ("Labels", "Contact", "Related")},
    }


def test_a_listing_is_read_by_what_opt_fields_requests(orders: Orders) -> None:
    gid = orders.task(**{"Stage": "New", "Ship by": "2027-03-01", "Contact": "me", "Labels": ["a"]})
    asked = ["name", *orders.fields.opt_fields]
    [bare] = [
        task
        for task in orders.client.tasks.get_tasks_for_project(orders.project, fields=asked)
        if task["gid"] == gid
    ]
    full = orders.client.tasks.get_task(gid)
    found, expected = orders.fields.read(bare), orders.fields.read(full)
    assert found.pop("Contact")[0]["name"] == expected.pop("Contact")[0]["name"]
    assert found == expected


def test_only_what_the_fields_need_is_requested() -> None:
    assert made(field_of("enum")).opt_fields == ["custom_fields.enum_value.name"]
    assert made(field_of("date")).opt_fields == [
        "custom_fields.date_value.date",
        "custom_fields.date_value.date_time",
    ]
    assert made(field_of("number"), field_of("emoji", gid="13")).opt_fields == [
        "custom_fields.number_value",
        "custom_fields.display_value",
    ]
    assert made().opt_fields == ["custom_fields.name"]


def test_disabled_options_are_still_read(orders: Orders) -> None:
    with Sandbox() as sandbox:
        fresh = Orders(sandbox)
        gid = fresh.task(Stage="Paid")
        fresh.disable("Stage", "Paid")
        fresh.fields.refresh()
        assert fresh.fields.read(fresh.client.tasks.get_task(gid))["Stage"] == "Paid"


def test_an_option_without_a_name_is_found_by_its_gid(fields: Fields) -> None:
    gid = fields["Stage"]["enum_options"][0]["gid"]
    task = {"custom_fields": [{"gid": fields["Stage"]["gid"], "enum_value": {"gid": gid}}]}
    assert fields.read(task) == {"Stage": "New"}
    task["custom_fields"][0]["enum_value"] = {"gid": "1"}
    with pytest.raises(ValueError, match=r"has no name: request fields="):
        fields.read(task)


def test_fields_of_other_projects_are_left_out(fields: Fields) -> None:
    others = [{"gid": "1", "text_value": "x"}, {"gid": fields["Note"]["gid"], "text_value": "y"}]
    assert fields.read({"custom_fields": others}) == {"Note": "y"}
    assert fields.read({"custom_fields": []}) == {}


@pytest.mark.parametrize("more", [{"is_formula_field": True}, {"resource_subtype": "emoji"}])
def test_formulas_and_new_types_are_read_as_they_are_shown(more: dict[str, Any]) -> None:
    part = {"gid": "12", "number_value": 5, "display_value": "5 kg"}
    assert made({**field_of("number"), **more}).read({"custom_fields": [part]}) == {"X": "5 kg"}


def test_a_formula_of_a_sandbox(orders: Orders) -> None:
    task = orders.task(Amount=5)
    data = orders.sandbox.dump()
    [field] = [each for each in data["records"]["custom_field"] if each["name"] == "Amount"]
    field.update(is_formula_field=True, representation_type="formula")
    with Sandbox(data=data) as sandbox:
        client = sandbox.client()
        fields = client.custom_fields.of(orders.project)
        assert fields["Amount"]["is_formula_field"]
        assert fields.read(client.tasks.get_task(task))["Amount"] == "5.00"
        with pytest.raises(ValueError, match="with a formula"):
            fields.values({"Amount": 5})


@pytest.mark.parametrize(
    ("record", "kind", "message"),
    [
        ({"name": "x"}, ValueError, r"no custom_fields: request fields=.*free plan"),
        ({"custom_fields": [{"gid": "12"}]}, ValueError, "no number_value .*'X': request fields="),
        ({"custom_fields": [{}]}, error.InvalidResponseError, "gid is missing"),
        ({"custom_fields": "x"}, error.InvalidResponseError, "custom_fields is of type str"),
        (
            {"custom_fields": [{"gid": "12", "number_value": "5"}]},
            error.InvalidResponseError,
            "number_value is of type str",
        ),
        (
            {"custom_fields": [{"gid": "12", "number_value": True}]},
            error.InvalidResponseError,
            "number_value is of type bool",
        ),
        ("12", TypeError, "record must be a dictionary, such as a task"),
    ],
)
def test_a_record_that_cannot_be_read_is_an_error(
    record: Any, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        made(field_of("number")).read(record)


@pytest.mark.parametrize(
    "value", [{"date": "soon"}, {"date_time": "2027-03-01T09:00"}, {"date": 5}]
)
def test_a_wrong_date_is_an_invalid_response(value: Any) -> None:
    with pytest.raises(error.InvalidResponseError, match="date_value is not a date"):
        made(field_of("date")).read({"custom_fields": [{"gid": "12", "date_value": value}]})


# Round trips


moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
round_trips = st.fixed_dictionaries(
    {},
    optional={
        "Note": st.none()
        | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1),
        "Amount": st.none() | st.decimals(-(10**9), 10**9, places=2) | st.integers(-(10**9), 10**9),
        "Stage": st.sampled_from([None, "New", "Paid"]),
        "Labels": st.lists(st.sampled_from("abc"), unique=True),
        "Ship by": st.none() | st.dates() | moments,
        "Contact": st.sampled_from([[], ["me"], ["tom@example.com", "me"]]),
        "Related": st.sampled_from([[], ["this project"]]),
    },
)


@settings(
    max_examples=int(os.environ.get("ASANA_TEST_CASES", "50")),
    deadline=None,
    derandomize="ASANA_TEST_CASES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(values=round_trips)
def test_what_is_written_is_read_and_can_be_written_again(
    orders: Orders, values: dict[str, Any]
) -> None:
    fields, tasks = orders.fields, orders.client.tasks
    if values.get("Related"):
        values["Related"] = [orders.project]
    task = tasks.get_task(orders.task(**values))
    read = fields.read(task, numbers=Decimal)
    for name, value in values.items():
        if name in ("Contact", "Related"):
            assert len(read[name]) == len(value)
        else:
            assert read[name] == value
    del read["Order"]
    task = tasks.update_task(task["gid"], custom_fields=fields.values(read))
    assert {**fields.read(task, numbers=Decimal), "Order": 0} == {**read, "Order": 0}
