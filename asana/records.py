"""The types of what the API returns: plain dictionaries, as they came."""

from typing import Any

__all__ = ["Record"]


Record = dict[str, Any]
"""One record of Asana's, exactly as the API sent it: decoded JSON, never a wrapper."""
