"""Custom types: kinds of tasks with statuses of their own."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator
from ..records import Record
from .resource import Params, Resource

__all__ = ["CustomTypes"]


class CustomTypes(Resource):
    """Custom types: kinds of tasks with statuses of their own."""

    def get_custom_types(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the complete records of a project's custom types.

        ``project`` is required.

        GET /custom_types
        """
        return self.client.get_collection("/custom_types", params or {}, **options)

    def get_custom_type(
        self, custom_type_gid: str, params: Params = None, **options: Any
    ) -> Record:
        """Return the complete record of one custom type, with its ``status_options``.

        GET /custom_types/{custom_type_gid}
        """
        return self.client.get(path("/custom_types/{}", custom_type_gid), params or {}, **options)
