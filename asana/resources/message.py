"""Messages: a resource of python-asana 3.2.3 that Asana does not document."""

from typing import Any

from .._call.paths import path
from ..records import Record
from .resource import Gid, Params, Resource, old_name

__all__ = ["Message"]


class Message(Resource):
    """Messages: a resource of python-asana 3.2.3 that Asana does not document."""

    @old_name
    def get_message(self, message_gid: Gid, params: Params = None, **options: Any) -> Record:
        """Return the record of one message; Asana does not document this route.

        GET /messages/{message_gid}
        """
        return self.client.get(path("/messages/{}", message_gid), params or {}, **options)
