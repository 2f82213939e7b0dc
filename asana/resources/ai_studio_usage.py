"""AI Studio usage: what AI rules ran and cost, and who has a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.ai_studio_usage import (
        AiStudioRun,
        AiStudioSeat,
        GetAiStudioRuns,
        GetAiStudioRunsOptions,
        GetAiStudioSeats,
        GetAiStudioSeatsOptions,
    )

__all__ = ["AiStudioUsage"]


class AiStudioUsage(Resource):
    """AI Studio usage: what AI rules ran and cost, and who has a seat."""

    def get_ai_studio_runs(
        self,
        workspace_gid: str,
        params: GetAiStudioRuns = NONE,
        **options: Unpack[GetAiStudioRunsOptions],
    ) -> ItemIterator[AiStudioRun]:
        """List the records of a workspace's AI Studio runs with their credits, oldest first.

        ``start_at`` (inclusive) and ``end_at`` (exclusive) filter by the time when the usage was
        recorded, January 8, 2025 or later. Without ``division_gid``, the runs are those of the
        first licensed division. Requires a service account and an AI Studio license.

        GET /workspaces/{workspace_gid}/ai_studio/runs
        """
        return self.client.get_collection(
            path("/workspaces/{}/ai_studio/runs", workspace_gid), params or {}, **options
        )

    def get_ai_studio_seats(
        self,
        workspace_gid: str,
        params: GetAiStudioSeats = NONE,
        **options: Unpack[GetAiStudioSeatsOptions],
    ) -> ItemIterator[AiStudioSeat]:
        """List the records of a workspace's AI Studio seats, in their current state.

        ``state`` is a filter. Without ``division_gid``, the seats are those of the first licensed
        division. Requires a service account and an AI Studio license.

        GET /workspaces/{workspace_gid}/ai_studio/seats
        """
        return self.client.get_collection(
            path("/workspaces/{}/ai_studio/seats", workspace_gid), params or {}, **options
        )
