"""A hand-written, synchronous client for the Asana API.

>>> client = asana.Client.access_token("…")
>>> client.users.me()["name"]
"""

from . import error, page_iterator, resources, session
from .change import AsanaChangeWarning
from .client import Client
from .error import AsanaError
from .version import __version__

__all__ = [
    "AsanaChangeWarning",
    "AsanaError",
    "Client",
    "__version__",
    "error",
    "page_iterator",
    "resources",
    "session",
]
