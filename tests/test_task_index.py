"""The index of tasks: its requests, its values, and what it says about wrong ones."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

import asana
from asana._above.task_index import CUSTOM, FIELDS, SETTINGS, TaskIndex
from tests.overriding import overriding
from tests.places import Place, place, shared

__all__ = ["place", "shared"]

OWN = [
    *("name", "resource_subtype", "assignee.name", "assignee.email", "completed"),
    *("due_on", "due_at", "start_on", "start_at", "notes"),
    *("custom_fields.name", "custom_fields.resource_subtype", "custom_fields.text_value"),
    *("custom_fields.number_value", "custom_fields.enum_value.name"),
    *("custom_fields.multi_enum_values.name", "custom_fields.date_value"),
    *("custom_fields.people_value.email", "custom_fields.display_value", "permalink_url"),
]


def sent(place: Place) -> list[Any]:
    """Return the requests since the previous call."""
    found = [(each.method, each.path, each.query, each.body) for each in place.sandbox.requests]
    place.sandbox.requests.clear()
    return found


def get(path: str, *fields: str, **more: str) -> tuple[Any, ...]:
    return "GET", path, {"opt_fields": ",".join(fields), **more}, None


@pytest.fixture
def field(place: Place) -> str:
    gid = place.with_field()
    overriding(place.client)
    place.sandbox.requests.clear()
    return gid


OPTIONS: list[dict[str, Any]] = [
    {},
    {"full_payload": True, "item_limit": 1, "iterator_type": "pages", "retry_writes": True},
]


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_the_requests_of_an_index(place: Place, field: str, options: dict[str, Any]) -> None:
    place.client.options.update(options)
    index: Any = place.client.tasks.index
    tasks, settings = (
        f"/projects/{place.project}/{end}" for end in ("tasks", "custom_field_settings")
    )
    assert index(place.project, "Order ID").field == field
    parts = ["custom_field.name", "custom_field.resource_subtype"]
    assert sent(place) == [get(tasks, *OWN, limit="100"), get(settings, *parts, limit="100")]
    place.client.tasks.create_task(name="x", projects=[place.project])
    sent(place)
    assert index(place.project, field, fields=["completed"]).field == field
    custom = [name for name in OWN if name in CUSTOM]
    assert len(custom) == len(CUSTOM) == 5
    assert sent(place) == [get(tasks, "completed", *custom, limit="100")]
    for name in ("assignee", "created_at", "due_at", "due_on", "external", "name", "notes"):
        found = index(place.project, name, opt_fields="completed", page_size=7)
        assert (found.field, found.project) == (name, place.project)
        assert sent(place) == [get(tasks, "completed", name, limit="7")]
    assert (list(FIELDS), SETTINGS) == (OWN, tuple(parts))


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_the_requests_of_an_upsert(place: Place, field: str, options: dict[str, Any]) -> None:
    place.client.options.update(options)
    upsert: Any = place.client.tasks.upsert
    index = place.client.tasks.index(place.project, field)
    sent(place)
    key = {"custom_fields": {field: "A"}}
    task, created = upsert({"name": "x", **key, "followers": ["me"]}, by=index)
    assert (created, index["A"], index.unclear) == (True, task, set())
    body = {"name": "x", **key, "followers": ["me"], "projects": [place.project]}
    own = {"fields": OWN}
    assert sent(place) == [("POST", "/tasks", {}, {"data": body, "options": own})]
    path = f"/tasks/{task['gid']}"
    changed, created = upsert({"name": "y", **key, "followers": [], "parent": None}, by=index)
    assert (created, index["A"], changed["name"]) == (False, changed, "y")
    assert sent(place) == [("PUT", path, {}, {"data": {"name": "y"}, "options": own})]
    assert upsert({"name": "y", **key}, by=index) == (changed, False)
    assert sent(place) == []


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_the_requests_of_an_upsert_by_an_external_id(
    place: Place, field: str, options: dict[str, Any]
) -> None:
    place.client.options.update(options)
    upsert: Any = place.client.tasks.upsert
    look = get("/tasks/external:a b", *OWN, "external")
    own = {"fields": [*OWN, "external"]}
    fields: Any = {"name": "x", "workspace": place.workspace}
    task, created = upsert(fields, external="a b")
    assert created
    body = {**fields, "external": {"gid": "a b"}}
    assert sent(place) == [look, ("POST", "/tasks", {}, {"data": body, "options": own})]
    path = f"/tasks/{task['gid']}"
    for name, fields in (
        ("name", {"name": "y"}),
        ("external", {"external": {"data": "d"}}),
        ("external", {"external": {"data": "e", "gid": "a b"}}),
    ):
        wanted = {"gid": "a b", **fields["external"]} if name == "external" else fields[name]
        changed, created = upsert(fields, external="a b")
        data = {name: wanted}
        assert sent(place) == [look, ("PUT", path, {}, {"data": data, "options": own})]
        assert (created, changed[name]) == (False, wanted)
        assert upsert(fields, external="a b") == (changed, False)
        assert sent(place) == [look]
    upsert({}, external="a b", fields=["completed"])
    assert sent(place) == [get("/tasks/external:a b", "completed", "external")]


def test_fields_that_only_a_new_task_has_are_not_written_later(place: Place) -> None:
    upsert: Any = place.client.tasks.upsert
    home = {"workspace": place.workspace, "name": "x"}
    made, _ = upsert(home, external="e")
    only = ["followers", "memberships", "parent", "projects", "tags", "workspace"]
    place.sandbox.requests.clear()
    assert upsert({name: ["5"] for name in only}, external="e") == (made, False)
    assert [each.method for each in place.sandbox.requests] == ["GET"]


# -- without a server


class Listing:
    """A client that lists the same records for each path."""

    options: Mapping[str, Any] = asana.Client.DEFAULTS

    def __init__(self, *tasks: dict[str, Any], settings: Any = ()) -> None:
        self.tasks, self.settings = list(tasks), settings

    def get_collection(self, path: str, query: Any, **options: Any) -> Any:
        return iter(self.tasks if path.endswith("/tasks") else self.settings)


def index(field: Any, *tasks: dict[str, Any], settings: Any = ()) -> TaskIndex:
    client: Any = Listing(*tasks, settings=settings)
    return TaskIndex(client, "12", field, {})


def custom(kind: str, gid: str = "7", name: str = "F", **more: Any) -> dict[str, Any]:
    return {"gid": gid, "name": name, "resource_subtype": kind, **more}


def setting(kind: str, gid: str = "7", name: str = "F") -> dict[str, Any]:
    return {"gid": "99", "custom_field": custom(kind, gid, name)}


VALUES: list[tuple[Any, Any, Any]] = [
    ("name", {"name": " a "}, "a"),
    ("name", {"name": "Cafe\u0301"}, "Caf\u00e9"),
    ("name", {"name": " "}, None),
    ("name", {}, None),
    ("assignee", {"assignee": {"gid": "5", "name": "x"}}, "5"),
    ("assignee", {"assignee": None}, None),
    ("external", {"external": {"gid": "e", "data": "d"}}, "e"),
    ("due_on", {"due_on": "2030-01-02"}, "2030-01-02"),
    ("F", {"custom_fields": [custom("text", text_value="t", display_value="d")]}, "t"),
    ("F", {"custom_fields": [custom("text", text_value=None, display_value="d")]}, None),
    ("F", {"custom_fields": [custom("number", number_value=5, display_value="5 kg")]}, 5.0),
    ("F", {"custom_fields": [custom("number", number_value=0, display_value="0")]}, 0.0),
    ("F", {"custom_fields": [custom("number", number_value=2**53 + 1)]}, None),
    ("F", {"custom_fields": [custom("enum", display_value="High")]}, "High"),
    ("F", {"custom_fields": [custom("date", display_value="2030")]}, "2030"),
    (
        "7",
        {"custom_fields": [custom("text", "8", text_value="x"), custom("text", text_value="t")]},
        "t",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("field", "task", "value"), VALUES, ids=repr)
def test_the_value_of_a_task(field: str, task: dict[str, Any], value: Any) -> None:
    found = index(field, {"gid": "1", **task})
    assert [*found] == ([] if value is None else [value])
    assert [type(each) for each in found] == ([] if value is None else [type(value)])
    assert (len(found), value in found) == (len([*found]), value is not None)
    if value is not None:
        assert found[value] == {"gid": "1", **task}


class Key(Enum):
    NAME = "a"


def test_values_are_looked_up_as_they_are_compared() -> None:
    found = index("name", {"gid": "1", "name": "a"}, {"gid": "2", "name": "Caf\u00e9"})
    keys: list[Any] = ["a", " a\n", Key.NAME]
    for key in keys:
        assert (found[key]["gid"], key in found) == ("1", True)
    assert found["Cafe\u0301"]["gid"] == "2"
    wrong: list[Any] = ["A", "", " ", None, 5, b"a", (), True, float("nan"), Decimal("sNaN")]
    for key in [*wrong, 10**400]:
        assert (key in found, found.get(key)) == (False, None)
    assert repr(found) == "<TaskIndex of project 12 by name: 2 values>"
    assert found.duplicates == {}


@pytest.mark.parametrize(("count", "end"), [(10, "9"), (11, "9, …"), (12, "9, …")])
def test_duplicates_are_listed(count: int, end: str) -> None:
    found = index("name", *({"gid": f"{n}", "name": "a"} for n in range(count)))
    with pytest.raises(LookupError) as caught:
        found["a"]
    gids = ", ".join(map(str, range(9)))
    assert str(caught.value) == f"{count} tasks have the value 'a': {gids}, {end}"
    assert found.duplicates == {"a": [str(n) for n in range(count)]}
    assert ("a" in found, len(found)) == (True, 1)


def test_a_listing_again_keeps_what_was_added() -> None:
    found = index("name", {"gid": "1", "name": "a"}, {"gid": "2", "name": "b"})
    found.put("c", {"gid": "3", "name": "c"})
    found.client.tasks = [{"gid": "4", "name": "b"}, {"gid": "5", "name": "d"}]  # type: ignore[attr-defined]
    found.read("a")
    assert {value: task["gid"] for value, task in found.items()} == {"b": "4", "c": "3", "d": "5"}
    found.unclear.update("cd")
    found.put("c", {"gid": "6"})
    assert (found["c"], found.unclear) == ({"gid": "6"}, {"d"})
    found.forget("c")
    found.forget("c")
    assert "c" not in found


def fields_of(name: str, gid: str = "7") -> dict[str, Any]:
    return {"gid": "1", "custom_fields": [custom("text", gid, name, text_value=gid)]}


def test_the_field_is_found_on_the_tasks_or_in_the_settings() -> None:
    assert index("F", fields_of("F")).field == "7"
    assert index("7", fields_of("F")).field == "7"
    other = setting("text", "8")
    assert index("F", fields_of("F"), settings=[other]).field == "7"
    assert index("F", fields_of("F"), fields_of("F", "8"), settings=[other]).field == "8"
    assert index("F", settings=[setting("text", "6", "G"), setting("number")]).field == "7"
    assert index("7", settings=[setting("number", "7", "G")]).field == "7"


@pytest.mark.parametrize(
    ("field", "settings", "message"),
    [
        ("Z", [setting("text")], "project 12 has no custom field named 'Z'"),
        ("G", [], "project 12 has no custom field named 'G'"),
        (
            "Fielt",
            [setting("text", "7", "Field"), {"custom_field": {"gid": "8", "name": None}}],
            "project 12 has no custom field named 'Fielt'; did you mean 'Field'?",
        ),
        ("nmae", [], "project 12 has no custom field named 'nmae'; did you mean 'name'?"),
        (
            "due",
            [],
            "project 12 has no custom field named 'due'; did you mean 'due_on' or 'due_at'?",
        ),
        (
            "F",
            [setting("text", "9"), setting("text", "8")],
            "2 custom fields of 12 are named 'F': 8, 9",
        ),
    ],
)
def test_a_field_that_is_not_found_is_explained(field: str, settings: Any, message: str) -> None:
    with pytest.raises(LookupError, match=f"^{re.escape(message)}$"):
        index(field, settings=settings)


TEXT = [setting("text")]
NUMBER = [setting("number")]
HOME = "projects or memberships must include 12, the project of the index"
PLACES = "memberships must be a list of dictionaries of project and section, not of "

WRONG: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    ("name", {}, ValueError, "the fields have no value for name, the field of the index"),
    ("name", {"name": " "}, ValueError,
     "the fields have no value for name, the field of the index"),
    ("name", {"name": 5}, TypeError, "the field name must be a string, not int"),
    ("name", {"name": float("inf")}, TypeError, "the field name must be a string, not float"),
    (TEXT, {}, ValueError, "custom_fields has no value for 7, the field of the index"),
    (TEXT, {"custom_fields": {"8": "x"}}, ValueError,
     "custom_fields has no value for 7, the field of the index"),
    (TEXT, {"custom_fields": {"7": 5}}, TypeError, "the field 7 must be a string, not int"),
    (TEXT, {"custom_fields": 5}, TypeError, "custom_fields must be a dictionary, not int"),
    (NUMBER, {"custom_fields": {"7": "5"}}, TypeError, "the field 7 must be a number, not str"),
    (NUMBER, {"custom_fields": {"7": True}}, TypeError, "the field 7 must be a number, not bool"),
    (NUMBER, {"custom_fields": {"7": float("inf")}}, ValueError,
     "the field 7 must be a finite number of about 15 digits, not inf"),
    ([setting("enum")], {"custom_fields": {"7": "x"}}, ValueError,
     "an upsert requires an index of a text or number field, but 7 has the type enum"),
    ("name", {"name": "x", "parent": "5"}, ValueError,
     "the index does not contain subtasks: omit parent"),
    ("name", {"name": "x", "projects": ["13"]}, ValueError, HOME),
    ("name", {"name": "x", "projects": "13,14"}, ValueError, HOME),
    ("name", {"name": "x", "memberships": [{"project": "13"}]}, ValueError, HOME),
    ("name", {"name": "x", "projects": 5}, TypeError, "projects must be a list, not 5"),
    ("name", {"name": "x", "memberships": {"project": "12"}}, TypeError,
     "memberships must be a list, not {'project': '12'}"),
    ("name", {"name": "x", "memberships": [5]}, TypeError, f"{PLACES}5"),
    ("name", {"name": "x", "memberships": [{}]}, TypeError, PLACES + "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("by", "fields", "kind", "message"), WRONG, ids=repr)
def test_fields_that_name_no_task_are_explained(
    by: Any, fields: dict[str, Any], kind: type[Exception], message: str
) -> None:
    found = index(by) if isinstance(by, str) else index("F", settings=by)
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        found.at_home({**fields, "found": found.value_of(fields)})


@pytest.mark.parametrize(
    ("by", "fields", "value"),
    [
        ("name", {"name": " a "}, "a"),
        ("name", {"name": Key.NAME}, "a"),
        (TEXT, {"custom_fields": {"7": "Cafe\u0301"}}, "Caf\u00e9"),
        (TEXT, {"custom_fields": {7: "a"}}, "a"),
        (NUMBER, {"custom_fields": {"7": Decimal(5)}}, 5.0),
        (NUMBER, {"custom_fields": {"7": 0}}, 0.0),
    ],
)
def test_the_value_in_the_fields(by: Any, fields: dict[str, Any], value: Any) -> None:
    found = index(by) if isinstance(by, str) else index("F", settings=by)
    assert (found.value_of(fields), type(found.value_of(fields))) == (value, type(value))


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({}, {"projects": ["12"]}),
        ({"projects": None, "memberships": None}, {"projects": ["12"], "memberships": None}),
        ({"projects": []}, {"projects": ["12"]}),
        ({"projects": "11,12"}, {"projects": ["11", "12"]}),
        ({"projects": ("12", "13")}, {"projects": ["12", "13"]}),
        ({"projects": iter([12])}, {"projects": [12]}),
        ({"memberships": iter([{"project": 12}])}, {"memberships": [{"project": 12}]}),
        (
            {"projects": ["13"], "memberships": [{"project": "12", "section": "5"}]},
            {"projects": ["13"], "memberships": [{"project": "12", "section": "5"}]},
        ),
        (
            {"projects": ["12"], "memberships": [{"project": "13"}]},
            {"projects": ["12"], "memberships": [{"project": "13"}]},
        ),
    ],
)
def test_a_new_task_is_in_the_project(fields: dict[str, Any], sent: dict[str, Any]) -> None:
    before = dict(fields)
    assert index("name").at_home({"name": "x", **fields}) == {"name": "x", **sent}
    assert fields == before


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({}, TypeError, "pass either external=, or by= an index from client.tasks.index()"),
        ({"by": {}}, TypeError, "by must be an index from client.tasks.index(), not dict"),
        ({"external": 17}, TypeError, "external must be a string, not int"),
        *(
            (
                {"external": external},
                ValueError,
                "external must have at most 1024 characters, without slashes and without space at "
                f"its ends, not {shown}",
            )
            for external, shown in (
                ("a/b", "'a/b'"),
                (" a", "' a'"),
                ("a\n", "'a\\n'"),
                ("x" * 1025, f"'{'x' * 27}...{'x' * 28}'"),
            )
        ),
        (
            {"external": "a", "fields_of_it": {"external": {"gid": "b"}}},
            ValueError,
            "external in the fields has another gid: 'b'",
        ),
        (
            {"external": "a", "fields_of_it": {"external": 5}},
            TypeError,
            "external must be a dictionary, not int",
        ),
    ],
)
def test_an_upsert_without_a_task_is_explained(
    place: Place, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    upsert: Any = place.client.tasks.upsert
    options = {**options}
    fields = options.pop("fields_of_it", {})
    with place.requests(0), pytest.raises(kind) as raised:
        upsert(fields, **options)
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["fields", "opt_fields"])
def test_the_fields_of_an_upsert_are_those_of_its_index(place: Place, name: str) -> None:
    by = index("name")
    upsert: Any = place.client.tasks.upsert
    with place.requests(0), pytest.raises(TypeError) as raised:
        upsert({"name": "x"}, by=by, **{name: "name"})
    assert str(raised.value) == (
        "an upsert returns the fields of its index: pass fields to client.tasks.index() instead"
    )
    with place.requests(0), pytest.raises(TypeError) as raised:
        upsert(5, by=by)
    assert str(raised.value) == "the fields of a task must be a dictionary, not int"


def test_options_of_an_upsert_reach_its_requests(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = place.client.request
    seen: list[Any] = []

    def spied(method: str, path: str, **options: Any) -> Any:
        seen.append((method, options.get("timeout")))
        return request(method, path, **options)

    monkeypatch.setattr(place.client, "request", spied)
    upsert: Any = place.client.tasks.upsert
    by = place.client.tasks.index(place.project, "name", timeout=7)
    for notes in "ab":
        upsert({"name": "x", "notes": notes}, by=by, timeout=8)
        upsert({"workspace": place.workspace, "notes": notes}, external="e", timeout=9)
    assert seen == [
        ("get", 7), ("post", 8), ("get", 9), ("post", 9), ("put", 8), ("get", 9), ("put", 9),
    ]  # fmt: skip
