"""Tables: flat rows of records."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from asana import tables
from asana.error import InvalidResponseError
from asana.fields import Fields, UnknownFieldError
from asana.sandbox import Sandbox
from tests.all_fields import DEFINITIONS, Orders
from tests.test_fields import field_of, made

UTC = timezone.utc
COLUMNS = [
    "name",
    "section",
    "assignee",
    "assignee.email",
    "due_on",
    "created_at",
    "completed",
    "tags",
    "parent.name",
    *DEFINITIONS,
]


class Report(Orders):
    """A project with three tasks: a complete one, an empty one, and one in another project too."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        client = self.client
        section = client.sections.create_section_for_project(self.project, name="Doing")["gid"]
        other = client.projects.create_project(workspace=self.workspace, name="Other")["gid"]
        self.other = str(other)
        tags = [
            client.tags.create_tag(workspace=self.workspace, name=name)["gid"]
            for name in ("red", "blue")
        ]
        client.tasks.create_task(name="empty", projects=[self.project])
        self.full = client.tasks.create_task(
            name="full",
            memberships=[{"project": other}, {"project": self.project, "section": section}],
            assignee="me",
            due_on="2027-03-01",
            tags=tags,
            followers=["tom@example.com"],
            custom_fields=self.fields.values(
                {
                    "Note": "a note, with a comma",
                    "Amount": Decimal("1.10"),
                    "Stage": "Paid",
                    "Labels": ["a", "b"],
                    "Ship by": date(2027, 3, 2),
                    "Contact": ["me", "tom@example.com"],
                    "Related": self.project,
                }
            ),
        )["gid"]

    def tasks(self, columns: Any = COLUMNS, **options: Any) -> Any:
        return self.client.tasks.get_tasks_for_project(
            self.project, fields=tables.opt_fields(columns, self.fields), **options
        )

    def rows(self, columns: Any = COLUMNS, **options: Any) -> dict[str, dict[str, Any]]:
        found = tables.rows(self.tasks(columns), columns, self.fields, **options)
        return {row["name"]: row for row in found}


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    with Sandbox() as sandbox:
        yield Report(sandbox)


def test_rows_are_flat(report: Report) -> None:
    before = len(report.sandbox.requests)
    rows = report.rows()
    assert report.requests(before) == [f"GET /projects/{report.project}/tasks"]
    assert [list(row) for row in rows.values()] == [COLUMNS, COLUMNS]
    full, empty = rows["full"], rows["empty"]
    assert isinstance(full.pop("created_at"), datetime)
    assert full.pop("Order").startswith("ORD-")
    assert full == {
        "name": "full",
        "section": "Doing",
        "assignee": "Maya Lindqvist",
        "assignee.email": "maya@example.com",
        "due_on": date(2027, 3, 1),
        "completed": False,
        "tags": "red, blue",
        "parent.name": None,
        "Note": "a note, with a comma",
        "Amount": 1.1,
        "Stage": "Paid",
        "Labels": "a, b",
        "Ship by": date(2027, 3, 2),
        "Contact": "Maya Lindqvist, Tom Okafor",
        "Related": "Orders",
    }
    assert empty["section"]
    assert empty["created_at"].tzinfo is not None
    assert (empty["assignee"], empty["assignee.email"], empty["due_on"]) == (None, None, None)
    assert (empty["tags"], empty["Note"], empty["Labels"]) == ("", None, "")


def test_complete_records_make_the_same_rows(report: Report) -> None:
    columns = [name for name in COLUMNS if name != "assignee.email"]
    task = report.client.tasks.get_task(report.full)
    assert next(tables.rows([task], columns, report.fields)) == report.rows(columns)["full"]


def test_lists_and_numbers_as_one_likes(report: Report) -> None:
    columns = ["name", "tags", "Labels", "Contact", "Amount", "followers.email"]
    row = report.rows(columns, join=None, numbers=Decimal)["full"]
    assert row["tags"] == ["red", "blue"]
    assert row["Labels"] == ["a", "b"]
    assert row["Contact"] == ["Maya Lindqvist", "Tom Okafor"]
    assert row["Amount"] == Decimal("1.1")
    assert set(row["followers.email"]) == {"maya@example.com", "tom@example.com"}
    assert report.rows(["name", "tags"], join="|")["full"]["tags"] == "red|blue"


