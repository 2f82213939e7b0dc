"""The failures of commands, and their exit codes."""

import sys

from .. import error

__all__ = ["CODES", "UsageError", "report"]


class UsageError(Exception):
    """The command cannot be run as it is; nothing was sent."""


CODES: list[tuple[type[BaseException], int]] = [
    (UsageError, 2),
    (error.ReadOnlyError, 2),
    (error.OAuthUnavailableError, 1),
    (error.NoAuthorizationError, 3),
    (error.OAuthError, 3),
    (error.NotFoundError, 4),
    (error.RateLimitEnforcedError, 5),
    (error.PremiumOnlyError, 5),
    (error.UnknownOutcomeError, 6),
    (error.AsanaError, 1),
    (KeyError, 2),  # an unknown custom field
    (LookupError, 4),  # no record has the name, or several have it
    (TypeError, 2),
    (ValueError, 2),
]
"""The exit codes of failures; the first row that fits counts, and all others are 1."""

FACTS = ("status", "method", "path", "advice", "phrase")


def report(failure: BaseException, as_json: bool) -> int:
    """Write a failure to stderr and return the exit code."""
    code = next((code for kind, code in CODES if isinstance(failure, kind)), 1)
    message = str(failure)
    if isinstance(failure, OSError) and failure.filename:
        message = f"{failure.filename}: {failure.strerror}"
    text = f"asana: {message}"
    if as_json:
        import json

        facts = {name: value for name in FACTS if (value := getattr(failure, name, None))}
        known = {"type": type(failure).__name__, "message": message, "exit_code": code}
        text = json.dumps({"error": {**known, **facts}})
    print(text, file=sys.stderr)
    return code
