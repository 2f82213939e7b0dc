"""The status of a running sandbox, without secrets."""

from collections import Counter
from typing import Any

from asana.sandbox.api.services import Services
from asana.sandbox.errors import ApiError
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.web.limits import Limits


def status_of(store: Store, user: Record, services: Services, limits: Limits) -> dict[str, Any]:
    """Return the users with their number of tokens, the options, and the rate limit usage."""
    tokens = Counter(owner.gid for owner in store.tokens.values())
    return {
        "user": _person(user),
        "users": [
            {**_person(each), "email": each["email"], "tokens": tokens[each.gid]}
            for each in store.all("user")
        ],
        "options": {
            "strict": services.strict,
            "plan": services.plan.name,
            "rate_limit": limits.per_minute,
        },
        "rate_limits": [
            {"user": _owner(token, store, services), **usage}
            for token, usage in limits.usage().items()
        ],
    }


def _owner(token: str, store: Store, services: Services) -> dict[str, str] | None:
    """Return the user of a token; None if there is none."""
    owner = store.tokens.get(token)
    if owner is None:
        try:
            owner = services.oauth.grant(token).user
        except ApiError:
            return None
    return _person(owner)


def _person(user: Record) -> dict[str, str]:
    return {"gid": user.gid, "name": user["name"]}
