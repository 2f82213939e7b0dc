"""What is printed of each kind of result, in each form."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from asana.cli import output
from tests.cli.conftest import Console

TASK = {"gid": "1", "name": "a"}
MORE = {"gid": "2", "name": "b"}


Written = Callable[..., tuple[str, str]]


class Report:
    """An object of ours, which is no data."""

    def __init__(self) -> None:
        self.written = 3


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write a value, and return what is on stdout and on stderr."""

    def write(value: Any, form: str, fields: list[str] | None = None) -> tuple[str, str]:
        out, err = Console(), Console()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            output.write(value, Namespace(output=form, fields=fields, limit=None))
        return out.written(), err.written()

    return write


@pytest.mark.parametrize(
    ("value", "form", "out"),
    [
        (TASK, "json", '{\n  "gid": "1",\n  "name": "a"\n}\n'),
        (TASK, "jsonl", '{"gid": "1", "name": "a"}\n'),
        (TASK, "csv", "gid,name\n1,a\n"),
        (TASK, "table", "gid   1\nname  a\n"),
        ([TASK], "json", '[\n{\n  "gid": "1",\n  "name": "a"\n}\n]\n'),
        ([1, 2], "json", "[\n1\n,\n2\n]\n"),
        ([], "json", "[]\n"),
        ([TASK, MORE], "jsonl", '{"gid": "1", "name": "a"}\n{"gid": "2", "name": "b"}\n'),
        ([TASK, MORE], "csv", "gid,name\n1,a\n2,b\n"),
        ([TASK, MORE], "table", "GID  NAME\n1    a\n2    b\n"),
        (["x", "y"], "csv", "value\nx\ny\n"),
        (["x", "y"], "table", "VALUE\nx\ny\n"),
        ([], "csv", "gid,name\n"),
        ([], "jsonl", ""),
        (7, "table", "7\n"),
        ("text", "table", "text\n"),
        (True, "jsonl", "true\n"),
        (None, "json", "null\n"),
        ((TASK, True), "jsonl", '{"created": true, "gid": "1", "name": "a"}\n'),
        ((2, TASK), "jsonl", '{"depth": 2, "gid": "1", "name": "a"}\n'),
        (Report(), "jsonl", '{"type": "Report", "written": 3}\n'),
        (
            {"found": {"b": 1}.keys(), "at": Ellipsis},
            "jsonl",
            '{"found": ["b"], "at": "Ellipsis"}\n',
        ),
    ],
)
def test_each_result_has_each_form(value: Any, form: str, out: str, written: Written) -> None:
    assert written(value, form) == (out, "")


@pytest.mark.parametrize(
    ("value", "message"), [(iter([]), "(nothing)\n"), ({}, "Done.\n")], ids=["listing", "record"]
)
def test_a_table_of_nothing_says_so(value: Any, message: str, written: Written) -> None:
    assert written(value, "table") == ("", message)


def test_the_columns_of_no_rows_are_those_that_were_asked_for(written: Written) -> None:
    assert written([], "csv", ["name", "due_on"]) == ("name,due_on\n", "")


def test_the_first_rows_decide_the_columns(written: Written) -> None:
    rows: Iterable[Any] = [{"a": "1"}] * (output.HEAD - 1) + [{"b": "2"}, {"a": "3"}]
    lines = written(rows, "csv")[0].splitlines()
    assert (lines[0], lines[-2:], len(lines)) == ("a,b", [",2", "3,"], output.HEAD + 2)


def test_columns_that_come_too_late_are_named(written: Written) -> None:
    rows: Iterable[Any] = [{"a": "1"}] * output.HEAD + [{"a": "1", "z": "2", "b": "2"}]
    with pytest.raises(ValueError, match=r"^a later record has b, z too: name the columns with"):
        written(rows, "csv")


@pytest.mark.parametrize(
    ("encoding", "shown"), [("utf-8", '"é"'), ("UTF8", '"é"'), ("latin-1", '"\\u00e9"')]
)
def test_json_is_ascii_where_a_console_may_lack_characters(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Console(encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    output.write("é", Namespace(output="jsonl", fields=None, limit=None))
    assert out.written() == f"{shown}\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_tables_are_cut_for_terminals_alone(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Console(terminal=terminal)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("COLUMNS", "20")
    name = "a long name " * 10 + "end"
    output.write([{"name": name}], Namespace(output="table", fields=None, limit=None))
    assert (name in out.written()) is not terminal


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (output.EVERY - 1, ""),
        (output.EVERY, "\r500 \r500 in all\n "),
        (output.EVERY * 2 + 1, "\r500 \r1000 \r1001 in all\n "),
    ],
)
@pytest.mark.parametrize("watched", [True, False])
def test_a_person_who_sees_no_records_sees_how_many_there_are(
    count: int, shown: str, watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    err = Console(terminal=True)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdout", Console(terminal=not watched))
    output.write(iter(range(count)), Namespace(output="jsonl", fields=None, limit=None))
    assert err.written() == (shown if watched else "")


def test_progress_is_one_line_of_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    output.progress("tasks", None, 3)
    output.progress(4)
    assert capsys.readouterr().err == "\rtasks 3 \r4 "


def test_streams_that_are_closed_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Console(encoding="ascii")
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", odd)
    monkeypatch.setattr(sys, "stderr", None)
    output.prepare()
    assert (sys.stdin.read(), sys.stderr.write("é")) == ("", 1)
    print("é")
    assert odd.written() == "\\xe9\n"
    sys.stdin.close()
    sys.stderr.close()


def test_each_record_of_a_feed_is_written_when_it_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Console()
    monkeypatch.setattr(sys, "stdout", shown)
    flushed: list[bytes] = []

    def records() -> Iterator[str]:
        yield "first"
        flushed.append(shown.buffer.getvalue())  # type: ignore[attr-defined]

    output.write(records(), Namespace(output="jsonl", fields=None, limit=None))
    assert flushed == [b'"first"\n']
    monkeypatch.setattr(shown, "flush", lambda: pytest.fail("a list is all there already"))
    output.write(["all"], Namespace(output="jsonl", fields=None, limit=None))
