"""Find the operation for a verb and a path.

Werkzeug's routing compiles each rule, which would dominate the startup time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Routed(Protocol):
    """An object with a verb and a path, which may have placeholders like `{task_gid}`."""

    @property
    def verb(self) -> str:
        """Return the verb."""
        ...

    @property
    def path(self) -> str:
        """Return the path."""
        ...


R = TypeVar("R", bound=Routed)


@dataclass
class _Node(Generic[R]):
    """A part of a path, with the parts that can follow; `ends` are the paths that end here."""

    literal: "dict[str, _Node[R]]" = field(default_factory=dict)
    placeholder: "_Node[R] | None" = None
    ends: dict[str, R] = field(default_factory=dict)

    def find(self, verb: str, parts: list[str]) -> R | None:
        """Return the object for the parts of a path; literal parts precede placeholders."""
        if not parts:
            return self.ends.get(verb)
        part, *rest = parts
        found = self.literal[part].find(verb, rest) if part in self.literal else None
        if found is None and self.placeholder is not None and part:
            found = self.placeholder.find(verb, rest)
        return found


class Routes(Generic[R]):
    """A table of objects with routes."""

    def __init__(self, routed: Iterable[R]) -> None:
        self._root: _Node[R] = _Node()
        for each in routed:
            self._add(each)

    def find(self, verb: str, path: str) -> tuple[R, dict[str, str]] | None:
        """Return the object at a path, and the values of its placeholders."""
        if not path.startswith("/"):
            return None
        parts = path[1:].split("/")
        found = self._root.find(verb, parts)
        if found is None:
            return None
        named = zip(found.path[1:].split("/"), parts, strict=True)
        return found, {name[1:-1]: part for name, part in named if name.startswith("{")}

    def _add(self, routed: R) -> None:
        node = self._root
        for part in routed.path[1:].split("/"):
            if not part.startswith("{"):
                node = node.literal.setdefault(part, _Node())
            else:
                node.placeholder = node.placeholder or _Node()
                node = node.placeholder
        node.ends[routed.verb] = routed
