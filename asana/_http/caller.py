"""Exceptions of the caller's own code, kept apart from those of the network."""

__all__ = ["CallerError"]


class CallerError(Exception):
    """Wrap an exception of the caller's code, so that it is not treated as a network failure.

    :ivar reason: the exception, which is what the caller gets to see
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason
