"""What the API returns: plain dictionaries, as they came, and checks of what is in them."""

from typing import Any

from ._call.paths import segment
from .error import InvalidResponseError

__all__ = ["Record", "gid_of", "member", "members"]


Record = dict[str, Any]
"""One record of Asana's, exactly as the API sent it: decoded JSON, never a wrapper."""

# JSON that is no record. What a batch or a mock returns in place of one is none of it.
NO_RECORD = (str, int, float, list, type(None))


def member(record: Any, name: str, kind: type = str) -> Any:
    """Return what a record in a response has under a name.

    :raises InvalidResponseError: it is not a record, or has nothing of that type there
    """
    if isinstance(record, NO_RECORD):
        raise InvalidResponseError(f"Invalid Response: no record with a {name}")
    try:
        found = record[name]
    except KeyError:
        found = None
    if not isinstance(found, kind):
        raise InvalidResponseError(f"Invalid Response: {name} is {_described(found)}")
    return found


def members(record: Any, name: str) -> list[Record]:
    """Return the records that a record in a response has under a name; none if it lacks them.

    :raises InvalidResponseError: it has something else there
    """
    if isinstance(record, dict) and record.get(name) is None:
        return []
    found: list[Record] = member(record, name, list)
    for each in found:
        gid_of(each)
    return found


def gid_of(record: Any) -> str:
    """Return the gid of a record in a response.

    :raises InvalidResponseError: it is not a record, or has no gid that can be in a path
    """
    gid: str = member(record, "gid")
    try:
        segment(gid)
    except ValueError:
        raise InvalidResponseError("Invalid Response: gid is not a gid") from None
    return gid


def _described(value: Any) -> str:
    return "missing" if value is None else f"of type {type(value).__name__}"
