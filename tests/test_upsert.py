"""Upserts: a task exists once, has the given values, and is written only if it differs."""

import math
import threading
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

import asana
from asana._above.upserts import FIELDS, TaskIndex
from asana._call.sameness import changes
from asana.records import Record
from asana.sandbox import Sandbox
from tests.places import CLEAR, UNCLEAR, Place, killed, place, shared

__all__ = ["place", "shared"]

Upsert = Any


def order(place: Place, index: TaskIndex, value: Any, **more: Any) -> tuple[Any, bool]:
    fields: Any = {"name": f"Order {value}", "custom_fields": {index.field: value}, **more}
    return place.client.tasks.upsert(fields, by=index)


@pytest.fixture
def index(place: Place) -> TaskIndex:
    place.with_field()
    return place.client.tasks.index(place.project, "Order ID")


# -- by an index


def test_an_index_is_one_listing(place: Place) -> None:
    gid = place.with_field()
    tasks = place.client.tasks
    made = {
        value: tasks.create_task(name=value, projects=[place.project], custom_fields={gid: value})[
            "gid"
        ]
        for value in ("A-1", "A-2")
    }
    tasks.create_task(name="none", projects=[place.project])
    for field in ("Order ID", gid):
        with place.requests(1):
            found = tasks.index(place.project, field)
        assert {value: task["gid"] for value, task in found.items()} == made
        assert (found.field, len(found), "A-1" in found, "A-3" in found) == (gid, 2, True, False)
        assert found.get("A-3") is None
        assert found[" A-1 "]["name"] == "A-1"
        with pytest.raises(KeyError):
            found["a-1"]
    assert tasks.index(place.project, "name")["A-1"]["gid"] == made["A-1"]
    assert repr(found) == f"<TaskIndex of project {place.project} by {gid}: 2 values>"


def test_a_task_is_created_then_left_alone_then_changed(place: Place, index: TaskIndex) -> None:
    with place.requests(1):
        task, created = order(place, index, "A-17", notes="now")
    assert (created, task["name"], task["notes"]) == (True, "Order A-17", "now")
    assert index["A-17"] == task
    with place.requests(0):
        assert order(place, index, "A-17", notes="now") == (task, False)
    with place.requests(1):
        changed, created = order(place, index, "A-17", notes="then")
    assert (created, changed) == (False, {**task, "notes": "then"})
    assert place.sandbox.requests[-1].body["data"] == {"notes": "then"}
    with place.requests(0):
        order(place, index, "A-17", notes="then")
    assert place.names() == ["Order A-17"]


def test_the_next_run_sends_nothing(place: Place, index: TaskIndex) -> None:
    place.with_field("Price", "number", precision=2)
    me = place.client.users.me()
    prices = place.client.custom_fields.named(place.workspace, "Price")["gid"]
    fields: Any = {
        "name": "Order",
        "assignee": me["email"].upper(),
        "due_on": date(2026, 3, 1),
        "completed": True,
        "notes": "",
        "resource_subtype": "default_task",
        "custom_fields": {index.field: "A-17", prices: 2.5},
        "followers": ["me"],
    }
    place.client.tasks.upsert(fields, by=index)
    again = place.client.tasks.index(place.project, "Order ID")
    with place.requests(0):
        task, created = place.client.tasks.upsert(fields, by=again)
    assert not created
    assert task.keys() >= {name.partition(".")[0] for name in FIELDS}


def test_fields_of_a_new_task_are_not_written_later(place: Place, index: TaskIndex) -> None:
    tag = place.client.tags.ensure(place.workspace, "Big")["gid"]
    task, _ = order(place, index, "A-17", tags=[tag], followers=["me"], projects=[place.project])
    assert [each["gid"] for each in place.client.tags.get_tags_for_task(task["gid"])] == [tag]
    with place.requests(0):
        order(place, index, "A-17", tags=[], followers=[], projects=[place.project])


def test_a_field_that_was_not_read_is_written(place: Place) -> None:
    place.with_field()
    html = "<body>now</body>"
    index = place.client.tasks.index(place.project, "Order ID", fields=["name"])
    order(place, index, "A-17", html_notes=html)
    with place.requests(1):
        order(place, index, "A-17", html_notes=html)
    index = place.client.tasks.index(place.project, "Order ID", fields="name,html_notes")
    with place.requests(0):
        order(place, index, "A-17", html_notes=html)
    assert index["A-17"]["html_notes"] == html


