"""The client of a command."""

from argparse import Namespace
from typing import Any

from .. import login
from ..client import Client
from ..error import MissingTokenError
from ..session import BearerSession
from .words import content

__all__ = ["client_of"]


def client_of(given: Namespace, **options: Any) -> Client:
    """Return the client of a command."""
    options = {"strict": True, **options}
    if given.read_only:
        options["read_only"] = True
    if given.timeout is not None:
        options["deadline"] = given.timeout
    if given.sandbox:
        sandbox: Client = given.sandbox.client(**options)
        return sandbox
    if given.token_file:
        token = content("-" if given.token_file == "-" else f"@{given.token_file}")  # noqa: S105
        source = f"the token in {given.token_file}"
        return Client(BearerSession(token, login.base_url(), source), **options)
    try:
        return login.client(**options)
    except MissingTokenError:
        if given.dry_run:
            return Client.access_token(None, **options)
        raise
