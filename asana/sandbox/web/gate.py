"""Rate limits and injected faults, which apply before the dispatcher."""

from dataclasses import dataclass, replace
from functools import partial

from asana.sandbox.api.dispatch import Act, Dispatcher
from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.web.faults import DROP, Faults, Strike
from asana.sandbox.web.limits import Limits, actions_of


@dataclass(frozen=True)
class Outcome:
    """A reply, the fault of its connection, and the faults and the route of the request."""

    reply: Reply
    wire: str = ""
    fault: str | None = None
    route: str | None = None

    @property
    def status(self) -> int:
        """Return the status that the client sees; 0 if it gets no response."""
        if self.wire == DROP:
            return 0
        return self.reply.status


class Gate:
    """Apply limits and faults to every HTTP request."""

    def __init__(self, dispatcher: Dispatcher, faults: Faults, limits: Limits) -> None:
        self.dispatcher = dispatcher
        self.faults = faults
        self.limits = limits

    def answer(self, message: Message) -> Outcome:
        """Respond to a message, unless a limit is exceeded or a fault affects it."""
        route = self.dispatcher.route(message)
        if route is None:
            return self._answer(message)
        with self.limits.admit(message) as refusal:
            outcome = self._answer(message) if refusal is None else Outcome(refusal)
            return replace(outcome, route=route)

    def _answer(self, message: Message) -> Outcome:
        strike = self.faults.strike(message, actions_of(message))
        reply = self._reply(strike, partial(self._act, strike))
        # Delay after handling, so that a client that times out can inspect the effect.
        self.faults.hold(strike.latency)
        return Outcome(reply, strike.wire, ", ".join(strike.met) or None)

    def _act(self, batch: Strike, action: Message) -> Reply:
        """Respond to one action of a batch; its delay is added to that of the whole batch."""
        strike = self.faults.strike_action(action)
        batch.latency += strike.latency
        batch.met += strike.met
        return self._reply(strike)

    def _reply(self, strike: Strike, act: Act | None = None) -> Reply:
        done = self.dispatcher.reply(strike.message, act) if strike.effect else None
        return strike.reply or done or Reply(200, {"data": {}})
