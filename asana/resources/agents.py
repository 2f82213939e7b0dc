"""Agents: the AI Teammates of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.paths import path
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.agents import Agent, AgentListOptions, AgentOptions

__all__ = ["Agents"]


class Agents(Resource):
    """Agents: the AI Teammates of a workspace."""

    def get_agents_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[AgentListOptions]
    ) -> ItemIterator[Agent]:
        """List the compact records of a workspace's agents.

        GET /workspaces/{workspace_gid}/agents
        """
        return self.client.get_collection(
            path("/workspaces/{}/agents", workspace_gid), params or {}, **options
        )

    def get_agent(
        self, agent_gid: str, params: Params = None, **options: Unpack[AgentOptions]
    ) -> Agent:
        """Return the complete record of one agent.

        GET /agents/{agent_gid}
        """
        return self.client.get(path("/agents/{}", agent_gid), params or {}, **options)
