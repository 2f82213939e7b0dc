"""Rows from dictionaries, CSV files and JSON Lines files."""

import json
from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from asana._importing.files import picked
from asana._importing.rows import Problem, Row, read_row
from asana.importing import InvalidRowsError
from tests.importing.conftest import Place

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_text(text: str) -> Path:
        path = tmp_path / "tasks.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def read(**given: Any) -> Row:
    """Return a row without problems."""
    problems: list[Problem] = []
    found = read_row("row 1", {"key": "k", "name": "K", **given}, problems)
    assert (problems, found is None) == ([], False)
    assert found is not None
    return found


def test_a_csv_file_with_a_mapping_of_its_columns(place: Place, write: Write) -> None:
    field = place.add_field("Budgeted", "number", precision=2)
    path = write(
        "ID,Title,Status,Due,Labels,Cost,Note 1,Note 2,Ignored,Done,Needs\n"
        '1,"Pack, all of it",To do,2027-03-01,"red, green",12.50,first,second,x,no,\n'
        "\n"
        '2,Drive,,,,,"several\nlines",,x,Yes,1\n'
    )
    columns = {
        "ID": "key",
        "Title": "name",
        "Status": "section",
        "Due": "due_on",
        "Labels": "tags",
        "Cost": "custom_fields.Budgeted",
        "Note 1": "comments",
        "Note 2": "comments",
        "Done": "completed",
        "Needs": "dependencies",
    }
    with place.importer() as importer:
        importer.csv(path, columns)
    gids = importer.report.gids
    one, two = (place.client.tasks.get_task(gids[key]) for key in ("1", "2"))
    assert (one["name"], one["due_on"], one["completed"]) == (
        "Pack, all of it",
        "2027-03-01",
        False,
    )
    assert sorted(tag["name"] for tag in one["tags"]) == ["green", "red"]
    assert {each["gid"]: each["number_value"] for each in one["custom_fields"]} == {field: 12.5}
    assert place.comments(gids["1"]) == ["first", "second"]
    assert (two["name"], two["due_on"], two["completed"]) == ("Drive", None, True)
    assert place.comments(gids["2"]) == ["several\nlines"]


def test_without_a_mapping_the_columns_are_the_fields(place: Place, write: Write) -> None:
    with place.importer() as importer:
        importer.csv(write("\ufeffkey;name;custom_fields.Nothing\n1;A;\n"), delimiter=";")
    assert importer.report.made == 1


def test_problems_have_the_lines_of_the_file(place: Place, write: Write) -> None:
    path = write('key,name,due_on\n1,"two\nlines",\n2,B,tomorrow\n\n3,C,,surplus\n,D,\n5,,\n')
    with pytest.raises(InvalidRowsError) as raised, place.importer() as importer:
        importer.csv(path)
    assert [(each.where, each.key) for each in raised.value.problems] == [
        ("tasks.csv, line 4", "2"),
        ("tasks.csv, line 6", None),
        ("tasks.csv, line 7", None),
        ("tasks.csv, line 8", "5"),
    ]
    assert "4 cells, but there are 3 columns" in raised.value.problems[1].reason


