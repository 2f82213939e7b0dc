"""Status updates: how a project, portfolio or goal is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, also_takes, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.status_updates import (
        CreateStatusForObject,
        CreateStatusForObjectOptions,
        GetStatusesForObject,
        GetStatusesForObjectOptions,
        StatusUpdate,
        StatusUpdateOptions,
    )

__all__ = ["StatusUpdates"]


class StatusUpdates(Resource):
    """Status updates: how a project, portfolio or goal is doing."""

    @also_takes("status_gid")
    def get_status(
        self, status_update_gid: str, params: Params = None, **options: Unpack[StatusUpdateOptions]
    ) -> StatusUpdate:
        """Return the complete record of one status update.

        ``html_text`` is returned only if ``opt_fields`` lists it.

        GET /status_updates/{status_update_gid}
        """
        return self.client.get(
            path("/status_updates/{}", status_update_gid), params or {}, **options
        )

    @also_takes("status_gid")
    def delete_status(
        self, status_update_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a status update and return an empty dictionary.

        DELETE /status_updates/{status_update_gid}
        """
        return self.client.delete(
            path("/status_updates/{}", status_update_gid), params or {}, **options
        )

    def get_statuses_for_object(
        self, params: GetStatusesForObject = NONE, **options: Unpack[GetStatusesForObjectOptions]
    ) -> ItemIterator[StatusUpdate]:
        """List the compact records of the status updates of a ``parent``.

        The parent, a project, portfolio or goal, is required; ``created_since`` excludes older
        ones.

        GET /status_updates
        """
        return self.client.get_collection(route("/status_updates"), params or {}, **options)

    def create_status_for_object(
        self, params: CreateStatusForObject = NONE, **options: Unpack[CreateStatusForObjectOptions]
    ) -> StatusUpdate:
        """Create a status update on a ``parent`` and return its complete record.

        ``parent``, ``status_type`` and ``text`` or ``html_text`` are required. ``status_type`` of a
        project or portfolio is ``on_track``, ``at_risk``, ``off_track``, ``on_hold``, ``complete``
        or ``dropped``; of a goal it is ``on_track``, ``at_risk``, ``off_track``, ``achieved``,
        ``partial``, ``missed`` or ``dropped``.

        POST /status_updates
        """
        return self.client.post(route("/status_updates"), params or {}, **options)

    # -- a python-asana 3.0 name

    delete_status_message = classic(delete_status, gids.message_gid)
    """Delete a status update and return an empty dictionary."""
