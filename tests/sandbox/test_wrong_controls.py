"""Controls of the sandbox in Python with values of wrong types."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from asana.sandbox.web.server import Sandbox


@pytest.mark.parametrize(
    ("control", "words"),
    [
        (lambda sandbox: sandbox.token_for(None), "user must be a non-empty string"),
        (lambda sandbox: sandbox.token_for(5), "user must be a non-empty string, not 5"),
        (lambda sandbox: sandbox.advance(10**400), "seconds must be a number, not 1000"),
        (lambda sandbox: sandbox.advance(-1), "seconds must be at least 0, not -1"),
        (lambda sandbox: sandbox.load({5: 6}), "[5]: expected one of custom_fields, "),
        (lambda sandbox: sandbox.requests.latest(None), "limit must be a whole number"),
        (lambda sandbox: sandbox.requests.latest(5, "x"), "after must be a whole number"),
        (lambda sandbox: setattr(sandbox, "strict", 1), "strict must be true or false, not 1"),
        (lambda _: Sandbox(plain_batch_headers=1), "plain_batch_headers must be true or"),  # type: ignore[arg-type]
    ],
)
def test_wrong_values_are_explained(
    sandbox: Sandbox, control: Callable[[Any], Any], words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        control(sandbox)
