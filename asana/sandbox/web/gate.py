"""Before the dispatcher: rate limits, and faults on demand."""

from dataclasses import dataclass

from asana.sandbox.api.dispatch import Dispatcher
from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.web.faults import DROP, Faults
from asana.sandbox.web.limits import Limits


@dataclass(frozen=True)
class Outcome:
    """An answer, and what is to go wrong on its way."""

    reply: Reply
    wire: str = ""

    @property
    def status(self) -> int:
        """The status that the client gets to see; 0 when it gets none."""
        if self.wire == DROP:
            return 0
        return self.reply.status


class Gate:
    """What every request over HTTP goes through."""

    def __init__(self, dispatcher: Dispatcher, faults: Faults, limits: Limits) -> None:
        self.dispatcher = dispatcher
        self.faults = faults
        self.limits = limits

    def answer(self, message: Message) -> Outcome:
        """Answer a message, unless it is too much or something is to go wrong."""
        if not self.dispatcher.knows(message):
            return self._answer(message)
        with self.limits.admit(message) as refusal:
            return self._answer(message) if refusal is None else Outcome(refusal)

    def _answer(self, message: Message) -> Outcome:
        strike = self.faults.strike(message)
        reply = strike.reply
        if strike.effect:
            done = self.dispatcher.reply(strike.message)
            reply = reply or done
        # Late answers are late after the fact, so that who gives up can look at what was done.
        self.faults.hold(strike.latency)
        return Outcome(reply or Reply(200, {"data": {}}), strike.wire)
