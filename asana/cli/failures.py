"""What a failed command says, and its exit code."""

import sys
from collections.abc import Iterable

from .. import error
from .._call.near import near_names

__all__ = ["LoginError", "UsageError", "report", "unknown"]


class UsageError(Exception):
    """What was typed cannot be done; nothing was sent."""


class LoginError(Exception):
    """There is no token, or not one for this server."""


CODES: list[tuple[type[BaseException], int]] = [
    (UsageError, 2),
    (error.ReadOnlyError, 2),
    (LoginError, 3),
    (error.OAuthUnavailableError, 1),
    (error.NoAuthorizationError, 3),
    (error.OAuthError, 3),
    (error.NotFoundError, 4),
    (error.RateLimitEnforcedError, 5),
    (error.PremiumOnlyError, 5),
    (error.UnknownOutcomeError, 6),
    (error.AsanaError, 1),
    (KeyError, 2),  # a custom field that there is not
    (LookupError, 4),  # a name that no record has, or several
    (TypeError, 2),
    (ValueError, 2),
]
"""The exit codes of failures, of which the first that fits counts; 1 is that of all others."""

FACTS = ("status", "method", "path", "advice", "phrase")


def unknown(what: str, name: str, known: Iterable[str], see: str) -> UsageError:
    """Return the error of a name that there is not, with those that are like it.

    :param see: the command that lists them
    """
    near = near_names(name, known, 3, 0.5)
    meant = f"; did you mean {' or '.join(near)}?" if near else "."
    return UsageError(f"{what}{meant} See `{see}`")


def report(failure: BaseException, as_json: bool) -> int:
    """Write a failure to stderr and return the exit code."""
    code = next((code for kind, code in CODES if isinstance(failure, kind)), 1)
    text = f"asana: {failure}"
    if as_json:
        import json

        found = {name: getattr(failure, name, None) for name in FACTS}
        facts = {name: value for name, value in found.items() if value}
        known = {"type": type(failure).__name__, "message": str(failure), "exit_code": code}
        text = json.dumps({"error": {**known, **facts}})
    print(text, file=sys.stderr)
    return code
