"""Values that JSON cannot hold, written as tagged objects: ``{"$": "date", "v": "2026-03-01"}``."""

import datetime
import decimal
import io
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import requests
import requests.auth

TAG = "$"


class Launch(str, Enum):
    """An enum of the kind that programs use for gids and colors."""

    GID = "1201"
    COLOR = "dark-red"
    FIELD = "name"


class Number(int, Enum):
    """The same as `Launch`, with numbers."""

    GID = 1202
    SIZE = 3


class IntLike:
    """A number like numpy's, which converts to int but is not an int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __int__(self) -> int:
        return self.value

    def __index__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"IntLike({self.value})"

    def __eq__(self, other: object) -> bool:
        return self.value == other

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: int) -> bool:
        return self.value < other

    def __gt__(self, other: int) -> bool:
        return self.value > other


def tagged(kind: str, value: Any = None) -> dict[str, Any]:
    """Return the JSON form of a value that JSON cannot represent."""
    return {TAG: kind, "v": value}


def _basic(value: list[str]) -> Any:
    return requests.auth.HTTPBasicAuth(*value)


MAKERS: dict[str, Callable[[Any], Any]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "tuple": tuple,
    "set": set,
    "generator": lambda value: (item for item in value),
    "keys": lambda value: dict.fromkeys(value).keys(),
    "launch": lambda name: Launch[name],
    "number": lambda name: Number[name],
    "intlike": IntLike,
    "decimal": decimal.Decimal,
    "float": float,
    "bytes": str.encode,
    "file": lambda value: io.BytesIO(value.encode()),
    "session": lambda _: requests.Session(),
    "basic": _basic,
}


def revive(value: Any, base_url: str = "") -> Any:
    """Return the value of a JSON form; the tag ``base`` is the URL of the server."""
    if isinstance(value, list):
        return [revive(item, base_url) for item in value]
    if not isinstance(value, dict):
        return value
    if TAG not in value:
        return {key: revive(item, base_url) for key, item in value.items()}
    if value[TAG] == "base":
        return base_url
    return MAKERS[value[TAG]](revive(value["v"], base_url))


def plain(value: Any) -> Any:
    """Return a result in JSON form, so that equal results have equal forms."""
    if isinstance(value, tuple):
        return tagged("tuple", [plain(item) for item in value])
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return repr(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return f"<{type(value).__name__}>"