def test_without_columns_rows_are_those_of_tasks(report: Report) -> None:
    expected = tables.columns(report.fields)
    assert expected[:3] == ["gid", "name", "section"]
    assert expected[-len(DEFINITIONS) :] == list(DEFINITIONS)
    tasks = report.tasks(None)
    rows = list(tables.rows(tasks, fields=report.fields))
    assert [list(row) for row in rows] == [expected] * 2
    assert "section" not in tables.columns()
    assert "section" in tables.columns(project=report.project)


def test_the_section_is_that_of_the_project_that_is_meant(report: Report) -> None:
    columns = ["name", "section"]
    here = {
        row["name"]: row["section"] for row in tables.rows(report.tasks(), columns, report.fields)
    }
    assert here["full"] == "Doing"
    asked = tables.opt_fields(columns, project=report.other)
    [task] = report.client.tasks.get_tasks_for_project(report.other, fields=asked)
    [row] = tables.rows([task], columns, project=report.other)
    assert row["section"] not in ("Doing", None)
    [elsewhere] = tables.rows([task], columns, project="12")
    assert elsewhere["section"] is None
    with pytest.raises(ValueError, match=r"needs a project: pass project="):
        tables.rows([task], columns)


def test_rows_are_made_while_they_are_read(report: Report) -> None:
    def records() -> Iterator[dict[str, Any]]:
        yield {"name": "first"}
        raise AssertionError("the second record was read")

    rows = tables.rows(records(), ["name"])
    assert next(rows) == {"name": "first"}
    before = len(report.sandbox.requests)
    lazy = tables.rows(report.tasks(page_size=1), COLUMNS, report.fields)
    assert report.requests(before) == []
    next(lazy)
    assert len(report.requests(before)) == 1


def test_any_records_make_rows(report: Report) -> None:
    client = report.client
    columns = ["gid", "name", "owner", "team.name", "created_at", "archived"]
    projects = client.projects.get_projects(
        workspace=report.workspace, fields=tables.opt_fields(columns)
    )
    row = next(row for row in tables.rows(projects, columns) if row["gid"] == report.project)
    assert (row["name"], row["owner"], row["archived"]) == ("Orders", "Maya Lindqvist", False)
    users = client.users.get_users(workspace=report.workspace, fields=["name", "email"])
    assert {"name": "Tom Okafor", "email": "tom@example.com"} in list(
        tables.rows(users, ["name", "email"])
    )
    found = client.tasks.search_tasks_for_workspace(
        report.workspace, report.fields.search({"Stage": "Paid"}), fields=["name"]
    )
    assert list(tables.rows(found, ["name"])) == [{"name": "full"}]


@pytest.mark.parametrize("records", [[], iter([]), ()])
def test_no_records_make_no_rows(records: Any) -> None:
    assert list(tables.rows(records, ["name"])) == []


# Columns


def test_only_what_the_columns_need_is_requested() -> None:
    fields = made(field_of("enum"))
    assert tables.opt_fields(["name", "assignee", "assignee.email", "due_on", "tags"]) == [
        "name",
        "assignee.name",
        "assignee.email",
        "due_on",
        "tags.name",
    ]
    assert tables.opt_fields(["X"], fields) == ["custom_fields.enum_value.name"]
    assert tables.opt_fields(["section"], project="12") == [
        "memberships.project.gid",
        "memberships.section.name",
    ]
    assert tables.opt_fields(["followers", "parent.assignee"]) == [
        "followers.name",
        "parent.assignee.name",
    ]


