"""A faster version of the case-insensitive dictionary of requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from requests.structures import CaseInsensitiveDict

__all__ = ["Headers", "pairs"]


class Headers(CaseInsensitiveDict[Any]):
    """The dictionary of requests for headers, with faster creation, copies and lookups.

    The original loops over each header twice, and raises an internal exception for a missing one,
    which takes a tenth of the time of a call.
    """

    _store: Any  # a dict, which is copied ten times faster than an OrderedDict

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]]) -> "Headers":
        """Return headers with these names and values; for equal names, the last one counts."""
        headers = cls.__new__(cls)
        headers._store = {name.lower(): (name, value) for name, value in pairs}
        return headers

    def copy(self) -> "Headers":
        """Return a copy."""
        other = self.__class__.__new__(self.__class__)
        other._store = self._store.copy()
        return other

    def pairs(self) -> list[tuple[str, Any]]:
        """Return the names and values."""
        return list(self._store.values())

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a header, or the default."""
        return self._store.get(name.lower(), (name, default))[1]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._store


def pairs(headers: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the names and values of any headers."""
    return headers.pairs() if isinstance(headers, Headers) else list(headers.items())
