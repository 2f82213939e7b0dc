"""Time tracking entries: the time that people spent on a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.time_tracking_entries import (
        CreateTimeTrackingEntry,
        CreateTimeTrackingEntryOptions,
        GetTimeTrackingEntries,
        GetTimeTrackingEntriesOptions,
        TimeTrackingEntry,
        TimeTrackingEntryListOptions,
        TimeTrackingEntryOptions,
        UpdateTimeTrackingEntry,
        UpdateTimeTrackingEntryOptions,
    )

__all__ = ["TimeTrackingEntries"]


class TimeTrackingEntries(Resource):
    """Time tracking entries: the time that people spent on a task."""

    def get_time_tracking_entries_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TimeTrackingEntryListOptions]
    ) -> ItemIterator[TimeTrackingEntry]:
        """List the compact records of a task's time tracking entries.

        GET /tasks/{task_gid}/time_tracking_entries   (scope time_tracking_entries:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/time_tracking_entries", task_gid), params or {}, **options
        )

    def create_time_tracking_entry(
        self,
        task_gid: str,
        params: CreateTimeTrackingEntry = NONE,
        **options: Unpack[CreateTimeTrackingEntryOptions],
    ) -> TimeTrackingEntry:
        """Track time on a task and return the entry's complete record.

        ``duration_minutes``, greater than 0, is required; ``entered_on`` defaults to today.
        ``attributable_to`` is a project, ``categories`` a list of at most one category.

        POST /tasks/{task_gid}/time_tracking_entries
        """
        return self.client.post(
            path("/tasks/{}/time_tracking_entries", task_gid), params or {}, **options
        )

    def get_time_tracking_entry(
        self,
        time_tracking_entry_gid: str,
        params: Params = None,
        **options: Unpack[TimeTrackingEntryOptions],
    ) -> TimeTrackingEntry:
        """Return the complete record of one time tracking entry.

        GET /time_tracking_entries/{time_tracking_entry_gid}   (scope time_tracking_entries:read)
        """
        return self.client.get(
            path("/time_tracking_entries/{}", time_tracking_entry_gid), params or {}, **options
        )

    def update_time_tracking_entry(
        self,
        time_tracking_entry_gid: str,
        params: UpdateTimeTrackingEntry = NONE,
        **options: Unpack[UpdateTimeTrackingEntryOptions],
    ) -> TimeTrackingEntry:
        """Change the given fields of a time tracking entry and return its complete record.

        PUT /time_tracking_entries/{time_tracking_entry_gid}
        """
        return self.client.put(
            path("/time_tracking_entries/{}", time_tracking_entry_gid), params or {}, **options
        )

    def delete_time_tracking_entry(
        self, time_tracking_entry_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a time tracking entry and return an empty dictionary.

        DELETE /time_tracking_entries/{time_tracking_entry_gid}
        """
        return self.client.delete(
            path("/time_tracking_entries/{}", time_tracking_entry_gid), params or {}, **options
        )

    def get_time_tracking_entries(
        self,
        params: GetTimeTrackingEntries = NONE,
        **options: Unpack[GetTimeTrackingEntriesOptions],
    ) -> ItemIterator[TimeTrackingEntry]:
        """List the compact records of time tracking entries.

        Filters are ``task``, ``attributable_to`` (a project), ``portfolio``, ``user``,
        ``workspace`` (with a date), ``timesheet_approval_status``, and the dates
        ``entered_on_start_date`` and ``entered_on_end_date``. Requires a paid plan, otherwise
        raises ``PremiumOnlyError``.

        GET /time_tracking_entries   (scope time_tracking_entries:read)
        """
        return self.client.get_collection(route("/time_tracking_entries"), params or {}, **options)
