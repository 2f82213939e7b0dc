"""Announced changes of the API, which responses list in the header `Asana-Change`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# The characters of a header value, without the separators of its parts.
_WORD = re.compile(r"(?:(?![,;=])[!-~])+")


@dataclass(frozen=True)
class Announcement:
    """One announced change, and the routes that it affects."""

    name: str
    info: str
    routes: tuple[str, ...]

    def affects(self, verb: str, path: str) -> bool:
        """Return whether a request is on one of the routes or below it."""
        return any(_covers(route, verb, path) for route in self.routes)


class Deprecations:
    """All announced changes."""

    def __init__(self) -> None:
        self._announced: dict[str, Announcement] = {}

    def announce(self, name: str, info: str, affects: str | Iterable[str] = "/") -> None:
        """Announce a change in responses, unless the request enables or disables it.

        `info` is the URL of an explanation. `affects` is one or several routes, such as `/projects`
        or `GET /projects`; routes below are affected too.
        """
        for word in (name, info):
            if not isinstance(word, str) or not _WORD.fullmatch(word):
                raise ValueError(f"a header cannot contain {word!r}")
        several = isinstance(affects, Iterable) and not isinstance(affects, str)
        routes: tuple[Any, ...] = tuple(affects) if several else (affects,)
        for route in routes:
            if not isinstance(route, str) or not route.rpartition(" ")[2].startswith("/"):
                raise ValueError(f"affects must be routes such as 'GET /projects', not {route!r}")
        self._announced[name] = Announcement(name, info, routes)

    def withdraw(self, name: str) -> None:
        """Stop announcing a change, if it is announced."""
        self._announced.pop(name, None)

    def forget(self) -> None:
        """Stop announcing all changes."""
        self._announced.clear()

    def notices(self, verb: str, path: str, decided: frozenset[str]) -> list[str]:
        """Return the announcements for the response to a request."""
        return [
            f"name={change.name};info={change.info};affected=true"
            for change in list(self._announced.values())
            if change.name not in decided and change.affects(verb, path)
        ]


def _covers(route: str, verb: str, path: str) -> bool:
    wanted, _, start = route.rpartition(" ")
    start = start.rstrip("/")
    return wanted in ("", verb) and (path == start or path.startswith(f"{start}/"))
