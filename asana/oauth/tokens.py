"""Tokens: their expiry, and the validation of new ones."""

import math
import time
from collections.abc import Mapping
from typing import Any

from .._http.bearer import token_text

__all__ = ["expiry", "number", "usable"]


def usable(token: dict[str, Any]) -> dict[str, Any]:
    """Return a new token without invalid optional members.

    :raises KeyError: there is no access token
    :raises ValueError: the access token is invalid
    :raises TypeError: the access token or the refresh token is not a string
    """
    token_text(token["access_token"])
    if not token.get("refresh_token"):
        token.pop("refresh_token", None)  # so that the old one is kept
    elif not isinstance(token["refresh_token"], str):
        raise TypeError("the refresh token must be a string")
    left = (expiry(token) or 0) - time.time()
    if left <= 0:  # unknown, or in the past: the token would be refreshed before each call
        token.pop("expires_at", None)
        token.pop("expires_in", None)
    elif number(token.get("expires_in")) is None:
        token["expires_in"] = left
    return token


def expiry(token: Mapping[str, Any]) -> float | None:
    """Return the time at which a token that is set now expires, or None if it is unknown."""
    expires_at, lifetime = number(token.get("expires_at")), number(token.get("expires_in"))
    if expires_at is None and lifetime is not None:
        return time.time() + lifetime
    return expires_at


def number(value: Any) -> float | None:
    """Return a number or a string with a number as a float; None for other values."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(found) else found
