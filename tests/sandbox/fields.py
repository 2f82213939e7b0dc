"""Functions for creating custom fields in tests."""

from typing import Any, Protocol


class FieldMaker(Protocol):
    def __call__(self, subtype: str | None, **definition: Any) -> dict[str, Any]: ...
