"""Where rows come from: their locations, and the messages about files and columns."""

import inspect
import logging
from pathlib import Path
from typing import Any

import pytest

from asana._importing.files import checked_columns, csv_rows, json_rows, picked
from asana._importing.rows import FIELDS
from asana.importing import Importer, ImportReport, InvalidRowsError
from tests.importing.conftest import Place

ALL = ", ".join(FIELDS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.txt"


def test_the_fields_of_a_row() -> None:
    names = (
        *("key", "name", "notes", "html_notes", "due_on", "due_at", "start_on", "start_at"),
        *("completed", "resource_subtype", "approval_status", "notes_markdown", "parent"),
        *("section", "assignee", "tags", "followers", "custom_fields", "dependencies"),
        *("comments", "attachments"),
    )
    assert names == FIELDS
    assert {*inspect.signature(Importer.task).parameters} == {"self", *FIELDS}


@pytest.mark.parametrize(
    ("columns", "kind", "message"),
    [
        (
            ["key"],
            TypeError,
            'columns must be a dictionary such as {"Title": "name", "Cost": "custom_fields.Cost"}, '
            "not list",
        ),
        ({"a": "nmae"}, ValueError, "a row has no field 'nmae'; did you mean 'name'?"),
        ({"a": "zzzzz"}, ValueError, f"a row has no field 'zzzzz'; the fields are {ALL}"),
        ({"a": 5}, ValueError, f"a row has no field 5; the fields are {ALL}"),
        (
            {"a": "custom_fields."},
            ValueError,
            "a row has no field 'custom_fields.'; did you mean 'custom_fields'?",
        ),
        (
            {"a": "name", "b": "name"},
            ValueError,
            "two columns are mapped to the field 'name'",
        ),
        (
            {"a": "custom_fields.X", "b": "custom_fields.X"},
            ValueError,
            "two columns are mapped to the field 'custom_fields.X'",
        ),
    ],
)
def test_wrong_columns_are_explained(columns: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as raised:
        checked_columns(columns)
    assert str(raised.value) == message


@pytest.mark.parametrize("field", ["attachments", "comments", "dependencies", "followers", "tags"])
def test_several_columns_can_have_the_items_of_a_list(field: str) -> None:
    columns = {"a": field, "b": field, "c": field}
    assert checked_columns(columns) is columns
    given = {"a": "1", "b": ["2"], "x": "4", "c": None}
    assert picked(given, columns) == {field: ["1", "2", None]}
    assert picked({"b": ["2"]}, columns) == {field: ["2"]}
    odd: Any = {"tags": "a", "custom_fields.X": 1, 5: "b"}
    assert picked(odd, None) == {
        "tags": "a", "custom_fields": {"X": 1}, 5: "b",
    }  # fmt: skip
    assert checked_columns(None) is None


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        (
            "a,b\n",
            None,
            "rows.txt has no column 'key'; the columns are a, b. Pass columns={…} to map other "
            "columns",
        ),
        (
            "key,nmae\n",
            None,
            "rows.txt has no column 'name'; did you mean 'nmae'?. Pass columns={…} to map other "
            "columns",
        ),
        ("a,b\n", {"x": "name"}, "rows.txt has no column 'x'; the columns are a, b"),
        ("Titel\n", {"Title": "name"}, "rows.txt has no column 'Title'; did you mean 'Titel'?"),
        ("", {"x": "name"}, "rows.txt has no column 'x'; the columns are "),
        ('key,name\n1,A\n2,"open', None, "rows.txt, line 3: unexpected end of data"),
        ('key,name\n1,"A"x\n', None, "rows.txt, line 2: ',' expected after '\"'"),
    ],
)
def test_a_file_that_does_not_fit_is_explained(
    file: Path, text: str, columns: Any, message: str
) -> None:
    file.write_text(text)
    with pytest.raises(ValueError, match=r"^rows\.txt") as raised:
        list(csv_rows(file, columns, "utf-8", {}))
    assert str(raised.value) == message


def test_a_file_in_another_encoding_is_explained(file: Path) -> None:
    file.write_bytes("key,name\n1,é\n".encode("cp1252"))
    with pytest.raises(ValueError, match=r"^rows\.txt") as raised:
        list(csv_rows(file, None, "utf-8", {}))
    assert str(raised.value) == (
        'rows.txt is not in utf-8 (byte 11): pass its encoding, such as encoding="cp1252"'
    )
    assert list(csv_rows(file, None, "cp1252", {})) == [
        ("rows.txt, line 2", {"key": "1", "name": "é"})
    ]


def test_rows_of_a_csv_file_have_their_lines(file: Path) -> None:
    file.write_text('key|name|x\n1|"a\nb"|\n\n | \n2|c\n3|d|e|f\n4|g| \n')
    assert list(csv_rows(file, None, "utf-8", {"delimiter": "|"})) == [
        ("rows.txt, line 2", {"key": "1", "name": "a\nb"}),
        ("rows.txt, line 6", {"key": "2", "name": "c"}),
        ("rows.txt, line 7", "the row has 4 cells, but there are 3 columns"),
        ("rows.txt, line 8", {"key": "4", "name": "g"}),
    ]
    file.write_text('key,name\n1,"A"x\n')
    assert list(csv_rows(file, None, "utf-8", {"strict": False})) == [
        ("rows.txt, line 2", {"key": "1", "name": "Ax"})
    ]


