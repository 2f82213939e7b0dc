"""Exceptions of the caller's own code, which must not be treated as network failures."""

__all__ = ["CallerError"]


class CallerError(Exception):
    """Wraps an exception of the caller's code, so that it is not treated as a network failure.

    :ivar reason: the original exception, which is raised to the caller
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason
