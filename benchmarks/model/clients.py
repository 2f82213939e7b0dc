"""The clients under test: sessions of each kind, with random options."""

import random
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter

import asana
from tests.layers import pacer_of

from .ledger import Ledger
from .wires import Place

__all__ = ["SESSIONS", "HookError", "Subject", "subject"]

SESSIONS = ("ours", "requests", "mounted")

# Seconds. With sockets, a stall lasts until the read timeout.
READ_TIMEOUT = 0.04
TINY = 0.15


class HookError(Exception):
    """The exception of a hook of the session."""


class Subject(NamedTuple):
    """A client, and the settings that it was created with.

    :ivar deadline: seconds
    """

    client: asana.Client
    retry_writes: bool
    deadline: float | None


def subject(chance: random.Random, place: Place, ledger: Ledger, session: str) -> Subject:
    """Return a client with random options."""
    deadline = chance.choice([None, TINY, 5.0, 60.0])
    options = {
        **place.options,
        "base_url": place.base_url,
        "timeout": READ_TIMEOUT if chance.random() < 0.8 else (1, READ_TIMEOUT),
        "deadline": deadline,
        "max_retries": chance.choice([0, 1, 2, 5]),
        "retry_writes": chance.random() < 0.2,
    }
    client = _client(chance, ledger, session, options)
    client.RETRY_DELAY = 1e-6
    pacer_of(client).LONGEST_PAUSE = 0.0  # so that a 429 does not delay later requests
    if chance.random() < 0.2:
        client.session.hooks["response"].append(_hook(chance, ledger))
    return Subject(client, bool(options["retry_writes"]), deadline)


def _client(
    chance: random.Random, ledger: Ledger, session: str, options: dict[str, Any]
) -> asana.Client:
    if session == "ours" and chance.random() < 0.3:
        ledger.expired = True
        token = {"access_token": "t", "refresh_token": "r", "expires_in": 3600}
        return Unbounded.oauth("id", "secret", token=token, **options)
    ledger.expired = False
    if session == "ours":
        return Unbounded.access_token("t", **options)
    made = requests.Session()
    made.trust_env = False
    if session == "mounted":
        made.mount("http://", HTTPAdapter(pool_maxsize=2))
        made.mount("https://", HTTPAdapter(pool_maxsize=2))
    return Unbounded(made, **options)


class Unbounded(asana.Client):
    """A client whose retry quota is large enough for a service that fails half of the time."""

    RETRY_QUOTA = None


def _hook(chance: random.Random, ledger: Ledger) -> Any:
    def hook(response: requests.Response, **_: Any) -> None:
        if chance.random() < 0.2:
            ledger.met["a hook that fails"] += 1
            raise HookError

    return hook
