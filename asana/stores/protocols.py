"""What a store does, for those who write one of their own."""

from typing import Protocol

__all__ = ["SecretStore", "TokenStore"]


class SecretStore(Protocol):
    """Keeps the secret of each webhook under its key.

    None is no secret, and the empty text stands for a handshake that is awaited.
    """

    def get(self, key: str, /) -> str | None:
        """Return what is kept under a key."""

    def swap(self, key: str, old: str | None, new: str | None, /) -> bool:
        """Put ``new`` in place of ``old``, and tell whether ``old`` was there.

        Comparing and putting are one step: of two callers at once, only one may get True. Where
        both are the same text it is written all the same: it is how ``establish`` finds out
        whether the store can be written.
        """
        ...


class TokenStore(Protocol):
    """Keeps the sync token of each resource under its gid."""

    def load(self, resource: str, /) -> str | None:
        """Return the token, or None when there is none yet."""

    def save(self, resource: str, sync: str, /) -> None:
        """Keep the token in place of the one before; it must last when this returns."""
