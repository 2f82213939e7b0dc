"""Compare the outcomes of the same call in two libraries in detail."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from tests.released.calls import Call

Outcome = dict[str, Any]


class _Missing:
    """A value that one side does not have."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()


class Piece(NamedTuple):
    """A difference between two outcomes.

    :ivar place: the place: ("query", 0, "limit") is a parameter of the first request
    :ivar theirs: the value in 3.2.3
    :ivar ours: the value in this library
    """

    place: tuple[Any, ...]
    theirs: Any
    ours: Any


def pieces(theirs: Outcome, ours: Outcome) -> list[Piece]:
    """Return all differences between two outcomes."""
    found = list(_requests(theirs.get("requests", []), ours.get("requests", [])))
    found += _error(theirs.get("error"), ours.get("error"))
    for name in ("result", "items"):
        found += _deep((name,), theirs.get(name, MISSING), ours.get(name, MISSING))
    if "result" in theirs and "result" in ours:
        found += _deep(("iterator",), theirs.get("iterator", False), ours.get("iterator", False))
    for name in ("waits", "notices", "written", "seen"):
        if theirs.get(name, []) != ours.get(name, []):
            found.append(Piece((name,), theirs.get(name, []), ours.get(name, [])))
    return found


def _requests(theirs: list[Any], ours: list[Any]) -> Iterator[Piece]:
    if len(theirs) != len(ours):
        yield Piece(("requests",), len(theirs), len(ours))
    for number, (their, our) in enumerate(zip(theirs, ours, strict=False)):
        for name in ("verb", "path", "type"):
            if their.get(name) != our.get(name):
                yield Piece((name, number), their.get(name, MISSING), our.get(name, MISSING))
        yield from _deep(("query", number), _grouped(their), _grouped(our))
        headers = (each.get("headers", {}) for each in (their, our))
        yield from _deep(("headers", number), *headers)
        yield from _deep(("body", number), their.get("body", MISSING), our.get("body", MISSING))


def _grouped(request: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values of each parameter of a query."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in request.get("query", []):
        grouped[name].append(value)
    return dict(grouped)


def _error(theirs: Any, ours: Any) -> Iterator[Piece]:
    """Compare errors as programs do: by the caught class and the attributes read."""
    if theirs is None or ours is None:
        if theirs is not ours:
            yield Piece(("error",), theirs or MISSING, ours or MISSING)
        return
    if theirs["class"] not in (ours["class"], *ours["classes"]):
        yield Piece(("error",), theirs, ours)
        return
    if theirs["at"] != ours["at"]:
        yield Piece(("error", "at"), theirs["at"], ours["at"])
    for name in ("status", "sync", "retry_after", "response"):
        if name in theirs and theirs[name] != ours.get(name):
            yield Piece(("error", name), theirs[name], ours.get(name, MISSING))
    said = theirs["text"].rstrip(": ")
    if theirs["class"].startswith("asana.") and not ours["text"].startswith(said):
        yield Piece(("error", "text"), theirs["text"], ours["text"])


def _deep(place: tuple[Any, ...], theirs: Any, ours: Any) -> Iterator[Piece]:
    """Compare dictionaries and lists recursively."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in [*theirs, *(key for key in ours if key not in theirs)]:
            their, our = theirs.get(key, MISSING), ours.get(key, MISSING)
            yield from _deep((*place, key), their, our)
    elif isinstance(theirs, list) and isinstance(ours, list) and place[0] == "body":
        for number, (their, our) in enumerate(zip_longest(theirs, ours, fillvalue=MISSING)):
            yield from _deep((*place, number), their, our)
    elif repr(theirs) != repr(ours):  # not `!=`: NaN values count as equal
        yield Piece(place, theirs, ours)


def mechanism(found: list[Piece]) -> str:
    """Return a key that calls with the same cause of difference share, as far as it is known."""
    errors = [piece for piece in found if piece.place[0] == "error"]
    return "; ".join(sorted({_kind(piece) for piece in errors or found}))


def _kind(piece: Piece) -> str:
    names = " ".join(str(part) for part in piece.place if not isinstance(part, int))
    sides = (_short(side, 60) if _is_error(side) else type(side).__name__ for side in piece[1:])
    return f"{names}: {', then '.join(sides)}"


def _is_error(value: Any) -> bool:
    return isinstance(value, dict) and "classes" in value


def report(call: Call, found: list[Piece]) -> str:
    """Return a readable report: the call, and each difference with both values."""
    lines = [f"[{call.kind}] {_written(call)}"]
    for piece in found:
        lines.append("    " + " ".join(map(str, piece.place)))
        lines.append(f"        3.2.3: {_short(piece.theirs)}")
        lines.append(f"        now:   {_short(piece.ours)}")
    return "\n".join(lines)


def _written(call: Call) -> str:
    """Return a call as source code."""
    args = [_short(arg) for arg in call.args]
    args += [f"{name}={_short(value)}" for name, value in call.kwargs.items()]
    text = f"client.{call.target}({', '.join(args)})"
    around = call.to_json()
    for name in ("kind", "target", "args", "kwargs"):
        around.pop(name, None)
    return f"{text}  with {_short(around, 600)}" if around else text


def _short(value: Any, most: int = 300) -> str:
    """Return a short form of a value; for an exception, the class and text."""
    if _is_error(value):
        return f"{value['class']}: {value['text']}"
    text = json.dumps(value, ensure_ascii=False) if value is not MISSING else repr(value)
    return text if len(text) <= most else text[:most] + "..."
