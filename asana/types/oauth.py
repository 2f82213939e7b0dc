"""OAuth: the tokens that Asana issues to an app."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthToken", "OAuthUser"]


class OAuthToken(TypedDict):
    """The token of a user of your app; keys that Asana did not send are absent."""

    access_token: str
    token_type: str
    expires_in: float
    expires_at: float
    refresh_token: str
    id_token: str
    data: OAuthUser


class OAuthUser(TypedDict):
    """The user of a token."""

    gid: str
    name: str
    email: str