def test_rows_of_a_jsonl_file_have_their_lines(file: Path) -> None:
    file.write_bytes('{"key": "é"}\n\n[1]\n5\nx\n'.encode("cp1252"))
    assert list(json_rows(file, "cp1252")) == [
        ("rows.txt, line 1", {"key": "é"}),
        ("rows.txt, line 3", "not a JSON object"),
        ("rows.txt, line 4", "not a JSON object"),
        ("rows.txt, line 5", "not valid JSON: Expecting value: line 1 column 1 (char 0)"),
    ]


@pytest.mark.parametrize(
    ("read", "what"), [(csv_rows, "a CSV file"), (json_rows, "a JSON Lines file")]
)
def test_the_path_of_a_file_is_checked(read: Any, what: str) -> None:
    arguments: Any = (None, "utf-8", {}) if read is csv_rows else ("utf-8",)
    with pytest.raises(ValueError, match=f"^the path of {what} must be a valid path"):
        next(read("a\0b", *arguments))


def test_rows_of_all_sources_are_counted(place: Place, file: Path) -> None:
    file.write_text('{"id": "5"}\nx\n')
    other = file.with_name("rows.csv")
    other.write_text("key,name,due_on\n7,,\n8,H,soon\n")
    importer: Any = place.importer()
    importer.task("1", "A", due_on="soon")
    importer.rows([{"key": "2"}, 5, ["x"]])
    importer.rows([{"i": "3", "y": "z"}, "text"], {"i": "key"})
    importer.jsonl(file, {"id": "key"})
    importer.csv(other)
    importer.task("9", "")
    importer.task("10", "J", notes=5)
    with pytest.raises(InvalidRowsError) as raised:
        importer.run()
    importer.close()
    due = "due_on: must be a date such as 2027-03-01, not 'soon'"
    missing = "name is missing"
    json = "not valid JSON: Expecting value: line 1 column 1 (char 0)"
    assert [(each.where, each.key, each.reason) for each in raised.value.problems] == [
        ("row 1", "1", due),
        ("row 2", "2", missing),
        ("row 3", None, "must be a dictionary, not 5"),
        ("row 4", None, "must be a dictionary, not ['x']"),
        ("row 5", "3", missing),
        ("row 6", None, "text"),
        ("rows.txt, line 1", "5", missing),
        ("rows.txt, line 2", None, json),
        ("rows.csv, line 2", "7", missing),
        ("rows.csv, line 3", "8", due),
        ("row 12", "10", "notes: must be a string, not int"),
    ]


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"concurrency": 0}, ValueError, "concurrency must be a positive whole number, not 0"),
        ({"concurrency": 2.5}, ValueError, "concurrency must be a positive whole number, not 2.5"),
        ({"grace": -1}, ValueError, "grace must be a non-negative number of seconds, not -1"),
        ({"progress": 3}, TypeError, "progress must be True or a function, not int"),
    ],
)
def test_wrong_options_are_explained(
    place: Place, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as raised:
        place.importer(**options)
    assert str(raised.value) == message
    assert not place.journal.exists()


@pytest.mark.parametrize("wrong", ["text", {"key": 1}, 5, None])
def test_what_is_no_list_of_rows_is_explained(place: Place, wrong: Any) -> None:
    with place.importer(dry_run=True) as importer, pytest.raises(TypeError) as raised:
        importer.rows(wrong)
    kind = type(wrong).__name__
    assert str(raised.value) == f"rows must be an iterable of dictionaries, not {kind}"


def test_an_import_runs_once_and_closes_its_journal(place: Place) -> None:
    with place.importer() as importer:
        assert importer.report == ImportReport()
        importer.task("a", "A")
        assert importer.run() is importer.report
        assert importer.report.made == 1
        importer.task("b", "B")
    assert place.names() == ["A"]
    with place.importer(dry_run=True) as importer:
        importer.task("a", "A")
        importer.task("b", "B")
        report = importer.run()
    assert (report, importer.report) == (report, report)
    assert (report.skipped, report.failed, report.steps) == (1, [], ["create the task 'B' (row 2)"])


def test_an_incomplete_import_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.run({"key": "a", "name": "A"})
    assert caplog.messages == []
    place.sandbox.faults.add(status=403, route="create_task")
    report = place.run({"key": "b", "name": "B"})
    message = f"The import is not complete: {report}"
    assert caplog.record_tuples == [("asana", logging.WARNING, message)]


@pytest.mark.parametrize("source", ["rows", "csv", "jsonl"])
def test_each_source_checks_its_columns_at_the_call(place: Place, file: Path, source: str) -> None:
    file.write_text("")
    with place.importer(dry_run=True) as importer, pytest.raises(ValueError, match="field 'nmae'"):
        getattr(importer, source)([] if source == "rows" else file, {"a": "nmae"})
