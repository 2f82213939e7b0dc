"""Rate limits and injected faults, which apply before the dispatcher."""

from dataclasses import dataclass, replace

from asana.sandbox.api.dispatch import Dispatcher
from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.web.faults import DROP, Faults
from asana.sandbox.web.limits import Limits


@dataclass(frozen=True)
class Outcome:
    """A reply, what goes wrong while it is sent, and the faults and the route of the request."""

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
    """Applies limits and faults to every request over HTTP."""

    def __init__(self, dispatcher: Dispatcher, faults: Faults, limits: Limits) -> None:
        self.dispatcher = dispatcher
        self.faults = faults
        self.limits = limits

    def answer(self, message: Message) -> Outcome:
        """Answer a message, unless a limit is exceeded or a fault affects it."""
        route = self.dispatcher.route(message)
        if route is None:
            return self._answer(message)
        with self.limits.admit(message) as refusal:
            outcome = self._answer(message) if refusal is None else Outcome(refusal)
            return replace(outcome, route=route)

    def _answer(self, message: Message) -> Outcome:
        strike = self.faults.strike(message)
        reply = strike.reply
        if strike.effect:
            done = self.dispatcher.reply(strike.message)
            reply = reply or done
        # Delay after handling, so a client that times out can inspect the effect.
        self.faults.hold(strike.latency)
        return Outcome(
            reply or Reply(200, {"data": {}}), strike.wire, ", ".join(strike.met) or None
        )
