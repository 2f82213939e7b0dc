"""The protocols of stores, for your own implementations."""

from typing import Protocol

__all__ = ["SecretStore", "TokenStore"]


class SecretStore(Protocol):
    """Stores the secret of each webhook by its key.

    None means no secret, and an empty string means that a handshake is expected.
    """

    def get(self, key: str, /) -> str | None:
        """Return the value of a key, or None."""

    def swap(self, key: str, old: str | None, new: str | None, /) -> bool:
        """Replace ``old`` with ``new``, and return whether the value was ``old``.

        The operation must be atomic: if two callers swap at the same time, only one gets True. If
        ``old`` and ``new`` are equal, write the value anyway: ``establish`` uses this to check that
        the store is writable.
        """
        ...


class TokenStore(Protocol):
    """Stores the sync token of each resource by its gid."""

    def load(self, resource: str, /) -> str | None:
        """Return the token, or None if there is none yet."""

    def save(self, resource: str, sync: str, /) -> None:
        """Replace the token. It must be stored durably when the method returns."""
