"""Injected faults: rate limits, errors, delays and broken connections for tests."""

import itertools
import random
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.errors import TOO_MANY, ApiError, forbidden, server_error, unauthorized
from asana.sandbox.web import checks
from asana.sandbox.web.routes import routes_of

RETRY_AFTER = 1  # seconds, of an injected rate limit
LONGEST = 24 * 3600  # seconds of latency; Python's waits end at some hundred years

# The effects on the connection in place of a complete response.
CUT, GARBAGE, DROP = "cut", "garbage", "drop"

# The effect of each fault.
NAMES = {
    "rate_limit": "429 with Retry-After",
    "expired_token": "401, as for an expired token",
    "expired_offset": "400 for a page's offset, as if it had expired",
    "lost_sync_token": "412 with a new sync token, as if events had been missed",
    "cut_body": "the response is truncated; the request was performed",
    "garbage_body": "200 with a page of HTML; the request was not performed",
    "drop_before": "the connection closes without a response; the request was not performed",
    "drop_after": "the connection closes without a response; the request was performed",
}
_STATUSES = {"rate_limit": 429, "expired_token": 401}
_WIRES = {"cut_body": CUT, "garbage_body": GARBAGE, "drop_before": DROP, "drop_after": DROP}
_DONE = frozenset(["cut_body", "drop_after"])
_PARTICULAR = frozenset(["expired_offset", "lost_sync_token"])  # affect only some requests

Action = tuple[str, str]  # the verb and the path of an action in a batch


@dataclass(eq=False)
class Fault:
    """An injected fault; `hits` counts the requests that it affected."""

    name: str
    id: int = 0
    route: str | None = None
    status: int | None = None
    retry_after: int | None = None
    message: str | None = None
    latency: float = 0.0
    times: int | None = None
    probability: float = 1.0
    effect: bool = False
    hits: int = 0
    dice: random.Random = field(default_factory=random.Random, repr=False)
    routes: list[tuple[str, re.Pattern[str]]] = field(default_factory=list, repr=False)

    def __str__(self) -> str:
        """Return what happens: a name, an error status, or `latency`."""
        return self.name or str(self.status or "latency")

    def as_json(self) -> dict[str, Any]:
        """Return the fault as the control API does, with the parameter names of `Faults.add`."""
        shown = ("route", "status", "retry_after", "message", "latency", "times", "probability")
        named = {name: getattr(self, name) for name in (*shown, "effect", "hits")}
        return {"id": self.id, "fault": self.name or None, **named}

    @property
    def decides(self) -> bool:
        """Return whether it determines the response instead of only delaying it."""
        return self.status is not None or self.name != ""

    def strikes(self, message: Message, actions: Sequence[Action] = ()) -> bool:
        """Return whether it affects this request, and count it if so.

        A fault of the connection affects a batch if it concerns one of its actions.
        """
        concerns = self._concerns(message) or (
            self.name in _WIRES and any(self._is_on(*action) for action in actions)
        )
        return concerns and self._takes_its_turn()

    def strikes_action(self, action: Message) -> bool:
        """Return whether it affects this action of a batch on its own, and count it if so.

        Without a route, a fault affects requests, and a batch is one request.
        """
        if self.name in _WIRES or (self.route is None and self.name not in _PARTICULAR):
            return False
        return self._concerns(action) and self._takes_its_turn()

    def _takes_its_turn(self) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.dice.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def _concerns(self, message: Message) -> bool:
        if self.name == "lost_sync_token" and not (
            message.path.endswith("/events") and "sync" in message.query
        ):
            return False
        if self.name == "expired_offset" and not (
            "offset" in message.query or "offset" in message.options
        ):
            return False
        return self.route is None or self._is_on(message.verb, message.path)

    def _is_on(self, verb: str, path: str) -> bool:
        return any(
            wanted in ("", verb) and pattern.fullmatch(path) for wanted, pattern in self.routes
        )

    def reply(self) -> Reply | None:
        """Return the error response, or None if the fault has none."""
        if self.name == "expired_offset":
            error = ApiError(400, "offset: Your pagination token has expired.")
            return Reply(error.status, error.envelope())
        if self.status is None:
            return None
        error = _refusal(self.status)
        if self.message is not None:
            error.message = self.message
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return Reply(error.status, error.envelope(), headers=headers)


@dataclass
class Strike:
    """The combined effect of all faults on one request."""

    message: Message
    latency: float = 0.0
    reply: Reply | None = None
    effect: bool = True
    wire: str = ""
    met: list[str] = field(default_factory=list)


