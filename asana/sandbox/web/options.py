"""Checks of the options of a sandbox, before it starts."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from asana.sandbox.loopback import OwnNames, is_loopback
from asana.sandbox.web import checks

LEAST_TOKEN = 16  # characters, if other machines can send requests

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not listened on


def check_address(host: Any, port: Any, token: Any, control_token: Any) -> None:
    """Raise ValueError unless a host is valid and its tokens are long enough."""
    checks.text("host", host)
    checks.whole("port", port, 0, 65535)
    for name, value in (("token", token), ("control_token", control_token)):
        if value is not None:
            checks.token(name, value)
    if is_loopback(host):
        return
    if token is None or len(token) < LEAST_TOKEN:
        raise ValueError(
            f"other machines can reach {host}: pass a token of at least {LEAST_TOKEN} characters, "
            "or listen on 127.0.0.1 only"
        )
    if control_token is not None and len(control_token) < LEAST_TOKEN:
        raise ValueError(
            f"other machines can reach {host}: pass a control token of at least {LEAST_TOKEN} "
            "characters, or none for a random one"
        )


def check_callables(**given: Any) -> None:
    """Raise ValueError unless values are functions or None."""
    for name, value in given.items():
        if value is not None and not callable(value):
            raise ValueError(f"{name} must be a function, not {value!r}")


def check_clock(clock: Callable[[], Any] | None) -> None:
    """Raise ValueError if a clock does not return a datetime."""
    if clock is not None and not isinstance(shown := clock(), datetime):
        raise ValueError(f"clock must return a datetime, not {shown!r}")


def own_names(host: str, allowed_hosts: Any) -> OwnNames:
    """Return the names to accept in the Host header of requests."""
    if isinstance(allowed_hosts, str) or not isinstance(allowed_hosts, Iterable):
        raise ValueError(f"allowed_hosts must be a list of host names, not {allowed_hosts!r}")
    names = list(allowed_hosts)
    for name in names:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(
                f"an allowed host must be a name without a port, such as 'asana', not {name!r}"
            )
    return OwnNames(names if host in _ANY else [host, *names])


def address_of(host: str) -> str:
    """Return a host for a URL: the loopback address in place of one that means all addresses."""
    host = _ANY.get(host, host)
    return f"[{host}]" if ":" in host else host