@pytest.mark.parametrize("name", ["notes", "owner", "section", "gid"])
def test_a_custom_field_may_have_the_name_of_another_column(name: str) -> None:
    fields = made(field_of("text") | {"name": name})
    task = {
        name: "its own",
        "memberships": [{"project": {"gid": "7"}, "section": {"gid": "8", "name": "its own"}}],
        "custom_fields": [{"gid": "12", "text_value": "custom"}],
    }
    both = [name, f"custom_fields.{name}"]
    [row] = tables.rows([task], both, fields, project="7")
    assert row == {name: "its own", f"custom_fields.{name}": "custom"}
    assert tables.columns(fields)[-1] == f"custom_fields.{name}"
    assert "custom_fields.text_value" in tables.opt_fields(both, fields, project="7")


@pytest.mark.parametrize("column", ["12", "custom_fields.12", "custom_fields.v1.0", "v1.0"])
def test_a_custom_field_is_found_by_its_gid_and_with_dots_in_its_name(column: str) -> None:
    fields = made(field_of("text") | {"name": "v1.0"})
    task = {"custom_fields": [{"gid": "12", "text_value": "custom"}]}
    assert list(tables.rows([task], [column], fields)) == [{column: "custom"}]


def test_a_custom_field_may_begin_as_the_columns_of_custom_fields_do() -> None:
    fields = made(field_of("text") | {"name": "custom_fields.x"})
    column = tables.columns(fields)[-1]
    assert "custom_fields.text_value" in tables.opt_fields(fields=fields)
    task = {"custom_fields": [{"gid": "12", "text_value": "custom"}]}
    assert list(tables.rows([task], [column], fields)) == [{column: "custom"}]


def test_custom_fields_of_one_name_are_columns_by_gid() -> None:
    fields = made(field_of("text"), field_of("text", gid="13"))
    parts = [{"gid": "12", "text_value": "a"}, {"gid": "13", "text_value": "b"}]
    found = list(tables.rows([{"custom_fields": parts}], list(fields), fields))
    assert found == [{"12": "a", "13": "b"}]
    with pytest.raises(TypeError, match="columns must be a list of names"):
        tables.rows([], fields)
    with pytest.raises(UnknownFieldError, match="2 custom fields are named 'X'"):
        tables.rows([], ["X"], fields)


def test_a_field_that_a_task_does_not_have_is_none() -> None:
    assert list(tables.rows([{"custom_fields": []}], ["X"], made(field_of("text")))) == [
        {"X": None}
    ]


