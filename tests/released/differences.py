"""Compares what two libraries did with the same call, piece by piece."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from tests.released.calls import Call

Outcome = dict[str, Any]


class _Missing:
    """Stands for what one side does not have."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()


class Piece(NamedTuple):
    """One thing in which two outcomes differ.

    :ivar place: where: ("query", 0, "limit") is a parameter of the first request
    :ivar theirs: what 3.2.3 had there
    :ivar ours: what this library had there
    """

    place: tuple[Any, ...]
    theirs: Any
    ours: Any


def pieces(theirs: Outcome, ours: Outcome) -> list[Piece]:
    """Return everything in which two outcomes differ."""
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
    """Compare errors as programs do: by a class that is caught, and by what is read from it."""
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
    """Compare dictionaries and lists down to what differs in them."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in [*theirs, *(key for key in ours if key not in theirs)]:
            their, our = theirs.get(key, MISSING), ours.get(key, MISSING)
            yield from _deep((*place, key), their, our)
    elif isinstance(theirs, list) and isinstance(ours, list) and place[0] == "body":
        for number, (their, our) in enumerate(zip_longest(theirs, ours, fillvalue=MISSING)):
            yield from _deep((*place, number), their, our)
    elif repr(theirs) != repr(ours):  # not `!=`: a NaN is like another one
        yield Piece(place, theirs, ours)


def mechanism(found: list[Piece]) -> str:
    """Return what calls that differ for one reason have in common, as far as can be seen."""
    errors = [piece for piece in found if piece.place[0] == "error"]
    return "; ".join(sorted({_kind(piece) for piece in errors or found}))


def _kind(piece: Piece) -> str:
    names = " ".join(str(part) for part in piece.place if not isinstance(part, int))
    sides = (_short(side, 60) if _is_error(side) else type(side).__name__ for side in piece[1:])
    return f"{names}: {', then '.join(sides)}"


def _is_error(value: Any) -> bool:
    return isinstance(value, dict) and "classes" in value


def report(call: Call, found: list[Piece]) -> str:
    """Return lines for a reader: the call, and for each piece what either library did."""
    lines = [f"[{call.kind}] {_written(call)}"]
    for piece in found:
        lines.append("    " + " ".join(map(str, piece.place)))
        lines.append(f"        3.2.3: {_short(piece.theirs)}")
        lines.append(f"        now:   {_short(piece.ours)}")
    return "\n".join(lines)


def _written(call: Call) -> str:
    """Return a call as a program would have it."""
    args = [_short(arg) for arg in call.args]
    args += [f"{name}={_short(value)}" for name, value in call.kwargs.items()]
    text = f"client.{call.target}({', '.join(args)})"
    around = call.to_json()
    for name in ("kind", "target", "args", "kwargs"):
        around.pop(name, None)
    return f"{text}  with {_short(around, 600)}" if around else text


def _short(value: Any, most: int = 300) -> str:
    """Return a value in few words; of an exception, the class and the text."""
    if _is_error(value):
        return f"{value['class']}: {value['text']}"
    text = json.dumps(value, ensure_ascii=False) if value is not MISSING else repr(value)
    return text if len(text) <= most else text[:most] + "..."
