"""Headers as requests has them, with less work."""

from collections.abc import Iterable, Mapping
from typing import Any

from requests.structures import CaseInsensitiveDict

__all__ = ["Headers", "pairs"]


class Headers(CaseInsensitiveDict[Any]):
    """The dictionary that requests keeps headers in, made, copied and asked in one go.

    Its own ways go through each header twice, and raise an exception for one that is not there:
    a tenth of a call.
    """

    _store: Any  # an ordinary dictionary, which is copied in a tenth of the time of an OrderedDict

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]]) -> "Headers":
        """Return the headers of these names and values; the last of a name counts."""
        headers = cls.__new__(cls)
        headers._store = {name.lower(): (name, value) for name, value in pairs}
        return headers

    def copy(self) -> "Headers":
        """Return another one that holds the same."""
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
