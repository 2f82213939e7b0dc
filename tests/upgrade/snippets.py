"""Rewrite single statements and expressions."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from asana.upgrade import upgrade

PROLOGUE = """import asana
import asana.rest
api_client = asana.ApiClient(options)
{apis}
try:
    pass
except asana.rest.ApiException as error:
    pass
"""
APIS = (
    *("attachments", "custom_fields", "events", "goals", "projects", "reactions", "sections"),
    *("tasks", "users", "webhooks"),
)
HERE = "# here {}\n"
TOGETHER = 10


class Result(NamedTuple):
    """The result for a piece of code.

    :ivar code: the rewritten code, with the comments above it
    :ivar marks: the remaining manual work
    """

    code: str
    marks: list[str]


def program(*pieces: str) -> str:
    """Return a program with the objects of asana 5.x that pieces of code use, and the pieces."""
    apis = (
        f"{name}_api = asana.{''.join(word.title() for word in name.split('_'))}Api(api_client)"
        for name in APIS
        if any(f"{name}_api" in each for each in pieces)
    )
    parts = (f"{HERE.format(number)}{each}\n" for number, each in enumerate(pieces))
    return PROLOGUE.format(apis="\n".join(apis)) + "".join(parts)


def result(piece: str, pieces: Iterable[str]) -> Result:
    """Return the result for one of many pieces of code, which are quicker together."""
    some = [*pieces]
    first = some.index(piece) // TOGETHER * TOGETHER
    return _results(*some[first : first + TOGETHER])[piece]


@cache
def _results(*pieces: str) -> dict[str, Result]:
    before = program(*pieces)
    after, left = upgrade(before.encode())
    _, *codes = re.split(HERE.format(r"\d+"), after.decode())
    starts = [before.count("\n", 0, each.start()) for each in re.finditer(HERE[:-4], before)]
    found = {}
    for number, (piece, code) in enumerate(zip(pieces, codes, strict=True)):
        lines = range(starts[number] + 2, [*starts, len(before)][number + 1] + 1)
        found[piece] = Result(code.strip(), [text for line, text in left if line in lines])
    return found


def rewritten(code: str) -> str:
    """Return the rewritten code, with the comments above it."""
    return _results(code)[code].code


def marked(code: str) -> list[str]:
    """Return the remaining manual work for a piece of code."""
    return _results(code)[code].marks
