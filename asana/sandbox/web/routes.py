"""The routes that an injected fault is for."""

import re

from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.web import checks

_PLACEHOLDER = re.compile(r"\\\{[^/]*?\\\}")


def routes_of(route: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the verbs and paths that a route means; an empty verb means any."""
    checks.text("route", route)
    if "/" not in route:
        rows = [row for row in OPERATIONS if row.name == route]
        if not rows:
            names = [row.name for row in OPERATIONS]
            raise ValueError(f"there is no method {route!r}{checks.instead(route, names)}")
        return [(row.verb, _pattern(row.path)) for row in rows]
    verb, _, path = route.rpartition(" ")
    verb = verb.strip().upper()
    sample = re.sub(r"\{[^/]*?\}", "1", path)
    if not any(
        verb in ("", row.verb) and _pattern(row.path).fullmatch(sample) for row in OPERATIONS
    ):
        raise ValueError(f"there is no route {route!r}: write it like 'POST /tasks/{{task_gid}}'")
    return [(verb, _pattern(path))]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_PLACEHOLDER.sub("[^/]+", re.escape(path)))
