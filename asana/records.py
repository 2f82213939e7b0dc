"""Records: the plain dictionaries that the API returns, and checks of their content."""

from typing import Any

from ._call.paths import segment
from .error import InvalidResponseError

__all__ = ["Record", "gid_of", "member", "members"]


Record = dict[str, Any]
"""A record exactly as the API returned it: decoded JSON, without a wrapper."""

# Types of JSON values that are not records. Objects of batches and mocks have other types.
NO_RECORD = (str, int, float, list, type(None))


def member(record: Any, name: str, kind: type = str) -> Any:
    """Return a member of a record in a response.

    :raises InvalidResponseError: it is not a record, or the member is missing or of another type
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
    """Return a member that is a list of records; an empty list if it is missing.

    :raises InvalidResponseError: the member is not a list of records
    """
    if isinstance(record, dict) and record.get(name) is None:
        return []
    found: list[Record] = member(record, name, list)
    for each in found:
        gid_of(each)
    return found


def gid_of(record: Any) -> str:
    """Return the gid of a record in a response.

    :raises InvalidResponseError: it is not a record, or has no valid gid
    """
    gid: str = member(record, "gid")
    try:
        segment(gid)
    except ValueError:
        raise InvalidResponseError("Invalid Response: gid is not a gid") from None
    return gid


def _described(value: Any) -> str:
    return "missing" if value is None else f"of type {type(value).__name__}"