class Faults:
    """The active faults, in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.wait: Callable[[float], Any] = self._over.wait

    def add(
        self,
        fault: str | None = None,
        *,
        status: int | None = None,
        latency: float = 0.0,
        route: str | None = None,
        times: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
        retry_after: int | None = None,
        message: str | None = None,
        effect: bool = False,
    ) -> Fault:
        """Make requests fail: all of them, the next `times`, or each with a `probability`.

        The fault is a name of `NAMES`, an error `status`, or a `latency` in seconds, which can be
        combined with either. `route` is a method such as `create_task`, or a route such as `POST
        /tasks`. `seed` makes the probability reproducible. With `effect`, a request that gets an
        error status is still performed.
        """
        _check(fault, status, latency, times, probability, seed)
        _check_answer(retry_after, message, effect)
        if fault in _STATUSES:
            status = _STATUSES[fault]
        if status is None and (retry_after is not None or message is not None or effect):
            raise ValueError("retry_after, message and effect require an error status")
        if fault == "rate_limit" and retry_after is None:
            retry_after = RETRY_AFTER
        added = Fault(
            name=fault or "",
            id=next(self._ids),
            route=route,
            status=status,
            retry_after=retry_after,
            message=message,
            latency=latency,
            times=times,
            probability=1.0 if probability is None else probability,
            effect=effect,
            dice=random.Random(seed),  # noqa: S311  (dice, not secrets)
            routes=[] if route is None else routes_of(route),
        )
        with self._lock:
            self._faults.append(added)
        return added

    def __iter__(self) -> Iterator[Fault]:
        """Yield the active faults, including those that have been used up."""
        with self._lock:
            return iter(list(self._faults))

    def remove(self, fault: Fault | int) -> None:
        """Remove a fault, given as an object or id; LookupError if it is not active."""
        with self._lock:
            found = [each for each in self._faults if fault in (each, each.id)]
            if not found:
                raise LookupError(f"there is no fault {fault!r}")
            self._faults.remove(found[0])

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._faults.clear()

    def strike(self, message: Message, actions: Sequence[Action] = ()) -> Strike:
        """Return the combined effect on a request.

        Latencies are added, and one fault determines the response.

        `actions` are the verbs and paths of the actions in a batch.
        """
        return self._strike(message, lambda fault: fault.strikes(message, actions))

    def strike_action(self, action: Message) -> Strike:
        """Return the effect on one action of a batch."""
        return self._strike(action, lambda fault: fault.strikes_action(action))

    def _strike(self, message: Message, strikes: Callable[[Fault], bool]) -> Strike:
        strike = Strike(message)
        decided = False
        with self._lock:
            for fault in self._faults:
                if (decided and fault.decides) or not strikes(fault):
                    continue
                strike.latency += fault.latency
                strike.met.append(str(fault))
                if fault.decides:
                    decided = True
                    _apply(fault, strike)
        return strike

    def hold(self, seconds: float) -> None:
        """Delay a response, but end the delay if the sandbox stops."""
        if seconds:
            self.wait(seconds)

    def interrupt(self) -> None:
        """End all delays when the sandbox stops."""
        self._over.set()

    def resume(self) -> None:
        """Allow delays again when the sandbox restarts."""
        self._over.clear()


def _apply(fault: Fault, strike: Strike) -> None:
    strike.reply = fault.reply()
    strike.wire = _WIRES.get(fault.name, "")
    if fault.name == "lost_sync_token":
        query = {name: value for name, value in strike.message.query.items() if name != "sync"}
        strike.message = replace(strike.message, query=query)
    else:
        strike.effect = fault.effect or fault.name in _DONE


def _check(
    fault: str | None,
    status: int | None,
    latency: float,
    times: int | None,
    probability: float | None,
    seed: int | None,
) -> None:
    if isinstance(fault, int) and not isinstance(fault, bool):
        raise ValueError(f"pass status={fault}: a fault is a name such as 'rate_limit'")
    if fault is not None and fault not in list(NAMES):
        raise ValueError(f"there is no fault {fault!r}{checks.instead(fault, list(NAMES))}")
    if fault is not None and status is not None:
        raise ValueError(f"pass a fault or an error status, not both: {fault} has its own status")
    checks.number("latency", latency)
    if fault is None and status is None and not latency:
        raise ValueError("pass the name of a fault, an error status or a latency")
    if status is not None and (type(status) is not int or not 400 <= status <= 599):
        raise ValueError(f"status must be an error status from 400 to 599, not {status!r}")
    if not 0 <= latency <= LONGEST:
        raise ValueError(f"latency must be from 0 to {LONGEST} seconds, not {latency!r}")
    if times is not None:
        checks.whole("times", times, 1)
    _check_chance(probability, seed)


def _check_chance(probability: float | None, seed: int | None) -> None:
    if probability is not None:
        checks.number("probability", probability)
        if not 0 < probability <= 1:
            raise ValueError(f"probability must be above 0 and at most 1, not {probability!r}")
    if seed is not None and probability is None:
        raise ValueError("a seed requires a probability")
    if seed is not None:
        checks.whole("seed", seed, 0)


def _check_answer(retry_after: int | None, message: str | None, effect: bool) -> None:
    if retry_after is not None:
        checks.whole("retry_after", retry_after, 0)
    if message is not None:
        checks.text("message", message)
    checks.flag("effect", effect)


def _refusal(status: int) -> ApiError:
    """Return an error with Asana's message for its status."""
    if status == 500:
        return server_error()
    known = {
        401: unauthorized().message,
        402: "This feature is not available for free users.",
        403: forbidden("Forbidden").message,
        429: TOO_MANY,
    }
    reasons = {each.value: each.phrase for each in HTTPStatus}
    return ApiError(status, known.get(status) or reasons.get(status, "Error"))
