"""A hand-written, synchronous client for the Asana API.

>>> client = asana.Client.access_token("…")
>>> client.users.me()["name"]
"""

import sys
from typing import TYPE_CHECKING, Any

from . import error, page_iterator, resources, session
from ._call.upgrading import GeneratedModules, instead_of
from ._call.words import UnknownNameWarning
from ._http.change import AsanaChangeWarning
from .client import Client
from .error import AsanaError
from .version import __version__

__all__ = [
    "AsanaChangeWarning",
    "AsanaError",
    "Client",
    "UnknownNameWarning",
    "__version__",
    "error",
    "page_iterator",
    "resources",
    "session",
]

__title__ = "asana"
__license__ = "MIT"
__copyright__ = "Copyright 2026 the asana client's contributors"
VERSION = __version__  # the name in python-asana 0.5 and earlier

if not any(isinstance(finder, GeneratedModules) for finder in sys.meta_path):
    sys.meta_path.append(GeneratedModules())


if not TYPE_CHECKING:  # type checkers would accept any name

    def __getattr__(name: str) -> Any:
        """Raise ``AttributeError``; for a name of asana 5.x, it suggests a replacement."""
        instead = instead_of(name)
        because = f"; {instead}" if instead else ""
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{because}")


def __dir__() -> list[str]:
    return __all__
