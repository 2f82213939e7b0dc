"""A local, stateful Asana, for demonstrations and tests.

    with asana.sandbox.Sandbox() as sandbox:
        client = sandbox.client()

It requires Flask: `pip install "asana[sandbox]"`.

Imports between its packages go in one direction: `web` (HTTP) → `data` (the initial data) → `api`
(operations, without HTTP) → `oauth`, `changes` (events, stories, webhooks, audit log) → `records`
(the state and the table of types) → `errors`, `loopback`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asana.sandbox.web.server import Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> Any:
    """Import the server, and with it Flask, on first use."""
    if name != "Sandbox":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from asana.sandbox.web.server import Sandbox
    except ModuleNotFoundError as error:
        if error.name not in ("flask", "werkzeug"):
            raise
        raise ImportError(
            'the sandbox requires Flask: pip install "asana[sandbox]"', name=error.name
        ) from error
    return Sandbox