@pytest.mark.parametrize(
    ("text", "columns", "words"),
    [
        ("a,b\n", None, "has no column 'key'; the columns are a, b. Pass columns="),
        ("Key,Titel\n", {"Key": "key", "Title": "name"}, "no column 'Title'; did you mean 'Titel'"),
        ("a\n", {"a": "nmae"}, "a row has no field 'nmae'; did you mean 'name'"),
        ("a\n", {"a": "custom_fields."}, "a row has no field 'custom_fields.'"),
        ("a,b\n", {"a": "name", "b": "name"}, "two columns are mapped to the field 'name'"),
        ("", {"a": "name"}, "has no column 'a'"),
        ('key,name\n1,"open', None, "line 2: unexpected end of data"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_at_the_call(
    place: Place, write: Write, text: str, columns: Any, words: str
) -> None:
    importer = place.importer()
    with pytest.raises(ValueError, match=words):
        importer.csv(write(text), columns)
    importer.close()


def test_another_encoding_has_to_be_given(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    path.write_bytes("key,name\n1,Größe\n".encode("cp1252"))
    importer = place.importer()
    with pytest.raises(ValueError, match=r"is not in utf-8-sig .* such as encoding="):
        importer.csv(path)
    importer.csv(path, encoding="cp1252")
    importer.run()
    importer.close()
    assert place.names() == ["Größe"]


def test_lines_of_json(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    rows: list[Any] = [
        {"id": 1, "title": "A", "labels": ["x, y", "z"], "more": {"deep": 1}},
        {"id": "2", "title": "B", "over": 1},
    ]
    path.write_text("\n\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    with place.importer() as importer:
        importer.jsonl(path, {"id": "key", "title": "name", "labels": "tags", "over": "parent"})
    assert place.subtasks(importer.report.gids["1"]) == ["B"]
    tags = place.client.tasks.get_task(importer.report.gids["1"])["tags"]
    assert [tag["name"] for tag in tags] == ["x, y", "z"]


def test_lines_that_are_not_json_are_problems(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    path.write_text('{"key": "1", "name": "A"}\n{"key":\n[1]\n' + "[" * 100_000, encoding="utf-8")
    with pytest.raises(InvalidRowsError) as raised, place.importer() as importer:
        importer.jsonl(path)
    assert [each.where for each in raised.value.problems] == [
        "tasks.jsonl, line 2",
        "tasks.jsonl, line 3",
        "tasks.jsonl, line 4",
    ]


def test_rows_may_be_any_iterable(place: Place) -> None:
    with place.importer() as importer:
        importer.rows({"key": number, "name": f"{number}"} for number in range(3))
        importer.rows([{"a": "x", "b": "X", "c": None}], columns={"a": "key", "b": "name"})
        for wrong in ("text", {"key": 1}, 5):
            with pytest.raises(TypeError, match="rows must be an iterable of dictionaries"):
                importer.rows(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="columns must be a dictionary"):
            importer.rows([], columns=["key"])  # type: ignore[arg-type]
    assert place.names() == ["0", "1", "2", "X"]


def test_what_is_no_dictionary_is_a_problem(place: Place) -> None:
    with pytest.raises(InvalidRowsError, match="row 2: must be a dictionary, not 5"):
        place.run({"key": "1", "name": "A"}, 5)  # type: ignore[arg-type]


def test_columns_of_one_field_are_put_together() -> None:
    given = {"a": "1", "b": ["2", "3"], "c": "4", "d": "5"}
    columns = {"a": "comments", "b": "comments", "c": "custom_fields.X", "d": "custom_fields.Y"}
    found = picked(given, columns)
    assert found == {"comments": ["1", "2", "3"], "custom_fields": {"X": "4", "Y": "5"}}


class Truth:
    """The boolean type of another library."""

    def __str__(self) -> str:
        return "True"


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("due_on", date(2027, 3, 1), "2027-03-01"),
        ("due_on", datetime(2027, 3, 1), "2027-03-01"),
        ("due_on", " 2027-03-01 ", "2027-03-01"),
        ("due_at", datetime(2027, 3, 1, 9, tzinfo=timezone.utc), "2027-03-01T09:00:00+00:00"),
        ("due_at", "2027-03-01T09:00:00Z", "2027-03-01T09:00:00+00:00"),
        ("completed", 1, True),
        ("completed", " X ", True),
        ("completed", "FALSE", False),
        ("completed", Truth(), True),
        ("notes", " as it is\n", " as it is\n"),
        ("resource_subtype", "approval", "approval"),
    ],
)
def test_values_are_read_from_what_they_may_be(field: str, given: Any, value: Any) -> None:
    assert read(**{field: given}).fields == {"name": "K", field: value}


@pytest.mark.parametrize("nothing", [None, "", "  ", float("nan")])
@pytest.mark.parametrize("field", ["notes", "due_on", "parent", "tags", "completed", "assignee"])
def test_an_empty_value_is_none(field: str, nothing: Any) -> None:
    assert read(**{field: nothing}) == read()


def test_a_task_may_have_an_empty_name() -> None:
    assert read(name="").fields == {"name": ""}


@pytest.mark.parametrize(("key", "text"), [(5, "5"), (5.0, "5"), (" a b ", "a b"), ("5", "5")])
def test_keys_are_text(key: Any, text: str) -> None:
    assert read(key=key).key == text


@pytest.mark.parametrize("key", [True, 1.5, [], b"x", {"gid": "1"}])
def test_what_is_no_key_is_a_problem(key: Any) -> None:
    problems: list[Problem] = []
    assert read_row("row 1", {"key": key, "name": "x"}, problems) is None
    assert problems[0].reason.startswith("key: must be a string, not ")


def test_lists_may_be_text_with_commas() -> None:
    row = read(tags="a, b,,a", dependencies="1,2", followers=["x", "y"])
    assert (row.tags, row.dependencies, row.followers) == (["a", "b"], ["1", "2"], ["x", "y"])
    assert read(tags={"b", "a"}).tags == ["a", "b"]
    assert read(dependencies=[1, 2]).dependencies == ["1", "2"]


def test_people_may_be_records() -> None:
    assert read(assignee={"gid": "5", "name": "X"}).assignee == "5"


def test_parts_have_ids_that_follow_from_their_content() -> None:
    before = read(comments=["x", "y", "x"], attachments=[("f", b"1"), ("f", b"2"), ("g", b"1")])
    after = read(comments=["new", "x", "y", "x"], attachments=[("g", b"1"), ("f", b"1")])
    ids = {part.id for part in before.parts}
    assert len(ids) == 6
    assert [part.id in ids for part in after.parts] == [False, True, True, True, True, True]


def test_a_file_may_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asana._importing.rows.MOST_BYTES", 3)
    problems: list[Problem] = []
    read_row("row 1", {"key": "k", "name": "K", "attachments": ("f", b"1234")}, problems)
    assert "at most 100 MB, the limit of Asana, not 4 bytes" in problems[0].reason
