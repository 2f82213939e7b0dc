"""The control API at `/_sandbox/`: the methods of `Sandbox`, for programs in any language."""

import hmac
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Request, Response

from asana.sandbox.api.deprecations import Deprecations
from asana.sandbox.changes.webhooks import Webhooks
from asana.sandbox.errors import ApiError, invalid, not_found
from asana.sandbox.web import checks
from asana.sandbox.web.bodies import read_json, skip_body
from asana.sandbox.web.faults import Faults
from asana.sandbox.web.received import ReceivedRequests

ADDRESS = "/_sandbox"

_SHOWN = 100  # requests returned without a limit
_MOST_SHOWN = 1000

logger = logging.getLogger(__name__)


class Controlled(Protocol):
    """The part of a `Sandbox` that the control API uses."""

    requests: ReceivedRequests
    faults: Faults

    @property
    def strict(self) -> bool:
        """Return whether unknown names are rejected."""
        ...

    @strict.setter
    def strict(self, strict: bool) -> None: ...

    @property
    def webhooks(self) -> Webhooks:
        """Return the webhooks."""
        ...

    @property
    def deprecations(self) -> Deprecations:
        """Return the announced changes."""
        ...

    def status(self) -> dict[str, Any]:
        """Return an overview."""
        ...

    def token_for(self, user: str) -> str:
        """Return the token of a user."""
        ...

    def advance(self, seconds: float) -> None:
        """Advance the clock."""

    def expire_access_tokens(self) -> None:
        """Expire all OAuth access tokens."""

    def expire_offsets(self) -> None:
        """Expire all page offsets."""

    def expire_sync_tokens(self) -> None:
        """Expire all sync tokens."""

    def reset(self) -> None:
        """Restore the initial state."""

    def dump(self) -> dict[str, Any]:
        """Return the state."""
        ...

    def load(self, data: Mapping[str, Any]) -> None:
        """Replace the state."""

    def save(self) -> None:
        """Write the state to the file."""


@dataclass(frozen=True)
class Ask:
    """The parameters of a request: its query, or the keys of its body."""

    sandbox: Controlled
    given: dict[str, Any]
    name: str = ""  # the value of the placeholder in the path, if any

    def required(self, key: str) -> Any:
        """Return a parameter; 400 if it is absent."""
        if key not in self.given:
            raise invalid(f"{key} is missing: send it in a JSON object")
        return self.given[key]


