"""Custom types: kinds of tasks with their own statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.custom_types import (
        CustomType,
        CustomTypeOptions,
        GetCustomTypes,
        GetCustomTypesOptions,
    )

__all__ = ["CustomTypes"]


class CustomTypes(Resource):
    """Custom types: kinds of tasks with their own statuses."""

    def get_custom_types(
        self, params: GetCustomTypes = NONE, **options: Unpack[GetCustomTypesOptions]
    ) -> ItemIterator[CustomType]:
        """List the complete records of a project's custom types.

        ``project`` is required.

        GET /custom_types
        """
        return self.client.get_collection(route("/custom_types"), params or {}, **options)

    def get_custom_type(
        self, custom_type_gid: str, params: Params = None, **options: Unpack[CustomTypeOptions]
    ) -> CustomType:
        """Return the complete record of one custom type, with its ``status_options``.

        GET /custom_types/{custom_type_gid}
        """
        return self.client.get(path("/custom_types/{}", custom_type_gid), params or {}, **options)
