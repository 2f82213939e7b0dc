"""Exit codes, pages and streams of the command line, without a server."""

import json
import os
import sys
import warnings
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from asana.cli import builtin, command, main, output, pages, words
from asana.cli.failures import UsageError
from asana.schema._methods import find
from tests.cli.conftest import Run
from tests.encodings import in_ascii


def test_the_commands_beside_the_resources() -> None:
    assert {name: act.__name__ for name, act in builtin.COMMANDS.items()} == {
        "api": "api",
        "completion": "completion",
        "export": "export",
        "import": "import_tasks",
        "login": "login",
        "logout": "logout",
        "methods": "list_methods",
        "sandbox": "sandbox",
    }


@pytest.mark.parametrize(
    ("failure", "code", "err"),
    [
        (SystemExit(None), 0, ""),
        (SystemExit(3), 3, ""),
        (KeyboardInterrupt(), 130, ""),
        (UsageError("x"), 2, "asana: x\n"),
        (RuntimeError("x"), 1, "asana: x\n"),
    ],
)
def test_a_failure_has_an_exit_code(
    failure: BaseException, code: int, err: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "run", mock.Mock(side_effect=failure))
    assert run("x") == (code, "", err)


def test_a_failure_is_json_where_the_output_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "run", mock.Mock(side_effect=UsageError("x")))
    assert json.loads(run("x", "-o", "json").err) == {
        "error": {"type": "UsageError", "message": "x", "exit_code": 2}
    }


def test_a_warning_is_a_line_on_stderr(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def warned(words: list[str]) -> int:
        warnings.simplefilter("always")
        warnings.warn("be careful", UserWarning, stacklevel=1)
        return 7

    monkeypatch.setattr(command, "run", warned)
    assert run("x") == (7, "", "asana: be careful\n")


def test_the_words_are_those_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ran, frozen = mock.Mock(return_value=5), mock.Mock()
    monkeypatch.setattr(command, "run", ran)
    monkeypatch.setattr(output, "prepare", mock.Mock())
    monkeypatch.setattr("gc.freeze", frozen)
    monkeypatch.setattr(sys, "argv", ["asana", "a", "b"])
    assert (main(), main(["c"])) == (5, 5)
    assert ran.mock_calls == [mock.call(["a", "b"]), mock.call(["c"])]
    assert frozen.call_count == 1


@pytest.mark.parametrize(
    ("typed", "form", "chosen", "terminal"),
    [
        (["logout"], "jsonl", None, False),
        (["logout"], "table", None, True),
        (["logout", "-o", "csv"], "csv", "csv", True),
    ],
)
def test_the_form_of_the_output(
    typed: list[str],
    form: str,
    chosen: str | None,
    terminal: bool,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act = mock.Mock(return_value=None)
    monkeypatch.setitem(builtin.COMMANDS, "logout", act)
    assert run(*typed, terminal=terminal) == (0, "", "")
    ((given,),) = [each.args for each in act.mock_calls]
    assert (given.output, given.chosen, given.words) == (form, chosen, [])
    act.return_value = 6
    assert run(*typed).code == 6


def test_a_sandbox_is_started_for_a_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = mock.MagicMock()
    monkeypatch.setattr("asana.sandbox.Sandbox", made)
    act = mock.Mock(return_value=0)
    monkeypatch.setitem(builtin.COMMANDS, "logout", act)
    run("logout", "--sandbox")
    made.assert_called_once_with(strict=True)
    assert act.mock_calls[0].args[0].sandbox is made.return_value.__enter__.return_value
    assert made.return_value.__exit__.call_count == 1


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ([], lambda: pages.overview(builtin.COMMANDS)),
        (["--help"], lambda: pages.overview(builtin.COMMANDS)),
        (["tags"], lambda: pages.resource("tags")),
        (["task-templates", "-h"], lambda: pages.resource("task_templates")),
        (
            ["logout", "--help"],
            lambda: pages.command("logout", builtin.logout) + "\n" + pages.options(),
        ),
        (
            ["tags", "get-tag", "--help"],
            lambda: pages.method(find("tags", "get_tag")) + "\n" + pages.options(),
        ),
    ],
)
def test_the_page_of_help(typed: list[str], page: Any, run: Run) -> None:
    assert run(*typed) == (0, page(), "")


# -- output


def test_the_bounds_of_the_output() -> None:
    assert (output.HEAD, output.EVERY) == (200, 500)
    assert output.BESIDES == ("depth", "created")


@pytest.mark.parametrize("names", [["stdin"], ["stdout", "stderr"]])
def test_streams_that_are_closed_take_any_text(
    names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in names:
        monkeypatch.setattr(sys, name, None)
    with in_ascii():
        output.prepare()
    for name in names:
        stream = getattr(sys, name)
        assert (stream.name, stream.encoding.lower()) == (os.devnull, "utf-8")
        stream.close()


def test_a_stream_of_the_program_s_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = SimpleNamespace(write=print)
    configured = mock.Mock()
    monkeypatch.setattr(sys, "stdout", own)
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(reconfigure=configured))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(reconfigure=pytest.fail))
    output.prepare()
    assert sys.stdout is own
    configured.assert_called_once_with(errors="backslashreplace")


def test_files_are_utf_8_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a"
    file.write_bytes("é".encode())
    with in_ascii():
        assert words.file_text(str(file)) == "é"
        page = pages.overview(builtin.COMMANDS)
        builtin.completion(Namespace(words=["bash"]))
    assert page == pages.overview(builtin.COMMANDS)