@dataclass(frozen=True)
class Control:
    """An endpoint. `members` are the corresponding members of `Sandbox`.

    `keys` are the parameters, with an example of a request; None accepts any.
    """

    verb: str
    path: str
    does: Callable[[Ask], Any]
    members: str
    keys: tuple[str, ...] | None = ()
    example: str = ""

    @property
    def address(self) -> str:
        """Return the verb and the full path."""
        return f"{self.verb} {ADDRESS}{self.path}"

    def match(self, verb: str, path: str) -> str | None:
        """Return the value of the placeholder, which may be empty; None for another endpoint."""
        pattern = re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path) if verb == self.verb else None
        return None if found is None else "".join(found.groups())

    def read(self, request: Request) -> dict[str, Any]:
        """Return the parameters; 400 unless they are in the right place and known."""
        query = request.args.to_dict()
        if self.verb == "GET":
            skip_body(request)
            return self._known(query)
        given = read_json(request)
        if query:
            raise invalid(f"send parameters as JSON in the body, not in the query{self._hint}")
        if given is not None and not isinstance(given, dict):
            raise invalid(f"send a JSON object{self._hint}")
        return self._known(given or {})

    def _known(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.keys is not None:
            checks.known(given, self.keys, "parameter")
        return given

    @property
    def _hint(self) -> str:
        return f", such as {self.example}" if self.example else ""


# The endpoints


def _list_faults(ask: Ask) -> Any:
    return [fault.as_json() for fault in ask.sandbox.faults]


def _add_fault(ask: Ask) -> Any:
    return ask.sandbox.faults.add(ask.given.get("fault"), **_without(ask.given, "fault")).as_json()


def _remove_fault(ask: Ask) -> None:
    if not re.fullmatch(r"[0-9]{1,15}", ask.name):
        raise not_found(f"there is no fault {ask.name!r}: use an id from GET /_sandbox/faults")
    ask.sandbox.faults.remove(int(ask.name))


def _announce(ask: Ask) -> None:
    name, info = ask.required("name"), ask.required("info")
    ask.sandbox.deprecations.announce(name, info, ask.given.get("affects", "/"))


def _list_requests(ask: Ask) -> Any:
    limit = _integer(ask, "limit", 1, _MOST_SHOWN)
    after = _integer(ask, "after", 0)
    found = ask.sandbox.requests.latest(_SHOWN if limit is None else limit, after)
    return [received.as_json() for received in found]


def _integer(ask: Ask, name: str, least: int, most: float = float("inf")) -> int | None:
    """Return an integer of the query."""
    if name not in ask.given:
        return None
    text = ask.given[name]
    value = int(text) if re.fullmatch(r"[0-9]{1,15}", text) else text
    checks.whole(name, value, least, most)
    return int(value)


_EXPIRING: dict[str, Callable[[Controlled], None]] = {
    "tokens": lambda sandbox: sandbox.expire_access_tokens(),
    "offsets": lambda sandbox: sandbox.expire_offsets(),
    "sync": lambda sandbox: sandbox.expire_sync_tokens(),
}


def _expire(ask: Ask) -> None:
    what = ask.required("what")
    checks.one_of("what", what, _EXPIRING)
    _EXPIRING[what](ask.sandbox)


def _advance(ask: Ask) -> Any:
    ask.sandbox.advance(ask.required("advance"))
    return {"clock": ask.sandbox.status()["clock"]}


def _set_strict(ask: Ask) -> Any:
    ask.sandbox.strict = ask.required("strict")
    return {"strict": ask.sandbox.strict}


def _token(ask: Ask) -> Any:
    return {"token": ask.sandbox.token_for(ask.required("user"))}


def _load(ask: Ask) -> None:
    if not ask.given:
        raise invalid("send a dump, or the content of a data file")
    ask.sandbox.load(ask.given)


def _without(given: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != key}


def _flush(ask: Ask) -> None:
    ask.sandbox.webhooks.flush()


def _heartbeat(ask: Ask) -> None:
    ask.sandbox.webhooks.heartbeat()


def _withdraw(ask: Ask) -> None:
    ask.sandbox.deprecations.withdraw(ask.name)


_FAULT = ("fault", "status", "latency", "route", "times", "probability", "seed")
_ANSWER = ("retry_after", "message", "effect")
_LIMITED = '{"fault": "rate_limit", "times": 1}'
_ANNOUNCED = '{"name": "new_tasks", "info": "https://example.com", "affects": "/tasks"}'
_EXPIRES = "expire_access_tokens expire_offsets expire_sync_tokens"
_OF_TOM = '{"user": "tom@example.com"}'

CONTROLS = (
    Control("GET", "/", lambda ask: ask.sandbox.status(), "status"),
    Control("GET", "/faults", _list_faults, "faults"),
    Control("POST", "/faults", _add_fault, "faults.add", (*_FAULT, *_ANSWER), _LIMITED),
    Control("DELETE", "/faults", lambda ask: ask.sandbox.faults.clear(), "faults.clear"),
    Control("DELETE", "/faults/{id}", _remove_fault, "faults.remove"),
    Control("GET", "/requests", _list_requests, "requests.latest", ("limit", "after")),
    Control("DELETE", "/requests", lambda ask: ask.sandbox.requests.clear(), "requests.clear"),
    Control("POST", "/reset", lambda ask: ask.sandbox.reset(), "reset"),
    Control("GET", "/dump", lambda ask: ask.sandbox.dump(), "dump"),
    Control("POST", "/load", _load, "load", None, '{"projects": ["Launch"]}'),
    Control("POST", "/save", lambda ask: ask.sandbox.save(), "save"),
    Control("POST", "/clock", _advance, "advance", ("advance",), '{"advance": 3600}'),
    Control("POST", "/expire", _expire, _EXPIRES, ("what",), '{"what": "offsets"}'),
    Control("POST", "/strict", _set_strict, "strict", ("strict",), '{"strict": true}'),
    Control("POST", "/token", _token, "token_for", ("user",), _OF_TOM),
    Control("POST", "/webhooks/flush", _flush, "webhooks.flush"),
    Control("POST", "/webhooks/heartbeat", _heartbeat, "webhooks.heartbeat"),
    Control(
        *("POST", "/deprecations", _announce, "deprecations.announce"),
        *(("name", "info", "affects"), _ANNOUNCED),
    ),
    Control("DELETE", "/deprecations/{name}", _withdraw, "deprecations.withdraw"),
)


class ControlAddress:
    """Handle requests below `/_sandbox/` that have the control token."""

    def __init__(self, sandbox: Controlled, token: str) -> None:
        self.sandbox = sandbox
        self.token = token

    def answer(self, request: Request) -> Response:
        """Return the result or the error as JSON."""
        try:
            payload = self._answer(request)
        except ApiError as error:
            return _refusal(error.status, error.message)
        except LookupError as error:
            return _refusal(404, str(error.args[0]))
        except ValueError as error:
            return _refusal(400, str(error))
        except OSError as error:
            return _refusal(500, f"{error.strerror}: {error.filename}")
        except Exception:
            logger.exception("The sandbox failed to answer %s", request.path)
            return _refusal(500, "Server Error")
        return _json(200, payload)

    def _answer(self, request: Request) -> Any:
        try:
            control, name = self._find(request)
        except ApiError:
            skip_body(request)
            raise
        result = control.does(Ask(self.sandbox, control.read(request), name))
        return result if control.path == "/dump" else {"data": {} if result is None else result}

    def _find(self, request: Request) -> tuple[Control, str]:
        """Return the endpoint of a request, and the value of its placeholder."""
        if not self._knows(request):
            raise ApiError(401, "send the header Authorization: Bearer <the control token>")
        path = request.path.removeprefix(ADDRESS) or "/"
        for control in CONTROLS:
            name = control.match(request.method, path)
            if name is not None:
                return control, name
        addresses = ", ".join(control.address for control in CONTROLS)
        raise not_found(f"there is no {request.method} {ADDRESS}{path}; there are {addresses}")

    def _knows(self, request: Request) -> bool:
        given = request.authorization
        if given is None or given.type != "bearer" or not given.token:
            return False
        return hmac.compare_digest(given.token.encode("utf-8", "replace"), self.token.encode())


def _refusal(status: int, message: str) -> Response:
    return _json(status, {"errors": [{"message": message}]})


def _json(status: int, payload: Any) -> Response:
    response = Response(json.dumps(payload), status)
    response.headers["Content-Type"] = "application/json; charset=UTF-8"
    response.headers["Cache-Control"] = "no-store"
    return response
