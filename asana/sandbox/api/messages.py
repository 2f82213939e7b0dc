"""Requests and replies as the sandbox sees them, whether they came by HTTP or inside a batch."""

from dataclasses import dataclass, field
from typing import Any

from asana.sandbox.errors import ApiError
from asana.sandbox.records.storage import Upload
from asana.sandbox.records.values import spell

_PAGING = ("limit", "offset")


@dataclass
class Body:
    """The parsed body; `problem` is raised only once it is its turn."""

    data: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    parsed: Any = None
    files: dict[str, Upload] = field(default_factory=dict)
    problem: ApiError | None = None


@dataclass(frozen=True)
class Message:
    """One request; `path` is relative to the API, which lies at `base` below `origin`.

    `flags` are the announced changes that its headers have decided on. Its `repr` is without the
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
        """The options of the query and of the body, which wins."""
        named = {k[4:]: v for k, v in self.query.items() if k.startswith("opt_")}
        return named | self.body.options

    @property
    def verb(self) -> str:
        """The verb that counts: only a POST may ask for another one."""
        override = self.options.get("method")
        if self.method == "POST" and isinstance(override, str) and override:
            return override.upper()
        return self.method


@dataclass
class Reply:
    """The answer; `location` is relative to the API."""

    status: int
    payload: dict[str, Any]
    location: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def as_query(data: dict[str, Any], options: dict[str, Any]) -> dict[str, str]:
    """The data of a body, and what of its options is about pages, as a query string's values."""
    named = data | {name: options[name] for name in _PAGING if name in options}
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else spell(value)
        for name, value in named.items()
    }