@pytest.mark.parametrize("fault", [*UNCLEAR, *CLEAR])
def test_one_task_after_a_create_that_went_wrong(
    place: Place, index: TaskIndex, fault: str, sleeps: list[float]
) -> None:
    place.sandbox.faults.add(**{**UNCLEAR, **CLEAR}[fault], route="create_task", times=1)
    task, created = order(place, index, "A-17")
    assert created
    assert place.names() == ["Order A-17"]
    with place.requests(0):
        assert order(place, index, "A-17") == (task, False)


def test_iterators_serve_each_attempt(place: Place, index: TaskIndex, sleeps: list[float]) -> None:
    me = place.client.users.me()["gid"]
    place.sandbox.faults.add("drop_before", route="create_task", times=2)
    order(place, index, "A-17", followers=iter([me]))
    bodies = [each.body for each in place.sandbox.requests if each.path == "/tasks"]
    assert [body["data"]["followers"] for body in bodies] == [[me]] * 3


@pytest.mark.parametrize("fault", ["drop_after", "cut_body", "odd answer"])
def test_a_create_that_stayed_unclear_is_looked_for_first(
    place: Place,
    index: TaskIndex,
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    post = place.client.post

    def odd(*args: Any, **options: Any) -> Any:
        post(*args, **options)
        raise asana.error.InvalidResponseError("Invalid Response: no data")

    if fault == "odd answer":
        monkeypatch.setattr(place.client, "post", odd)
    else:
        place.sandbox.faults.add(fault, route="create_task")
    place.sandbox.faults.add(status=500, route="get_tasks_for_project")
    with pytest.raises(asana.error.UnknownOutcomeError):
        order(place, index, "A-17")
    place.sandbox.faults.clear()
    assert "A-17" not in index
    with place.requests(1):
        _, created = order(place, index, "A-17")
    assert not created
    assert place.names() == ["Order A-17"]


def test_it_gives_up_after_three_creates(
    place: Place, index: TaskIndex, sleeps: list[float]
) -> None:
    place.sandbox.faults.add("drop_before", route="create_task")
    with place.requests(6), pytest.raises(asana.error.UnknownOutcomeError):
        order(place, index, "A-17")
    assert place.names() == []


def test_a_refused_create_is_not_repeated(place: Place, index: TaskIndex) -> None:
    for _ in range(2):
        with place.requests(1), pytest.raises(asana.error.InvalidRequestError):
            order(place, index, "A-17", due_on="nonsense")


def test_a_read_only_client_writes_nothing(place: Place, index: TaskIndex) -> None:
    client = place.sandbox.client(read_only=True)
    own = client.tasks.index(place.project, "Order ID")
    fields: Any = {"name": "x", "custom_fields": {index.field: "A-17"}}
    for how in ({"by": own}, {"external": "order-17"}):
        with pytest.raises(asana.error.ReadOnlyError):
            client.tasks.upsert(fields, **how)
    assert place.names() == []
    assert own.unclear == set()


def test_the_client_does_not_repeat_a_create_by_itself(
    place: Place, index: TaskIndex, sleeps: list[float]
) -> None:
    place.client.options["retry_writes"] = True
    place.sandbox.faults.add("drop_after", route="create_task", times=1)
    order(place, index, "A-17")
    assert place.names() == ["Order A-17"]


def test_a_process_that_is_killed_leaves_one_task(place: Place, index: TaskIndex) -> None:
    program = (
        f'index = client.tasks.index("{place.project}", "Order ID")\n'
        f'client.tasks.upsert({{"name": "x", "custom_fields": {{index.field: "A-17"}}}}, by=index)'
    )
    killed(place, program, "create_task", lambda: place.names() == ["x"])
    again = place.client.tasks.index(place.project, "Order ID")
    assert order(place, again, "A-17")[1] is False
    assert place.names() == ["Order A-17"]


def test_a_task_that_is_deleted_meanwhile_is_created_again(place: Place, index: TaskIndex) -> None:
    task, _ = order(place, index, "A-17")
    place.client.tasks.delete_task(task["gid"])
    with place.requests(2):
        new, created = order(place, index, "A-17", notes="now")
    assert created
    assert new["gid"] != task["gid"]
    assert index["A-17"] == new


def test_two_tasks_with_one_value_raise_when_it_is_used(place: Place) -> None:
    gid = place.with_field()
    for value in ("A-1", "A-1", "A-2"):
        place.client.tasks.create_task(
            name=value, projects=[place.project], custom_fields={gid: value}
        )
    index = place.client.tasks.index(place.project, "Order ID")
    assert order(place, index, "A-2")[1] is False
    assert "A-1" in index
    gids = index.duplicates["A-1"]
    assert len(gids) == 2
    with place.requests(0):
        for use in (
            lambda: index["A-1"],
            lambda: index.get("A-1"),
            lambda: order(place, index, "A-1"),
        ):
            with pytest.raises(LookupError, match="2 tasks have the value 'A-1'") as caught:
                use()
            assert not isinstance(caught.value, KeyError)
            assert all(gid in str(caught.value) for gid in gids)


def test_two_matches_after_an_unclear_create_raise(
    place: Place, index: TaskIndex, sleeps: list[float]
) -> None:
    place.client.tasks.create_task(
        name="of another process", projects=[place.project], custom_fields={index.field: "A-17"}
    )
    place.sandbox.faults.add("drop_after", route="create_task", times=1)
    with pytest.raises(LookupError, match="2 tasks"):
        order(place, index, "A-17")


def test_threads_share_an_index(place: Place, index: TaskIndex, sleeps: list[float]) -> None:
    place.sandbox.faults.add("drop_after", route="create_task", probability=0.3, seed=1)
    made: list[bool] = []

    def run() -> None:
        made.extend(order(place, index, f"A-{number}")[1] for number in range(10))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 40
    assert sum(made) == 10
    assert sorted(place.names()) == sorted(f"Order A-{number}" for number in range(10))


def test_an_index_by_numbers(place: Place) -> None:
    gid = place.with_field("Number", "number", precision=1)
    index = place.client.tasks.index(place.project, "Number")
    assert order(place, index, 17)[1] is True
    for same in (17.0, Decimal("17.0")):
        assert order(place, index, same, name="Order 17")[1] is False
    again = place.client.tasks.index(place.project, gid)
    assert [*again] == [17.0]
    assert again[17] == again[Decimal(17)]
    assert order(place, again, 1)[1] is True
    assert True not in again
    with pytest.raises(TypeError, match="a number, not str"):
        order(place, index, "17")
    with pytest.raises(TypeError, match="a number, not bool"):
        order(place, index, True)


@pytest.mark.parametrize(
    "number",
    [2**53 + 1, 10**400, math.nan, math.inf, Decimal("sNaN"), Decimal("0.1" + "0" * 20 + "1")],
)
def test_a_number_that_would_be_another_one_is_refused(place: Place, number: Any) -> None:
    place.with_field("Number", "number")
    index = place.client.tasks.index(place.project, "Number")
    order(place, index, 2**53)
    with (
        place.requests(0),
        pytest.raises(ValueError, match="must be a finite number of about 15 digits"),
    ):
        order(place, index, number)
    assert number not in index
    with pytest.raises(KeyError):
        index[number]


def test_iterators_of_an_upsert_serve_each_request(place: Place, sleeps: list[float]) -> None:
    options = [{"name": "Red"}, {"name": "Blue"}]
    gid = place.with_field("Colors", "multi_enum", enum_options=options)
    colors = [
        each["gid"] for each in place.client.custom_fields.get_custom_field(gid)["enum_options"]
    ]
    index = place.client.tasks.index(place.project, "name")
    place.sandbox.faults.add("drop_before", route="create_task", times=1)
    for chosen in (colors, colors[:1]):
        fields: Any = {"name": "x", "custom_fields": {gid: iter(chosen)}}
        task, _ = place.client.tasks.upsert(fields, by=index)
        [found] = [each for each in task["custom_fields"] if each["gid"] == gid]
        assert [each["gid"] for each in found["multi_enum_values"]] == chosen


def test_an_index_by_name(place: Place) -> None:
    tasks = place.client.tasks
    index = tasks.index(place.project, "name")
    assert tasks.upsert({"name": "Pay"}, by=index)[1] is True
    assert tasks.upsert({"name": " Pay ", "notes": "now"}, by=index)[1] is False
    assert len(place.names()) == 1


def test_an_index_of_an_enum_can_be_read_but_not_upserted_by(place: Place) -> None:
    options = [{"name": "High"}, {"name": "Low"}]
    gid = place.with_field("Level", "enum", enum_options=options)
    high = place.client.custom_fields.get_custom_field(gid)["enum_options"][0]["gid"]
    place.client.tasks.create_task(name="x", projects=[place.project], custom_fields={gid: high})
    index = place.client.tasks.index(place.project, "Level")
    assert index["High"]["name"] == "x"
    with place.requests(0), pytest.raises(ValueError, match="index of a text or number field"):
        order(place, index, high)


def test_a_field_that_is_not_there(place: Place) -> None:
    place.with_field()
    with pytest.raises(LookupError, match=r"'Oder ID'; did you mean 'Order ID'\?"):
        place.client.tasks.index(place.project, "Oder ID")
    with pytest.raises(LookupError, match=r"did you mean 'name'\?"):
        place.client.tasks.index(place.project, "Name")
    for field in (None, 5, "", " "):
        with place.requests(0), pytest.raises(TypeError, match="field must be the name or gid"):
            place.client.tasks.index(place.project, field)  # type: ignore[arg-type]


def test_the_field_of_the_project_is_meant(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task also has the custom fields of its other projects, one of which has the same name."""
    own = place.with_field()
    place.client.tasks.create_task(
        name="both", projects=[place.project], custom_fields={own: "A-1"}
    )
    listing = place.client.get_collection

    def both(path: str, *args: Any, **options: Any) -> Any:
        for record in listing(path, *args, **options):
            if path.endswith("/tasks"):
                [element] = record["custom_fields"]
                record["custom_fields"] = [{**element, "gid": "1", "text_value": "B"}, element]
            yield record

    monkeypatch.setattr(place.client, "get_collection", both)
    with place.requests(2):
        index = place.client.tasks.index(place.project, "Order ID")
    assert [*index] == ["A-1"]


WRONG: dict[str, tuple[dict[str, Any], Any, str]] = {
    "no value": ({"name": "x"}, ValueError, "custom_fields has no value for"),
    "None": ({"custom_fields": {"FIELD": None}}, ValueError, "custom_fields has no value for"),
    "blank": ({"custom_fields": {"FIELD": " "}}, ValueError, "custom_fields has no value for"),
    "a number": ({"custom_fields": {"FIELD": 17}}, TypeError, "must be a string, not int"),
    "custom_fields": ({"custom_fields": "x"}, TypeError, "custom_fields must be a dictionary"),
    "parent": (
        {"custom_fields": {"FIELD": "x"}, "parent": "1"},
        ValueError,
        "does not contain subtasks",
    ),
    "projects": ({"custom_fields": {"FIELD": "x"}, "projects": ["1"]}, ValueError, "must include"),
    "a project": (
        {"custom_fields": {"FIELD": "x"}, "projects": 5},
        TypeError,
        "projects must be a list, not 5",
    ),
    "a membership": (
        {"custom_fields": {"FIELD": "x"}, "memberships": {"project": "1"}},
        TypeError,
        "memberships must be a list",
    ),
    "a number as membership": (
        {"custom_fields": {"FIELD": "x"}, "memberships": [5]},
        TypeError,
        "dictionaries of project and section, not of 5",
    ),
    "no project": (
        {"custom_fields": {"FIELD": "x"}, "memberships": [{"section": "1"}]},
        TypeError,
        "dictionaries of project and section",
    ),
    "memberships": (
        {"custom_fields": {"FIELD": "x"}, "memberships": [{"project": "1"}]},
        ValueError,
        "projects or memberships must include",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_names_no_task_is_refused_at_once(place: Place, index: TaskIndex, name: str) -> None:
    fields, error, words = WRONG[name]
    given = fields.get("custom_fields")
    if isinstance(given, dict):
        fields = {**fields, "custom_fields": {index.field: given["FIELD"]}}
    with place.requests(0), pytest.raises(error, match=words):
        place.client.tasks.upsert(fields, by=index)  # type: ignore[arg-type]


def test_a_new_task_may_be_in_a_section_of_the_project(place: Place, index: TaskIndex) -> None:
    section = place.client.sections.ensure(place.project, "Doing")["gid"]
    home = {"project": place.project, "section": section}
    task, _ = order(place, index, "A-17", memberships=iter([home]))
    [found] = place.client.tasks.get_task(task["gid"])["memberships"]
    assert found["section"]["gid"] == section
    order(place, index, "A-18", projects=iter([place.project]))
    assert len(place.names()) == 2


def test_one_way_to_find_the_task(place: Place, index: TaskIndex) -> None:
    upsert: Upsert = place.client.tasks.upsert
    with place.requests(0):
        with pytest.raises(TypeError, match="pass either external=, or by="):
            upsert({"name": "x"})
        with pytest.raises(TypeError, match="pass either external=, or by="):
            upsert({"name": "x"}, external="x", by=index)
        with pytest.raises(TypeError, match="by must be an index"):
            upsert({"name": "x"}, by={"A-17": {}})
        with pytest.raises(TypeError, match="must be a dictionary"):
            upsert(5, by=index)
        with pytest.raises(TypeError, match="fields of its index"):
            upsert({"name": "x"}, by=index, fields=["name"])


def test_ten_thousand_tasks() -> None:
    tasks = [
        {"name": f"Task {number}", "project": "Shop", "custom_fields": {"Order ID": f"A-{number}"}}
        for number in range(10_000)
    ]
    data = {
        "custom_fields": [{"name": "Order ID", "resource_subtype": "text"}],
        "projects": [{"name": "Shop", "custom_fields": ["Order ID"]}],
        "tasks": tasks,
    }
    with Sandbox(data=data) as sandbox:
        client = sandbox.client()
        [project] = client.projects.get_projects()
        before = len(sandbox.requests)
        index = client.tasks.index(project["gid"], "Order ID")
        assert len(sandbox.requests) - before == 100
        for number in range(0, 10_000, 10):
            fields: Any = {"custom_fields": {index.field: f"A-{number}"}, "name": f"Task {number}"}
            assert client.tasks.upsert(fields, by=index)[1] is False
        assert len(sandbox.requests) - before == 100


# -- by an external id


def test_an_external_id(place: Place) -> None:
    upsert = place.client.tasks.upsert
    with place.requests(2):
        task, created = upsert({"name": "x", "projects": [place.project]}, external="order-17")
    assert (created, task["external"]["gid"]) == (True, "order-17")
    with place.requests(1):
        assert upsert({"name": "x"}, external="order-17") == (task, False)
    with place.requests(2):
        changed, created = upsert({"name": "y"}, external="order-17", fields=["name"])
    assert (created, changed["name"], set(changed)) == (False, "y", {"gid", "name", "external"})
    assert place.names() == ["y"]


@pytest.mark.parametrize("external", ["a b", "\u540d\u524d", "a:b?c#d%2F", "x" * 1024])
def test_external_ids_of_any_kind(place: Place, external: str) -> None:
    fields: Any = {"name": "x", "projects": [place.project]}
    assert place.client.tasks.upsert(fields, external=external)[1] is True
    assert place.client.tasks.upsert(fields, external=external)[1] is False
    assert place.names() == ["x"]


@pytest.mark.parametrize(
    ("external", "error"),
    [
        ("", ValueError),
        (" x", ValueError),
        ("a/b", ValueError),
        ("a\nb", ValueError),
        ("x" * 1025, ValueError),
        (17, TypeError),
        ({"gid": "x"}, TypeError),
    ],
)
def test_external_ids_that_cannot_be_looked_for(place: Place, external: Any, error: Any) -> None:
    with place.requests(0), pytest.raises(error):
        place.client.tasks.upsert({"name": "x", "workspace": place.workspace}, external=external)


def test_data_of_the_app(place: Place) -> None:
    upsert: Upsert = place.client.tasks.upsert
    home = {"workspace": place.workspace, "name": "x"}
    task, _ = upsert({**home, "external": {"data": "1"}}, external="order-17")
    assert task["external"] == {"gid": "order-17", "data": "1"}
    with place.requests(1):
        upsert({**home, "external": {"data": "1"}}, external="order-17")
    task, created = upsert({**home, "external": {"data": "2"}}, external="order-17")
    assert (created, task["external"]["data"]) == (False, "2")
    with pytest.raises(ValueError, match="external in the fields has another gid"):
        upsert({**home, "external": {"gid": "order-18"}}, external="order-17")


@pytest.mark.parametrize("fault", [*UNCLEAR, *CLEAR])
def test_one_external_task_after_a_create_that_went_wrong(
    place: Place, fault: str, sleeps: list[float]
) -> None:
    place.sandbox.faults.add(**{**UNCLEAR, **CLEAR}[fault], route="create_task", times=1)
    fields: Any = {"name": "x", "projects": [place.project]}
    assert place.client.tasks.upsert(fields, external="order-17")[1] is True
    assert place.names() == ["x"]


def test_a_process_that_is_killed_leaves_one_external_task(place: Place) -> None:
    fields: Any = {"name": "x", "projects": [place.project]}
    program = f'client.tasks.upsert({fields}, external="order-17")'
    killed(place, program, "create_task", lambda: place.names() == ["x"])
    assert place.client.tasks.upsert(fields, external="order-17")[1] is False
    assert place.names() == ["x"]


def test_an_external_id_that_was_not_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    post = place.client.post

    def without(path: Any, data: Any, **options: Any) -> Any:
        made = post(path, data, **options)
        return {**made, "external": None}

    monkeypatch.setattr(place.client, "post", without)
    with pytest.raises(asana.error.InvalidResponseError, match="only an OAuth app"):
        place.client.tasks.upsert({"workspace": place.workspace}, external="order-17")


def test_an_external_task_that_is_deleted_meanwhile(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields: Any = {"name": "x", "projects": [place.project]}
    task, _ = place.client.tasks.upsert(fields, external="order-17")
    put = place.client.put

    def late(*args: Any, **options: Any) -> Any:
        place.client.tasks.delete_task(task["gid"])
        return put(*args, **options)

    monkeypatch.setattr(place.client, "put", late)
    fields["name"] = "y"
    new, created = place.client.tasks.upsert(fields, external="order-17")
    assert created
    assert new["gid"] != task["gid"]


# -- differences

TASK: Record = {
    "gid": "1",
    "name": "n",
    "notes": "",
    "completed": False,
    "assignee": {"gid": "7", "email": "ann@example.com"},
    "due_on": "2026-03-01",
    "due_at": None,
    "start_on": None,
    "custom_fields": [
        {"gid": "11", "resource_subtype": "text", "text_value": "t"},
        {"gid": "12", "resource_subtype": "number", "number_value": 2.5},
        {"gid": "13", "resource_subtype": "enum", "enum_value": {"gid": "131"}},
        {
            "gid": "14",
            "resource_subtype": "multi_enum",
            "multi_enum_values": [{"gid": "141"}, {"gid": "142"}],
        },
        {
            "gid": "15",
            "resource_subtype": "date",
            "date_value": {"date": "2026-03-01", "date_time": None},
        },
        {
            "gid": "16",
            "resource_subtype": "people",
            "people_value": [{"gid": "7", "email": "ann@example.com"}],
        },
        {"gid": "17", "resource_subtype": "text", "text_value": None},
        {"gid": "18", "resource_subtype": "formula", "display_value": "5"},
        {
            "gid": "19",
            "resource_subtype": "date",
            "date_value": {"date": "2026-03-01", "date_time": "2026-03-01T09:00:00.000Z"},
        },
        {"gid": "20", "resource_subtype": "multi_enum", "multi_enum_values": []},
    ],
}
NINE = datetime(2026, 3, 1, 10, tzinfo=timezone(timedelta(hours=1)))

SAME: list[Record] = [
    {},
    {"name": "n"},
    {"notes": None},
    {"notes": ""},
    {"completed": False},
    {"assignee": "7"},
    {"assignee": 7},
    {"assignee": "Ann@Example.com"},
    {"due_on": "2026-03-01"},
    {"due_on": date(2026, 3, 1)},
    {"due_at": None},
    {"start_on": None},
    {"custom_fields": {}},
    {"custom_fields": {"11": "t", "12": 2.5, "13": "131"}},
    {"custom_fields": {11: "t", "12": Decimal("2.5")}},
    {"custom_fields": {"14": ["142", "141"], "16": ["ann@example.com"], "20": []}},
    {"custom_fields": {"15": {"date": "2026-03-01"}}},
    {"custom_fields": {"15": {"date": date(2026, 3, 1)}}},
    {"custom_fields": {"19": {"date_time": NINE}}},
    {"custom_fields": {"19": {"date_time": "2026-03-01T10:00:00+01:00"}}},
    {"custom_fields": {"17": None, "20": None}},
    {"custom_fields": {"14": ["141", "142", "141"]}},
]


@pytest.mark.parametrize("wanted", SAME, ids=str)
def test_what_is_the_same(wanted: Record) -> None:
    assert changes(TASK, wanted) == {}


OTHER: list[Record] = [
    {"name": "N"},
    {"name": "n "},
    {"name": ""},
    {"notes": "x"},
    {"completed": True},
    {"completed": None},
    {"completed": 0},
    {"assignee": None},
    {"assignee": "me"},
    {"assignee": "8"},
    {"assignee": {}},
    {"due_on": "2026-03-02"},
    {"due_at": datetime(2026, 3, 1)},
    {"due_on": None},
    {"due_at": NINE},
    {"due_on": "soon"},
    {"html_notes": "<body></body>"},
    {"liked": True},
    {"custom_fields": "x"},
    {"custom_fields": {"11": "T"}},
    {"custom_fields": {"11": None}},
    {"custom_fields": {"12": 2}},
    {"custom_fields": {"12": "2.5"}},
    {"custom_fields": {"13": "132"}},
    {"custom_fields": {"13": None}},
    {"custom_fields": {"14": ["141"]}},
    {"custom_fields": {"14": ["141", "143"]}},
    {"custom_fields": {"14": ["141", "141"]}},
    {"custom_fields": {"14": []}},
    {"custom_fields": {"14": "141"}},
    {"custom_fields": {"14": None}},
    {"custom_fields": {"15": None}},
    {"custom_fields": {"15": {"date": "2026-03-02"}}},
    {"custom_fields": {"15": {"date_time": NINE}}},
    {"custom_fields": {"15": "2026-03-01"}},
    {"custom_fields": {"16": ["8"]}},
    {"custom_fields": {"18": "5"}},
    {"custom_fields": {"19": {"date": "2026-03-01"}}},
    {"custom_fields": {"99": "x"}},
]


@pytest.mark.parametrize("wanted", OTHER, ids=str)
def test_what_differs(wanted: Record) -> None:
    assert changes(TASK, wanted) == wanted


def test_only_what_differs() -> None:
    wanted = {"name": "n", "notes": "x", "custom_fields": {"11": "t", "12": 3}}
    assert changes(TASK, wanted) == {"notes": "x", "custom_fields": {"12": 3}}


@pytest.mark.parametrize("text", ["2026-03-01T10:00:00+01:00", "2026-W09-7"])
def test_texts_that_are_dates_are_texts(text: str) -> None:
    there = "2026-03-01T09:00:00Z" if "T" in text else "2026-03-01"
    assert changes({"name": there, "notes": there}, {"name": text, "notes": text})
    custom = [{"gid": "11", "resource_subtype": "text", "text_value": there}]
    assert changes({"custom_fields": custom}, {"custom_fields": {"11": text}})


def test_dates_are_written_together() -> None:
    wanted = {"start_on": "2026-02-01", "due_on": "2026-03-01"}
    assert changes(TASK, wanted) == wanted
    timed = {**TASK, "due_at": "2026-03-01T09:00:00.000Z"}
    assert changes(timed, {"due_at": NINE}) == {}
    assert changes(timed, {"due_at": "2026-03-01T09:00:00Z"}) == {}
    assert changes(timed, {"due_on": "2026-03-01"}) == {"due_on": "2026-03-01"}
