"""Requests and replies, independent of whether they arrive by HTTP or in a batch."""

from dataclasses import dataclass, field
from typing import Any

from asana.sandbox.errors import ApiError
from asana.sandbox.records.storage import Upload
from asana.sandbox.records.values import spell

PAGING = ("limit", "offset")


@dataclass
class Body:
    """The parsed body, of `size` bytes; `problem` is raised after authentication."""

    data: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    parsed: Any = None
    files: dict[str, Upload] = field(default_factory=dict)
    problem: ApiError | None = None
    size: int = 0


@dataclass(frozen=True)
class Message:
    """One request; `path` is relative to the API, whose root is `base` below `origin`.

    `flags` are the announced changes that its headers enable or disable. Its `repr` omits the
    token.
    """

    method: str
    path: str
    token: str | None = field(default=None, repr=False)
    query: dict[str, Any] = field(default_factory=dict)
    body: Body = field(default_factory=Body)
    origin: str = ""
    base: str = ""
    flags: frozenset[str] = frozenset()

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of the query and of the body; the body takes precedence."""
        named = {k[4:]: v for k, v in self.query.items() if k.startswith("opt_")}
        return named | self.body.options

    @property
    def verb(self) -> str:
        """Return the effective verb; only a POST can override it."""
        override = self.options.get("method")
        if self.method == "POST" and isinstance(override, str) and override:
            return override.upper()
        return self.method


@dataclass
class Reply:
    """The response; `location` is a path below the root of the API."""

    status: int
    payload: dict[str, Any]
    location: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def as_query(data: dict[str, Any], options: dict[str, Any]) -> dict[str, str]:
    """Return the data and paging options of a body as values of a query string."""
    named = data | {name: options[name] for name in PAGING if name in options}
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else spell(value)
        for name, value in named.items()
    }
