"""Agents: the AI Teammates of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .compact import AgentCompact

if TYPE_CHECKING:
    from .compact import Photo, WorkspaceCompact

__all__ = [
    "Agent",
]


class Agent(AgentCompact):
    """The complete record of an agent."""

    description: str | None
    behavior_guidance: str | None
    workspace: WorkspaceCompact
    photo: Photo | None
