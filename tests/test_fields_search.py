"""Searches by custom fields, and options that are created when they are missing."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

import asana
from asana import error
from asana.fields import Fields, UnknownFieldError
from asana.sandbox import Sandbox
from tests.all_fields import Orders
from tests.overriding import overriding
from tests.test_fields import field_of, made


@pytest.fixture(scope="module")
def searched() -> Iterator[Orders]:
    """Orders with tasks, which no test changes."""
    with Sandbox() as sandbox:
        orders = Orders(sandbox)
        orders.task(
            **{"Note": "Big parcel", "Amount": 7.5, "Stage": "Paid", "Ship by": "2027-03-01"},
            Labels=["a"],
            Contact="me",
            Related=orders.project,
        )
        orders.task(Note="letter", Amount=2, Stage="New", **{"Ship by": "2027-05-01"})
        yield orders


@pytest.fixture
def orders() -> Iterator[Orders]:
    with Sandbox() as sandbox:
        yield Orders(sandbox)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"Stage": "Paid"}, ["Big parcel"]),
        ({"Stage__value": "New"}, ["letter"]),
        ({"Stage": "Retired"}, []),
        ({"Amount": Decimal("7.50")}, ["Big parcel"]),
        ({"Amount__greater_than": 2}, ["Big parcel"]),
        ({"Amount__greater_than": 1, "Amount__less_than": 5}, ["letter"]),
        ({"Note__contains": "parc"}, ["Big parcel"]),
        ({"Note__starts_with": "let", "Amount": 2}, ["letter"]),
        ({"Note__ends_with": "er"}, ["letter"]),
        ({"Note": "letter"}, ["letter"]),
        ({"Ship by__before": date(2027, 4, 1)}, ["Big parcel"]),
        ({"Ship by__after": "2027-04-01"}, ["letter"]),
        ({"Ship by": date(2027, 3, 1)}, ["Big parcel"]),
        ({"Labels__is_set": True}, ["Big parcel"]),
        ({"Contact__is_set": False, "Note__is_set": True}, ["letter"]),
        ({"Related__is_set": True}, ["Big parcel"]),
        ({"Order__is_set": True}, ["Big parcel", "letter"]),
        ({}, ["Big parcel", "letter"]),
    ],
)
def test_tasks_are_found_in_one_request(
    searched: Orders, filters: dict[str, Any], expected: list[str]
) -> None:
    fields = searched.fields
    before = len(searched.sandbox.requests)
    found = searched.client.tasks.search_tasks_for_workspace(
        searched.workspace,
        fields.search(filters),
        projects_any=searched.project,
        sort_by="created_at",
        sort_ascending=True,
        fields=fields.opt_fields,
    )
    assert sorted(fields.read(task)["Note"] for task in found) == expected
    assert len(searched.requests(before)) == 1


def test_gids_stand_for_names(searched: Orders) -> None:
    fields = searched.fields
    gid = fields["Amount"]["gid"]
    expected = {"custom_fields": {f"{gid}.less_than": 5}}
    assert fields.search({f"{gid}__less_than": 5}) == expected
    assert fields.search({"Amount__less_than": 5}) == expected


def test_searches_beyond_100_results_and_other_parameters_take_it(searched: Orders) -> None:
    search = searched.client.tasks.search_tasks_for_workspace
    filters = searched.fields.search({"Stage": "Paid"})
    assert len(list(search(searched.workspace, filters, item_limit=500))) == 1
    assert list(search(searched.workspace, filters, text="nothing like it")) == []


def test_projects_are_found(orders: Orders) -> None:
    values = orders.fields.values({"Note": "big"})
    orders.client.projects.update_project(orders.project, custom_fields=values)
    search = orders.client.projects.search_projects_for_workspace
    found = search(orders.workspace, orders.fields.search({"Note__contains": "bi"}))
    assert [project["gid"] for project in found] == [orders.project]
    assert list(search(orders.workspace, orders.fields.search({"Note": "small"}))) == []


@pytest.mark.parametrize(
    ("filters", "kind", "message"),
    [
        (
            {"Amount__contains": "5"},
            ValueError,
            "'Amount' cannot be searched by 'contains'; use "
            "'value', 'less_than', 'greater_than', 'is_set'",
        ),
        ({"Amount__gt": 5}, ValueError, "cannot be searched by 'gt'"),
        ({"Labels__value": "a"}, ValueError, "'Labels' cannot be .*; use 'is_set'"),
        ({"Labels": "a"}, ValueError, "can be searched only by is_set: use 'Labels__is_set'"),
        ({"Order": "ORD-1"}, ValueError, "only by is_set"),
        ({"Stage": None}, ValueError, "use 'Stage__is_set'"),
        ({"Stage__is_set": "yes"}, TypeError, "is_set must be True or False, not 'yes'"),
        ({"Stage": "Payed"}, UnknownFieldError, "did you mean 'Paid'"),
        ({"Stge": "Paid"}, UnknownFieldError, "no custom field 'Stge'; did you mean 'Stage'"),
        ({"Stge__value": "Paid"}, UnknownFieldError, "no custom field 'Stge'; did you mean"),
        ({"Note__contains": 5}, TypeError, "'Note' takes text, not 5"),
        ({"Amount": True}, TypeError, "takes a number, not True"),
        ({"Amount__less_than": float("inf")}, ValueError, "finite number"),
        (
            {"Ship by__before": datetime(2027, 3, 1, tzinfo=timezone.utc)},
            TypeError,
            "takes a date without a time, such as 2027-03-01",
        ),
        ({"Ship by__before": "soon"}, ValueError, "'soon'"),
        ({5: 5}, UnknownFieldError, "no custom field 5"),
        ("Stage", TypeError, "filters must be a dictionary"),
    ],
)
def test_what_cannot_be_searched_is_refused_at_once(
    searched: Orders, filters: Any, kind: type[Exception], message: str
) -> None:
    before = len(searched.sandbox.requests)
    with pytest.raises(kind, match=message):
        searched.fields.search(filters)
    assert searched.requests(before) == []


def test_an_operator_is_given_once(searched: Orders) -> None:
    with pytest.raises(ValueError, match="value of the custom field 'Stage' is given twice"):
        searched.fields.search({"Stage": "New", "Stage__value": "Paid"})


def test_a_field_whose_name_ends_in_an_operator() -> None:
    plain = {**field_of("text"), "name": "Note"}
    fields = made(plain, field_of("text", gid="13") | {"name": "Note__contains"})
    with pytest.raises(UnknownFieldError, match="use a gid: 13, or 12__contains"):
        fields.search({"Note__contains": "x"})
    assert fields.search({"13": "x", "12__contains": "y", "Note__contains__contains": "z"}) == {
        "custom_fields": {"13.value": "x", "12.contains": "y", "13.contains": "z"}
    }
    alone = made(field_of("text", gid="13") | {"name": "Note__contains"})
    assert alone.search({"Note__contains": "x"}) == {"custom_fields": {"13.value": "x"}}


def test_an_ambiguous_name_is_said_with_an_operator_too() -> None:
    fields = made(field_of("text"), field_of("text", gid="13"))
    with pytest.raises(UnknownFieldError, match="2 custom fields are named 'X'"):
        fields.search({"X__contains": "y"})


# Options


def names(fields: Fields, field: str = "Stage") -> list[str]:
    return [each["name"] for each in fields[field]["enum_options"]]


def test_a_known_option_costs_nothing(orders: Orders) -> None:
    before = len(orders.sandbox.requests)
    assert orders.fields.ensure_option("Stage", "Paid")["name"] == "Paid"
    orders.fields.values({"Stage": "Paid", "Labels": ["a"]}, ensure=True)
    assert orders.requests(before) == []


def test_a_missing_option_is_created_once(orders: Orders) -> None:
    path = f"/custom_fields/{orders.fields['Stage']['gid']}"
    before = len(orders.sandbox.requests)
    option = orders.fields.ensure_option("Stage", " Shipped ")
    assert (option["name"], option["enabled"]) == ("Shipped", True)
    assert orders.requests(before) == [f"GET {path}", f"POST {path}/enum_options"]
    assert orders.fields.ensure_option("Stage", "Shipped") == option
    assert len(orders.requests(before)) == 2
    assert names(orders.fields)[-1] == "Shipped"
    assert written_stage(orders, "Shipped") == option["gid"]


def written_stage(orders: Orders, name: str) -> Any:
    [gid] = orders.fields.values({"Stage": name}).values()
    return gid


def test_it_looks_before_it_creates(orders: Orders) -> None:
    other = orders.of()
    made_elsewhere = other.ensure_option("Stage", "Shipped")
    before = len(orders.sandbox.requests)
    assert orders.fields.ensure_option("Stage", "Shipped")["gid"] == made_elsewhere["gid"]
    assert [line.split()[0] for line in orders.requests(before)] == ["GET"]
    assert names(orders.of()).count("Shipped") == 1


def test_a_disabled_option_is_enabled_again(orders: Orders) -> None:
    before = len(orders.sandbox.requests)
    option = orders.fields.ensure_option("Stage", "Retired")
    assert option["enabled"]
    assert [line.split()[0] for line in orders.requests(before)] == ["GET", "PUT"]
    assert orders.of()["Stage"]["enum_options"][2]["enabled"]
    assert written_stage(orders, "Retired") == option["gid"]


@pytest.mark.parametrize("fault", ["drop_after", "cut_body"])
def test_an_unclear_create_that_was_done_is_found(orders: Orders, fault: str) -> None:
    orders.sandbox.faults.add(fault, route="create_enum_option_for_custom_field")
    before = len(orders.sandbox.requests)
    option = orders.fields.ensure_option("Stage", "Shipped")
    orders.sandbox.faults.clear()
    assert names(orders.of()).count("Shipped") == 1
    assert [line.split()[0] for line in orders.requests(before)[:3]] == ["GET", "POST", "GET"]
    assert written_stage(orders, "Shipped") == option["gid"]


@pytest.mark.parametrize(
    ("fault", "kind", "attempts"),
    [
        ({"fault": "drop_before"}, error.UnknownOutcomeError, 3),
        ({"status": 500}, error.UnknownOutcomeError, 3),
        ({"fault": "garbage_body"}, error.UnknownOutcomeError, 3),
        ({"status": 403}, error.ForbiddenError, 1),
    ],
)
def test_an_unclear_create_that_is_never_done_is_raised(
    orders: Orders,
    sleeps: list[float],
    fault: dict[str, Any],
    kind: type[Exception],
    attempts: int,
) -> None:
    orders.sandbox.faults.add(**fault, route="create_enum_option_for_custom_field")
    before = len(orders.sandbox.requests)
    with pytest.raises(kind):
        orders.fields.ensure_option("Stage", "Shipped")
    posts = [line for line in orders.requests(before) if line.startswith("POST")]
    assert len(posts) == attempts
    orders.sandbox.faults.clear()
    orders.fields.ensure_option("Stage", "Shipped")
    assert names(orders.of()).count("Shipped") == 1


def test_a_client_that_repeats_writes_creates_an_option_once(
    orders: Orders, sleeps: list[float]
) -> None:
    client: asana.Client = orders.sandbox.client(retry_writes=True)
    fields = client.custom_fields.of(orders.project)
    orders.sandbox.faults.add("drop_after", route="create_enum_option_for_custom_field", times=1)
    fields.ensure_option("Stage", "Shipped")
    assert names(orders.of()).count("Shipped") == 1


def test_an_unclear_create_stays_unclear_if_nobody_can_look(
    orders: Orders, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = orders.sandbox.faults
    post = orders.client.post

    def create(*args: Any, **options: Any) -> Any:
        faults.add(status=403, route="get_custom_field")
        return post(*args, **options)

    monkeypatch.setattr(orders.client, "post", create)
    faults.add("drop_after", route="create_enum_option_for_custom_field")
    with pytest.raises(error.UnknownOutcomeError):
        orders.fields.ensure_option("Stage", "Shipped")


@pytest.mark.parametrize(
    "options",
    [{"fields": ["gid"]}, {"full_payload": True}, {"iterator_type": "pages"}, {"item_limit": 1}],
)
def test_whatever_a_client_asks_for_its_fields_are_whole(
    orders: Orders, options: dict[str, Any]
) -> None:
    client: asana.Client = orders.sandbox.client(**options)
    fields = client.custom_fields.of(orders.project)
    assert list(fields) == list(orders.fields)
    assert fields.values({"Stage": "Shipped"}, ensure=True)
    assert fields.ensure_option("Stage", "Retired")["enabled"]
    assert names(fields) == names(orders.of())


def test_accents_are_compared_in_any_form(orders: Orders) -> None:
    made_so = orders.fields.ensure_option("Stage", "Cafe\u0301")
    assert orders.fields.ensure_option("Stage", "Caf\u00e9") == made_so
    fields = made(field_of("text", gid="1", name="Caf\u00e9"), field_of("text", gid="2", name="B"))
    assert fields.values({"Cafe\u0301": "x"}) == {"1": "x"}
    assert fields.search({"Cafe\u0301__contains": "x"}) == {"custom_fields": {"1.contains": "x"}}
    both = made(
        field_of("text", gid="1", name="Caf\u00e9"), field_of("text", gid="2", name="Cafe\u0301")
    )
    assert both["Cafe\u0301"]["gid"] == "2"


def test_values_create_what_is_missing_after_all_are_checked(orders: Orders) -> None:
    before = len(orders.sandbox.requests)
    with pytest.raises(TypeError, match="takes a number"):
        orders.fields.values({"Stage": "Shipped", "Amount": "5"}, ensure=True)
    assert orders.requests(before) == []
    values = {"Stage": "Shipped", "Labels": iter(["new", "a", "new"])}
    found = orders.fields.values(values, ensure=True)
    assert [line.split()[0] for line in orders.requests(before)] == ["GET", "POST"] * 2
    task = orders.client.tasks.create_task(name="x", projects=[orders.project], custom_fields=found)
    read = orders.fields.read(task)
    assert (read["Stage"], read["Labels"]) == ("Shipped", ["new", "a"])


@pytest.mark.parametrize("shared", [True, False])
def test_threads_create_an_option_once(orders: Orders, shared: bool) -> None:
    each = [orders.fields if shared else orders.of() for _ in range(4)]

    def ensure() -> None:
        each.pop().ensure_option("Stage", "Shipped")

    threads = [threading.Thread(target=ensure) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(orders.of()).count("Shipped") == 1


@pytest.mark.parametrize(
    ("field", "name", "kind", "message"),
    [
        ("Note", "x", ValueError, "'Note' has no options"),
        ("Stage", "  ", ValueError, "needs a name"),
        ("Stage", 5, TypeError, "the name or gid of an option"),
        ("Nothing", "x", UnknownFieldError, "no custom field 'Nothing'"),
    ],
)
def test_what_cannot_be_an_option_is_refused_at_once(
    searched: Orders, field: str, name: Any, kind: type[Exception], message: str
) -> None:
    before = len(searched.sandbox.requests)
    with pytest.raises(kind, match=message):
        searched.fields.ensure_option(field, name)
    assert searched.requests(before) == []


def test_a_blank_option_is_not_created_by_values(searched: Orders) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        searched.fields.values({"Labels": ["a", " "]}, ensure=True)


def test_a_client_that_only_reads_creates_nothing(orders: Orders) -> None:
    client: asana.Client = orders.sandbox.client(read_only=True)
    fields = client.custom_fields.of(orders.project)
    with pytest.raises(error.ReadOnlyError):
        fields.ensure_option("Stage", "Shipped")
    assert fields.values({"Stage": "New"})


@pytest.mark.parametrize("options", [{}, {"full_payload": True, "fields": ["gid"]}])
def test_the_requests_for_an_option(orders: Orders, options: dict[str, Any]) -> None:
    fields = overriding(orders.sandbox.client(**options)).custom_fields.of(orders.project)
    stage = fields["Stage"]["gid"]
    retired = fields["Stage"]["enum_options"][2]["gid"]
    before = len(orders.sandbox.requests)
    made = fields.ensure_option("Stage", "Shipped")
    fields.ensure_option("Stage", "Retired")
    parts = ",".join(f"enum_options.{name}" for name in ("name", "enabled", "color"))
    look = ("GET", f"/custom_fields/{stage}", {"opt_fields": parts}, None)
    own = {"fields": ["name", "enabled", "color"]}
    sent = [(each.method, each.path, each.query, each.body) for each in orders.sandbox.requests]
    more = {"options": {"fields": ["gid"]}} if options else {}
    assert sent[before:] == [
        look,
        (
            "POST",
            f"/custom_fields/{stage}/enum_options",
            {},
            {"data": {"name": "Shipped"}, "options": own},
        ),
        look,
        ("PUT", f"/enum_options/{retired}", {}, {"data": {"enabled": True}, **more}),
    ]
    found = fields["Stage"]["enum_options"]
    assert [(each["name"], each["enabled"]) for each in found] == [
        ("New", True), ("Paid", True), ("Retired", True), ("Shipped", True),
    ]  # fmt: skip
    assert found[-1] == made
    assert {"gid", "name", "enabled", "color"} <= made.keys()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("Stage__is_set", "True", True),
        ("Stage__is_set", "FALSE", False),
        ("Amount__less_than", "5", 5),
        ("Amount", "", None),
        ("Stage__value", " New ", "New"),
        ("Note__contains", " a ", " a "),
        ("Labels", "a, b", ["a", "b"]),
        ("Ship by__before", " 2027-03-01", "2027-03-01"),
    ],
)
def test_texts_stand_for_values_of_searches(
    searched: Orders, name: str, text: str, value: Any
) -> None:
    found = searched.fields.from_texts({name: text})
    assert found == {name: value}
    assert type(found[name]) is type(value)