@pytest.mark.parametrize("make", [tables.opt_fields, lambda *args: tables.rows([], *args)])
@pytest.mark.parametrize(
    ("columns", "kind", "message"),
    [
        (["Amnt"], UnknownFieldError, "no custom field 'Amnt'; did you mean 'Amount'"),
        (["custom_fields.Nothing"], UnknownFieldError, "no custom field 'Nothing'"),
        ("name", TypeError, "columns must be a list of names"),
        ([5], TypeError, "a column must be a name, not 5"),
        ([""], TypeError, "a column must be a name"),
        ([["name"]], TypeError, "a column must be a name"),
        (5, TypeError, "columns must be a list of names"),
    ],
)
def test_wrong_columns_are_refused_at_once(
    make: Any, columns: Any, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        make(columns, made(field_of("number") | {"name": "Amount"}))


def test_custom_fields_need_their_fields() -> None:
    with pytest.raises(ValueError, match=r"needs fields=client.custom_fields.of"):
        tables.opt_fields(["custom_fields.Amount"])
    with pytest.raises(TypeError, match=r"the result of client.custom_fields.of"):
        tables.rows([], ["name"], ["Amount"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="an iterable of records, not"):
        tables.rows({"gid": "12"}, ["name"])  # type: ignore[dict-item]


@pytest.mark.parametrize("option", [{"numbers": "float"}, {"numbers": None}, {"join": 5}])
def test_wrong_options_are_refused_at_once(option: Any) -> None:
    with pytest.raises(TypeError, match="numbers must be a function such as float"):
        tables.rows([], ["name"], **option)
    if "numbers" in option:
        with pytest.raises(TypeError, match="numbers must be a function such as float"):
            made(field_of("number")).read({"custom_fields": []}, **option)


@pytest.mark.parametrize("record", [None, 5, "x", ["x"]])
@pytest.mark.parametrize("missing", [{}, {"missing": None}])
def test_what_is_no_record_makes_no_row(record: Any, missing: Any) -> None:
    fields, columns = made(field_of("text")), ["name", "section", "X"]
    for column in columns:
        with pytest.raises(TypeError, match="a record must be a dictionary, not"):
            list(tables.rows([record], [column], fields, project="1", **missing))


@pytest.mark.parametrize(
    "memberships", [5, [None], ["x"], [{"project": 5}], [{"project": {"gid": "1"}, "section": 5}]]
)
def test_wrong_memberships_are_an_invalid_response(memberships: Any) -> None:
    with pytest.raises(InvalidResponseError):
        list(tables.rows([{"memberships": memberships}], ["section"], project="1"))


def test_what_a_record_lacks_is_said_or_filled() -> None:
    with pytest.raises(ValueError, match=r"no 'due_on': check the name, request fields=tab"):
        list(tables.rows([{"name": "x"}], ["name", "due_on"]))
    with pytest.raises(ValueError, match="no memberships"):
        list(tables.rows([{"name": "x"}], ["section"], project="1"))
    with pytest.raises(ValueError, match=r"no 'name.first'"):
        list(tables.rows([{"name": "x"}], ["name.first"]))
    fields, columns = made(field_of("text")), ["due_on", "external.gid", "section", "X"]
    filled = tables.rows([{"name": "x"}], columns, fields, project="1", missing="?")
    assert list(filled) == [dict.fromkeys(columns, "?")]
    with pytest.raises(ValueError, match="no custom_fields"):
        list(tables.rows([{"name": "x"}], ["X"], fields))


def test_a_record_without_a_name_is_not_a_value() -> None:
    with pytest.raises(ValueError, match=r"'assignee' is .*: use one of 'assignee.name', "):
        list(tables.rows([{"assignee": {"gid": "5"}}], ["assignee"]))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("due_on", "2027-03-01", date(2027, 3, 1)),
        ("start_date", "2027-03-01", date(2027, 3, 1)),
        ("due_at", "2027-03-01T09:00:00.000Z", datetime(2027, 3, 1, 9, tzinfo=UTC)),
        ("due_on", None, None),
        ("due_on", "someday", "someday"),
        ("name", "2027-03-01", "2027-03-01"),
    ],
)
def test_dates_are_real(name: str, text: Any, expected: Any) -> None:
    assert list(tables.rows([{name: text}], [name])) == [{name: expected}]
    nested = list(tables.rows([{"parent": {name: text}}], [f"parent.{name}"]))
    assert nested == [{f"parent.{name}": expected}]


# Consumers of the rows


def test_csv_reads_the_rows(report: Report) -> None:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(report.rows().values())
    file.seek(0)
    back = {row["name"]: row for row in csv.DictReader(file)}
    assert back["full"]["Note"] == "a note, with a comma"
    assert (back["full"]["due_on"], back["full"]["Amount"]) == ("2027-03-01", "1.1")
    assert back["empty"]["assignee"] == ""


def test_sqlite_reads_the_rows(report: Report) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE tasks (name, stage, amount)")
        database.executemany(
            "INSERT INTO tasks VALUES (:name, :Stage, :Amount)",
            report.rows(["name", "Stage", "Amount"]).values(),
        )
        found = database.execute("SELECT name FROM tasks WHERE amount > 1").fetchall()
    database.close()
    assert found == [("full",)]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames_read_the_rows(report: Report, library: str) -> None:
    module = pytest.importorskip(library, reason=f"{library} is not installed")
    frame = module.DataFrame(list(report.rows().values()))
    assert list(frame.columns) == COLUMNS
    assert sorted(frame["name"]) == ["empty", "full"]


def test_duckdb_reads_the_rows(report: Report) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.DataFrame(list(report.rows().values()))
    found = duckdb.sql("SELECT name FROM frame WHERE due_on = DATE '2027-03-01'").fetchall()
    assert (len(frame), found) == (2, [("full",)])


