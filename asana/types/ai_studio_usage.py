"""AI Studio usage: what AI rules ran and cost, and who has a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions

if TYPE_CHECKING:
    from .common import DateTime
    from .compact import UserCompact

__all__ = [
    "AiStudioRun",
    "AiStudioSeat",
    "GetAiStudioRuns",
    "GetAiStudioRunsOptions",
    "GetAiStudioSeats",
    "GetAiStudioSeatsOptions",
]


class AiStudioRun(TypedDict):
    """The record of an AI Studio run."""

    gid: str
    resource_type: str
    created_at: str
    user: UserCompact | None
    credits: float


class AiStudioSeat(TypedDict):
    """The record of an AI Studio seat."""

    gid: str
    resource_type: str
    user: UserCompact | None
    state: str


class GetAiStudioRuns(TypedDict, total=False):
    """The parameters of :meth:`get_ai_studio_runs`."""

    start_at: DateTime
    end_at: DateTime
    division_gid: str


class GetAiStudioSeats(TypedDict, total=False):
    """The parameters of :meth:`get_ai_studio_seats`."""

    state: str
    division_gid: str


class GetAiStudioRunsOptions(GetAiStudioRuns, ListOptions, total=False):
    """The keywords of :meth:`get_ai_studio_runs`."""


class GetAiStudioSeatsOptions(GetAiStudioSeats, ListOptions, total=False):
    """The keywords of :meth:`get_ai_studio_seats`."""
