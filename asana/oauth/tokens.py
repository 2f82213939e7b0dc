"""Tokens: when one expires, and what of a new one makes sense."""

import math
import time
from collections.abc import Mapping
from typing import Any

from .._http.bearer import token_text

__all__ = ["expiry", "number", "usable"]


def usable(token: dict[str, Any]) -> dict[str, Any]:
    """Return a token that has just come, without what makes no sense in it.

    :raises ValueError: it is no token
    :raises TypeError: it is no token
    """
    token_text(token["access_token"])
    if not token.get("refresh_token"):
        token.pop("refresh_token", None)  # so that the old one is kept
    elif not isinstance(token["refresh_token"], str):
        raise TypeError("a refresh token is text")
    left = (expiry(token) or 0) - time.time()
    if left <= 0:  # or unknown; it would be renewed before each call
        token.pop("expires_at", None)
        token.pop("expires_in", None)
    elif number(token.get("expires_in")) is None:
        token["expires_in"] = left
    return token


def expiry(token: Mapping[str, Any]) -> float | None:
    """Return when a token expires that is set now; None where it does not say."""
    expires_at, lifetime = number(token.get("expires_at")), number(token.get("expires_in"))
    if expires_at is None and lifetime is not None:
        return time.time() + lifetime
    return expires_at


def number(value: Any) -> float | None:
    """Return a number, which may be text, or None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(found) else found
