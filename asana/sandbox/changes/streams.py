"""Streams of events: who polls holds a sync token, which stands for a place in the log."""

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
    """The events that a poll returned, the next sync token, and whether there are more already."""

    data: list[Record]
    sync: str
    has_more: bool


@dataclass
class Position:
    """What a token stands for; once it brought events, `given` keeps that update."""

    key: str
    number: int
    used_at: datetime
    previous: str | None = None
    given: Update | None = None


class Streams:
    """The tokens given out, and what each of them brings."""

    def __init__(self, store: Store, log: EventLog) -> None:
        self.store = store
        self.log = log
        self._positions: dict[str, Position] = {}

    def expire(self) -> None:
        """Let every token given out so far be too old."""
        self._positions.clear()

    def forget(self) -> None:
        """Know of no token and of no event any more."""
        self._positions.clear()
        self.log.forget()

    def read(self, user: Record, watched: Record, token: str | None) -> Update:
        """The events since a token was given; 412 with a fresh one when it leads nowhere."""
        key = f"{user.gid} {watched.gid}"
        position = self._find(key, token)
        if position is None or token is None:
            raise too_old(self._issue(Position(key, self.log.next_number, self.store.now())))
        if position.previous:  # who uses a token has got the answer that it came with
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
        """Nothing new leaves the token as it is, so that polling does not use up tokens."""
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
        token = secrets.token_hex(16)
        self._positions[token] = position
        if len(self._positions) > MAX_TOKENS:
            del self._positions[next(iter(self._positions))]
        return token


def _update(events: list[Event], sync: str, more: bool) -> Update:
    return Update([event.as_record() for event in events], sync, more)
