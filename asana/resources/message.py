"""Messages: what python-asana 3.2.3 has besides today's API."""

from typing import Any

from .._call.paths import path
from ..records import Record
from .resource import Gid, Params, Resource, old_name

__all__ = ["Message"]


class Message(Resource):
    """Messages: what python-asana 3.2.3 has besides today's API."""

    @old_name
    def get_message(self, message_gid: Gid, params: Params = None, **options: Any) -> Record:
        """Return the record of one message. Asana's documentation does not name the route.

        GET /messages/{message_gid}
        """
        return self.client.get(path("/messages/{}", message_gid), params or {}, **options)