def test_the_fields_of_a_portfolio_are_columns_of_its_projects(report: Report) -> None:
    client = report.client
    field = client.custom_fields.create_custom_field(
        workspace=report.workspace, name="Region", resource_subtype="text"
    )["gid"]
    portfolio = client.portfolios.create_portfolio(workspace=report.workspace, name="P")["gid"]
    client.portfolios.add_custom_field_setting_for_portfolio(portfolio, custom_field=field)
    client.portfolios.add_item_for_portfolio(portfolio, item=report.other)
    fields: Fields = client.custom_fields.of(portfolio=portfolio)
    client.projects.update_project(report.other, custom_fields=fields.values({"Region": "North"}))
    columns = ["name", "Region"]
    items = client.portfolios.get_items_for_portfolio(
        portfolio, fields=tables.opt_fields(columns, fields)
    )
    assert list(tables.rows(items, columns, fields)) == [{"name": "Other", "Region": "North"}]


@pytest.mark.parametrize("wrong", [5, "12", b"12", {"gid": "1"}, None])
def test_the_records_are_named_if_they_are_none(wrong: Any) -> None:
    with pytest.raises(TypeError) as caught:
        tables.rows(wrong)
    assert str(caught.value) == f"records must be an iterable of records, not {wrong!r}"
    if wrong != {"gid": "1"}:
        with pytest.raises(TypeError) as caught:
            next(tables.rows([wrong], ["name"]))
        assert str(caught.value) == f"a record must be a dictionary, not {wrong!r}"


def test_the_columns_of_tasks() -> None:
    own = ["gid", "name", "assignee", "due_on", "completed", "completed_at", "created_at", "tags"]
    assert tables.columns() == own
    assert tables.columns(project="1") == [*own[:2], "section", *own[2:]]
    assert tables.opt_fields() == [
        "gid", "name", "assignee.name", "due_on", "completed", "completed_at", "created_at",
        "tags.name",
    ]  # fmt: skip
    assert tables.opt_fields(["section", "gid", "gid"], project="1") == [
        "memberships.project.gid",
        "memberships.section.name",
        "gid",
    ]


def test_a_nested_field_is_none_of_the_misspelled_custom_fields() -> None:
    fields = made(field_of("text", name="assignee.nam"))
    assert tables.opt_fields(["assignee.name"], fields) == ["assignee.name"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("due_on", "2030-01-02", date(2030, 1, 2)),
        ("start_date", "2030-01-02", date(2030, 1, 2)),
        ("due_at", "2030-01-02T03:04:05.000Z", datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("due_on", "soon", "soon"),
        ("due_at", "2030", "2030"),
        ("name", "2030-01-02", "2030-01-02"),
        ("due_on", None, None),
        ("due_on", 5, 5),
    ],
)
def test_dates_are_known_by_the_names_of_their_fields(name: str, value: Any, expected: Any) -> None:
    assert [*tables.rows([{name: value}], [name])] == [{name: expected}]
    assert [*tables.rows([{"a": [{name: value}]}], [f"a.{name}"], join=None)] == [
        {f"a.{name}": [expected]}
    ]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"memberships": None}, None),
        ({"memberships": []}, None),
        ({"memberships": [{"project": {"gid": "2"}, "section": {"name": "b"}}]}, None),
        (
            {
                "memberships": [
                    {"project": {"gid": "2"}, "section": {"name": "b"}},
                    {"project": {"gid": "1"}, "section": {"name": "a"}},
                ]
            },
            "a",
        ),
        ({"memberships": [{"project": {"gid": "1"}, "section": None}]}, None),
        ({"memberships": [{"project": {"gid": "1"}, "section": {"gid": "5"}}]}, None),
        ({}, "?"),
    ],
)
def test_the_section_is_that_in_the_project(record: Any, expected: Any) -> None:
    [row] = tables.rows([record], ["section"], project="1", missing="?")
    assert row == {"section": expected}


def test_a_field_that_items_of_a_list_lack_is_named() -> None:
    with pytest.raises(ValueError, match=r"the record has no 'tags\.color': check the name"):
        next(tables.rows([{"tags": [{"name": "a"}]}], ["tags.color"]))
