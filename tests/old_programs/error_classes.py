"""A program that has a branch for each exception, and prints its attributes."""

import os

from _server import Server, error

import asana
from asana.error import (
    AsanaError,
    ForbiddenError,
    InvalidRequestError,
    InvalidTokenError,
    NoAuthorizationError,
    NotFoundError,
    PremiumOnlyError,
    RateLimitEnforcedError,
    RetryableAsanaError,
    ServerError,
)


def attempt(response):
    client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
    client.options["base_url"] = Server(response).url
    client.options["max_retries"] = 0
    try:
        client.tasks.find_by_id("1")
    except InvalidRequestError as exc:
        return exc, "bad request"
    except NoAuthorizationError as exc:
        return exc, "sign in again"
    except PremiumOnlyError as exc:
        return exc, "needs a paid plan"
    except ForbiddenError as exc:
        return exc, "not yours"
    except NotFoundError as exc:
        return exc, "gone"
    except InvalidTokenError as exc:
        return exc, "sync token %s" % exc.sync
    except RateLimitEnforcedError as exc:
        return exc, "wait for %.1f" % exc.retry_after
    except ServerError as exc:
        return exc, "Asana is down"


STALE = (412, {"errors": [{"message": "Sync token invalid"}], "sync": "fresh"})
for response in (
    error(400, "name: Missing input"),
    (400, {"errors": [{"message": "first"}, {"message": "second"}]}),
    error(401, "Not Authorized"),
    error(402, "This is only for paying customers"),
    error(403, "You may not see this"),
    error(404, "task: Unknown object: 1"),
    STALE,
    error(429, "Slow down", Retry_After="2.5"),
    error(500, "Oops"),
    error(503, "Busy"),
):
    status, body = response[:2]
    exc, advice = attempt(response)
    beginning = str(exc).split(":")[0]
    print(type(exc).__name__, "-", beginning, "-", advice)
    print("  ", isinstance(exc, AsanaError), isinstance(exc, RetryableAsanaError))
    print("  ", exc.response.status_code == status, exc.response.json() == body)
    print("  ", exc.message.startswith(beginning), str(exc.args[0]).startswith(beginning))
    if status < 500:
        words = "; ".join(each["message"] for each in body["errors"])
        print("  ", exc.status, str(exc).startswith(beginning + ": " + words))
