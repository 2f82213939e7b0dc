"""Time tracking categories: the kinds of work that time is tracked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.time_tracking_categories import (
        CreateTimeTrackingCategory,
        CreateTimeTrackingCategoryOptions,
        GetTimeTrackingCategories,
        GetTimeTrackingCategoriesOptions,
        GetTimeTrackingEntriesForTimeTrackingCategory,
        GetTimeTrackingEntriesForTimeTrackingCategoryOptions,
        TimeTrackingCategory,
        TimeTrackingCategoryOptions,
        UpdateTimeTrackingCategory,
        UpdateTimeTrackingCategoryOptions,
    )
    from ..types.time_tracking_entries import TimeTrackingEntry

__all__ = ["TimeTrackingCategories"]


class TimeTrackingCategories(Resource):
    """Time tracking categories: the kinds of work that time is tracked for."""

    def get_time_tracking_category(
        self,
        time_tracking_category_gid: str,
        params: Params = None,
        **options: Unpack[TimeTrackingCategoryOptions],
    ) -> TimeTrackingCategory:
        """Return the complete record of one time tracking category.

        GET /time_tracking_categories/{time_tracking_category_gid}   (scope time_tracking_categories:read)
        """  # noqa: E501
        return self.client.get(
            path("/time_tracking_categories/{}", time_tracking_category_gid),
            params or {},
            **options,
        )

    def update_time_tracking_category(
        self,
        time_tracking_category_gid: str,
        params: UpdateTimeTrackingCategory = NONE,
        **options: Unpack[UpdateTimeTrackingCategoryOptions],
    ) -> TimeTrackingCategory:
        """Change a time tracking category and return its complete record.

        ``name``, ``color`` and ``is_archived`` can be changed. Archived categories can no longer be
        assigned.

        PUT /time_tracking_categories/{time_tracking_category_gid}   (scope time_tracking_categories:write)
        """  # noqa: E501
        return self.client.put(
            path("/time_tracking_categories/{}", time_tracking_category_gid),
            params or {},
            **options,
        )

    def delete_time_tracking_category(
        self, time_tracking_category_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a time tracking category and return an empty dictionary.

        DELETE /time_tracking_categories/{time_tracking_category_gid}   (scope time_tracking_categories:delete)
        """  # noqa: E501
        return self.client.delete(
            path("/time_tracking_categories/{}", time_tracking_category_gid),
            params or {},
            **options,
        )

    def get_time_tracking_entries_for_time_tracking_category(
        self,
        time_tracking_category_gid: str,
        params: GetTimeTrackingEntriesForTimeTrackingCategory = NONE,
        **options: Unpack[GetTimeTrackingEntriesForTimeTrackingCategoryOptions],
    ) -> ItemIterator[TimeTrackingEntry]:
        """List the compact records of a category's time tracking entries.

        ``start_date`` and ``end_date`` are filters.

        GET /time_tracking_categories/{time_tracking_category_gid}/time_tracking_entries   (scope time_tracking_categories:read)
        """  # noqa: E501
        return self.client.get_collection(
            path("/time_tracking_categories/{}/time_tracking_entries", time_tracking_category_gid),
            params or {},
            **options,
        )

    def get_time_tracking_categories(
        self,
        params: GetTimeTrackingCategories = NONE,
        **options: Unpack[GetTimeTrackingCategoriesOptions],
    ) -> ItemIterator[TimeTrackingCategory]:
        """List the compact records of a workspace's time tracking categories.

        ``workspace`` is required; ``is_archived=True`` returns the archived ones.

        GET /time_tracking_categories   (scope time_tracking_categories:read)
        """
        return self.client.get_collection(
            route("/time_tracking_categories"), params or {}, **options
        )

    def create_time_tracking_category(
        self,
        params: CreateTimeTrackingCategory = NONE,
        **options: Unpack[CreateTimeTrackingCategoryOptions],
    ) -> TimeTrackingCategory:
        """Create a time tracking category and return its complete record.

        ``name`` and ``workspace`` are required.

        POST /time_tracking_categories   (scope time_tracking_categories:write)
        """
        return self.client.post(route("/time_tracking_categories"), params or {}, **options)
