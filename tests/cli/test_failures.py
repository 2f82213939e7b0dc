"""What is written about each failure, and its exit code."""

import json

import pytest

from asana import error
from asana.cli.command import asks_for_json
from asana.cli.failures import CODES, UsageError, report
from asana.fields import UnknownFieldError


@pytest.mark.parametrize(
    ("failure", "code", "text"),
    [
        (UsageError("write x"), 2, "write x"),
        (UnknownFieldError("no field"), 2, "no field"),
        (LookupError("no record"), 4, "no record"),
        (TypeError("a type"), 2, "a type"),
        (ValueError("a value"), 2, "a value"),
        (RuntimeError("odd"), 1, "odd"),
        (FileNotFoundError(2, "No such file", "a.txt"), 1, "a.txt: No such file"),
        (OSError("no space"), 1, "no space"),
    ],
)
def test_a_failure_has_a_text_and_a_code(
    failure: BaseException, code: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(failure, as_json=False) == code
    assert report(failure, as_json=True) == code
    plain, document = capsys.readouterr().err.splitlines()
    assert plain == f"asana: {text}"
    known = {"type": type(failure).__name__, "message": text, "exit_code": code}
    assert json.loads(document) == {"error": known}


def test_programs_get_all_facts_of_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    facts = {"status": 429, "method": "GET", "path": "/x", "advice": "Wait", "phrase": "6 sad"}
    failure = error.RateLimitEnforcedError()
    for name, value in facts.items():
        setattr(failure, name, value)
    assert report(failure, as_json=True) == 5
    found = json.loads(capsys.readouterr().err)["error"]
    known = {"type": "RateLimitEnforcedError", "message": str(failure), "exit_code": 5}
    assert found == {**known, **facts}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["-ojson"], True),
        (["-o", "jsonl"], True),
        (["--output", "json"], True),
        (["--output=jsonl"], True),
        (["-o", "csv"], False),
        (["--output=table", "name=json"], False),
        ([], False),
    ],
)
def test_errors_are_json_where_the_output_is(words: list[str], expected: bool) -> None:
    assert asks_for_json(["tasks", "get_task", "1", *words]) is expected


def test_each_kind_of_failure_has_a_code() -> None:
    assert [(kind.__name__, code) for kind, code in CODES] == [
        ("UsageError", 2),
        ("ReadOnlyError", 2),
        ("OAuthUnavailableError", 1),
        ("NoAuthorizationError", 3),
        ("OAuthError", 3),
        ("NotFoundError", 4),
        ("RateLimitEnforcedError", 5),
        ("PremiumOnlyError", 5),
        ("UnknownOutcomeError", 6),
        ("AsanaError", 1),
        ("KeyError", 2),
        ("LookupError", 4),
        ("TypeError", 2),
        ("ValueError", 2),
    ]
