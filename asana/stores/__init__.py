"""Stores for the secrets of webhooks and the tokens of feeds, and a shared rate limit.

To use another store, such as a database, write a class with the two methods of
:class:`SecretStore` or :class:`TokenStore`.
"""

from .files import (
    FileSecrets,
    FileTokens,
    JsonFile,
    MemorySecrets,
    MemoryTokens,
    OAuthTokenFile,
    secret_store,
    token_store,
)
from .protocols import SecretStore, TokenStore
from .rate import SharedRate
from .shared import LeaseLostError, RedisOAuthToken, RedisSecrets, RedisTokens, RedisWindow

__all__ = [
    "FileSecrets",
    "FileTokens",
    "JsonFile",
    "LeaseLostError",
    "MemorySecrets",
    "MemoryTokens",
    "OAuthTokenFile",
    "RedisOAuthToken",
    "RedisSecrets",
    "RedisTokens",
    "RedisWindow",
    "SecretStore",
    "SharedRate",
    "TokenStore",
    "secret_store",
    "token_store",
]


def __dir__() -> list[str]:
    return __all__
