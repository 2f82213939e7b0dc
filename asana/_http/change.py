"""Warnings for Asana's announcements of API changes in the header ``Asana-Change``."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from requests.structures import CaseInsensitiveDict

__all__ = ["AsanaChangeWarning", "Change", "affecting"]


class AsanaChangeWarning(UserWarning):
    """A request is affected by a change that Asana has announced."""


class Change(NamedTuple):
    """One announced change that affects the request."""

    name: str
    info: str

    def __str__(self) -> str:
        return (
            f'This request is affected by the "{self.name}" deprecation; see {self.info}. Adding '
            f'"{self.name}" to the header "Asana-Enable" or "Asana-Disable" opts in or out and '
            "ends this warning."
        )


def affecting(
    request_headers: Mapping[str, Any], response_headers: Mapping[str, str]
) -> Iterator[Change]:
    """Yield the changes that affect the request and are neither enabled nor disabled by it."""
    if not isinstance(response_headers, CaseInsensitiveDict):
        response_headers = CaseInsensitiveDict(response_headers)
    notices = response_headers.get("Asana-Change")
    if not notices:
        return
    request = CaseInsensitiveDict(request_headers)
    decided = {
        flag
        for header in ("Asana-Enable", "Asana-Disable")
        for flag in _listed(request.get(header, ""))
    }
    for notice in _listed(notices):
        fields = dict(_field(part) for part in notice.split(";"))
        name = fields.get("name")
        if name and fields.get("affected") == "true" and name not in decided:
            yield Change(name, fields.get("info", "Asana's documentation"))


def _listed(value: Any) -> list[str]:
    items = value if isinstance(value, list | tuple) else str(value).split(",")
    return [str(item).strip() for item in items]


def _field(part: str) -> tuple[str, str]:
    key, _, value = part.partition("=")
    return key.strip(), value.strip()
