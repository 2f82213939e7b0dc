"""The error responses of Asana: one exception with the status and the message."""

from typing import Any

HELP = (
    "For more information on API status codes and how to handle them, "
    "read the docs on errors: https://developers.asana.com/docs/errors"
)
TOO_MANY = (
    "You've made too many requests and hit a rate limit. "
    "Please retry after the given amount of time."
)


class ApiError(Exception):
    """An API error, which the dispatcher turns into Asana's error envelope."""

    def __init__(
        self, status: int, message: str, phrase: str | None = None, sync: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.phrase = phrase
        self.sync = sync

    def envelope(self) -> dict[str, Any]:
        """Return the response body."""
        error = {"message": self.message}
        if self.sync is None:
            error["help"] = HELP
        if self.phrase:
            error["phrase"] = self.phrase
        return {"errors": [error]} | ({"sync": self.sync} if self.sync else {})


def invalid(message: str) -> ApiError:
    """400: a parameter is missing, malformed or contradicts another."""
    return ApiError(400, message)


def missing(field: str) -> ApiError:
    """400: a required parameter is absent."""
    return invalid(f"{field}: Missing input")


def cannot_write(field: str) -> ApiError:
    """400: the field is read-only, or can be set only on creation."""
    return invalid(f"{field}: Cannot write this property")


def payment_required(message: str) -> ApiError:
    """402: the feature needs a paid plan."""
    return ApiError(402, message)


def forbidden(message: str) -> ApiError:
    """403: the caller is not permitted to do this."""
    return ApiError(403, message)


def no_access(record_type: str) -> ApiError:
    """403: the object exists, but is not visible to the caller."""
    return forbidden(f"You do not have access to this {record_type.replace('_', ' ')}.")


def not_found(message: str) -> ApiError:
    """404: the object does not exist."""
    return ApiError(404, message)


def unknown(record_type: str, gid: str) -> ApiError:
    """404: no such object exists; it may have been deleted, or be of another type."""
    return not_found(f"{record_type}: Not a recognized ID: {gid}")


def too_old(sync: str) -> ApiError:
    """412: the sync token is absent or no longer valid; the response has a new one."""
    message = (
        "Sync token invalid or too old. If you are attempting to keep resources in sync, you must "
        "fetch the full dataset for this query now and use the new sync token for the next sync."
    )
    return ApiError(412, message, sync=sync)


def too_large(limit: int) -> ApiError:
    """413: a file or a body exceeds the limit."""
    return ApiError(413, f"The request is too large: the limit is {limit} bytes.")


def unauthorized() -> ApiError:
    """401: the token is absent or unknown."""
    return ApiError(401, "Not Authorized")


def no_route() -> ApiError:
    """404: the route or its verb is unknown; Asana never returns 405."""
    return not_found("No matching route for request")


def server_error() -> ApiError:
    """500: the sandbox has a bug; the phrase is what Asana asks its users to report."""
    return ApiError(500, "Server Error", "6 sad squid snuggle softly")
