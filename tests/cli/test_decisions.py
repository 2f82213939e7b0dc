"""What the parts of the command line decide, without a server: words, options, places, messages."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from asana import error, login, schema
from asana.cli import places, words
from asana.cli.failures import UsageError
from asana.schema._methods import find
from asana.session import BearerSession
from tests.cli.conftest import Run
from tests.cli.parts import Named, parsed

NOTHING: dict[str, Any] = {
    "words": [],
    "output": None,
    "fields": None,
    "limit": None,
    "workspace": None,
    "project": None,
    "notes_md": None,
    "dry_run": False,
    "read_only": False,
    "yes": False,
    "sandbox": False,
    "token_file": None,
    "timeout": None,
    "journal": None,
    "json": False,
    "oauth": False,
    "help": False,
    "version": False,
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ([], {}),
        (["a", "--yes", "b"], {"words": ["a", "b"], "yes": True}),
        *((["-o", form], {"output": form}) for form in ("json", "jsonl", "csv", "table")),
        (["--output", "csv"], {"output": "csv"}),
        (["--fields", "a, b,,c "], {"fields": ["a", "b", "c"]}),
        (["--limit", "7"], {"limit": 7}),
        (["--workspace", "a b"], {"workspace": "a b"}),
        (["--project", "p"], {"project": "p"}),
        (["--notes-md", "-"], {"notes_md": "-"}),
        (["--dry-run"], {"dry_run": True}),
        (["--read-only"], {"read_only": True}),
        (["--sandbox"], {"sandbox": True}),
        (["--token-file", "f"], {"token_file": "f"}),
        (["--timeout", "1.5"], {"timeout": 1.5}),
        (["--journal", "j"], {"journal": "j"}),
        (["--json"], {"json": True}),
        (["--oauth"], {"oauth": True}),
        (["-h"], {"help": True}),
        (["--help"], {"help": True}),
        (["--version"], {"version": True}),
    ],
)
def test_the_options_of_a_command(typed: list[str], found: dict[str, Any]) -> None:
    assert vars(parsed(*typed)) == {**NOTHING, **found}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["--dry"], "unrecognized arguments: --dry"),
        (["--limit", "x"], "argument --limit: invalid int value: 'x'"),
        (["--timeout", "x"], "argument --timeout: invalid float value: 'x'"),
        (["--workspace", " "], "argument --workspace: it is empty"),
        (["--fields", ","], "argument --fields: it is empty"),
        (["--project"], "argument --project: expected one argument"),
    ],
)
def test_an_option_that_is_refused(typed: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parsed(*typed)
    assert str(caught.value) == message


# -- whole messages


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            ["task", "x"],
            "there is no command 'task'; did you mean tasks or tags or teams?; "
            "`asana --help` lists them",
        ),
        (
            ["lgoin"],
            "there is no command 'lgoin'; did you mean login or logout or allocations?; "
            "`asana --help` lists them",
        ),
        (["zzz"], "there is no command 'zzz'; `asana --help` lists them"),
        (
            ["tasks", "get_task", "1", "2"],
            "tasks.get_task takes no '2': it has task_gid; write NAME=VALUE",
        ),
        (
            ["tasks", "create_task", "a", "b"],
            "tasks.create_task takes no 'a': it has no arguments without a name; write NAME=VALUE",
        ),
        (
            ["tasks", "get_task", "1", "task_gid=2"],
            "task_gid is given twice, with and without a name",
        ),
        (["tags", "create_tag", "--notes-md", "x"], "tags.create_tag takes no --notes-md"),
        (["tasks", "get_task", "1", "--project", "5"], "tasks.get_task takes no --project"),
        (["tasks", "delete_task", "1"], "tasks.delete_task 1 deletes: give --yes"),
        (["api", "delete", "/x"], "DELETE /x deletes: give --yes"),
        (["api", "POST", "/x", "actions:=[{'method':'delete'}]"], None),
        (
            ["api", "POST", "/x", 'actions:=[{"method": "DELETE"}]'],
            "POST /x deletes: give --yes",
        ),
        (["api", "GET"], "write asana api GET|POST|PUT|DELETE /PATH [NAME=VALUE ...]"),
        (["api", "PATCH", "/x"], "write asana api GET|POST|PUT|DELETE /PATH [NAME=VALUE ...]"),
        (["api", "GET", "/x", "a=1", "a=2"], "write NAME=VALUE, each name once"),
        (["api", "GET", "/x", "a"], "write NAME=VALUE, each name once"),
        (["completion"], "write asana completion bash, zsh or fish"),
        (["completion", "bash", "zsh"], "write asana completion bash, zsh or fish"),
        (
            ["login", "x"],
            "login takes no arguments: a token comes from stdin, never from there",
        ),
        (["--yes", "sandbox"], "write `asana sandbox` first, and its own options behind it"),
        (["import", "a.csv"], "write asana import FILE --project NAME [--journal FILE]"),
        (
            ["tasks", "create_task", "name=-", "notes=@-"],
            "stdin can be read once only: give one of the values as @FILE",
        ),
        (
            ["tasks", "create_task", "name=-", "--token-file", "-"],
            "stdin can be read once only: give one of the values as @FILE",
        ),
        (
            ["api", "POST", "/x", "name=-", "--token-file", "-"],
            "stdin can be read once only: give one of the values as @FILE",
        ),
        (["tasks", "create_task", "name=\udcff"], "name is not UTF-8"),
        (
            ["tasks", "create_task", "name=@none"],
            "cannot read 'none': No such file or directory; "
            "a value that begins with @ is written @@",
        ),
        (
            ["users", "get_user", "me", "--token-file", "none"],
            "cannot read 'none': No such file or directory",
        ),
        (["events", "mirror"], "events.mirror is for Python: it returns no data"),
        (
            ["tasks", "create_task", "--token", "x"],
            "a token is never given as an argument, which other users and the history of the "
            "shell show: set ASANA_ACCESS_TOKEN, give --token-file, or run `asana login`",
        ),
    ],
)
def test_a_command_that_is_refused_says_why(
    typed: list[str],
    message: str | None,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", "0/x")
    monkeypatch.setenv("ASANA_BASE_URL", "http://127.0.0.1:9")
    result = run(*typed)
    if message is None:
        assert (result.code, result.err[:27]) == (2, "asana: actions:= takes JSON")
    else:
        assert result == (2, "", f"asana: {message}\n")


# -- words


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("a=b", ("a", "=", "b")),
        ("a:=b", ("a", ":=", "b")),
        ("a=", ("a", "=", "")),
        ("a=b=c", ("a", "=", "b=c")),
        ("a=b:=c", ("a", "=", "b:=c")),
        ("a=1\n2", ("a", "=", "1\n2")),
        ("_a1.b c.d=e", ("_a1.b c.d", "=", "e")),
        ("a.b:c:=d", ("a.b:c", ":=", "d")),
        ("a", None),
        ("", None),
        ("=a", None),
        ("1a=b", None),
        ("a b=c", None),
        ("-=a", None),
    ],
)
def test_a_word_with_a_name(word: str, parts: tuple[str, str, str] | None) -> None:
    assert words.split(word) == parts


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a", "a"),
        ("", ""),
        ("@@a", "@a"),
        ("@@@a", "@@a"),
        ("-", "in\n"),
        ("@-", "in\n"),
        ("--", "--"),
    ],
)
def test_the_content_of_a_value(text: str, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("in\n\n"))
    assert words.content(text) == content


def test_the_text_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"\xef\xbb\xbf\xc3\xa9\n")
    assert words.file_text(str(file)) == "é\n"
    assert words.content(f"@{file}") == "é\n"
    file.write_bytes(b"\xff")
    with pytest.raises(UsageError) as caught:
        words.file_text(str(file), "; a hint")
    assert str(caught.value) == f"cannot read {str(file)!r}: it is not UTF-8; a hint"


def test_words_are_sorted_and_names_of_places_are_replaced() -> None:
    def who(word: str) -> str:
        return {"@me": "me"}.get(word, word)

    given = ["@me", "a=@me", "file=@me", "a_file=@b", "b:=[1]", "files=@me", "7"]
    assert words.sort(given, who) == (
        ["me", "7"],
        [("a", "me"), ("file", "me"), ("a_file", "b"), ("b", [1]), ("files", "me")],
    )


@pytest.mark.parametrize(
    ("given", "others", "refused"),
    [
        (["a=-"], (), False),
        (["a=-", "b"], ("x", None), False),
        (["-", "-"], (), False),
        (["a=-", "b=@-"], (), True),
        (["a=-"], (None, "-"), True),
        ([], ("-", "-"), True),
    ],
)
def test_stdin_is_read_once(given: list[str], others: Any, refused: bool) -> None:
    if refused:
        with pytest.raises(UsageError, match="stdin can be read once only"):
            words.check_stdin(given, *others)
    else:
        words.check_stdin(given, *others)


def test_the_arguments_of_a_method() -> None:
    method = find("tasks", "update_task")
    typed = ["7", "name=a", "custom_fields.Big one=x", "custom_fields.5:=3", "completed=true"]
    found: Any = words.read(method, typed, str)
    assert found == (["7"], {"name": "a", "completed": True}, {"Big one": "x", "5": 3})
    assert found.named(method) == {"task_gid": "7", "name": "a", "completed": True}
    assert words.read(find("tags", "get_tag"), ["7"], str) == (["7"], {}, {})
    with pytest.raises(UsageError, match=r"^a custom field is given twice$"):
        words.read(method, ["7", "custom_fields.A=1", "custom_fields.A=2"], str)


# -- places

# What has a workspace already.
HOMES = ["memberships", "parent", "project", "projects", "section", "tag", "user_task_list"]


@pytest.mark.parametrize(
    ("typed", "options", "expected"),
    [
        ([], {}, {"strict": True, "read_only": False}),
        (["--read-only"], {}, {"strict": True, "read_only": True}),
        (["--timeout", "5"], {}, {"strict": True, "read_only": False, "deadline": 5.0}),
        (
            [],
            {"strict": False, "fields": ["a"]},
            {"strict": False, "read_only": False, "fields": ["a"]},
        ),
    ],
)
@pytest.mark.parametrize("where", ["login", "sandbox", "file"])
def test_the_options_of_the_client_of_a_command(
    typed: list[str],
    options: dict[str, Any],
    expected: dict[str, Any],
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    given = parsed(*typed)
    monkeypatch.setenv("ASANA_BASE_URL", "https://a.example/b")
    if where == "file":
        (tmp_path / "t").write_text("0/x\n", encoding="utf-8")
        given.token_file = str(tmp_path / "t")
        client: Any = places.client_of(given, **options)
        assert client.options.own == {**expected, "base_url": "https://a.example/b"}
        assert isinstance(client.session, BearerSession)
        auth: Any = client.session.auth
        assert client.session.access_token == "0/x"
        assert client.session.settings["base_url"] == "https://a.example/b"
        assert auth.source == f"the token in {given.token_file}"
        return
    made = mock.Mock()
    if where == "sandbox":
        given.sandbox = SimpleNamespace(client=made)
    else:
        monkeypatch.setattr(login, "client", made)
    assert places.client_of(given, **options) is made.return_value
    made.assert_called_once_with(**expected)


def test_a_file_without_a_token_is_named(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(" \n", encoding="utf-8")
    with pytest.raises(error.MissingTokenError) as caught:
        places.client_of(parsed("--token-file", str(tmp_path / "t")))
    assert str(caught.value) == (
        f"No Authorization: {tmp_path / 't'} is empty. Write an access token there"
    )


def test_only_a_dry_run_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "client", mock.Mock(side_effect=error.MissingTokenError))
    client: Any = places.client_of(parsed("--dry-run", "--timeout", "5"))
    assert client.session.access_token is None
    assert (client.options["deadline"], client.options["strict"]) == (5, True)
    with pytest.raises(error.MissingTokenError):
        places.client_of(parsed())


@pytest.mark.parametrize(
    ("typed", "sandbox", "gid", "asked"),
    [
        ([], False, "the default", ["default"]),
        (["--workspace", "@mine"], False, "the default", ["default"]),
        (["--workspace", "a"], False, "workspace a", ["a"]),
        (["--workspace", "a"], True, "workspace a", ["a"]),
        ([], True, "first", []),
        (["--workspace", "@mine"], True, "first", []),
    ],
)
def test_the_workspace_of_a_command(
    typed: list[str], sandbox: bool, gid: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Any = Named(monkeypatch)
    given = parsed(*typed)
    given.sandbox = sandbox
    found = places.Places(client, given)
    assert [found.workspace, found.who("@mine"), found.who("@me"), found.who("x")] == [
        gid,
        gid,
        "me",
        "x",
    ]
    assert client.asked == asked


def test_the_project_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = Named(monkeypatch)
    assert places.Places(client, parsed("--project", "12")).project == "12"
    found = places.Places(client, parsed("--project", "a b"))
    assert [found.project, found.project] == ["project a b"] * 2
    assert client.asked == ["default", ("the default", "a b")]


@pytest.mark.parametrize(
    ("method", "typed", "gids", "parameters"),
    [
        ("tasks.get_tasks_for_project", ["--project", "5"], ["5"], {}),
        ("tasks.get_tasks", ["--project", "5"], [], {"project": "5"}),
        ("tasks.create_task", ["--project", "5"], [], {"projects": ["5"]}),
        ("tasks.create_task", ["--project", "5", "--workspace", "w"], [], {"projects": ["5"]}),
        ("tasks.create_task", ["--workspace", "w"], [], {"workspace": "workspace w"}),
        ("tasks.create_task", [], [], {}),
        ("tags.get_tags_for_workspace", [], ["the default"], {}),
        ("tags.get_tags_for_workspace", ["--workspace", "w"], ["workspace w"], {}),
        (
            "tasks.search_tasks_for_workspace",
            ["--project", "5"],
            ["the default"],
            {"projects_any": "5"},
        ),
        ("tasks.walk", ["--project", "5"], ["5"], {}),
        ("tags.get_tags", ["--workspace", "w"], [], {"workspace": "workspace w"}),
        ("tags.get_tags", [], [], {}),
    ],
)
def test_where_a_method_takes_the_project_and_the_workspace(
    method: str,
    typed: list[str],
    gids: list[str],
    parameters: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client: Any = Named(monkeypatch)
    found = words.Words([], {}, {})
    places.Places(client, parsed(*typed)).fill(find(*method.split(".")), found)
    assert found == (gids, parameters, {})


def test_what_is_given_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = Named(monkeypatch)
    given = places.Places(client, parsed("--workspace", "w"))
    for parameters in ({"workspace": "1"}, *({home: "1"} for home in HOMES)):
        found = words.Words([], dict(parameters), {})
        given.fill(find("tasks", "create_task"), found)
        assert found.parameters == parameters
    complete = words.Words(["7"], {}, {})
    given.fill(find("tags", "get_tags_for_workspace"), complete)
    assert complete.gids == ["7"]
    found = words.Words([], {"project": "1"}, {})
    with pytest.raises(UsageError, match=r"^tasks\.get_tasks takes no --project$"):
        places.Places(client, parsed("--project", "5")).fill(find("tasks", "get_tasks"), found)


@pytest.mark.parametrize(
    ("method", "gids", "parameters", "named"),
    [
        ("tasks.update_task", ["7"], {"name": "a"}, {"task_gid": "7", "name": "a"}),
        ("tasks.create_task", [], {"name": "a"}, {"name": "a", "workspace": "the default"}),
        ("tasks.create_task", [], {"workspace": "1"}, {"workspace": "1"}),
        *(("tasks.create_task", [], {home: "1"}, {home: "1"}) for home in HOMES),
    ],
)
def test_where_the_custom_fields_of_a_command_are(
    method: str,
    gids: list[str],
    parameters: dict[str, Any],
    named: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client: Any = Named(monkeypatch)
    asked = mock.Mock()
    monkeypatch.setattr(schema, "custom_fields", asked)
    found = places.Places(client, parsed()).fields(
        find(*method.split(".")), words.Words(gids, parameters, {})
    )
    assert found is asked.return_value
    asked.assert_called_once_with(client, method, named)


@pytest.mark.parametrize(
    ("custom", "texts", "verb", "expected"),
    [
        ({"5": 3}, None, "PUT", {"5": 3}),
        ({"5": "3"}, {"5": "3"}, "PUT", {"made": 1}),
        ({"Cost": 3}, {}, "PUT", {"made": 1}),
        ({"Cost": "3", "5": 3}, {"Cost": "3"}, "PUT", {"made": 1}),
        ({"Cost": "3"}, {"Cost": "3"}, "GET", {"searched": 1}),
    ],
)
def test_custom_fields_by_name_are_looked_up(
    custom: dict[str, Any],
    texts: dict[str, str] | None,
    verb: str,
    expected: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = mock.Mock()
    fields.from_texts.side_effect = lambda texts: {f"from {name}": 1 for name in texts}
    fields.values.return_value = {"made": 1}
    fields.search.return_value = {"custom_fields": {"searched": 1}}
    monkeypatch.setattr(places.Places, "fields", lambda self, method, words: fields)
    found = words.Words(["7"], {"custom_fields": {"old": 0}}, custom)
    name = "update_task" if verb == "PUT" else "search_tasks_for_workspace"
    client: Any = None
    places.Places(client, parsed()).to_values(find("tasks", name), found)
    assert found.parameters == {"custom_fields": {"old": 0, **expected}}
    if texts is None:
        assert fields.mock_calls == []
        return
    fields.from_texts.assert_called_once_with(texts)
    typed = {name: value for name, value in custom.items() if name not in texts}
    typed |= {f"from {name}": 1 for name in texts}
    used = fields.search if verb == "GET" else fields.values
    used.assert_called_once_with(typed)
