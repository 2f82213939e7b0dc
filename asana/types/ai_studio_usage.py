"""AI Studio usage: what rules with AI ran and cost, and who may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions

if TYPE_CHECKING:
    from .common import DateTime

__all__ = [
    "GetAiStudioRuns",
    "GetAiStudioRunsOptions",
    "GetAiStudioSeats",
    "GetAiStudioSeatsOptions",
]


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
