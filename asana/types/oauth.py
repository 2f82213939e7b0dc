"""OAuth: the tokens that Asana gives to an app."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthToken", "OAuthUser"]


class OAuthToken(TypedDict):
    """A token of a user of your app; what Asana did not send with it is absent."""

    access_token: str
    token_type: str
    expires_in: float
    expires_at: float
    refresh_token: str
    id_token: str
    data: OAuthUser


class OAuthUser(TypedDict):
    """The user that a token is of."""

    gid: str
    name: str
    email: str
