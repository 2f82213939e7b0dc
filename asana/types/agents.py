"""Agents: the AI Teammates of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import AgentCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import Photo, WorkspaceCompact
    from .fields import AgentField

__all__ = [
    "Agent",
    "AgentFields",
    "AgentListOptions",
    "AgentOptions",
]


class Agent(AgentCompact):
    """The complete record of an agent."""

    description: str | None
    behavior_guidance: str | None
    workspace: WorkspaceCompact
    photo: Photo | None


class AgentFields(TypedDict, total=False):
    """The option with the fields of agents to return."""

    fields: Iterable[AgentField | str] | str | None
    opt_fields: Iterable[AgentField | str] | str | None


class AgentOptions(AgentFields, CallOptions, total=False):
    """The options of a call that returns an agent."""


class AgentListOptions(AgentFields, ListCallOptions, total=False):
    """The options of a call that lists agents."""
