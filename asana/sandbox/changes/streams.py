"""Event streams for polling: a sync token represents a position in the event log."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from asana.sandbox.changes.events import Event, EventLog
from asana.sandbox.errors import too_old
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

LIFETIME = timedelta(hours=24)
MAX_TOKENS = 10_000

PAGE = 100
WORKSPACE_PAGE = 1000


@dataclass(frozen=True)
class Update:
    """The events returned by a poll, the next sync token, and whether there are more events."""

    data: list[Record]
    sync: str
    has_more: bool


@dataclass
class Position:
    """The position of a token; `given` stores the update that it returned, for retries."""

    key: str
    number: int
    used_at: datetime
    previous: str | None = None
    given: Update | None = None


class Streams:
    """All sync tokens, with their positions."""

    def __init__(self, store: Store, log: EventLog) -> None:
        self.store = store
        self.log = log
        self._positions: dict[str, Position] = {}

    def expire(self) -> None:
        """Expire all tokens."""
        self._positions.clear()

    def forget(self) -> None:
        """Drop all tokens and events."""
        self._positions.clear()
        self.log.forget()

    def read(self, user: Record, watched: Record, token: str | None) -> Update:
        """Return the events since a token was issued; 412 with a new token if it is invalid."""
        key = f"{user.gid} {watched.gid}"
        position = self._find(key, token)
        if position is None or token is None:
            raise too_old(self._issue(Position(key, self.log.next_number, self.store.now())))
        if position.previous:  # using a token confirms the update that contained it
            self._positions.pop(position.previous, None)
        if position.given is None:
            return self._read_on(position, watched, token)
        return position.given

    def _find(self, key: str, token: str | None) -> Position | None:
        position = self._positions.get(token or "")
        if position is None or position.key != key:
            return None
        too_long_ago = self.store.now() - position.used_at > LIFETIME
        if too_long_ago or position.number < self.log.first_number:
            return None
        return position

    def _read_on(self, position: Position, watched: Record, token: str) -> Update:
        """Read new events; if there are none, keep the token, so polling does not use up tokens."""
        size = WORKSPACE_PAGE if watched.type == "workspace" else PAGE
        found: list[Event] = []
        more = False
        for event in self.log.since(position.number):
            if event.concerns(watched):
                if len(found) == size:
                    more = True
                    break
                found.append(event)
        end = found[-1].number + 1 if more else self.log.next_number
        position.used_at = self.store.now()
        if not found:
            position.number = end
            return _update([], token, more=False)
        following = self._issue(Position(position.key, end, self.store.now(), token))
        position.given = _update(found, following, more)
        return position.given

    def _issue(self, position: Position) -> str:
        token = f"{secrets.token_hex(16)}:0"
        self._positions[token] = position
        if len(self._positions) > MAX_TOKENS:
            del self._positions[next(iter(self._positions))]
        return token


def _update(events: list[Event], sync: str, more: bool) -> Update:
    return Update([event.as_record() for event in events], sync, more)
