"""Agents: the AI Teammates of a workspace."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator
from ..records import Record
from .resource import Params, Resource

__all__ = ["Agents"]


class Agents(Resource):
    """Agents: the AI Teammates of a workspace."""

    def get_agents_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Any
    ) -> ItemIterator:
        """List the compact records of a workspace's agents.

        GET /workspaces/{workspace_gid}/agents
        """
        return self.client.get_collection(
            path("/workspaces/{}/agents", workspace_gid), params or {}, **options
        )

    def get_agent(self, agent_gid: str, params: Params = None, **options: Any) -> Record:
        """Return the complete record of one agent.

        GET /agents/{agent_gid}
        """
        return self.client.get(path("/agents/{}", agent_gid), params or {}, **options)
