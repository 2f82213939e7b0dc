"""The routes that an injected fault applies to."""

import difflib
import re

from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.web import checks

_PLACEHOLDER = re.compile(r"\\\{[^/]*?\\\}")


def routes_of(route: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the verbs and paths of a route; an empty verb matches any."""
    checks.text("route", route)
    if "/" not in route:
        rows = [row for row in OPERATIONS if row.name == route]
        if not rows:
            names = [row.name for row in OPERATIONS]
            hint = _hint(route, names, "use the name of a method, such as 'create_task'")
            raise ValueError(f"there is no method {route!r}: {hint}")
        return [(row.verb, _pattern(row.path)) for row in rows]
    verb, _, path = route.rpartition(" ")
    verb = verb.strip().upper()
    sample = re.sub(r"\{[^/]*?\}", "1", path)
    if not any(
        verb in ("", row.verb) and _pattern(row.path).fullmatch(sample) for row in OPERATIONS
    ):
        routes = [f"{row.verb} {row.path}" for row in OPERATIONS if verb in ("", row.verb)]
        hint = _hint(route, routes, "use the form 'PUT /tasks/{task_gid}'")
        raise ValueError(f"there is no route {route!r}: {hint}")
    return [(verb, _pattern(path))]


def _hint(given: str, known: list[str], otherwise: str) -> str:
    # The default cutoff of 0.6 suggests create_ooo_entry for create_comment.
    close = difflib.get_close_matches(given, known, 1, cutoff=0.75)
    return f"did you mean {close[0]!r}?" if close else otherwise


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_PLACEHOLDER.sub("[^/]+", re.escape(path)))
