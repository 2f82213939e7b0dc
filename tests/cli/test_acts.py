"""What commands call, print and return, without a server."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

import asana
from asana import login, schema
from asana._http.dry import DryRun
from asana.cli import builtin, call, completion, output, pages, places, words
from asana.cli.failures import UsageError
from asana.schema._methods import find, methods, resources
from tests.cli.conftest import Console
from tests.cli.parts import Named, parsed

# -- calls


@pytest.mark.parametrize(
    ("typed", "options", "flat"),
    [
        ([], {}, False),
        (["-o", "csv"], {}, False),
        (["--fields", "name,a.b", "-o", "json"], {"fields": ["name", "a.b"]}, False),
        (["--fields", "name", "-o", "jsonl"], {"fields": ["name"]}, False),
        (
            ["--fields", "custom_fields.name", "-o", "json"],
            {"fields": ["custom_fields.name"]},
            False,
        ),
        (["--fields", "name", "-o", "csv"], {"fields": ["name"]}, True),
        (["--fields", "name", "-o", "table"], {"fields": ["name"]}, True),
        (["--fields", "section", "-o", "json"], None, True),
    ],
)
def test_which_fields_are_requested(
    typed: list[str], options: dict[str, Any] | None, flat: bool
) -> None:
    given = parsed(*typed)
    found, rows = call._fields(given, lambda: pytest.fail("no custom field is named"), "7")
    assert (rows is not None) is flat
    assert options is None or found == options


@pytest.mark.parametrize("form", ["json", "csv"])
def test_custom_fields_by_name_make_rows(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fields, names = object(), ["name", "custom_fields.Cost"]
    opt_fields, rows = mock.Mock(return_value=["o"]), mock.Mock(return_value=iter(["row"]))
    monkeypatch.setattr("asana.tables.opt_fields", opt_fields)
    monkeypatch.setattr("asana.tables.rows", rows)
    given: Any = Namespace(fields=names, output=form)
    found, table = call._fields(given, lambda: fields, "7")  # type: ignore[arg-type,return-value]
    assert found == {"fields": ["o"]}
    opt_fields.assert_called_once_with(names, fields, project="7")
    assert table is not None
    assert list(table(["record"])) == ["row"]
    rows.assert_called_once_with(
        ["record"], columns=names, fields=fields, project="7", missing=None
    )


def test_flat_rows_keep_what_is_beside_a_record() -> None:
    def rows(records: list[Any]) -> Any:
        return ({"n": each["name"]} for each in records)

    record = {"name": "a", "gid": "1"}
    assert call._flat(record, rows) == {"n": "a"}
    assert call._flat((record, True), rows) == {"created": True, "n": "a"}
    assert call._flat((2, record), rows) == {"depth": 2, "n": "a"}
    assert list(call._flat([record, (1, record)], rows)) == [{"n": "a"}, {"depth": 1, "n": "a"}]


@pytest.mark.parametrize(
    ("method", "name", "kind"),
    [
        ("tasks.create_task", "html_notes", "task"),
        ("project_briefs.update_project_brief", "html_text", "brief"),
        ("stories.create_story_for_task", "html_text", "comment"),
        ("projects.create_project", "html_notes", "comment"),
    ],
)
def test_markdown_is_of_a_kind(
    method: str, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert = mock.Mock(return_value="<body/>")
    monkeypatch.setattr("asana.rich_text.from_markdown", convert)
    found = words.Words([], {"a": 1}, {})
    call._add_rich_text(find(*method.split(".")), found, "@@me")
    assert found.parameters == {"a": 1, name: "<body/>"}
    convert.assert_called_once_with("@me", to=kind)


@pytest.mark.parametrize(
    ("actions", "deletes"),
    [
        (None, False),
        ([{"method": "get"}], False),
        ([{"method": "get"}, {"method": "DELETE"}], True),
        ([{"method": "post", "data": {"name": "delete"}}], True),  # asked once too often
        ([{"method": "get", "path": "/deleted"}], False),
    ],
)
def test_whether_a_batch_deletes(actions: Any, deletes: bool) -> None:
    assert call._has_deletes({"actions": actions, "other": "'delete'"}) is deletes


@pytest.mark.parametrize("typed", [["--yes"], ["--dry-run"], ["--read-only"]])
def test_what_is_not_sent_or_meant_needs_no_confirmation(typed: list[str]) -> None:
    call._confirm(parsed(*typed), True, "x")
    call._confirm(parsed(), False, "x")
    with pytest.raises(UsageError, match=r"^x deletes: give --yes$"):
        call._confirm(parsed(), True, "x")


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [("y\n", True), (" YES \n", True), ("n\n", False), ("\n", False), ("", False), ("yy\n", False)],
)
def test_a_person_confirms(answer: str, agreed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    err = Console(terminal=True)
    flushed: list[str] = []
    typed: Any = Console(terminal=True)

    def readline() -> str:
        flushed.append(err.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return answer

    typed.readline = readline
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys, "stderr", err)
    if agreed:
        call._confirm(parsed(), True, "x 1")
    else:
        with pytest.raises(UsageError, match=r"^nothing was deleted$"):
            call._confirm(parsed(), True, "x 1")
    assert flushed == ["x 1: delete this? [y/N] "]


@pytest.mark.parametrize(("stdin", "stderr"), [(True, False), (False, True)])
def test_who_cannot_be_asked_does_not_confirm(
    stdin: bool, stderr: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Console("y\n", terminal=stdin))
    monkeypatch.setattr(sys, "stderr", Console(terminal=stderr))
    with pytest.raises(UsageError, match="give --yes"):
        call._confirm(parsed(), True, "x")


@pytest.mark.parametrize(
    ("body", "shown"), [(None, ""), ({"a": "é"}, '{\n  "a": "é"\n}\n'), ({}, "{}\n")]
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_dry_run_shows_the_request(
    body: Any, shown: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"method": "POST", "url": "https://x", "body": body}
    stopped = DryRun(mock.Mock(method="POST", url="https://x", body=None))
    stopped.request = request
    with call._printed_requests(asana.Client(), parsed("-o", form), True):
        raise stopped
    out = capsys.readouterr().out
    if form == "table":
        assert out == f"POST https://x\n{shown}"
    else:
        assert json.loads(out) == request


@pytest.mark.parametrize(("only_reads", "passes"), [(True, False), (False, True)])
def test_in_a_dry_run_only_a_write_may_read_before(only_reads: bool, passes: bool) -> None:
    client: Any = asana.Client()
    before = client._api
    with call._printed_requests(client, parsed("--dry-run"), only_reads):
        made = client._api
    assert type(made).__name__ == "Dry"
    assert (before in vars(made).values()) is passes
    other: Any = asana.Client()
    before = other._api
    with call._printed_requests(other, parsed(), only_reads):
        assert other._api is before


# -- completion, failures, and the command itself


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("asana ", sorted([*resources(), "api", "login"])),
        ("asana api", []),
        ("asana lo", ["login"]),
        ("asana completion ", ["bash", "fish", "zsh"]),
        ("asana -", sorted(flags.split()[-1] for flags, _, _ in pages.OPTIONS)),
        ("asana tasks get_task --t", ["--timeout", "--token-file"]),
        ("asana task-templates get-task-t", []),
        ("asana task-templates ", sorted(methods("task_templates"))),
        ("asana task-templates delete-task-template na", []),
        ("asana tags create_tag col", ["color="]),
        ("asana tags create-tag color=dark-p", ["color=dark-pink", "color=dark-purple"]),
        ("asana tags create-tag nothing=a", []),
        ("asana tags create-tag name=a", []),
        ("asana --yes --dry-run tags crea", ["create_tag", "create_tag_for_workspace"]),
        ("asana nothing x y", []),
    ],
)
def test_the_words_that_may_come_next(line: str, expected: list[str]) -> None:
    assert completion.candidates(line, ["api", "login"]) == expected


# -- raw requests, and the other commands


class Verbs:
    """A client that records the calls of its verbs."""

    def __init__(self, data: Any = None) -> None:
        self.calls: list[Any] = []
        self.data = data
        self.pages = SimpleNamespace(begin_with=self.calls.append, items=lambda: iter(["item"]))

    def __getattr__(self, verb: str) -> Any:
        def call(*given: Any, **options: Any) -> Any:
            self.calls.append((verb, given, options))
            if verb == "get_collection":
                return self.pages
            return {"data": self.data} if options.get("full_payload") else self.data

        return call


@pytest.fixture
def verbs(monkeypatch: pytest.MonkeyPatch) -> Verbs:
    client = Verbs({"gid": "1"})

    def client_of(given: Namespace, **options: Any) -> Verbs:
        client.calls.append(options)
        return client

    monkeypatch.setattr(call, "client_of", client_of)
    return client


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (["get", "/x", "a=1"], ("get", ("/x", {"a": "1"}), {"full_payload": True})),
        (
            ["GET", "/x", "--fields", "name"],
            ("get", ("/x", {}), {"fields": ["name"], "full_payload": True}),
        ),
        (["post", "/x", "a:=[1]"], ("post", ("/x", {"a": [1]}), {})),
        (["put", "/x", "--fields", "name"], ("put", ("/x", {}), {"fields": ["name"]})),
        (["delete", "/x", "--yes"], ("delete", ("/x", {}), {})),
    ],
)
def test_a_raw_request_is_sent(
    typed: list[str], sent: Any, verbs: Verbs, capsys: pytest.CaptureFixture[str]
) -> None:
    call.send(parsed(*typed, "-o", "json"))
    assert verbs.calls == [{"strict": False}, sent]
    assert json.loads(capsys.readouterr().out) == {"gid": "1"}


def test_a_raw_listing_is_read_to_its_end(verbs: Verbs, capsys: pytest.CaptureFixture[str]) -> None:
    verbs.data = ["first"]
    call.send(parsed("get", "/x", "a=1", "--fields", "name", "-o", "jsonl"))
    assert verbs.calls == [
        {"strict": False},
        ("get", ("/x", {"a": "1"}), {"fields": ["name"], "full_payload": True}),
        ("get_collection", ("/x", {"a": "1"}), {"fields": ["name"], "iterator_type": "pages"}),
        {"data": ["first"]},
    ]
    assert capsys.readouterr().out == '"item"\n'


def test_the_rows_of_a_raw_request_are_flat(
    verbs: Verbs, capsys: pytest.CaptureFixture[str]
) -> None:
    verbs.data = {"assignee": {"name": "a"}, "gid": "1"}
    call.send(parsed("get", "/x", "--fields", "assignee.name", "-o", "csv"))
    assert capsys.readouterr().out == "assignee.name\na\n"


@pytest.mark.parametrize(
    ("typed", "options", "terminal"),
    [
        (["tasks", "get_tasks", "project=1", "--limit", "3"], {"item_limit": 3}, False),
        (["tasks", "get_task", "7", "--limit", "3"], {}, False),
        (["tasks", "get_task", "7", "--fields", "name", "-o", "json"], {"fields": ["name"]}, False),
        (["attachments", "download", "7", "b"], {"progress": output.progress}, True),
        (["attachments", "download", "7", "b"], {}, False),
        (["tasks", "get_task", "7"], {}, True),
    ],
)
def test_a_method_is_called_with_the_options_of_the_command(
    typed: list[str],
    options: dict[str, Any],
    terminal: bool,
    verbs: Verbs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called = mock.Mock(return_value={"gid": "1"})
    monkeypatch.setattr(schema, "call", called)
    monkeypatch.setattr(sys, "stderr", Console(terminal=terminal))
    given = parsed(*typed[2:])
    given.output = given.output or "json"
    method = find(typed[0], typed[1])
    call.call(method, given)
    assert verbs.calls == [{}]
    ((client, title, arguments),) = [each.args for each in called.mock_calls]
    assert (client, title) == (verbs, method.title)
    assert "7" in arguments.values() or arguments == {"project": "1"}
    assert called.mock_calls[0].kwargs == options


def test_a_download_to_stdout_prints_nothing_else(
    verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = mock.Mock(return_value=7)
    monkeypatch.setattr(schema, "call", called)
    out = Console()
    monkeypatch.setattr(sys, "stdout", out)
    call.call(find("attachments", "download"), parsed("7", "-", "-o", "json"))
    assert called.mock_calls[0].args[2]["path_or_file"] is out.buffer
    assert out.written() == ""
    call.call(find("attachments", "download"), parsed("7", "a", "-o", "json"))
    assert out.written() == "7\n"


@pytest.mark.parametrize(
    ("typed", "method"),
    [
        ([], "workspaces.export"),
        (["folder"], "workspaces.export"),
        (["folder", "files=false"], "workspaces.export"),
        (["7", "folder"], "projects.export"),
        (["folder", "--project", "x"], "projects.export"),
    ],
)
def test_what_is_exported(typed: list[str], method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called = mock.Mock()
    monkeypatch.setattr(call, "call", called)
    given = parsed(*typed)
    builtin.export(given)
    ((found, passed),) = [each.args for each in called.mock_calls]
    assert (found.title, passed) == (method, given)


class Importer:
    def __init__(self, report: Any) -> None:
        self.report, self.csv, self.jsonl = report, mock.Mock(), mock.Mock()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exception: object) -> None:
        pass


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files to import in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "a.txt", "a.jsonl", "a.ndjson"):
        Path(name).touch()


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("typed", "file", "reads", "own"),
    [
        (["a.csv"], ("a.csv", None), "csv", {"journal": "a.csv.journal"}),
        (["a.txt", "--journal", "j"], ("a.txt", None), "csv", {"journal": "j"}),
        (["a.jsonl"], ("a.jsonl", None), "jsonl", {"journal": "a.jsonl.journal"}),
        (["a.ndjson"], ("a.ndjson", None), "jsonl", {"journal": "a.ndjson.journal"}),
        (
            ["a.csv", 'columns:={"T": "name"}', "update=true", "--dry-run"],
            ("a.csv", {"T": "name"}),
            "csv",
            {"journal": "a.csv.journal", "update": True, "dry_run": True},
        ),
    ],
)
@pytest.mark.parametrize(
    ("complete", "unsettled", "code"), [(True, [], 0), (False, [1], 6), (False, [], 1)]
)
def test_what_is_imported(
    typed: list[str],
    file: tuple[str, Any],
    reads: str,
    own: dict[str, Any],
    complete: bool,
    unsettled: list[int],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    importer = Importer(SimpleNamespace(complete=complete, unsettled=unsettled))
    client = mock.Mock()
    client.projects.importer.return_value = importer
    monkeypatch.setattr(places, "client_of", lambda given: client)
    given = parsed(*typed, "--project", "12", "-o", "json")
    assert builtin.import_tasks(given) == code
    options = {"dry_run": False, "progress": None, **own}
    client.projects.importer.assert_called_once_with("12", options.pop("journal"), **options)
    reader, other = (importer.csv, importer.jsonl)[:: 1 if reads == "csv" else -1]
    reader.assert_called_once_with(*file)
    assert other.mock_calls == []
    assert json.loads(capsys.readouterr().out) == {"complete": complete, "unsettled": unsettled}


@pytest.mark.usefixtures("files")
def test_the_report_of_an_import_is_a_text_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Report:
        complete = True

        def __str__(self) -> str:
            return "all is well"

    importer = Importer(Report())
    client = mock.Mock()
    client.projects.importer.return_value = importer
    monkeypatch.setattr(places, "client_of", lambda given: client)
    monkeypatch.setattr(sys, "stderr", Console(terminal=True))
    assert builtin.import_tasks(parsed("a.csv", "--project", "12", "-o", "table")) == 0
    assert capsys.readouterr().out == "all is well\n"
    assert client.projects.importer.mock_calls[0].kwargs["progress"] is output.progress


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (["tags.get_tag"], ["tags.get_tag"]),
        (["task-templates.get-task-template"], ["task_templates.get_task_template"]),
        (["agents"], schema.names("agents")),
        (["agents", "tags.get_tag"], [*schema.names("agents"), "tags.get_tag"]),
        ([], schema.names()),
    ],
)
def test_which_methods_are_listed(
    typed: list[str], names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    one = len(names) == 1
    builtin.list_methods(parsed(*typed))
    text = capsys.readouterr().out
    if one:
        assert text == pages.method(find(*names[0].split(".")))
    else:
        assert [line.split()[0] for line in text.splitlines()] == names
        assert text.startswith("  ")
    given = parsed(*typed, "--json")
    given.chosen = None
    builtin.list_methods(given)
    found = json.loads(capsys.readouterr().out)
    described = [found] if one else found
    assert [each["name"] for each in described] == names
    method = find(*names[0].split("."))
    assert described[0] == {**schema.of(names[0]), "command": pages.usage(method)}


@pytest.mark.parametrize("workspace", [None, "a b"])
def test_a_login_is_told_where_it_is_kept(
    workspace: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    signed, saved = mock.Mock(return_value={"gid": "1", "name": "me"}), mock.Mock()
    client: Any = Named(monkeypatch)
    monkeypatch.setattr(login, "sign_in", signed)
    monkeypatch.setattr(login, "save", saved)
    monkeypatch.setattr(login, "path", lambda: "here")
    monkeypatch.setattr(places, "client_of", lambda given: client)
    given = parsed("--oauth", "-o", "json", *(["--workspace", workspace] if workspace else []))
    builtin.login(given)
    signed.assert_called_once_with(True)
    assert saved.mock_calls == ([mock.call(workspace="workspace a b")] if workspace else [])
    assert json.loads(capsys.readouterr().out) == {"gid": "1", "name": "me", "kept_in": "here"}


def test_the_script_of_each_shell(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in completion.SHELLS:
        builtin.completion(Namespace(words=[shell]))
        script = Path(builtin.__file__).with_name(f"completion.{shell}")
        assert capsys.readouterr().out == script.read_text(encoding="utf-8")
    builtin.completion(Namespace(words=["words", "asana log"]))
    assert capsys.readouterr().out == "login\nlogout\n"


@pytest.mark.parametrize(
    ("typed", "only_reads"),
    [
        (["tasks", "get_task", "7"], True),
        (["tasks", "create_task", "name=x"], False),
        (["tasks", "delete_task", "7", "--yes"], False),
        (["api", "GET", "/x"], True),
        (["api", "POST", "/x"], True),
    ],
)
def test_which_commands_may_read_before_they_write(
    typed: list[str], only_reads: bool, verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = mock.MagicMock()
    monkeypatch.setattr(call, "_printed_requests", printed)
    monkeypatch.setattr(schema, "call", mock.Mock(return_value={}))
    raw = typed[0] == "api"
    given = parsed(*typed[1 if raw else 2 :], "-o", "json")
    if raw:
        call.send(given)
    else:
        call.call(find(*typed[:2]), given)
    printed.assert_called_once_with(verbs, given, only_reads)
