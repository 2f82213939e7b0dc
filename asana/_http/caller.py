"""Exceptions of the caller's own code, kept apart from those of the network."""

__all__ = ["CallerError"]


class CallerError(Exception):
    """Carries an exception of the caller's code past whatever takes an OSError for the network's.

    :ivar reason: the exception, which is what the caller gets to see
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason
